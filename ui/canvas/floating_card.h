// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/style/metrics.h"

#include <QAction>
#include <QFrame>
#include <QToolButton>

namespace limn::ui {

/// A small card that lies over the canvas.
inline QFrame* makeCard(QWidget* parent, const char* objectName) {
    auto* card = new QFrame(parent);
    card->setObjectName(QLatin1String(objectName));
    card->setProperty("look", QStringLiteral("card"));
    card->setAttribute(Qt::WA_StyledBackground);
    card->setCursor(Qt::ArrowCursor);
    return card;
}

/// An icon button for an action; it can be reached with Tab.
inline QToolButton* makeActionButton(QAction& action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(
        action.objectName().replace(QStringLiteral("Action"), QStringLiteral("ToolButton")));
    button->setProperty("look", QStringLiteral("bare"));
    button->setDefaultAction(&action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setIconSize(QSize(kIconPx, kIconPx));
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action.text());
    return button;
}

}  // namespace limn::ui
