// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/failure_sentence.h"

#include <QCoreApplication>

namespace limn {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::FailureSentence)
public:
    static QString adviceFor(ErrorCode code) {
        switch (code) {
        case ErrorCode::InvalidRequest:
            return tr("Change the settings and try again.");
        case ErrorCode::FileNotFound:
            return tr("Choose another file, or put it back and try again.");
        case ErrorCode::FileDamaged:
        case ErrorCode::KeysMismatch:
            return tr("Get the file again from where it came, or choose another one.");
        case ErrorCode::FileRefused:
            return tr("Nothing of it was run. Choose another file.");
        case ErrorCode::Unsupported:
            return tr("Choose another model or file.");
        case ErrorCode::OutOfMemory:
            return tr("Choose a smaller size or close other programs, then try again.");
        case ErrorCode::NotANumber:
            return tr("Choose float32 as the number type or another model, then try again.");
        case ErrorCode::WriteFailed:
            return tr("Make room or choose another folder, then try again.");
        case ErrorCode::Internal:
            return tr("Try again. If it happens again, the log says more.");
        }
        return {};
    }
};

}  // namespace

QString failureSentence(const Error& error) {
    const QString what = QString::fromStdString(error.message).trimmed();
    const QString advice = Words::adviceFor(error.code);
    return what.isEmpty() ? advice : what + QLatin1Char(' ') + advice;
}

}  // namespace limn
