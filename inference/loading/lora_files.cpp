// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/lora_files.h"

#include "inference/checkpoint/lora_names.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <cmath>

namespace limn::loading {
namespace {

LoraWeights& targetOf(LoraChanges& changes, checkpoint::LoraTarget target) {
    switch (target) {
    case checkpoint::LoraTarget::UNet:
        return changes.unet;
    case checkpoint::LoraTarget::TextEncoder:
        return changes.textEncoder;
    case checkpoint::LoraTarget::TextEncoder2:
        return changes.textEncoder2;
    }
    return changes.unet;
}

/// alpha / rank; 1 where the file has no alpha.
double strengthOf(const checkpoint::LoraPair& pair, const checkpoint::CheckpointIndex& index, TensorFiles& files,
                  const std::stop_token& stop) {
    auto alpha = pair.alpha.value_or(static_cast<double>(pair.rank));
    if (!pair.alphaName.empty()) {
        alpha = files.read(index, *index.find(pair.alphaName), stop).to(at::kDouble).reshape({-1})[0].item<double>();
    }
    if (!std::isfinite(alpha)) {
        throw nn::Failure(ErrorCode::FileDamaged,
                          "'" + index.files.front().filename().string() + "': '" + pair.alphaName + "' is not a finite number.");
    }
    return alpha / static_cast<double>(pair.rank);
}

void addFile(const LoraChoice& choice, const checkpoint::ModelDescription& model, TensorFiles& files,
             const std::stop_token& stop, LoraChanges& changes) {
    const auto index = nn::valueOrThrow(checkpoint::readCheckpointIndex(choice.file, stop));
    auto pairs = nn::valueOrThrow(checkpoint::readLoraFile(index));
    pairs = nn::valueOrThrow(checkpoint::matchLora(index, std::move(pairs), model));
    for (const auto& pair : pairs) {
        nn::throwIfStopped(stop);
        targetOf(changes, pair.target)
            .add(pair.module, {.down = files.read(index, *index.find(pair.downName), stop),
                               .up = files.read(index, *index.find(pair.upName), stop),
                               .scale = choice.scale * strengthOf(pair, index, files, stop),
                               .source = "'" + choice.file.filename().string() + "': '" + pair.downName + "'"});
    }
}

}  // namespace

void LoraChanges::requireAllUsed() const {
    for (const auto* weights : {&unet, &textEncoder, &textEncoder2}) {
        const auto unused = weights->unused();
        if (!unused.empty()) {
            throw nn::Failure(ErrorCode::KeysMismatch, "The LoRA changes '" + unused.front() + "' and " +
                                                           std::to_string(unused.size() - 1) +
                                                           " more modules that this model does not have.");
        }
    }
}

LoraChanges readLoras(const std::vector<LoraChoice>& choices, const checkpoint::ModelDescription& model, TensorFiles& files,
                      const std::stop_token& stop) {
    LoraChanges changes;
    for (const auto& choice : choices) {
        addFile(choice, model, files, stop, changes);
    }
    return changes;
}

}  // namespace limn::loading
