// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/document/CanvasContent.h"

#include <filesystem>
#include <stop_token>

namespace limn {

struct PictureInfo;

/// What a picture file says of how it was made, in whatever dialect.
PictureOrigin originOf(const PictureInfo& info);

/// Reads a picture with its origin; what `known` says already is kept. Not on the GUI thread.
Outcome<CanvasPicture> readCanvasPicture(const std::filesystem::path& file, PictureOrigin known,
                                         std::stop_token stop);

}  // namespace limn
