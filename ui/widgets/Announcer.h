// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QWidget>

namespace limn::ui {

/// Lets a screen reader say something without moving the focus. Takes no room and shows nothing. Whoever speaks has one of
/// its own: two sentences of one announcer in the same moment are heard as the second. GUI thread.
class Announcer final : public QWidget {
    Q_OBJECT
public:
    explicit Announcer(QWidget* parent);

    /// What is said last stays the accessible name.
    void say(const QString& words);
};

}  // namespace limn::ui
