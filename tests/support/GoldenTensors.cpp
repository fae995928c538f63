// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/GoldenTensors.h"

#include "inference/nn/Failure.h"

#include <cmath>
#include <limits>

namespace limn::test {

GoldenTensors::GoldenTensors(const std::string& name)
    : m_index(nn::valueOrThrow(
          checkpoint::readCheckpointIndex(LIMN_TEST_GOLDEN "/layers/" + name + ".safetensors"))) {}

at::Tensor GoldenTensors::read(const std::string& name) {
    const auto* record = m_index.find(name);
    return record == nullptr ? at::Tensor() : m_files.read(m_index, *record).clone();
}

at::Tensor GoldenTensors::take(const std::string& key, at::IntArrayRef shape, nn::WeightRole role) {
    at::Tensor weight = read("weights." + key);
    if (!weight.defined() || weight.sizes() != shape) {
        m_clean = false;
        return {};
    }
    m_taken.insert(key);
    return role == nn::WeightRole::Convolution ? weight.contiguous(at::MemoryFormat::ChannelsLast) : weight;
}

bool GoldenTensors::allTaken() const {
    std::size_t weights = 0;
    for (const auto& record : m_index.tensors) {
        weights += record.name.starts_with("weights.") ? 1 : 0;
    }
    return m_clean && weights == m_taken.size();
}

double relativeError(const at::Tensor& a, const at::Tensor& b) {
    if (!a.defined() || !b.defined() || a.sizes() != b.sizes()) {
        return std::numeric_limits<double>::infinity();
    }
    const auto error = (a.to(at::kDouble) - b.to(at::kDouble)).norm().item<double>();
    const auto size = b.to(at::kDouble).norm().item<double>();
    return std::isfinite(error) ? error / size : std::numeric_limits<double>::infinity();
}

}  // namespace limn::test
