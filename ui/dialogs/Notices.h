// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFrame>
#include <QPointer>
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
/// after the other; other notices go by themselves, but not while the pointer or the keys are on them. Esc closes the one
/// that has the keys. Read out by screen readers. GUI thread.
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
    /// The keys go to its button, if a notice is shown, and back to who had them when it is closed.
    void takeKeys();

protected:
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Notice {
        QString sentence;
        Action action;
        bool isError = false;
    };

    void add(Notice notice);
    void showNext();
    void giveKeysBack();
    bool hasKeys() const;
    void focusButton();
    void startTimer();
    void place();

    QWidget& m_over;
    std::vector<Notice> m_waiting;
    Notice m_current;
    QPointer<QWidget> m_former;  // had the keys before
    bool m_isUnderPointer = false;
    QLabel* m_text = nullptr;
    QPushButton* m_button = nullptr;
    QToolButton* m_close = nullptr;
    Announcer* m_announcer;
    QTimer* m_timer;
};

}  // namespace limn::ui
