// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/WeightStore.h"

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn::training {

/// A weight while it is trained. All but `working` are float32 of one layout, so optimisers may walk them linearly.
struct Parameter {
    std::string name;
    at::Tensor value;
    /// The leaf that the model computes with: the value itself, or a bfloat16 copy of it. On a GPU, casting every weight
    /// in every step and adding up every gradient by itself would launch more kernels than the model's own arithmetic.
    at::Tensor working;
    at::Tensor gradient;
    at::Tensor average;  ///< exponential moving average of the value: what is shipped
    at::Tensor firstMoment;
    at::Tensor secondMoment;
    bool decays = false;  ///< weight decay: matrices and kernels, no norms and biases

    bool isFrozen = false;  ///< takes no gradient and stays as it is

    bool hasCopy() const { return !working.is_same(value); }
    /// To be called by whoever wrote into the value.
    void renewCopy() const;
};

/// Makes a model's weights from nothing: float32 leaves that want gradients, one for each key that the model takes.
/// Normal values with a deviation of 1/√(fan in), biases 0, norms 1: a pure function of (seed, key).
/// The second convolutions of residual blocks are 0, so that each block begins as the identity; that and the fan-in rule
/// made the first minutes four times faster than torch's own initialisation. One owner, one thread.
class TrainingWeightStore final : public nn::WeightStore {
public:
    /// Called after the rule above, for what a model wants otherwise.
    using Adjust = std::function<void(const std::string& key, at::Tensor& value)>;

    /// The values are made on the CPU, the same everywhere, and then kept on `device`.
    /// The model works with the values on a CPU and with bfloat16 copies elsewhere, unless the type is given.
    explicit TrainingWeightStore(std::uint64_t seed, Adjust adjust = {},
                                 at::Device device = at::kCPU,
                                 std::optional<at::ScalarType> workingType = {});

    at::Tensor take(const std::string& key, at::IntArrayRef shape, nn::WeightRole role) override;
    bool contains(const std::string&) const override {
        return false;
    }  // it makes what is asked for

    /// What begins with `prefix` stays as it is from now on: no gradient is computed for it.
    void freeze(std::string_view prefix);

    std::vector<Parameter>& parameters() { return m_parameters; }
    const std::vector<Parameter>& parameters() const { return m_parameters; }
    std::int64_t parameterCount() const;
    at::Device device() const { return m_device; }

private:
    std::uint64_t m_seed;
    Adjust m_adjust;
    at::Device m_device;
    at::ScalarType m_workingType;
    std::vector<Parameter> m_parameters;
};

/// The averages of a store under training, for a second model that evaluates and is exported. Shares their memory.
class AverageWeightStore final : public nn::WeightStore {
public:
    explicit AverageWeightStore(const TrainingWeightStore& store) : m_store(&store) {}

    at::Tensor take(const std::string& key, at::IntArrayRef shape, nn::WeightRole role) override;
    bool contains(const std::string& key) const override;

private:
    const TrainingWeightStore* m_store;
};

}  // namespace limn::training
