// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <string_view>
#include <vector>

namespace limn::nn {

/// What a tensor is for. A store may lay it out (convolutions channels-last), keep it in float32, or, when a model
/// is made for training, choose how it is initialised.
enum class WeightRole { Linear = 1, Convolution, Norm, Bias, Embedding };

/// Where modules take their tensors from, by the checkpoint's own keys. The loader implements it over files; the
/// trainer implements it over float32 leaves that want gradients. Modules never see the file again.
class WeightStore {
public:
    virtual ~WeightStore() = default;

    /// A tensor of exactly `shape`. If the key is missing or of another shape the store remembers that for its
    /// report and returns an undefined tensor: the caller goes on, so that all faults are reported together.
    virtual at::Tensor take(const std::string& key, at::IntArrayRef shape, WeightRole role) = 0;

    virtual bool contains(const std::string& key) const = 0;
};

/// A place in the key tree: `scope["down_blocks"][0]["resnets"]` reads as the key does. Cheap to copy.
class WeightScope {
public:
    explicit WeightScope(WeightStore& store, std::string prefix = {})
        : m_store(&store), m_prefix(std::move(prefix)) {}

    WeightScope operator[](std::string_view child) const { return WeightScope(*m_store, join(child)); }
    WeightScope operator[](std::int64_t index) const { return (*this)[std::to_string(index)]; }

    at::Tensor take(std::string_view name, at::IntArrayRef shape, WeightRole role) const {
        return m_store->take(join(name), shape, role);
    }
    bool contains(std::string_view name) const { return m_store->contains(join(name)); }
    const std::string& prefix() const { return m_prefix; }

private:
    std::string join(std::string_view child) const {
        return m_prefix.empty() ? std::string(child) : m_prefix + "." + std::string(child);
    }

    WeightStore* m_store;
    std::string m_prefix;
};

}  // namespace limn::nn
