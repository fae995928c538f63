// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFrame>
#include <QString>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QToolButton;
class QTimer;

namespace limn::ui {

class Announcer;
class Theme;

/// The one place that shows what went wrong or what was just done: a card at the upper edge of the window's centre,
/// with at most one button ("Undo", "Open the models page"). Errors stay until they are closed, several are shown one
/// after the other; other notices go by themselves. Read out by screen readers. GUI thread.
class Notices final : public QFrame {
    Q_OBJECT
public:
    Notices(const Theme& theme, QWidget& over);

    struct Action {
        QString text;
        std::function<void()> run;
    };
    void showError(const QString& sentence, Action action = {});
    void showNotice(const QString& sentence, Action action = {});
    QString currentText() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Notice {
        QString sentence;
        Action action;
        bool isError = false;
    };

    void add(Notice notice);
    void showNext();
    void place();

    QWidget& m_over;
    std::vector<Notice> m_waiting;
    Notice m_current;
    QLabel* m_text = nullptr;
    QPushButton* m_button = nullptr;
    QToolButton* m_close = nullptr;
    Announcer* m_announcer;
    QTimer* m_timer;
};

}  // namespace limn::ui
