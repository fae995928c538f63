// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/nearest_training.h"

#include "inference/starter/AutoencoderTask.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace limn::starter {

std::vector<Neighbour> nearestTraining(const LatentCache& cache, const models::AutoencoderKL& model,
                                       const std::vector<Image>& pictures) {
    const c10::NoGradGuard noGradients;
    const auto perChannel = [&](std::int64_t row) {
        return cache.statistics[row].reshape({1, -1, 1, 1});
    };
    std::vector<at::Tensor> latents;
    for (const Image& picture : pictures) {
        const auto mean = model.encode(toTensor(picture).to(at::kBFloat16)).mean.to(at::kFloat);
        latents.push_back(((mean - perChannel(0)) / perChannel(1)).flatten(1));
    }
    const auto wanted = at::cat(latents);
    std::vector<Neighbour> nearest(pictures.size(), {0, std::numeric_limits<double>::max()});
    constexpr std::int64_t kBlock = 2048;
    for (std::int64_t begin = 0; begin < cache.count(); begin += kBlock) {
        const auto count = std::min(kBlock, cache.count() - begin);
        const auto block = cache.latents.narrow(0, begin, count).to(at::kFloat).flatten(1);
        const auto [distances, rows] = at::cdist(wanted, block).min(1);
        for (std::size_t i = 0; i < nearest.size(); ++i) {
            const auto at = static_cast<std::int64_t>(i);
            const double distance =
                distances[at].item<double>() / std::sqrt(static_cast<double>(wanted.size(1)));
            if (distance < nearest[i].distance) {
                nearest[i] = {static_cast<std::uint64_t>(begin + rows[at].item<std::int64_t>()),
                              distance};
            }
        }
    }
    return nearest;
}

}  // namespace limn::starter
