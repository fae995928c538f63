// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/start_failure.h"

#include "core/jobs/failure_sentence.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace limn::studio {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::studio::StartFailure)
};

}  // namespace

bool needsFailureBox(bool hasTerminal, const QString& platform) {
    return !hasTerminal && platform != QLatin1String("offscreen") &&
           platform != QLatin1String("minimal");
}

std::unique_ptr<QMessageBox> makeFailureBox(const Error& error) {
    auto box = std::make_unique<QMessageBox>(QMessageBox::Critical, Words::tr("Limn cannot start"),
                                             QString(), QMessageBox::Close);
    box->setTextFormat(Qt::PlainText);
    box->setText(faultSentence(error));
    return box;
}

}  // namespace limn::studio
