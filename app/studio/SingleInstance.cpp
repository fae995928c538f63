// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/SingleInstance.h"

#include "core/base/Log.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QStandardPaths>

namespace limn::studio {
namespace {

constexpr int kHandOverMs = 2000;
constexpr qint64 kLargestMessageBytes = 1024 * 1024;
constexpr char kTaken[] = "taken\n";

/// In the person's own runtime folder where there is one: no other user can listen there in our place.
QString serverNameOf(const QString& folder) {
    const QByteArray hash =
        QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return QStringLiteral("%1/limn-studio-%2").arg(runtime, QString::fromLatin1(hash));
}

}  // namespace

SingleInstance::SingleInstance(const std::filesystem::path& dataFolder, QObject* parent)
    : QObject(parent), m_serverName(serverNameOf(QString::fromStdString(dataFolder.string()))),
      m_lock(QString::fromStdString((dataFolder / "studio.lock").string())) {
    m_lock.setStaleLockTime(0);  // it is held for hours; whether its program lives decides
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::welcome);
}

Result<SingleInstance::Role> SingleInstance::claim() {
    if (!m_lock.tryLock(0)) {
        if (m_lock.error() == QLockFile::LockFailedError) {
            return Role::Second;
        }
        return Error{ErrorCode::WriteFailed,
                     "The file '" + m_lock.fileName().toStdString() +
                         "' cannot be written; Limn keeps its own things in that folder.",
                     {}};
    }
    QLocalServer::removeServer(m_serverName);  // of a program that was killed: the lock is ours
    if (!m_server.listen(m_serverName)) {
        log(LogLevel::Warning, "studio",
            "A second start will not find this one: " + m_server.errorString().toStdString());
    }
    return Role::First;
}

Status SingleInstance::handOver(const QStringList& files) {
    QLocalSocket socket;
    socket.connectToServer(m_serverName);
    const QByteArray message =
        QJsonDocument(QJsonArray::fromStringList(files)).toJson(QJsonDocument::Compact) + '\n';
    const bool isTaken = socket.waitForConnected(kHandOverMs) &&
                         socket.write(message) == message.size() &&
                         socket.waitForBytesWritten(kHandOverMs) &&
                         socket.waitForReadyRead(kHandOverMs) && socket.readAll() == kTaken;
    if (!isTaken) {
        return Error{ErrorCode::Internal,
                     "Limn is open already but does not answer. Close its window first.",
                     {}};
    }
    return Unit{};
}

void SingleInstance::welcome() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { take(*socket); });
        take(*socket);
    }
}

void SingleInstance::take(QLocalSocket& socket) {
    if (socket.bytesAvailable() > kLargestMessageBytes) {
        socket.abort();
        return;
    }
    if (!socket.canReadLine()) {
        return;
    }
    const QJsonDocument message = QJsonDocument::fromJson(socket.readLine());
    QStringList files;
    for (const QJsonValue& file : message.array()) {
        if (file.isString()) {
            files += file.toString();
        }
    }
    socket.write(kTaken);
    socket.flush();
    socket.disconnectFromServer();
    if (message.isArray()) {
        Q_EMIT started(files);
    }
}

}  // namespace limn::studio
