// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/qwen3_vl/Qwen3VL.h"

#include "inference/nn/Failure.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace limn::models {
namespace {

nn::Failure countsDiffer() {
    return nn::Failure(ErrorCode::InvalidRequest,
                       "The prompt has not as many places for pictures as pictures were given.");
}

/// Writes one row's places; the pictures' words lie from `at` on.
class RowPlaces {
public:
    RowPlaces(std::int64_t* time, std::int64_t tokens) : m_time(time), m_tokens(tokens) {}

    void addWord(std::int64_t token) { set(token, m_next, m_next, m_next), ++m_next; }

    void addPicture(std::int64_t token, std::int64_t rows, std::int64_t columns) {
        for (std::int64_t i = 0; i < rows * columns; ++i) {
            set(token + i, m_next, m_next + i / columns, m_next + i % columns);
        }
        m_next += std::max(rows, columns);
    }

    std::int64_t next() const { return m_next; }

private:
    void set(std::int64_t token, std::int64_t time, std::int64_t row, std::int64_t column) {
        m_time[token] = time;
        m_time[m_tokens + token] = row;
        m_time[2 * m_tokens + token] = column;
    }

    std::int64_t* m_time;
    std::int64_t m_tokens;
    std::int64_t m_next = 0;
};

}  // namespace

RopePositions ropePositions(const at::Tensor& ids, std::span<const PatchGrid> grids,
                            std::int64_t imageTokenId, std::int64_t merge) {
    const auto batch = ids.size(0);
    const auto tokens = ids.size(1);
    auto places = at::empty({batch, 3, tokens}, at::kLong);
    RopePositions result;
    std::size_t picture = 0;
    for (std::int64_t row = 0; row < batch; ++row) {
        const auto ofRow = ids[row].contiguous();
        const auto* id = ofRow.const_data_ptr<std::int64_t>();
        RowPlaces writer(places[row].data_ptr<std::int64_t>(), tokens);
        for (std::int64_t token = 0; token < tokens;) {
            if (id[token] != imageTokenId) {
                writer.addWord(token++);
                continue;
            }
            std::int64_t end = token;
            while (end < tokens && id[end] == imageTokenId) {
                ++end;
            }
            if (picture >= grids.size() ||
                grids[picture].patches() != (end - token) * merge * merge) {
                throw countsDiffer();
            }
            writer.addPicture(token, grids[picture].rows / merge, grids[picture].columns / merge);
            ++picture;
            token = end;
        }
        if (row == 0) {
            result.next = writer.next();
        }
    }
    if (picture != grids.size()) {
        throw countsDiffer();
    }
    result.places = places.transpose(0, 1);
    return result;
}

Qwen3VL::Qwen3VL(const nn::WeightScope& root, const Qwen3VLConfig& config)
    : m_config(config), visual(root["model"]["visual"], config.vision),
      language_model(root["model"]["language_model"], root, config.text,
                     config.tie_word_embeddings) {}

/// Of the frequencies, height has 1, 4, 7 ... and width 2, 5, 8 ..., as many as mrope_section gives each; time has the
/// others ("interleaved M-RoPE").
nn::RotaryTables Qwen3VL::turning(const at::Tensor& places, at::ScalarType type) const {
    const auto frequencies =
        nn::inverseFrequencies(m_config.text.head_dim, m_config.text.rope_theta);
    const auto each = places.to(at::kFloat).unsqueeze(-1) * frequencies;  // [3, B, T, head_dim / 2]
    auto angles = each[0].clone();
    for (const std::int64_t axis : {1, 2}) {
        const auto end = std::min(3 * m_config.mrope_section[static_cast<std::size_t>(axis)],
                                  frequencies.size(0));
        if (end > axis) {
            angles.slice(-1, axis, end, 3).copy_(each[axis].slice(-1, axis, end, 3));
        }
    }
    return nn::RotaryTables::fromHalf(angles.unsqueeze(1).to(language_model.device()), type);
}

at::Tensor Qwen3VL::embed(const at::Tensor& ids) const {
    const auto x = language_model.embed(ids.to(language_model.device()));
    return m_computeType ? x.to(*m_computeType) : x;
}

at::Tensor Qwen3VL::read(const at::Tensor& ids, const RopePositions& positions,
                         const VisionFeatures* seen, KvCache* cache, const std::stop_token& stop,
                         const at::Tensor& closed) const {
    const auto device = language_model.device();
    auto x = embed(ids);
    LayerAdditions additions;
    if (seen != nullptr) {
        additions.places =
            ids.reshape({-1}).eq(m_config.image_token_id).nonzero().squeeze(1).to(device);
        if (additions.places.size(0) != seen->pooled.size(0)) {
            throw countsDiffer();
        }
        additions.features = seen->deepstack;
        x = x.reshape({-1, x.size(-1)})
                .index_copy(0, additions.places, seen->pooled.to(x.scalar_type()))
                .view(x.sizes());
    }
    const auto rope = turning(positions.places, x.scalar_type());
    return language_model(x, {.rope = rope, .cache = cache, .closed = closed},
                          seen != nullptr ? &additions : nullptr, stop);
}

at::Tensor Qwen3VL::next(std::int64_t id, std::int64_t position, KvCache& cache,
                         const std::stop_token& stop) const {
    const auto ids = at::full({1, 1}, id, at::kLong);
    const auto places = at::full({3, 1, 1}, position, at::kLong);
    const auto x = embed(ids);
    const auto rope = turning(places, x.scalar_type());
    return language_model(x, {.rope = rope, .cache = &cache}, nullptr, stop);
}

}  // namespace limn::models
