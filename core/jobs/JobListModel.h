// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"
#include "core/jobs/TimeLeft.h"

#include <QAbstractListModel>
#include <QElapsedTimer>

#include <optional>
#include <vector>

namespace limn {

class InferenceService;

/// What runs, then what waits, one row a job. Follows the service and orders it about; GUI thread.
class JobListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,  ///< qulonglong
        IsRunningRole,
        IsStoppingRole,
        FractionRole,     ///< 0 ... 1 of the running job
        SecondsLeftRole,  ///< double, or nothing while it cannot be said
    };

    explicit JobListModel(InferenceService& service, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    /// Display: the prompt, or which model is loaded. AccessibleText: the same, and whether it runs now.
    QVariant data(const QModelIndex& index, int role) const override;

    int waitingCount() const;
    /// Of the running job; empty while nothing runs or it has told nothing yet.
    const std::optional<Progress>& progress() const { return m_progress; }
    const TimeLeft& timeLeft() const { return m_timeLeft; }

    void cancel(const QModelIndex& index);
    /// `steps` places later in the queue; negative: earlier. The running job stays.
    bool moveBy(const QModelIndex& index, int steps);

private:
    void refresh();
    void take(JobId id, const Progress& progress);
    void announceRow(JobId id);

    InferenceService& m_service;
    std::vector<JobId> m_ids;
    std::optional<Progress> m_progress;
    TimeLeft m_timeLeft;
    QElapsedTimer m_clock;
};

}  // namespace limn
