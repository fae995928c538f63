// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QObject>

namespace limn {
class JobListModel;
}

namespace limn::ui {

/// Shows on the desktop's task bar how far the running job is, where the desktop listens: by the signal of Unity's launcher
/// entries (com.canonical.Unity.LauncherEntry), which Plasma, GNOME's docks and others follow. GUI thread; nothing blocks.
class TaskBarProgress final : public QObject {
    Q_OBJECT
public:
    explicit TaskBarProgress(JobListModel& jobs, QObject* parent = nullptr);
    /// Takes the bar away.
    ~TaskBarProgress() override;

private:
    void follow();
    void tell(bool isVisible, double share);

    JobListModel& m_jobs;
    int m_toldPercent = -1;  ///< -1: the bar is not there
};

}  // namespace limn::ui
