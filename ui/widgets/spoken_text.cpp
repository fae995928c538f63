// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/spoken_text.h"

#include <QAction>
#include <QVariant>

namespace limn::ui {
namespace {

constexpr const char* kSpoken = "spokenText";

}  // namespace

void setSpokenText(QAction& action, const QString& text) {
    action.setProperty(kSpoken, text);
}

QString spokenTextOf(const QAction& action) {
    return action.property(kSpoken).toString();
}

}  // namespace limn::ui
