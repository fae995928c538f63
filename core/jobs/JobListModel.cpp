// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/JobListModel.h"

#include "core/jobs/InferenceService.h"

#include <algorithm>

namespace limn {

JobListModel::JobListModel(InferenceService& service, QObject* parent)
    : QAbstractListModel(parent), m_service(service) {
    m_clock.start();
    connect(&service, &InferenceService::queueChanged, this, &JobListModel::refresh);
    connect(&service, &InferenceService::jobStopping, this, &JobListModel::announceRow);
    connect(&service, &InferenceService::jobProgressed, this, &JobListModel::take);
    connect(&service, &InferenceService::jobStarted, this, [this](JobId id) {
        const PictureOrder* order = m_service.orderOf(id);
        m_progress.reset();
        m_timeLeft = TimeLeft(order == nullptr ? 1 : order->request.count);
    });
    refresh();
}

int JobListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

QVariant JobListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const JobId id = m_ids[static_cast<std::size_t>(index.row())];
    const bool isRunning = m_service.runningJob() == id;
    switch (role) {
    case Qt::DisplayRole:
        if (const PictureOrder* order = m_service.orderOf(id)) {
            return QString::fromStdString(order->request.prompt);
        }
        if (const WordsOrder* words = m_service.wordsOrderOf(id)) {
            if (!words->prompt.empty()) {
                return tr("Looking at the picture");
            }
            return words->question.empty() ? tr("Describing %1").arg(QString::fromStdString(words->file.filename().string()))
                                           : QString::fromStdString(words->question);
        }
        return tr("Loading %1")
            .arg(QString::fromStdString(m_service.modelOfLoad(id).filename().string()));
    case Qt::AccessibleTextRole: {
        const QString text = data(index, Qt::DisplayRole).toString();
        return isRunning ? tr("Now: %1").arg(text) : text;
    }
    case IdRole:
        return QVariant::fromValue<qulonglong>(id);
    case IsRunningRole:
        return isRunning;
    case IsStoppingRole:
        return m_service.isStopping(id);
    case FractionRole:
        return isRunning ? m_timeLeft.fraction() : 0.0;
    case SecondsLeftRole: {
        const auto seconds = m_timeLeft.seconds();
        return isRunning && seconds ? QVariant(*seconds) : QVariant();
    }
    default:
        return {};
    }
}

int JobListModel::waitingCount() const {
    return static_cast<int>(m_service.queuedJobs().size());
}

void JobListModel::cancel(const QModelIndex& index) {
    m_service.cancel(index.data(IdRole).toULongLong());
}

bool JobListModel::moveBy(const QModelIndex& index, int steps) {
    const std::vector<JobId> queue = m_service.queuedJobs();
    const auto place = std::find(queue.begin(), queue.end(), index.data(IdRole).toULongLong());
    const std::ptrdiff_t wanted = (place - queue.begin()) + steps;
    if (place == queue.end() || wanted < 0 || wanted >= static_cast<std::ptrdiff_t>(queue.size())) {
        return false;
    }
    return m_service.moveQueued(*place, static_cast<std::size_t>(wanted));
}

/// Tells the smallest change there is: a view keeps its selection and a screen reader its place.
void JobListModel::refresh() {
    std::vector<JobId> wanted = m_service.queuedJobs();
    if (const auto running = m_service.runningJob()) {
        wanted.insert(wanted.begin(), *running);
    } else {
        m_progress.reset();
    }
    for (std::size_t row = m_ids.size(); row-- > 0;) {
        if (std::find(wanted.begin(), wanted.end(), m_ids[row]) == wanted.end()) {
            beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
            m_ids.erase(m_ids.begin() + static_cast<std::ptrdiff_t>(row));
            endRemoveRows();
        }
    }
    for (std::size_t row = 0; row < wanted.size(); ++row) {
        if (row < m_ids.size() && m_ids[row] == wanted[row]) {
            continue;
        }
        const auto place = std::find(m_ids.begin(), m_ids.end(), wanted[row]);
        const int to = static_cast<int>(row);
        if (place == m_ids.end()) {
            beginInsertRows({}, to, to);
            m_ids.insert(m_ids.begin() + to, wanted[row]);
            endInsertRows();
        } else {
            const int from = static_cast<int>(place - m_ids.begin());
            beginMoveRows({}, from, from, {}, to);
            m_ids.erase(place);
            m_ids.insert(m_ids.begin() + to, wanted[row]);
            endMoveRows();
        }
    }
    if (!m_ids.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

void JobListModel::take(JobId id, const Progress& progress) {
    m_progress = progress;
    m_timeLeft.take(progress, static_cast<double>(m_clock.elapsed()) / 1000.0);
    announceRow(id);
}

void JobListModel::announceRow(JobId id) {
    const auto place = std::find(m_ids.begin(), m_ids.end(), id);
    if (place != m_ids.end()) {
        const QModelIndex row = index(static_cast<int>(place - m_ids.begin()));
        Q_EMIT dataChanged(row, row);
    }
}

}  // namespace limn
