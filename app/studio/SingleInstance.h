// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

#include <filesystem>

class QLocalSocket;

namespace limn::studio {

/// One studio for one data folder: the first holds a lock and listens, a second hands over its files and ends. A lock
/// whose program is gone is taken over. GUI thread.
class SingleInstance final : public QObject {
    Q_OBJECT
public:
    explicit SingleInstance(const std::filesystem::path& dataFolder, QObject* parent = nullptr);

    enum class Role { First = 1, Second };
    /// Second: another studio has the lock.
    Result<Role> claim();
    /// Requires Role::Second. Waits at most two seconds for the other studio to take the files.
    Status handOver(const QStringList& files);

Q_SIGNALS:
    /// Another start: come to the front, and open these (perhaps none).
    void started(const QStringList& files);

private:
    void welcome();
    void take(QLocalSocket& socket);

    QString m_serverName;
    QLockFile m_lock;
    QLocalServer m_server;
};

}  // namespace limn::studio
