// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"
#include "core/engine/Engine.h"

#include <QRect>
#include <QSize>

#include <filesystem>
#include <memory>
#include <variant>

namespace limn {

/// Nothing is there: say what can be done.
struct EmptyCanvas {};
/// A picture is being read. An empty path: the journal is.
struct LoadingCanvas {
    std::filesystem::path file;
};
/// A picture is being made, and the canvas shows it grow.
struct GeneratingCanvas {
    JobId job = 0;
    Phase phase = Phase::Load;
    int step = 0;
    int of = 0;
    QSize sizePx;  ///< what the picture will have
    bool isRepaint = false;
    QRect previewArea;  ///< in the picture, where only a part is drawn; empty: all of it
    bool isStopping = false;
    std::shared_ptr<const Image> preview;  ///< the newest; may be null
};
/// The picture is there and can be worked on.
struct LoadedCanvas {};
/// The last order failed. A picture that was there before still is.
struct FailedCanvas {
    Error error;
};

using CanvasState =
    std::variant<EmptyCanvas, LoadingCanvas, GeneratingCanvas, LoadedCanvas, FailedCanvas>;

}  // namespace limn
