// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "inference/starter/PictureMaker.h"
#include "inference/starter/Scene.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>

namespace limn::starter {

/// Pictures that the generator drew of known scenes, for a describer that shall know its own kind's hand. The generator
/// draws what it is asked in 97 of 100 cases, so the scene stands for what is seen.
struct DrawnPictures {
    at::Tensor pictures;  ///< [N, 128, 128, 3] uint8; undefined where there are none

    std::int64_t count() const { return pictures.defined() ? pictures.size(0) : 0; }
    Image picture(std::int64_t index) const;
    /// What picture `index` was to show: a pure function.
    static Scene scene(std::int64_t index);
};

Result<DrawnPictures> drawPictures(PictureMaker& maker, std::int64_t count);
Status saveDrawnPictures(const std::filesystem::path& file, const DrawnPictures& drawn);
Result<DrawnPictures> loadDrawnPictures(const std::filesystem::path& file);

}  // namespace limn::starter
