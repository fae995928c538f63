// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/Announcer.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace limn::ui {
namespace {

/// Screen readers read a notification out when it appears. Qt itself says that a widget appears whenever its window does,
/// and the last words would be heard again: so the widget stays hidden, and only this says otherwise.
class AnnouncerAccessible final : public QAccessibleWidget {
public:
    explicit AnnouncerAccessible(Announcer& announcer)
        : QAccessibleWidget(&announcer, QAccessible::Notification) {}

    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.invisible = false;
        return state;
    }
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object) {
    auto* announcer = className == QLatin1String(Announcer::staticMetaObject.className())
                          ? qobject_cast<Announcer*>(object)
                          : nullptr;
    return announcer != nullptr ? new AnnouncerAccessible(*announcer) : nullptr;
}

}  // namespace

Announcer::Announcer(QWidget* parent) : QWidget(parent) {
    QAccessible::installFactory(makeInterface);  // the same one twice counts once
    setObjectName(QStringLiteral("announcerWidget"));
    resize(0, 0);
    hide();
}

void Announcer::say(const QString& words) {
    setAccessibleName(words);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent said(this, words);
#else
    // Qt passes Alert on to nobody on Linux; this arrives as "showing".
    QAccessibleEvent said(this, QAccessible::ObjectShow);
#endif
    QAccessible::updateAccessibility(&said);
}

}  // namespace limn::ui
