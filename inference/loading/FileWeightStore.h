// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/KeyTable.h"
#include "inference/loading/LoraWeights.h"
#include "inference/loading/TensorFiles.h"
#include "inference/nn/WeightStore.h"

#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::loading {

/// What did not fit between a model and its files, over all components. Strict: anything here fails the load.
struct KeyReport {
    std::vector<std::string> missing;     ///< "file: key"
    std::vector<std::string> unexpected;  ///< "file: key"
    std::vector<std::string> wrongShape;  ///< "file: key: expected [..], found [..]"

    bool isClean() const { return missing.empty() && unexpected.empty() && wrongShape.empty(); }
    /// One sentence with the counts and first keys; the detail lists them all.
    Error toError(const std::string& modelName) const;
};

/// What all components of one load share.
struct LoadContext {
    TensorFiles& files;
    at::ScalarType type = at::kFloat;
    at::Device device = at::kCPU;
    const std::stop_token& stop;
    std::function<void(std::int64_t bytes)> loaded;  ///< called after each tensor with its size in the file
    KeyReport report;
};

/// The weights of one component, out of its files. On the CPU large ones stay where they are, in the mapped file and in
/// its type, until a layer first uses them; small ones are cast here. Lives as long as the building of the component.
class FileWeightStore final : public nn::WeightStore {
public:
    /// `lora` may be nullptr.
    FileWeightStore(LoadContext& context, const checkpoint::CheckpointIndex& index, const checkpoint::KeyTable& keys,
                    LoraWeights* lora);

    at::Tensor take(const std::string& key, at::IntArrayRef shape, nn::WeightRole role) override;
    bool contains(const std::string& key) const override;

    /// Adds the keys that nobody took to the report.
    void reportUnused();

private:
    std::string nameOf(const std::string& fileKey) const;
    bool castsAtFirstUse(const at::Tensor& tensor, nn::WeightRole role) const;

    LoadContext& m_context;
    const checkpoint::CheckpointIndex& m_index;
    const checkpoint::KeyTable& m_keys;
    LoraWeights* m_lora;
    std::set<std::string> m_taken;
};

}  // namespace limn::loading
