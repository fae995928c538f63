// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>

namespace limn::models {

/// The size of a compact ESRGAN. The field's files carry no configuration; these are read off the shapes.
struct SrvggNetCompactConfig {
    std::int64_t channels = 3;       ///< of the picture
    std::int64_t features = 64;      ///< num_feat
    std::int64_t convolutions = 32;  ///< num_conv, between the first and the last
    std::int64_t scale = 4;          ///< upscale
};

}  // namespace limn::models
