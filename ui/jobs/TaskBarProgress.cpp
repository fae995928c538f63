// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/jobs/TaskBarProgress.h"

#include "core/jobs/JobListModel.h"
#include "ui/style/session_bus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantMap>

#include <cmath>

namespace limn::ui {
TaskBarProgress::TaskBarProgress(JobListModel& jobs, QObject* parent)
    : QObject(parent), m_jobs(jobs) {
    if (!hasSessionBus()) {
        return;
    }
    connect(&jobs, &QAbstractItemModel::dataChanged, this, &TaskBarProgress::follow);
    connect(&jobs, &QAbstractItemModel::rowsRemoved, this, &TaskBarProgress::follow);
}

TaskBarProgress::~TaskBarProgress() {
    if (m_toldPercent >= 0) {
        tell(false, 0);
    }
}

void TaskBarProgress::follow() {
    const QModelIndex first = m_jobs.index(0);
    const bool isRunning = first.isValid() && first.data(JobListModel::IsRunningRole).toBool();
    const double share = isRunning ? first.data(JobListModel::FractionRole).toDouble() : 0;
    const int percent = isRunning ? static_cast<int>(std::lround(100 * share)) : -1;
    if (percent != m_toldPercent) {
        m_toldPercent = percent;
        tell(isRunning, share);
    }
}

void TaskBarProgress::tell(bool isVisible, double share) {
    QDBusMessage message = QDBusMessage::createSignal(
        QStringLiteral("/org/limn/Limn"), QStringLiteral("com.canonical.Unity.LauncherEntry"),
        QStringLiteral("Update"));
    message << QStringLiteral("application://org.limn.Limn.desktop")
            << QVariantMap{{QStringLiteral("progress"), share},
                           {QStringLiteral("progress-visible"), isVisible}};
    QDBusConnection::sessionBus().send(message);
}

}  // namespace limn::ui
