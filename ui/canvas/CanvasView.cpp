// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CanvasView.h"

#include "core/jobs/failure_sentence.h"
#include "ui/canvas/ShapeTools.h"
#include "ui/canvas/StrokeTool.h"
#include "ui/canvas/TextTool.h"
#include "ui/style/Theme.h"

#include <QAccessible>
#include <QAccessibleEvent>
#include <QEvent>
#include <QFileInfo>
#include <QResizeEvent>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kMarchMs = 180;
constexpr int kPhases = 8;
constexpr int kNarrowPx = 480;
constexpr double kBarPx = 112;

/// Room for the floating tools when a picture is fitted.
QMarginsF marginsFor(int widthPx, bool hasBarAbove) {
    const double top = hasBarAbove ? kBarPx : 24;
    return widthPx < kNarrowPx ? QMarginsF(60, std::min(top, 104.0), 12, 60)
                               : QMarginsF(72, top, 72, 64);
}

std::unique_ptr<CanvasTool> makeTool(ToolKind kind, CanvasDocument& document,
                                     const ToolOptions& options, std::optional<PictureText>& text) {
    switch (kind) {
    case ToolKind::Brush:
    case ToolKind::Eraser:
        return std::make_unique<StrokeTool>(document, options, kind);
    case ToolKind::Rectangle:
        return std::make_unique<RectangleTool>(document, options);
    case ToolKind::Lasso:
        return std::make_unique<LassoTool>(document, options);
    case ToolKind::Text:
        return text ? std::make_unique<TextTool>(document, options, *text) : nullptr;
    case ToolKind::Move:
    case ToolKind::Pan:
    case ToolKind::Compare:
        break;
    }
    return nullptr;
}

}  // namespace

CanvasView::CanvasView(CanvasDocument& document, Background& background, const Theme& theme,
                       QWidget* parent)
    : QWidget(parent), m_document(document), m_theme(theme), m_surface(background),
      m_before(background) {
    setObjectName(QStringLiteral("canvasView"));
    setAccessibleName(tr("Canvas"));
    setFocusPolicy(Qt::StrongFocus);
    noteOwnKeys();
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    setMinimumSize(160, 120);
    m_marching.setInterval(kMarchMs);
    connect(&m_marching, &QTimer::timeout, this, [this] {
        m_phase = (m_phase + 1) % kPhases;
        update(m_transform.toView(QRectF(m_overlay.area())).toAlignedRect().adjusted(-2, -2, 2, 2));
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    followDocument();
}

CanvasView::~CanvasView() = default;

void CanvasView::followDocument() {
    connect(&m_document, &CanvasDocument::stateChanged, this, &CanvasView::showState);
    connect(&m_document, &CanvasDocument::pictureChanged, this, &CanvasView::showPicture);
    connect(&m_document, &CanvasDocument::maskChanged, this, &CanvasView::showMask);
    connect(&m_surface, &SurfaceSlot::changed, this, qOverload<>(&QWidget::update));
    connect(&m_before, &SurfaceSlot::changed, this, [this] {
        update();
        Q_EMIT beforeChanged();
    });
    showPicture();
    showMask();
    showState();
}

void CanvasView::showState() {
    const auto* generating = m_document.stateAs<GeneratingCanvas>();
    if (generating != nullptr) {
        if (m_tool && m_tool->isDrawing()) {
            m_tool->cancel();
            m_gesture = Gesture::None;
        }
        m_transform.setPictureSize(generating->sizePx);
        const Image* preview = generating->preview.get();
        if (preview != m_previewPixels) {
            m_preview = preview != nullptr ? PictureSurface::make(*preview) : nullptr;
            m_previewPixels = preview;
        }
    } else {
        m_preview.reset();
        m_previewPixels = nullptr;
        m_transform.setPictureSize({m_document.picture().widthPx, m_document.picture().heightPx});
    }
    describe();
    updatePointerShape();
    transformed();
}

void CanvasView::showPicture() {
    m_surface.show(m_document.picture().pixels);
    m_marks.clear();
    if (m_toolKind == ToolKind::Text) {
        m_tool.reset();
        m_gesture = Gesture::None;  // a selection may be under way
    }
    m_text.reset();
    showBefore();
    showState();
}

void CanvasView::showBefore() {
    const CanvasPicture before = m_document.pictureBefore();
    if (before.pixels) {
        m_before.show(before.pixels);
    } else if (!before.isNone() && !before.readableFile().empty()) {
        m_before.show(before.readableFile());
    } else {
        m_before.show(std::shared_ptr<const Image>());
    }
}

QImage CanvasView::imageFor(const QSize& size) const {
    const auto& surface = m_surface.surface();
    if (!surface) {
        return {};
    }
    const QSize whole = surface->size();
    return surface->levelFor(
        std::min(double(size.width()) / whole.width(), double(size.height()) / whole.height()));
}

const Mask& CanvasView::shownMask() const {
    const Mask* drawn = m_tool ? m_tool->drawnMask() : nullptr;
    return drawn != nullptr ? *drawn : m_document.mask();
}

void CanvasView::showMask() {
    m_overlay.setMask(shownMask());
    // Dashes that move cost a repaint of the mask's area five times a second; none where the desktop asks for rest.
    if (m_overlay.isClear() || m_theme.appearMs() == 0) {
        m_marching.stop();
    } else if (!m_marching.isActive()) {
        m_marching.start();
    }
    update();
}

/// What a screen reader says of the canvas.
void CanvasView::describe() {
    const CanvasPicture& picture = m_document.picture();
    QString words;
    if (const auto* generating = m_document.stateAs<GeneratingCanvas>()) {
        words = tr("A picture of %1 by %2 pixels is being made.")
                    .arg(generating->sizePx.width())
                    .arg(generating->sizePx.height());
    } else if (const auto* failed = m_document.stateAs<FailedCanvas>()) {
        words = faultSentence(failed->error);
    } else if (picture.isNone()) {
        words = tr("No picture.");
    } else if (const QString alt = altText(); !alt.isEmpty()) {
        words = alt;
    } else {
        const PictureOrigin& origin = picture.origin;
        const QString seen = !origin.prompt.isEmpty()
                                 ? origin.prompt
                                 : QString::fromStdString(picture.file.filename().string());
        words = tr("Picture: %1. %2 by %3 pixels.")
                    .arg(seen)
                    .arg(picture.widthPx)
                    .arg(picture.heightPx);
    }
    if (words != accessibleDescription()) {
        setAccessibleDescription(words);
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
}

QString CanvasView::altText() const {
    const CanvasPicture& picture = m_document.picture();
    const bool isSaid = !m_altText.isEmpty() && m_altFile == picture.file;
    return isSaid ? m_altText : picture.origin.altText;
}

void CanvasView::setAltText(const std::filesystem::path& file, const QString& alt) {
    m_altFile = file;
    m_altText = alt;
    describe();
}

void CanvasView::setTool(ToolKind tool) {
    if (m_tool && m_tool->isDrawing()) {
        m_tool->cancel();
        showMask();
    }
    m_gesture = Gesture::None;
    m_keyboard.reset();
    m_toolKind = tool;
    m_tool = makeTool(tool, m_document, m_toolOptions, m_text);
    updatePointerShape();
    update();
    Q_EMIT toolChanged(tool);
}

void CanvasView::setText(const vision::TextReading& reading) {
    if (m_text) {
        return;  // read twice: what is selected stays
    }
    m_tool = m_toolKind == ToolKind::Text ? nullptr : std::move(m_tool);
    m_text.emplace(reading);
    if (m_toolKind == ToolKind::Text) {
        m_tool = makeTool(m_toolKind, m_document, m_toolOptions, m_text);
    }
    updatePointerShape();
    update();
}

void CanvasView::selectAllText() {
    if (m_text) {
        m_text->selectAll();
        update();
    }
}

void CanvasView::setMarks(const std::vector<PointedBox>& marks) {
    m_marks = marks;
    update();
}

void CanvasView::setHasBarAbove(bool hasBar) {
    if (hasBar != m_hasBarAbove) {
        m_hasBarAbove = hasBar;
        updateViewport();
    }
}

void CanvasView::setToolOptions(const ToolOptions& options) {
    m_toolOptions = options;
    m_toolOptions.brush.radiusPx = std::clamp(options.brush.radiusPx, 0.5, 1000.0);
    m_toolOptions.brush.hardness01 = std::clamp(options.brush.hardness01, 0.0, 1.0);
    update();
    Q_EMIT toolOptionsChanged();
}

void CanvasView::updateViewport() {
    m_transform.setViewport(QSizeF(size()), devicePixelRatioF(),
                            marginsFor(width(), m_hasBarAbove));
    transformed();
}

void CanvasView::transformed() {
    update();
    Q_EMIT viewChanged();
}

void CanvasView::fit() {
    m_transform.fit();
    transformed();
}

void CanvasView::setZoom(double zoom) {
    m_transform.setZoom(zoom);
    transformed();
}

void CanvasView::zoomIn() {
    setZoom(m_transform.nextZoom(1));
}

void CanvasView::zoomOut() {
    setZoom(m_transform.nextZoom(-1));
}

void CanvasView::setComparePosition(double position01) {
    m_comparePosition = std::clamp(position01, 0.0, 1.0);
    update();
}

void CanvasView::setShowsBefore(bool showsBefore) {
    m_showsBefore = showsBefore;
    update();
}

void CanvasView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updateViewport();
}

void CanvasView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    updateViewport();
}

void CanvasView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Canvas"));
        describe();
        update();
    }
}

}  // namespace limn::ui
