// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasDocument.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace limn::ui {

class CanvasActions;

/// The small card at the lower left: which picture this is, its size, seed and model, and after a repaint how many
/// pixels changed outside of the mask.
class PictureCard final : public QFrame {
    Q_OBJECT
public:
    explicit PictureCard(QWidget* parent);
    void showDocument(const CanvasDocument& document);
    /// For a narrow canvas: the name only.
    void setBrief(bool isBrief);

private:
    void showPicture(const CanvasPicture& picture);

    QLabel* m_handle = nullptr;
    QLabel* m_details = nullptr;
    QLabel* m_outside = nullptr;
    bool m_isBrief = false;
};

/// The small card at the lower right: zoom.
class ZoomCard final : public QFrame {
    Q_OBJECT
public:
    ZoomCard(CanvasActions& actions, QWidget* parent);
    void showZoom(double zoom, bool isFitted);

private:
    QToolButton* m_zoom = nullptr;
    QToolButton* m_fit = nullptr;
};

/// "512 × 512 · seed 41 · Starter": what is known, in this order.
QString pictureDetails(const CanvasPicture& picture);

}  // namespace limn::ui
