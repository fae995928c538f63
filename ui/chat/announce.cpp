// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/announce.h"

#include <QAccessible>
#include <QWidget>

namespace limn::ui {

void announce(QWidget& speaker, const QString& words) {
    speaker.setAccessibleName(words);
    QAccessibleEvent named(&speaker, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&named);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent said(&speaker, words);
#else
    QAccessibleEvent said(&speaker, QAccessible::Alert);
#endif
    QAccessible::updateAccessibility(&said);
}

}  // namespace limn::ui
