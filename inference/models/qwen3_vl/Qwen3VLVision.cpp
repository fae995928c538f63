// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/qwen3_vl/Qwen3VLVision.h"

#include "inference/nn/attention.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace limn::models {
namespace {

constexpr double kNormEps = 1e-6;  // fixed in the reference

/// Row and column of each patch, in the order in which merge blocks lie together: calls visit(row, column, grid).
template <class Visit>
void forEachPatch(std::span<const PatchGrid> grids, std::int64_t merge, Visit visit) {
    for (const auto& grid : grids) {
        for (std::int64_t blockRow = 0; blockRow < grid.rows; blockRow += merge) {
            for (std::int64_t blockColumn = 0; blockColumn < grid.columns; blockColumn += merge) {
                for (std::int64_t i = 0; i < merge * merge; ++i) {
                    visit(blockRow + i / merge, blockColumn + i % merge, grid);
                }
            }
        }
    }
}

std::int64_t patchCount(std::span<const PatchGrid> grids) {
    std::int64_t count = 0;
    for (const auto& grid : grids) {
        count += grid.patches();
    }
    return count;
}

/// Where place `index` of `size` lies on a learned axis of `side` points, corners on corners: the point before it, and
/// how far it is to the next. In float, as the reference computes it.
std::pair<std::int64_t, float> onLearnedAxis(std::int64_t index, std::int64_t size,
                                             std::int64_t side) {
    const float place = static_cast<float>(index) * static_cast<float>(side - 1) /
                        static_cast<float>(std::max<std::int64_t>(1, size - 1));
    const float before = std::floor(place);
    return {static_cast<std::int64_t>(before), place - before};
}

}  // namespace

Qwen3VLVision::Qwen3VLVision(const nn::WeightScope& scope, const Qwen3VLVisionConfig& config)
    : m_config(config), m_activation(nn::activationFromName(config.hidden_act)) {
    const auto width = config.hidden_size;
    const auto projection = scope["patch_embed"]["proj"];
    patch_embed_weight = projection.take("weight",
                                         {width, config.in_channels, config.temporal_patch_size,
                                          config.patch_size, config.patch_size},
                                         nn::WeightRole::Linear);
    patch_embed_bias = projection.take("bias", {width}, nn::WeightRole::Bias);
    pos_embed = scope["pos_embed"].take("weight", {config.num_position_embeddings, width},
                                        nn::WeightRole::Embedding);
    for (std::int64_t i = 0; i < config.depth; ++i) {
        const auto at = scope["blocks"][i];
        blocks.push_back(
            {.norm1 = nn::LayerNorm(at["norm1"], width, kNormEps),
             .qkv = nn::Linear(at["attn"]["qkv"], width, 3 * width),
             .proj = nn::Linear(at["attn"]["proj"], width, width),
             .norm2 = nn::LayerNorm(at["norm2"], width, kNormEps),
             .linear_fc1 = nn::Linear(at["mlp"]["linear_fc1"], width, config.intermediate_size),
             .linear_fc2 = nn::Linear(at["mlp"]["linear_fc2"], config.intermediate_size, width)});
    }
    merger = makeMerger(scope["merger"], false);
    for (std::size_t i = 0; i < config.deepstack_visual_indexes.size(); ++i) {
        deepstack_merger_list.push_back(
            makeMerger(scope["deepstack_merger_list"][static_cast<std::int64_t>(i)], true));
    }
}

Qwen3VLVision::Merger Qwen3VLVision::makeMerger(const nn::WeightScope& scope,
                                                bool normsMerged) const {
    const auto merged =
        m_config.hidden_size * m_config.spatial_merge_size * m_config.spatial_merge_size;
    return {
        .norm = nn::LayerNorm(scope["norm"], normsMerged ? merged : m_config.hidden_size, kNormEps),
        .normsMerged = normsMerged,
        .linear_fc1 = nn::Linear(scope["linear_fc1"], merged, merged),
        .linear_fc2 = nn::Linear(scope["linear_fc2"], merged, m_config.out_hidden_size)};
}

at::Tensor Qwen3VLVision::merge(const Merger& part, const at::Tensor& x) const {
    const auto merged =
        m_config.hidden_size * m_config.spatial_merge_size * m_config.spatial_merge_size;
    const auto normed =
        part.normsMerged ? part.norm(x.reshape({-1, merged})) : part.norm(x).reshape({-1, merged});
    return part.linear_fc2(nn::activate(part.linear_fc1(normed), nn::Activation::Gelu));
}

/// A convolution whose kernel is as large as its stride is a product with each patch.
at::Tensor Qwen3VLVision::embedPatches(const at::Tensor& patches) const {
    const auto type = m_computeType.value_or(merger.norm.weight.scalar_type());
    return at::linear(patches.to(type),
                      patch_embed_weight.reshape({m_config.hidden_size, -1}).to(type),
                      patch_embed_bias.to(type));
}

at::Tensor Qwen3VLVision::learnedPositions(std::span<const PatchGrid> grids) const {
    const auto side =
        static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(pos_embed.size(0)))));
    const auto count = patchCount(grids);
    auto places = at::empty({count, 4}, at::kLong);
    auto shares = at::empty({count, 4}, at::kFloat);
    auto* place = places.data_ptr<std::int64_t>();
    auto* share = shares.data_ptr<float>();
    forEachPatch(grids, m_config.spatial_merge_size,
                 [&](std::int64_t row, std::int64_t column, const PatchGrid& grid) {
                     const auto [top, down] = onLearnedAxis(row, grid.rows, side);
                     const auto [left, right] = onLearnedAxis(column, grid.columns, side);
                     const auto bottom = std::min(top + 1, side - 1);
                     const auto next = std::min(left + 1, side - 1);
                     for (const auto& [index, weight] :
                          {std::pair{top * side + left, (1 - down) * (1 - right)},
                           std::pair{top * side + next, (1 - down) * right},
                           std::pair{bottom * side + left, down * (1 - right)},
                           std::pair{bottom * side + next, down * right}}) {
                         *place++ = index;
                         *share++ = weight;
                     }
                 });
    const auto device = pos_embed.device();
    return (at::embedding(pos_embed, places.to(device)).to(at::kFloat) *
            shares.to(device).unsqueeze(-1))
        .sum(1);
}

nn::RotaryTables Qwen3VLVision::turning(std::span<const PatchGrid> grids) const {
    auto places = at::empty({patchCount(grids), 2}, at::kFloat);
    auto* place = places.data_ptr<float>();
    forEachPatch(grids, m_config.spatial_merge_size,
                 [&](std::int64_t row, std::int64_t column, const PatchGrid&) {
                     *place++ = static_cast<float>(row);
                     *place++ = static_cast<float>(column);
                 });
    const auto frequencies =
        nn::inverseFrequencies(m_config.hidden_size / m_config.num_heads / 2, m_config.rope_theta);
    const auto angles =
        (places.unsqueeze(-1) * frequencies).flatten(1).unsqueeze(1);  // [N, 1, width / 2]
    return nn::RotaryTables::fromHalf(angles.to(pos_embed.device()), turningType());
}

at::Tensor Qwen3VLVision::attend(const Block& block, const at::Tensor& x,
                                 const nn::RotaryTables& rope,
                                 std::span<const PatchGrid> grids) const {
    const auto width = m_config.hidden_size;
    const auto all =
        block.qkv(x).view({x.size(0), 3, m_config.num_heads, width / m_config.num_heads});
    const auto turned = [&](std::int64_t part) {
        return nn::rotate(all.select(1, part).to(turningType()), rope)
            .to(x.scalar_type())
            .view({x.size(0), width});
    };
    const auto q = turned(0);
    const auto k = turned(1);
    const auto v = all.select(1, 2).reshape({x.size(0), width});
    // Pictures do not see each other; runs of one size are worked off together.
    std::vector<at::Tensor> parts;
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < grids.size();) {
        std::size_t end = i + 1;
        while (end < grids.size() && grids[end].patches() == grids[i].patches()) {
            ++end;
        }
        const auto patches = grids[i].patches();
        const auto pictures = static_cast<std::int64_t>(end - i);
        const auto run = [&](const at::Tensor& t) {
            return t.narrow(0, begin, pictures * patches).view({pictures, patches, width});
        };
        parts.push_back(
            nn::attention(run(q), run(k), run(v), m_config.num_heads).reshape({-1, width}));
        begin += pictures * patches;
        i = end;
    }
    return block.proj(parts.size() == 1 ? parts[0] : at::cat(parts, 0));
}

VisionFeatures Qwen3VLVision::operator()(const at::Tensor& patches,
                                         std::span<const PatchGrid> grids,
                                         const std::stop_token& stop) const {
    auto x = embedPatches(patches.to(pos_embed.device()));
    x = x + learnedPositions(grids).to(x.scalar_type());
    const auto rope = turning(grids);
    VisionFeatures features;
    const auto& taps = m_config.deepstack_visual_indexes;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        nn::throwIfStopped(stop);
        const auto& block = blocks[i];
        x = x + attend(block, block.norm1(x), rope, grids);
        x = x + block.linear_fc2(nn::activate(block.linear_fc1(block.norm2(x)), m_activation));
        const auto tap = std::find(taps.begin(), taps.end(), static_cast<std::int64_t>(i));
        if (tap != taps.end()) {
            features.deepstack.push_back(
                merge(deepstack_merger_list[static_cast<std::size_t>(tap - taps.begin())], x));
        }
    }
    features.pooled = merge(merger, x);
    return features;
}

}  // namespace limn::models
