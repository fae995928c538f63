// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/Operation.h"

#include <string>

namespace limn {
namespace {

constexpr int kMostSidePx = 65536;
constexpr std::int64_t kSlowPixels = 1 << 20;

Error noPicture() {
    return {ErrorCode::InvalidRequest, "There is no picture on the canvas to mask.", {}};
}

/// The content with its mask changed by `change`.
template <class Change>
Outcome<CanvasContent> withMask(const CanvasContent& content, Change change) {
    if (content.picture.isNone()) {
        return noPicture();
    }
    CanvasContent result = content;
    change(result.mask);
    return result;
}

}  // namespace

bool isSamePicture(const CanvasPicture& a, const CanvasPicture& b) {
    if (a.file.empty() && b.file.empty()) {
        return (a.isNone() && b.isNone()) || (a.pixels && a.pixels == b.pixels) ||
               (!a.journalFile.empty() && a.journalFile == b.journalFile);
    }
    return a.file == b.file;
}

CanvasContent unmasked(CanvasPicture picture) {
    Mask mask(picture.widthPx, picture.heightPx);
    return {std::move(picture), std::move(mask)};
}

OperationKind StrokeOperation::kind() const {
    return m_mode == MaskMode::Add ? OperationKind::BrushStroke : OperationKind::EraserStroke;
}

Outcome<CanvasContent> StrokeOperation::apply(const CanvasContent& content,
                                              std::stop_token stop) const {
    if (content.picture.isNone()) {
        return noPicture();
    }
    CanvasContent result = content;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        if (stop.stop_requested()) {
            return Cancelled{};
        }
        drawBrushLine(result.mask, m_points[i > 0 ? i - 1 : 0], m_points[i], m_brush, m_mode);
    }
    return result;
}

Outcome<CanvasContent> DrawnMaskOperation::apply(const CanvasContent& content,
                                                 std::stop_token) const {
    if (!content.mask.sharesAllWith(m_before) || m_drawn.area() != m_before.area()) {
        return Error{ErrorCode::InvalidRequest, "The mask was changed while it was drawn on.", {}};
    }
    return withMask(content, [this](Mask& mask) { mask = m_drawn; });
}

Outcome<CanvasContent> RectangleOperation::apply(const CanvasContent& content,
                                                 std::stop_token) const {
    return withMask(content, [this](Mask& mask) { drawRectangle(mask, m_rectangle, m_mode); });
}

Outcome<CanvasContent> LassoOperation::apply(const CanvasContent& content, std::stop_token) const {
    return withMask(content, [this](Mask& mask) { drawLasso(mask, m_outline, m_mode); });
}

bool FeatherOperation::isSlow(const CanvasContent& content) const {
    const QRect area = content.mask.bounds();
    return std::int64_t{area.width()} * area.height() > kSlowPixels;
}

Outcome<CanvasContent> FeatherOperation::apply(const CanvasContent& content,
                                               std::stop_token stop) const {
    if (content.picture.isNone()) {
        return noPicture();
    }
    Outcome<Mask> soft = feathered(content.mask, m_radiusPx, stop);
    if (soft.isCancelled()) {
        return Cancelled{};
    }
    if (soft.isFailed()) {
        return soft.error();
    }
    CanvasContent result = content;
    result.mask = std::move(soft).value();
    return result;
}

Outcome<CanvasContent> InvertOperation::apply(const CanvasContent& content, std::stop_token) const {
    return withMask(content, [](Mask& mask) { mask.invert(); });
}

Outcome<CanvasContent> ClearMaskOperation::apply(const CanvasContent& content,
                                                 std::stop_token) const {
    return withMask(content, [](Mask& mask) { mask.clear(); });
}

Outcome<CanvasContent> LoadMaskOperation::apply(const CanvasContent& content,
                                                std::stop_token) const {
    if (content.picture.isNone()) {
        return noPicture();
    }
    const bool fits = m_grey.channels == 1 && m_grey.widthPx == content.picture.widthPx &&
                      m_grey.heightPx == content.picture.heightPx;
    if (!fits) {
        return Error{ErrorCode::InvalidRequest,
                     "The mask has " + std::to_string(m_grey.widthPx) + " x " +
                         std::to_string(m_grey.heightPx) + " pixels in " +
                         std::to_string(m_grey.channels) + " channels; the picture needs " +
                         std::to_string(content.picture.widthPx) + " x " +
                         std::to_string(content.picture.heightPx) + " in grey.",
                     {}};
    }
    CanvasContent result = content;
    result.mask = Mask::fromImage(m_grey);
    return result;
}

Outcome<CanvasContent> ReplacePictureOperation::apply(const CanvasContent& content,
                                                      std::stop_token) const {
    const auto isSide = [](int sidePx) {
        return sidePx >= 1 && sidePx <= kMostSidePx;
    };
    if (m_kind == OperationKind::CloseCanvas) {
        return CanvasContent{};
    }
    if (!isSide(m_picture.widthPx) || !isSide(m_picture.heightPx)) {
        return Error{ErrorCode::InvalidRequest,
                     "A picture of " + std::to_string(m_picture.widthPx) + " x " +
                         std::to_string(m_picture.heightPx) +
                         " pixels cannot be shown; a side has 1 to 65536.",
                     {}};
    }
    CanvasContent result = unmasked(m_picture);
    const bool isAsBig = content.mask.area() == result.mask.area();
    if (m_kind == OperationKind::Repaint && isAsBig) {
        result.mask = content.mask;
    }
    return result;
}

}  // namespace limn
