// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace limn::models {

/// Keys and values of the tokens that a decoder has read, a pair of tensors a layer: [B, keyHeads, capacity, head_dim].
/// Grows by doubling. One owner, the thread of the model. Never used with gradients.
class KvCache {
public:
    /// `capacity` tokens are room for without growing.
    explicit KvCache(std::int64_t layers, std::int64_t capacity = 0)
        : m_layers(static_cast<std::size_t>(layers)), m_firstCapacity(capacity) {}

    /// Adds k and v [B, keyHeads, T, head_dim] to a layer; all of the layer comes back, as views of it.
    std::pair<at::Tensor, at::Tensor> append(std::int64_t layer, const at::Tensor& k,
                                             const at::Tensor& v);

    /// Forgets all but the first `length` tokens; its room stays.
    void shorten(std::int64_t length);

    /// Tokens in it.
    std::int64_t length() const { return m_layers.empty() ? 0 : m_layers.back().length; }

private:
    struct Layer {
        at::Tensor keys;
        at::Tensor values;
        std::int64_t length = 0;
    };
    std::vector<Layer> m_layers;
    std::int64_t m_firstCapacity;
};

}  // namespace limn::models
