// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/LatentCache.h"

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/safetensors_writer.h"
#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/scene_sampler.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <array>
#include <charconv>
#include <fstream>
#include <utility>

namespace limn::starter {
namespace {

constexpr int kSidePx = kFullSidePx / 2;
constexpr int kLatentCellPx = 8;
constexpr int kLabelCellPx = 16;
/// Of cachedScene(): captions made from another world would not fit the latents. 1 had no weather and no styles.
constexpr const char* kWorldVersion = "2";

struct Field {
    const char* name;
    at::Tensor LatentCache::*tensor;
    checkpoint::ElementType fileType;
    at::ScalarType type;
};

constexpr std::array<Field, 5> kFields{{
    {"kinds", &LatentCache::kinds, checkpoint::ElementType::U8, at::kByte},
    {"latents", &LatentCache::latents, checkpoint::ElementType::BF16, at::kBFloat16},
    {"on_thing", &LatentCache::onThing, checkpoint::ElementType::U8, at::kByte},
    {"statistics", &LatentCache::statistics, checkpoint::ElementType::F32, at::kFloat},
    {"tints", &LatentCache::tints, checkpoint::ElementType::U8, at::kByte},
}};

/// The owner at the centre of each cell of a grid.
template <class Use>
void forEachCell(const RenderedScene& scene, int cellPx, Use use) {
    const int cells = kSidePx / cellPx;
    for (int y = 0; y < cells; ++y) {
        for (int x = 0; x < cells; ++x) {
            const int pixel = (y * cellPx + cellPx / 2) * kSidePx + x * cellPx + cellPx / 2;
            use(y * cells + x, scene.owner[static_cast<std::size_t>(pixel)]);
        }
    }
}

void label(LatentCache& cache, std::int64_t index, const Scene& scene,
           const RenderedScene& rendered) {
    auto* onThing = cache.onThing[index].data_ptr<std::uint8_t>();
    auto* kinds = cache.kinds[index].data_ptr<std::uint8_t>();
    auto* tints = cache.tints[index].data_ptr<std::uint8_t>();
    forEachCell(rendered, kLatentCellPx,
                [&](int cell, std::uint8_t owner) { onThing[cell] = owner != 0 ? 1 : 0; });
    forEachCell(rendered, kLabelCellPx, [&](int cell, std::uint8_t owner) {
        const auto* thing = owner != 0 ? &scene.things[owner - 1U] : nullptr;
        kinds[cell] = thing != nullptr ? static_cast<std::uint8_t>(1 + thing->kind) : 0;
        tints[cell] = thing != nullptr ? static_cast<std::uint8_t>(thing->tint) : 0;
    });
}

}  // namespace

Scene cachedScene(std::uint64_t seed, std::uint64_t index) {
    return sampleTrainingScene(seed, index, kWholeWorld);
}

LatentCache makeLatentCache(const models::AutoencoderKL& model, RenderCrew& crew,
                            std::uint64_t seed, std::int64_t count, at::Device device) {
    const c10::NoGradGuard noGradients;
    const std::int64_t chunk = device.is_cpu() ? 64 : 2048;  // scenes rendered and kept at once
    const std::int64_t batch = device.is_cpu() ? 8 : 256;
    const int latentSide = kSidePx / kLatentCellPx;
    const int labelSide = kSidePx / kLabelCellPx;
    LatentCache cache;
    cache.seed = seed;
    cache.onThing = at::zeros({count, latentSide, latentSide}, at::kByte);
    cache.kinds = at::zeros({count, labelSide, labelSide}, at::kByte);
    cache.tints = at::zeros({count, labelSide, labelSide}, at::kByte);
    std::vector<at::Tensor> latents;
    for (std::int64_t begin = 0; begin < count; begin += chunk) {
        std::vector<at::Tensor> pictures(static_cast<std::size_t>(std::min(chunk, count - begin)));
        crew.forEach(static_cast<std::int64_t>(pictures.size()), [&](SceneRenderer& renderer,
                                                                     std::int64_t i) {
            const Scene scene = cachedScene(seed, static_cast<std::uint64_t>(begin + i));
            const auto rendered = renderer.render(scene, kSidePx);
            pictures[static_cast<std::size_t>(i)] = toTensor(rendered.picture).to(at::kBFloat16);
            label(cache, begin + i, scene, rendered);
        });
        for (const auto& pixels : at::cat(pictures).split(batch)) {
            latents.push_back(model.encode(pixels.to(device)).mean.to(at::kFloat).to(at::kCPU));
        }
    }
    const auto all = at::cat(latents);
    const auto mean = all.mean({0, 2, 3});
    const auto deviation = all.std({0, 2, 3}, true);
    cache.statistics = at::stack({mean, deviation});
    const auto perChannel = [](const at::Tensor& x) {
        return x.reshape({1, -1, 1, 1});
    };
    cache.latents =
        ((all - perChannel(mean)) / perChannel(deviation)).to(at::kBFloat16).contiguous();
    return cache;
}

LatentCache LatentCache::on(at::Device device) const {
    LatentCache copy = *this;
    for (const Field& field : kFields) {
        copy.*field.tensor = (this->*field.tensor).to(device);
    }
    return copy;
}

Status saveLatentCache(const std::filesystem::path& file, const LatentCache& cache) {
    std::vector<checkpoint::TensorToWrite> tensors;
    for (const Field& field : kFields) {
        const auto& tensor = cache.*field.tensor;
        tensors.push_back({field.name,
                           field.fileType,
                           tensor.sizes().vec(),
                           {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}});
    }
    return checkpoint::writeSafetensors(
        file, tensors, Overwrite::Replace,
        {{"format", "pt"}, {"seed", std::to_string(cache.seed)}, {"world", kWorldVersion}});
}

Result<LatentCache> loadLatentCache(const std::filesystem::path& file) {
    const auto index = checkpoint::readSafetensorsIndex(file);
    if (!index) {
        return index.error();
    }
    const auto damaged = [&](const std::string& what) {
        return Error{
            ErrorCode::FileDamaged, "The latent cache '" + file.string() + "' " + what + ".", {}};
    };
    LatentCache cache;
    const auto seed = index->metadata.find("seed");
    if (seed == index->metadata.end() ||
        std::from_chars(seed->second.data(), seed->second.data() + seed->second.size(), cache.seed)
                .ec != std::errc()) {
        return damaged("does not say which seed its scenes have");
    }
    const auto world = index->metadata.find("world");
    if (world == index->metadata.end() || world->second != kWorldVersion) {
        return damaged("holds scenes of another world than this program draws; make it anew");
    }
    std::ifstream stream(file, std::ios::binary);
    for (const Field& field : kFields) {
        const auto* record = index->find(field.name);
        if (record == nullptr || record->type != field.fileType) {
            return damaged(std::string("has no tensor '") + field.name + "' of the right type");
        }
        auto tensor = at::empty(record->shape, field.type);
        stream.seekg(static_cast<std::streamoff>(record->byteOffset));
        if (!stream.read(static_cast<char*>(tensor.data_ptr()),
                         static_cast<std::streamsize>(tensor.nbytes()))) {
            return damaged("could not be read to its end");
        }
        cache.*field.tensor = tensor;
    }
    return cache;
}

}  // namespace limn::starter
