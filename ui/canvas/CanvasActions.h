// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/canvas/CanvasTool.h"

#include <QAction>
#include <QObject>

#include <map>
#include <vector>

class QWidget;

namespace limn::ui {

class Theme;

enum class CanvasOrder {
    Undo = 1,
    Redo,
    UseMove,
    UsePan,
    UseBrush,
    UseEraser,
    UseRectangle,
    UseLasso,
    UseText,
    UseCompare,
    SmallerBrush,
    LargerBrush,
    MaskAll,
    InvertMask,
    FeatherMask,
    ClearMask,
    Fit,
    ZoomTo100,
    ZoomTo200,
    ZoomTo400,
    ZoomIn,
    ZoomOut,
    Copy,
    SaveAs,
    Print,
    StartFrom,
    Describe,
    Close,
};

/// All orders of the canvas as actions, with name, icon and keys: for its buttons, its menu and the command palette.
/// Keys work within the pane; a text field in it keeps its letters. Owned by the pane.
class CanvasActions final : public QObject {
    Q_OBJECT
public:
    CanvasActions(const Theme& theme, QWidget& pane);

    QAction& operator[](CanvasOrder order) const { return *m_actions.at(order); }
    /// In the order of the menu.
    const std::vector<QAction*>& all() const { return m_inOrder; }
    static ToolKind toolOf(CanvasOrder order);
    void retranslate();
    /// Something is masked: what leaves the mask out says so.
    void setMasked(bool isMasked);

private:
    std::map<CanvasOrder, QAction*> m_actions;
    std::vector<QAction*> m_inOrder;
};

}  // namespace limn::ui
