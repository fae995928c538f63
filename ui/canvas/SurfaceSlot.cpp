// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/SurfaceSlot.h"

#include "core/io/PictureReader.h"

#include <utility>

namespace limn::ui {
namespace {

struct ReadSurface {
    std::shared_ptr<const PictureSurface> surface;
    std::optional<Error> error;
};

ReadSurface readSurface(const std::filesystem::path& file, const std::stop_token& stop) {
    Outcome<Image> image = readPicture(file, stop);
    if (image.isFailed()) {
        return {nullptr, image.error()};
    }
    return {image.isDone() ? PictureSurface::make(image.value(), stop) : nullptr, {}};
}

}  // namespace

void SurfaceSlot::show(const std::shared_ptr<const Image>& pixels) {
    if (pixels && pixels == m_pixels) {
        return;
    }
    m_task.cancel();
    m_pixels = pixels;
    const bool isQuick =
        !pixels || std::int64_t{pixels->widthPx} * pixels->heightPx <= PictureSurface::kQuickPixels;
    if (isQuick) {
        m_surface = pixels ? PictureSurface::make(*pixels) : nullptr;
        Q_EMIT changed();
        return;
    }
    m_task = m_background.start(
        this, [pixels](std::stop_token stop) { return PictureSurface::make(*pixels, stop); },
        [this](std::shared_ptr<const PictureSurface> made) {
            m_surface = std::move(made);
            Q_EMIT changed();
        },
        BackgroundPriority::High);
}

void SurfaceSlot::show(const std::filesystem::path& file) {
    m_task.cancel();
    m_pixels.reset();
    m_surface.reset();
    Q_EMIT changed();
    m_task = m_background.start(
        this, [file](std::stop_token stop) { return readSurface(file, stop); },
        [this](ReadSurface read) {
            m_surface = std::move(read.surface);
            Q_EMIT changed();
            if (read.error) {
                Q_EMIT failed(*read.error);
            }
        },
        BackgroundPriority::High);
}

}  // namespace limn::ui
