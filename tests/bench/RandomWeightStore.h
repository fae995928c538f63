// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/WeightStore.h"

#include <ATen/ATen.h>

namespace limn::bench {

/// Small random weights of whatever shape is asked for: speed does not depend on the values.
class RandomWeightStore final : public nn::WeightStore {
public:
    explicit RandomWeightStore(at::ScalarType type) : m_type(type) {}

    at::Tensor take(const std::string&, at::IntArrayRef shape, nn::WeightRole role) override {
        if (role == nn::WeightRole::Norm) {
            return at::ones(shape, m_type);
        }
        m_parameters += static_cast<std::int64_t>(c10::multiply_integers(shape));
        return (at::randn(shape, at::kFloat) * 0.02).to(m_type);
    }
    bool contains(const std::string&) const override { return false; }
    std::int64_t parameters() const { return m_parameters; }

private:
    at::ScalarType m_type;
    std::int64_t m_parameters = 0;
};

}  // namespace limn::bench
