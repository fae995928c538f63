// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/base/resize.h"

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <stop_token>

namespace limn::imaging {

/// How Idefics3 and SmolVLM take pictures. Reference: transformers `image_processing_pil_smolvlm.py`.
struct TileOptions {
    std::int64_t longestPx = 4 * 364;  ///< every picture is first given this longer side
    std::int64_t tilePx = 364;         ///< then cut into squares of this side
    bool splits = true;                ///< or only shown as a whole, squeezed into one square
    ResizeFilter filter = ResizeFilter::Lanczos;
    std::array<double, 3> mean{0.5, 0.5, 0.5};
    std::array<double, 3> deviation{0.5, 0.5, 0.5};
};

struct PictureTiles {
    at::Tensor
        values;  // [rows · columns + 1, 3, tilePx, tilePx] float32; the last is the whole picture
    std::int64_t rows = 0;  ///< 0: the whole picture is the only tile
    std::int64_t columns = 0;
    int widthPx = 0;  ///< of the picture that was cut
    int heightPx = 0;
};

/// What is transparent becomes white, as in the reference.
Outcome<PictureTiles> toTiles(const Image& image, const TileOptions& options,
                              const std::stop_token& stop);

}  // namespace limn::imaging
