// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CanvasActions.h"

#include "ui/style/Theme.h"

#include <QActionGroup>
#include <QKeySequence>
#include <QWidget>

#include <array>

namespace limn::ui {
namespace {

struct Row {
    CanvasOrder order;
    const char* objectName;
    const char* text;
    const char* icon;
    const char* keys;  // several divided by a space
};

// Keys as in InvokeAI, Photoshop and Krita, where they agree.
constexpr std::array kRows = {
    Row{CanvasOrder::Undo, "undoAction", QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Undo"),
        "undo", "Ctrl+Z"},
    Row{CanvasOrder::Redo, "redoAction", QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Redo"),
        "redo", "Ctrl+Shift+Z Ctrl+Y"},
    Row{CanvasOrder::UseMove, "moveAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Move or drag out"), "move", "V"},
    Row{CanvasOrder::UsePan, "panAction", QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Pan"),
        "pan", "H"},
    Row{CanvasOrder::UseBrush, "brushAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Mask with the brush"), "brush", "B"},
    Row{CanvasOrder::UseEraser, "eraserAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Unmask with the eraser"), "eraser", "E"},
    Row{CanvasOrder::UseRectangle, "rectangleAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Mask a rectangle"), "rectangle", "U"},
    Row{CanvasOrder::UseLasso, "lassoAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Mask with the lasso"), "lasso", "L"},
    Row{CanvasOrder::UseText, "textAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Select text in the picture"), "text", "T"},
    Row{CanvasOrder::UseCompare, "compareAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Compare before and after"), "compare", "C"},
    Row{CanvasOrder::SmallerBrush, "smallerBrushAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Smaller brush"), "", "["},
    Row{CanvasOrder::LargerBrush, "largerBrushAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Larger brush"), "", "]"},
    Row{CanvasOrder::MaskAll, "maskAllAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Mask everything"), "", "Ctrl+A"},
    Row{CanvasOrder::InvertMask, "invertMaskAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Invert the mask"), "invert", "Ctrl+I"},
    Row{CanvasOrder::FeatherMask, "featherMaskAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Soften the mask's edge"), "feather",
        "Ctrl+Shift+F"},
    Row{CanvasOrder::ClearMask, "clearMaskAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Clear the mask"), "trash", "Ctrl+D"},
    Row{CanvasOrder::Fit, "fitAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Fit into the canvas"), "fit", "Ctrl+0"},
    Row{CanvasOrder::ZoomTo100, "zoomTo100Action",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Zoom to 100 %"), "", "Ctrl+1"},
    Row{CanvasOrder::ZoomTo200, "zoomTo200Action",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Zoom to 200 %"), "", "Ctrl+2"},
    Row{CanvasOrder::ZoomTo400, "zoomTo400Action",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Zoom to 400 %"), "", "Ctrl+3"},
    Row{CanvasOrder::ZoomIn, "zoomInAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Zoom in"), "add", "Ctrl++ Ctrl+="},
    Row{CanvasOrder::ZoomOut, "zoomOutAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Zoom out"), "remove", "Ctrl+-"},
    Row{CanvasOrder::Copy, "copyPictureAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Copy the picture"), "copy", "Ctrl+C"},
    Row{CanvasOrder::SaveAs, "saveAsAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Save the picture as\u2026"), "save",
        "Ctrl+S"},
    Row{CanvasOrder::Print, "printAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Print\u2026"), "print", "Ctrl+P"},
    Row{CanvasOrder::StartFrom, "startFromAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Start from this picture"), "start-from", ""},
    Row{CanvasOrder::Describe, "describeAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Describe this picture"), "describe", ""},
    Row{CanvasOrder::Close, "closeCanvasAction",
        QT_TRANSLATE_NOOP("limn::ui::CanvasActions", "Clear the canvas"), "", ""},
};

}  // namespace

CanvasActions::CanvasActions(const Theme& theme, QWidget& pane) : QObject(&pane) {
    auto* tools = new QActionGroup(this);
    for (const Row& row : kRows) {
        auto* action = new QAction(this);
        action->setObjectName(QLatin1String(row.objectName));
        if (*row.icon != '\0') {
            action->setIcon(theme.icon(QLatin1String(row.icon)));
        }
        QList<QKeySequence> keys;
        for (const QString& key :
             QString::fromLatin1(row.keys).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            keys.append(QKeySequence::fromString(key, QKeySequence::PortableText));
        }
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        if (row.order >= CanvasOrder::UseMove && row.order <= CanvasOrder::UseCompare) {
            action->setCheckable(true);
            tools->addAction(action);
        }
        pane.addAction(action);
        m_actions[row.order] = action;
        m_inOrder.push_back(action);
    }
    retranslate();
}

void CanvasActions::retranslate() {
    for (const Row& row : kRows) {
        QAction& action = *m_actions.at(row.order);
        action.setText(tr(row.text));
        const QString key = action.shortcut().toString(QKeySequence::NativeText);
        action.setToolTip(key.isEmpty()
                              ? action.text()
                              : tr("%1 (%2)", "name of an order, its key").arg(action.text(), key));
    }
    m_actions.at(CanvasOrder::UseCompare)
        ->setToolTip(tr("Compare before and after (C); hold \\ to see the picture before"));
}

void CanvasActions::setMasked(bool isMasked) {
    QAction& start = *m_actions.at(CanvasOrder::StartFrom);
    start.setText(isMasked ? tr("Start from the whole picture, without the mask")
                           : tr("Start from this picture"));
    start.setToolTip(start.text());
}

ToolKind CanvasActions::toolOf(CanvasOrder order) {
    switch (order) {
    case CanvasOrder::UsePan:
        return ToolKind::Pan;
    case CanvasOrder::UseBrush:
        return ToolKind::Brush;
    case CanvasOrder::UseEraser:
        return ToolKind::Eraser;
    case CanvasOrder::UseRectangle:
        return ToolKind::Rectangle;
    case CanvasOrder::UseLasso:
        return ToolKind::Lasso;
    case CanvasOrder::UseText:
        return ToolKind::Text;
    case CanvasOrder::UseCompare:
        return ToolKind::Compare;
    default:
        return ToolKind::Move;
    }
}

}  // namespace limn::ui
