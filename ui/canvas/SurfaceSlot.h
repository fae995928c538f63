// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/jobs/Background.h"
#include "ui/canvas/PictureSurface.h"

#include <QObject>

#include <filesystem>
#include <memory>

namespace limn::ui {

/// Holds the surface of one picture: made at once where that is quick, in the background where it is not; until then
/// the former one stays. GUI thread.
class SurfaceSlot final : public QObject {
    Q_OBJECT
public:
    explicit SurfaceSlot(Background& background, QObject* parent = nullptr)
        : QObject(parent), m_background(background) {}

    /// Null clears.
    void show(const std::shared_ptr<const Image>& pixels);
    /// Reads a file; where that fails the slot stays empty and failed() says why.
    void show(const std::filesystem::path& file);
    const std::shared_ptr<const PictureSurface>& surface() const { return m_surface; }

Q_SIGNALS:
    void changed();
    void failed(const limn::Error& error);

private:
    Background& m_background;
    std::shared_ptr<const Image> m_pixels;
    std::shared_ptr<const PictureSurface> m_surface;
    BackgroundTask m_task;
};

}  // namespace limn::ui
