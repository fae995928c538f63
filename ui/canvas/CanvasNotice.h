// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFrame>
#include <QString>

#include <functional>

class QLabel;
class QPushButton;

namespace limn::ui {

class Announcer;
class Theme;

/// One sentence over the canvas with at most one button, and a way to close it. Shifts nothing.
class CanvasNotice final : public QFrame {
    Q_OBJECT
public:
    enum class Kind { News = 1, Trouble };

    CanvasNotice(const Theme& theme, QWidget* parent);

    void showSentence(Kind kind, const QString& sentence, const QString& buttonText = {},
                      std::function<void()> pressed = {});
    QString sentence() const;

Q_SIGNALS:
    void closed();
    void changedSize();

private:
    void dismiss();

    QLabel* m_sentence = nullptr;
    QPushButton* m_button = nullptr;
    Announcer* m_announcer = nullptr;
    std::function<void()> m_pressed;
};

}  // namespace limn::ui
