// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/initial_weights.h"

#include "inference/checkpoint/CheckpointIndex.h"

#include <ATen/ATen.h>

#include <fstream>
#include <optional>

namespace limn::training {
namespace {

std::optional<at::ScalarType> typeOf(checkpoint::ElementType type) {
    switch (type) {
    case checkpoint::ElementType::F16:
        return at::kHalf;
    case checkpoint::ElementType::BF16:
        return at::kBFloat16;
    case checkpoint::ElementType::F32:
        return at::kFloat;
    default:
        return std::nullopt;
    }
}

}  // namespace

Status loadInitialWeights(const std::filesystem::path& file, std::vector<Parameter>& parameters) {
    const auto index = checkpoint::readSafetensorsIndex(file);
    if (!index) {
        return index.error();
    }
    std::ifstream stream(file, std::ios::binary);
    for (Parameter& parameter : parameters) {
        const auto* record = index->find(parameter.name);
        const auto type = record != nullptr ? typeOf(record->type) : std::nullopt;
        if (!type || at::IntArrayRef(record->shape) != parameter.value.sizes()) {
            return Error{ErrorCode::KeysMismatch,
                         "The file '" + file.string() + "' has no tensor '" + parameter.name +
                             "' of the shape that this model needs.",
                         {}};
        }
        auto loaded = at::empty(parameter.value.sizes(), *type);
        stream.seekg(static_cast<std::streamoff>(record->byteOffset));
        if (!stream.read(static_cast<char*>(loaded.data_ptr()),
                         static_cast<std::streamsize>(loaded.nbytes()))) {
            return Error{ErrorCode::FileDamaged,
                         "The file '" + file.string() + "' could not be read to its end.",
                         {}};
        }
        parameter.value.detach().copy_(loaded);
        parameter.average.copy_(loaded);
        parameter.renewCopy();
    }
    return Unit{};
}

}  // namespace limn::training
