// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/ScenePool.h"

#include "inference/starter/scene_sampler.h"
#include "inference/starter/training_machine.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace limn::starter {

ScenePool makeScenePool(RenderCrew& crew, std::uint64_t seed, std::int64_t count, int sidePx,
                        at::Device device) {
    const auto side = static_cast<std::int64_t>(sidePx);
    const auto pictures = at::empty({count, side, side, 3}, at::kByte);
    ScenePool pool;
    pool.owners = at::empty({count, side, side}, at::kByte);
    auto* pixels = pictures.data_ptr<std::uint8_t>();
    auto* owners = pool.owners.data_ptr<std::uint8_t>();
    crew.forEach(count, [&](SceneRenderer& renderer, std::int64_t i) {
        const auto scene = renderer.render(
            sampleTrainingScene(seed, static_cast<std::uint64_t>(i), kWholeWorld), sidePx);
        std::ranges::copy(scene.picture.pixels, pixels + i * side * side * 3);
        std::ranges::copy(scene.owner, owners + i * side * side);
    });
    pool.pictures = pictures.to(device);
    return pool;
}

CropPlace chooseCrop(const ScenePool& pool, std::int64_t cropPx, double shareOnThings,
                     CounterRandom& random) {
    constexpr int kTries = 64;
    const auto side = pool.sidePx();
    const auto last = side - cropPx;
    const auto below = [&](std::int64_t count) {
        return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(count)));
    };
    const auto scene = below(pool.count());
    const auto* owners = pool.owners.const_data_ptr<std::uint8_t>() + scene * side * side;
    const bool wantsThing = random.chance(shareOnThings);
    for (int i = 0; wantsThing && i < kTries; ++i) {
        const auto pixel = below(side * side);
        if (owners[pixel] != 0) {
            const auto centred = [&](std::int64_t at) {
                return std::clamp(at - cropPx / 2, std::int64_t{0}, last);
            };
            return {scene, centred(pixel % side), centred(pixel / side)};
        }
    }
    const auto left = below(last + 1);
    return {scene, left, below(last + 1)};
}

at::Tensor cutCrops(const at::Tensor& pictures, std::span<const CropPlace> places,
                    std::int64_t cropPx, std::int64_t scale) {
    const auto count = static_cast<std::int64_t>(places.size());
    auto corners = at::empty({3, count}, at::kLong);
    auto* values = corners.data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < places.size(); ++i) {
        values[i] = places[i].scene;
        values[i + places.size()] = places[i].top * scale;
        values[i + 2 * places.size()] = places[i].left * scale;
    }
    corners = toDevice(corners, pictures.device());
    const auto offsets = at::arange(cropPx, corners.options());
    const auto crops = pictures.index({corners[0].reshape({-1, 1, 1}),
                                       corners[1].reshape({-1, 1, 1}) + offsets.reshape({1, -1, 1}),
                                       corners[2].reshape({-1, 1, 1}) + offsets.reshape({1, 1, -1})});
    return crops.to(at::kFloat).permute({0, 3, 1, 2});
}

}  // namespace limn::starter
