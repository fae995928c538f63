// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/qwen3/KvCache.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace limn::models {
namespace {

at::Tensor grown(const at::Tensor& old, const at::Tensor& like, std::int64_t length,
                 std::int64_t capacity) {
    auto room = at::empty({like.size(0), like.size(1), capacity, like.size(3)}, like.options());
    if (length > 0) {
        room.narrow(2, 0, length).copy_(old.narrow(2, 0, length));
    }
    return room;
}

}  // namespace

std::pair<at::Tensor, at::Tensor> KvCache::append(std::int64_t index, const at::Tensor& k,
                                                  const at::Tensor& v) {
    auto& layer = m_layers.at(static_cast<std::size_t>(index));
    const auto added = k.size(2);
    const auto wanted = layer.length + added;
    if (!layer.keys.defined() || layer.keys.size(2) < wanted) {
        const auto capacity = std::max({wanted, m_firstCapacity, layer.length * 2});
        layer.keys = grown(layer.keys, k, layer.length, capacity);
        layer.values = grown(layer.values, v, layer.length, capacity);
    }
    layer.keys.narrow(2, layer.length, added).copy_(k);
    layer.values.narrow(2, layer.length, added).copy_(v);
    layer.length = wanted;
    return {layer.keys.narrow(2, 0, wanted), layer.values.narrow(2, 0, wanted)};
}

void KvCache::shorten(std::int64_t length) {
    for (auto& layer : m_layers) {
        layer.length = std::min(layer.length, length);
    }
}

}  // namespace limn::models
