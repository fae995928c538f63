// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QWidget>

namespace limn::ui {

/// What an empty conversation shows: what can be done here, and three examples that fill the composer.
class ChatWelcome final : public QWidget {
    Q_OBJECT
public:
    explicit ChatWelcome(QWidget* parent = nullptr);

Q_SIGNALS:
    void exampleChosen(const QString& prompt);
};

}  // namespace limn::ui
