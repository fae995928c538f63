// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/reveal_file.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

namespace limn::ui {

void revealFile(const QString& file, QObject* context) {
    const auto openFolder = [file]() {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).path()));
    };
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        openFolder();
        return;
    }
    QDBusMessage order = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"),
        QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    order << QStringList{QUrl::fromLocalFile(file).toString(QUrl::FullyEncoded)} << QString();
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(order), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [openFolder](QDBusPendingCallWatcher* ended) {
                         const QDBusPendingReply<> reply = *ended;
                         if (reply.isError()) {
                             openFolder();
                         }
                         ended->deleteLater();
                     });
}

}  // namespace limn::ui
