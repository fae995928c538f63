// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "core/base/resize.h"

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <stop_token>

namespace limn::imaging {

/// How Qwen's vision towers take pictures. Reference: transformers `image_processing_pil_qwen2_vl.py`.
struct PatchOptions {
    std::int64_t patchPx = 16;
    std::int64_t mergePatches = 2;  ///< patches of one word's side
    std::int64_t moments = 2;       ///< a picture is shown this often, as a film that stands still
    std::int64_t fewestPixels = 56 * 56;
    std::int64_t mostPixels = 28 * 28 * 1280;
    ResizeFilter filter = ResizeFilter::Bicubic;
    std::array<double, 3> mean{0.5, 0.5, 0.5};
    std::array<double, 3> deviation{0.5, 0.5, 0.5};
};

struct PictureSize {
    int widthPx = 0;
    int heightPx = 0;
};

/// The size at which a picture is looked at: multiples of patch and merge, between fewest and most pixels, nearly the
/// same shape. InvalidRequest for a picture more than 200 times as long as wide.
Result<PictureSize> smartSize(PictureSize size, const PatchOptions& options);

struct PicturePatches {
    at::Tensor values;  // [rows · columns, 3 · moments · patch²] float32, merge blocks together
    std::int64_t rows = 0;  ///< of patches
    std::int64_t columns = 0;
};

/// What is transparent becomes white, as in the reference.
Outcome<PicturePatches> toPatches(const Image& image, const PatchOptions& options,
                                  const std::stop_token& stop);

}  // namespace limn::imaging
