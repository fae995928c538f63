// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QFrame>

class QLabel;
class QListView;
class QPushButton;
class QToolButton;

namespace limn {
class JobListModel;
}

namespace limn::ui {

class Theme;

/// The list of what runs and waits: move up and down, take out, take all out. Shown as a popup above the strip. Keys:
/// Delete takes out, Alt+Up and Alt+Down move. GUI thread.
class QueuePanel final : public QFrame {
    Q_OBJECT
public:
    QueuePanel(JobListModel& jobs, const Theme& theme, QWidget* parent = nullptr);

    /// Opens with its lower right corner there.
    void openAt(const QPoint& lowerRight);

Q_SIGNALS:
    void cancelAllRequested();

private:
    QToolButton* addButton(QLatin1String icon, const QString& name, const QKeySequence& key,
                           const Theme& theme);
    void moveCurrent(int steps);
    void cancelCurrent();
    void showPossible();

    JobListModel& m_jobs;
    QListView* m_list = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_all = nullptr;
    QToolButton* m_up = nullptr;
    QToolButton* m_down = nullptr;
    QToolButton* m_cancel = nullptr;
};

}  // namespace limn::ui
