// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/canvas/CanvasTool.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;
class QToolButton;

namespace limn::ui {

class CanvasActions;
class Theme;

/// What can be done with the mask, in two rows: how it is drawn, and what should be there instead.
class MaskBar final : public QFrame {
    Q_OBJECT
public:
    MaskBar(CanvasActions& actions, const Theme& theme, QWidget* parent);

    void showOptions(const ToolOptions& options);
    /// A brush size belongs to brush and eraser only.
    void showTool(ToolKind tool);
    /// Repainting needs a mask; the hint under the field says why it cannot be.
    void setRepaintable(bool isRepaintable);
    /// For a narrow canvas: icons instead of words.
    void setCompact(bool isCompact);
    QString prompt() const;
    void setPrompt(const QString& prompt);
    void focusPrompt();

Q_SIGNALS:
    void modeChosen(limn::MaskMode mode);
    void brushSizeChosen(double radiusPx);
    void brushHardnessChosen(double hardness01);
    void repaintRequested(const QString& prompt);

private:
    void buildDrawing(CanvasActions& actions, const Theme& theme);
    void buildPrompt();

    QToolButton* m_add = nullptr;
    QToolButton* m_subtract = nullptr;
    QWidget* m_brush = nullptr;
    QSlider* m_size = nullptr;
    QSlider* m_hardness = nullptr;
    QLabel* m_sizeLabel = nullptr;
    QLineEdit* m_prompt = nullptr;
    QPushButton* m_repaint = nullptr;
};

}  // namespace limn::ui
