// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

class QString;
class QWidget;

namespace limn::ui {

/// Lets a screen reader say this once, without moving the focus. `speaker` is a widget that is there for it alone: its
/// accessible name becomes the words.
void announce(QWidget& speaker, const QString& words);

}  // namespace limn::ui
