// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>

class QAction;

namespace limn::ui {

/// Words for an action whose text has signs in it ("★★★"): what is read aloud, and found by who types it.
void setSpokenText(QAction& action, const QString& text);
/// Empty: its text says it all.
QString spokenTextOf(const QAction& action);

}  // namespace limn::ui
