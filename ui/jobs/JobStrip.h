// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace limn {
class InferenceService;
class JobListModel;
struct Progress;
}  // namespace limn

namespace limn::ui {

class ElidedLabel;
class Theme;

/// The slim line at the bottom of the window: what runs, a small view of it, how far it is, how long it takes, cancel; at the right what
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
    void showPreview(JobId id, const Progress& progress);
    void showQueue();
    void showDevice();
    void setRunning(bool isRunning);

    JobListModel& m_jobs;
    InferenceService& m_service;
    QLabel* m_preview = nullptr;
    std::optional<JobId> m_previewed;  // the job whose picture it shows
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
