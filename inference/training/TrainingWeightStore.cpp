// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/TrainingWeightStore.h"

#include "core/base/CounterRandom.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace limn::training {
namespace {

std::uint64_t hashOf(std::string_view text) {  // FNV-1a
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return hash;
}

/// Box and Muller's pairs of normal numbers.
void fillNormal(at::Tensor& tensor, double deviation, CounterRandom random) {
    auto* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); i += 2) {
        const double radius = deviation * std::sqrt(-2 * std::log(1 - random.uniform()));
        const double angle = 2 * std::numbers::pi * random.uniform();
        values[i] = static_cast<float>(radius * std::cos(angle));
        if (i + 1 < tensor.numel()) {
            values[i + 1] = static_cast<float>(radius * std::sin(angle));
        }
    }
}

at::Tensor initialValue(const std::string& key, at::IntArrayRef shape, nn::WeightRole role,
                        std::uint64_t seed) {
    auto value = at::zeros(shape, at::kFloat);
    const bool isSecondConvolution = key.ends_with(".conv2.weight");
    switch (role) {
    case nn::WeightRole::Linear:
    case nn::WeightRole::Convolution:
        if (!isSecondConvolution) {
            const auto fanIn = static_cast<double>(value.numel()) / static_cast<double>(shape[0]);
            fillNormal(value, 1 / std::sqrt(fanIn), CounterRandom(seed, hashOf(key)));
        }
        break;
    case nn::WeightRole::Embedding:
        fillNormal(value, 0.05, CounterRandom(seed, hashOf(key)));
        break;
    case nn::WeightRole::Norm:
        value.fill_(key.ends_with("weight") ? 1.0 : 0.0);
        break;
    case nn::WeightRole::Bias:
        break;
    }
    return role == nn::WeightRole::Convolution ? value.contiguous(at::MemoryFormat::ChannelsLast)
                                               : value;
}

}  // namespace

void Parameter::renewCopy() const {
    if (hasCopy()) {
        working.detach().copy_(value);
    }
}

TrainingWeightStore::TrainingWeightStore(std::uint64_t seed, Adjust adjust, at::Device device,
                                         std::optional<at::ScalarType> workingType)
    : m_seed(seed), m_adjust(std::move(adjust)), m_device(device),
      m_workingType(workingType.value_or(device.is_cpu() ? at::kFloat : at::kBFloat16)) {}

at::Tensor TrainingWeightStore::take(const std::string& key, at::IntArrayRef shape,
                                     nn::WeightRole role) {
    Parameter parameter;
    parameter.name = key;
    parameter.value = initialValue(key, shape, role, m_seed);
    if (m_adjust) {
        m_adjust(key, parameter.value);
    }
    parameter.value = parameter.value.to(m_device);
    parameter.average = parameter.value.clone();
    parameter.gradient = at::zeros_like(parameter.value);
    parameter.firstMoment = at::zeros_like(parameter.value);
    parameter.secondMoment = at::zeros_like(parameter.value);
    parameter.decays = role == nn::WeightRole::Linear || role == nn::WeightRole::Convolution;
    if (m_workingType == at::kFloat) {
        parameter.working = parameter.value.set_requires_grad(true);
        parameter.working.mutable_grad() = parameter.gradient;  // autograd adds into it in place
    } else {
        parameter.working = parameter.value.to(m_workingType).set_requires_grad(true);
    }
    m_parameters.push_back(parameter);
    return parameter.working;
}

void TrainingWeightStore::freeze(std::string_view prefix) {
    for (Parameter& parameter : m_parameters) {
        if (parameter.name.starts_with(prefix)) {
            parameter.isFrozen = true;
            parameter.working.mutable_grad().reset();
            parameter.working.set_requires_grad(false);
        }
    }
}

std::int64_t TrainingWeightStore::parameterCount() const {
    std::int64_t count = 0;
    for (const Parameter& parameter : m_parameters) {
        count += parameter.value.numel();
    }
    return count;
}

at::Tensor AverageWeightStore::take(const std::string& key, at::IntArrayRef shape, nn::WeightRole) {
    const auto it = std::ranges::find(m_store->parameters(), key, &Parameter::name);
    if (it == m_store->parameters().end() || it->average.sizes() != shape) {
        throw std::logic_error("the model under training has no weight '" + key +
                               "' of this shape");
    }
    return it->average;
}

bool AverageWeightStore::contains(const std::string& key) const {
    return std::ranges::find(m_store->parameters(), key, &Parameter::name) !=
           m_store->parameters().end();
}

}  // namespace limn::training
