// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace limn::ui {

/// What the desktop wishes, from the settings portal of freedesktop (Qt 6.4 cannot tell). GUI thread; asks and listens
/// without waiting, and says nothing where there is no session bus or no portal.
class SystemAppearance final : public QObject {
    Q_OBJECT
public:
    explicit SystemAppearance(QObject* parent = nullptr);

    /// Begins to ask; answers arrive as signals.
    void start();

Q_SIGNALS:
    void darkChanged(bool isDark);
    void reducedMotionChanged(bool isReduced);

private Q_SLOTS:
    void takeSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask(const QString& group, const QString& key);
};

}  // namespace limn::ui
