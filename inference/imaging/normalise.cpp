// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/imaging/normalise.h"

#include <ATen/ATen.h>

#include <cstddef>

namespace limn::imaging {

at::Tensor normalised(const Image& image, const std::array<double, 3>& mean,
                      const std::array<double, 3>& deviation) {
    std::array<std::array<float, 256>, 3> values{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const auto scaled = static_cast<float>(static_cast<double>(byte) * (1.0 / 255.0));
            values[channel][byte] = (scaled - static_cast<float>(mean[channel])) /
                                    static_cast<float>(deviation[channel]);
        }
    }
    auto out = at::empty({3, image.heightPx, image.widthPx}, at::kFloat);
    const auto plane =
        static_cast<std::size_t>(image.widthPx) * static_cast<std::size_t>(image.heightPx);
    auto* target = out.data_ptr<float>();
    for (std::size_t i = 0; i < plane; ++i) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            target[channel * plane + i] = values[channel][image.pixels[3 * i + channel]];
        }
    }
    return out;
}

}  // namespace limn::imaging
