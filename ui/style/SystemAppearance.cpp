// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/SystemAppearance.h"

#include "ui/style/session_bus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace limn::ui {
namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
const QString kColorScheme = QStringLiteral("color-scheme");  // 0 no wish, 1 dark, 2 light
const QString kGnomeInterface = QStringLiteral("org.gnome.desktop.interface");
const QString kAnimations = QStringLiteral("enable-animations");

/// Read() wraps its answer in one variant more than the signal does.
QVariant unwrapped(QVariant value) {
    while (value.userType() == qMetaTypeId<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value;
}

}  // namespace

SystemAppearance::SystemAppearance(QObject* parent) : QObject(parent) {}

void SystemAppearance::start() {
    if (!hasSessionBus()) {
        return;
    }
    QDBusConnection::sessionBus().connect(kService, kPath, kInterface,
                                          QStringLiteral("SettingChanged"), this,
                                          SLOT(takeSetting(QString, QString, QDBusVariant)));
    ask(kAppearance, kColorScheme);
    ask(kGnomeInterface, kAnimations);
}

void SystemAppearance::ask(const QString& group, const QString& key) {
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    call << group << key;
    auto* watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, group, key](QDBusPendingCallWatcher* finished) {
                const QDBusPendingReply<QDBusVariant> reply = *finished;
                if (!reply.isError()) {
                    takeSetting(group, key, reply.value());
                }
                finished->deleteLater();
            });
}

void SystemAppearance::takeSetting(const QString& group, const QString& key,
                                   const QDBusVariant& value) {
    const QVariant plain = unwrapped(value.variant());
    if (group == kAppearance && key == kColorScheme) {
        Q_EMIT darkChanged(plain.toUInt() == 1);
    } else if (group == kGnomeInterface && key == kAnimations) {
        Q_EMIT reducedMotionChanged(!plain.toBool());
    }
}

}  // namespace limn::ui
