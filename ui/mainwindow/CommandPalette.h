// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFrame>
#include <QPointer>
#include <QStringList>

#include <vector>

class QAction;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace limn::ui {

class Theme;

/// Search or command: a field and a list over the window. Words find actions by their text, in any order and by parts;
/// the last entry looks for the words among the pictures. Up, Down, Enter, Esc. GUI thread.
class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    CommandPalette(QWidget& window, const Theme& theme);

    /// `recent`: texts of what was used last, newest first; shown first while nothing is typed.
    void open(const QStringList& recent);

Q_SIGNALS:
    void searchRequested(const QString& words);
    void used(const QString& actionText);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void show(const QString& words);
    void addAction(QAction& action);
    void run(const QListWidgetItem* item);
    void step(int rows);
    void tellCurrent();
    void leave();

    QWidget& m_window;
    const Theme& m_theme;
    QLineEdit* m_field = nullptr;
    QListWidget* m_list = nullptr;
    // Of the window when the palette opened; those of a menu go with it, also while the palette is open.
    std::vector<QPointer<QAction>> m_actions;
    QStringList m_recent;
    QPointer<QWidget> m_former;  // had the keys before
};

/// How well `text` answers `words`: 0 = not at all; every word must begin some word of the text or be inside it.
int matchOf(const QString& text, const QString& words);

}  // namespace limn::ui
