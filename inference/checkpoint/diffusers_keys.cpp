// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/diffusers_keys.h"

#include <array>
#include <string_view>
#include <utility>

namespace limn::checkpoint {

KeyTable sameNameKeys(const CheckpointIndex& index) {
    KeyTable table;
    for (const TensorRecord& tensor : index.tensors) {
        table[tensor.name] = {tensor.name};
    }
    return table;
}

KeyTable diffusersVaeKeys(const CheckpointIndex& index) {
    // Files saved before diffusers 0.15 name the attention of the middle block so.
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOldNames{
        {{"query", "to_q"}, {"key", "to_k"}, {"value", "to_v"}, {"proj_attn", "to_out.0"}}};
    KeyTable table;
    for (const TensorRecord& tensor : index.tensors) {
        std::string key = tensor.name;
        auto transform = TensorSource::Transform::AsIs;
        for (const std::string side : {"encoder", "decoder"}) {
            const std::string attention = side + ".mid_block.attentions.0.";
            for (const auto& [oldName, newName] : kOldNames) {
                for (const char* kind : {".weight", ".bias"}) {
                    const bool isOld = tensor.name == attention + std::string(oldName) + kind;
                    const bool isNew = tensor.name == attention + std::string(newName) + kind;
                    if (isOld || isNew) {
                        key = attention + std::string(newName) + kind;
                        transform = TensorSource::Transform::DropTrailingOnes;
                    }
                }
            }
        }
        table[key] = {tensor.name, transform};
    }
    return table;
}

KeyTable transformersClipKeys(const CheckpointIndex& index) {
    const bool hasLevel = index.find("text_model.embeddings.token_embedding.weight") != nullptr;
    KeyTable table;
    for (const TensorRecord& tensor : index.tensors) {
        // Buffers, and the image half that a whole CLIP file has beside the text half.
        if (tensor.name.ends_with("embeddings.position_ids") ||
            tensor.name.starts_with("vision_model.") || tensor.name == "visual_projection.weight" ||
            tensor.name == "logit_scale") {
            continue;
        }
        const bool addLevel = !hasLevel && !tensor.name.starts_with("text_projection.");
        table[(addLevel ? "text_model." : "") + tensor.name] = {tensor.name};
    }
    return table;
}

}  // namespace limn::checkpoint
