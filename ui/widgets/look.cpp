// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/look.h"

#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace limn::ui {

void setLook(QWidget& widget, QLatin1String look) {
    const bool wasPolished = widget.testAttribute(Qt::WA_WState_Polished);
    widget.setProperty("look", QString(look));
    widget.setAttribute(Qt::WA_StyledBackground);
    if (wasPolished) {
        widget.style()->unpolish(&widget);
        widget.style()->polish(&widget);
    }
}

}  // namespace limn::ui
