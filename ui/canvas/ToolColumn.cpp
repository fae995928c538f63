// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/ToolColumn.h"

#include "ui/canvas/CanvasActions.h"
#include "ui/canvas/floating_card.h"

#include <QVBoxLayout>

namespace limn::ui {

ToolColumn::ToolColumn(CanvasActions& actions, QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("toolColumn"));
    setProperty("look", QStringLiteral("card"));
    setAccessibleName(tr("Tools"));
    setCursor(Qt::ArrowCursor);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpaceHairPx, kSpaceHairPx, kSpaceHairPx, kSpaceHairPx);
    column->setSpacing(2);
    for (const CanvasOrder order :
         {CanvasOrder::UseMove, CanvasOrder::UseBrush, CanvasOrder::UseEraser,
          CanvasOrder::UseRectangle, CanvasOrder::UseLasso, CanvasOrder::UseText,
          CanvasOrder::UseCompare}) {
        column->addWidget(makeActionButton(actions[order], this));
    }
}

}  // namespace limn::ui
