// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/loading/TensorFiles.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace limn::loading {

/// The low-rank changes that chosen LoRA files make to one component: W + scale · alpha / rank · up · down.
/// They are added to the weights while these are loaded, so that a step costs nothing more.
/// Reference: arXiv 2106.09685; kohya-ss/sd-scripts for alpha.
class LoraWeights {
public:
    struct Change {
        at::Tensor down;  // [rank, in] or [rank, in, k, k]
        at::Tensor up;    // [out, rank] or [out, rank, 1, 1]
        double scale = 1.0;
        std::string source;  ///< file and key, for messages
    };

    /// `moduleKey` such as "down_blocks.0.attentions.0.proj_in"
    void add(const std::string& moduleKey, Change change) { m_changes[moduleKey].push_back(std::move(change)); }

    /// The weight under `weightKey` with its changes, in the weight's type; the same tensor when there are none.
    /// Throws nn::Failure (KeysMismatch) if a change does not fit its shape.
    at::Tensor applied(const std::string& weightKey, const at::Tensor& weight);

    /// Module keys that no weight asked for.
    std::vector<std::string> unused() const;

private:
    std::map<std::string, std::vector<Change>> m_changes;
    std::set<std::string> m_used;
};

}  // namespace limn::loading
