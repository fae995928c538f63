// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace limn {
class InferenceService;
class JobListModel;
}  // namespace limn

namespace limn::ui {

class ElidedLabel;
class Theme;

/// The slim line at the bottom of the window: what runs, how far it is, how long it takes, cancel; at the right what
/// waits, where the model runs and how much memory the program uses. GUI thread.
class JobStrip final : public QWidget {
    Q_OBJECT
public:
    JobStrip(JobListModel& jobs, InferenceService& service, const Theme& theme,
             QWidget* parent = nullptr);

    /// Bytes that the program uses; 0 hides it.
    void showMemory(qint64 bytes);

Q_SIGNALS:
    void cancelRequested();
    void queueRequested();

private:
    void build(const Theme& theme);
    void showRunning();
    void showQueue();
    void showDevice();
    void setRunning(bool isRunning);

    JobListModel& m_jobs;
    InferenceService& m_service;
    ElidedLabel* m_phase = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_left = nullptr;
    QPushButton* m_cancel = nullptr;
    QLabel* m_cancelKey = nullptr;
    QToolButton* m_queue = nullptr;
    QLabel* m_device = nullptr;
    QString m_deviceText;
    QString m_memoryText;
};

}  // namespace limn::ui
