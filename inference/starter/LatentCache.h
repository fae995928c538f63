// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/starter/RenderCrew.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>

namespace limn::starter {

/// Training scene number `index` of a cache: of the whole world.
Scene cachedScene(std::uint64_t seed, std::uint64_t index);

/// Training scenes 0 ... count - 1 of a seed as latents of unit size, with what is where. Made once when the autoencoder
/// is good and will not change; scenes themselves are made again from their index, for their captions.
struct LatentCache {
    std::uint64_t seed = 0;
    at::Tensor latents;     // [N, 8, 16, 16] bfloat16, each channel of mean 0 and deviation 1
    at::Tensor statistics;  // [2, 8] float32: the channels' mean and deviation
    at::Tensor onThing;     // [N, 16, 16] uint8: 1 where a thing covers the cell's centre
    at::Tensor kinds;       // [N, 8, 8] uint8: 0, or 1 + the kind of the thing at the cell's centre
    at::Tensor tints;       // [N, 8, 8] uint8: 0, or the tint

    std::int64_t count() const { return latents.size(0); }
    /// A copy whose tensors lie there.
    LatentCache on(at::Device device) const;
};

/// `device` is the model's; the cache is on the CPU.
LatentCache makeLatentCache(const models::AutoencoderKL& model, RenderCrew& crew,
                            std::uint64_t seed, std::int64_t count, at::Device device = at::kCPU);
Status saveLatentCache(const std::filesystem::path& file, const LatentCache& cache);
Result<LatentCache> loadLatentCache(const std::filesystem::path& file);

}  // namespace limn::starter
