// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/LoraWeights.h"

#include "inference/nn/Failure.h"

#include <ATen/ATen.h>

namespace limn::loading {
namespace {

constexpr std::string_view kWeightSuffix = ".weight";

/// up · down in the shape of the weight; undefined if the sizes do not fit.
at::Tensor product(const LoraWeights::Change& change, at::IntArrayRef shape) {
    const auto rank = change.down.size(0);
    const auto down = change.down.to(at::kFloat).reshape({rank, -1});
    const auto up = change.up.to(at::kFloat).reshape({change.up.size(0), -1});
    if (up.size(1) != rank) {
        return {};
    }
    const auto delta = at::mm(up, down);
    return delta.numel() == c10::multiply_integers(shape) && delta.size(0) == shape[0] ? delta.reshape(shape) : at::Tensor();
}

}  // namespace

at::Tensor LoraWeights::applied(const std::string& weightKey, const at::Tensor& weight) {
    if (!weightKey.ends_with(kWeightSuffix)) {
        return weight;
    }
    const auto module = weightKey.substr(0, weightKey.size() - kWeightSuffix.size());
    const auto it = m_changes.find(module);
    if (it == m_changes.end()) {
        return weight;
    }
    m_used.insert(module);
    auto sum = weight.to(at::kFloat);
    for (const auto& change : it->second) {
        const auto delta = product(change, weight.sizes());
        if (!delta.defined()) {
            throw nn::Failure(ErrorCode::KeysMismatch,
                              change.source + " does not fit the weight '" + weightKey + "' of this model: the LoRA was made for another architecture.");
        }
        sum = sum + change.scale * delta;
    }
    return sum.to(weight.scalar_type());
}

std::vector<std::string> LoraWeights::unused() const {
    std::vector<std::string> keys;
    for (const auto& [key, changes] : m_changes) {
        if (!m_used.contains(key)) {
            keys.push_back(key);
        }
    }
    return keys;
}

}  // namespace limn::loading
