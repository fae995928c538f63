// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/RenderCrew.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

namespace limn::starter {

/// Training scenes 0 ... N - 1 of a seed, rendered once and kept for a training that cuts its crops from them.
struct ScenePool {
    at::Tensor pictures;  ///< [N, side, side, 3] uint8, on the training's device
    at::Tensor owners;    ///< [N, side, side] uint8, on the CPU: 0, or 1 + the index of the thing there

    std::int64_t count() const { return owners.size(0); }
    std::int64_t sidePx() const { return owners.size(1); }
};

ScenePool makeScenePool(RenderCrew& crew, std::uint64_t seed, std::int64_t count, int sidePx,
                        at::Device device);

/// A square of a scene, in pixels.
struct CropPlace {
    std::int64_t scene, left, top;
};

/// Somewhere in a scene, or, in the given share of cases, around a point of a thing (things cover a fifth of the picture).
CropPlace chooseCrop(const ScenePool& pool, std::int64_t cropPx, double shareOnThings,
                     CounterRandom& random);

/// The squares from [N, side, side, 3] bytes as [B, 3, cropPx, cropPx] float32 of 0 ... 255, channels-last, where the
/// pictures are. `scale` multiplies the places: 2 cuts the same part from pictures of twice the side.
at::Tensor cutCrops(const at::Tensor& pictures, std::span<const CropPlace> places,
                    std::int64_t cropPx, std::int64_t scale = 1);

}  // namespace limn::starter
