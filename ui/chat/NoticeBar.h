// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/style/Theme.h"

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace limn::ui {

class Announcer;

/// One sentence above the composer, with a button where there is something to do about it. A notice with an undo goes
/// after a while; one without stays until it is closed or replaced.
class NoticeBar final : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(const Theme& theme, QWidget* parent = nullptr);

    void showProblem(const QString& sentence);
    void showUndo(const QString& sentence, std::function<void()> undo);

private:
    void showWords(const QString& sentence, const char* look);

    QLabel* m_label;
    QPushButton* m_undoButton;
    Announcer* m_announcer;
    QTimer m_timer;
    std::function<void()> m_undo;
};

}  // namespace limn::ui
