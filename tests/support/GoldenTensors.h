// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/loading/TensorFiles.h"
#include "inference/nn/WeightStore.h"

#include <ATen/ATen.h>

#include <set>
#include <string>

namespace limn::test {

/// A file of tests/golden/layers: `weights.KEY`, `in.NAME`, `out.NAME`. As a WeightStore it gives the weights, in fp32,
/// and notes what a module asked for.
class GoldenTensors final : public nn::WeightStore {
public:
    /// Throws nn::Failure if the file cannot be read.
    explicit GoldenTensors(const std::string& name);

    at::Tensor in(const std::string& name) { return read("in." + name); }
    at::Tensor out(const std::string& name) { return read("out." + name); }
    bool holds(const std::string& name) const { return m_index.find(name) != nullptr; }

    at::Tensor take(const std::string& key, at::IntArrayRef shape, nn::WeightRole role) override;
    bool contains(const std::string& key) const override { return holds("weights." + key); }

    /// Every weight of the file was taken, none was missing and none had another shape.
    bool allTaken() const;

private:
    at::Tensor read(const std::string& name);

    checkpoint::CheckpointIndex m_index;
    loading::TensorFiles m_files;
    std::set<std::string> m_taken;
    bool m_clean = true;
};

/// ‖a - b‖ / ‖b‖; infinity where the shapes differ or a is not a number.
double relativeError(const at::Tensor& a, const at::Tensor& b);

}  // namespace limn::test
