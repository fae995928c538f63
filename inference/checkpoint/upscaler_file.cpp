// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/upscaler_file.h"

#include "inference/checkpoint/tensor_shapes.h"

#include <optional>

namespace limn::checkpoint {
namespace {

constexpr std::int64_t kMaxConvolutions = 256;
constexpr std::int64_t kMaxFeatures = 1024;
constexpr std::int64_t kMaxScale = 8;

std::optional<std::string> prefixOf(const CheckpointIndex& index) {
    for (const char* prefix : {"params_ema.", "params.", ""}) {
        const TensorShapes shapes(index, prefix);
        const Shape* first = shapes.find("body.0.weight");
        const Shape* slopes = shapes.find("body.1.weight");
        if (first != nullptr && first->size() == 4 && slopes != nullptr && slopes->size() == 1) {
            return prefix;
        }
    }
    return std::nullopt;
}

/// The whole number whose square this is; 0 if there is none that an upscaler has.
std::int64_t scaleOf(std::int64_t square) {
    for (std::int64_t scale = 1; scale <= kMaxScale; ++scale) {
        if (scale * scale == square) {
            return scale;
        }
    }
    return 0;
}

/// nullopt if the shapes are not those of this architecture.
std::optional<models::SrvggNetCompactConfig> configOf(const TensorShapes& shapes) {
    models::SrvggNetCompactConfig config;
    config.features = shapes.dimension("body.0.weight", 4, 0);
    config.channels = shapes.dimension("body.0.weight", 4, 1);
    std::int64_t convolutions = 1;
    while (convolutions <= kMaxConvolutions &&
           shapes.find("body." + std::to_string(2 * convolutions) + ".weight") != nullptr) {
        ++convolutions;
    }
    config.convolutions = convolutions - 2;
    const std::int64_t out =
        shapes.dimension("body." + std::to_string(2 * (convolutions - 1)) + ".weight", 4, 0);
    const bool isPossible = config.channels == 3 && config.features >= 1 &&
                            config.features <= kMaxFeatures && config.convolutions >= 0 &&
                            convolutions <= kMaxConvolutions && out % 3 == 0;
    config.scale = isPossible ? scaleOf(out / 3) : 0;
    return config.scale >= 1 ? std::optional(config) : std::nullopt;
}

}  // namespace

bool isCompactUpscaler(const CheckpointIndex& index) {
    return prefixOf(index).has_value();
}

ModelDescription describeCompactUpscaler(std::shared_ptr<const CheckpointIndex> index) {
    const std::string prefix = *prefixOf(*index);
    ModelDescription model;
    model.kind = ModelKind::Upscaler;
    model.path = index->files.front();
    model.format = fileFormatName(index->format);
    model.architecture = "compact ESRGAN (SRVGGNetCompact)";
    model.indexes.push_back(index);
    const auto config = configOf(TensorShapes(*index, prefix));
    if (!config) {
        model.unsupported =
            model.path.string() +
            ": the names are those of a compact ESRGAN, but the shapes are not; expected three "
            "colours, and 3·N² channels out of the last convolution.";
        return model;
    }
    model.architecture += " ×" + std::to_string(config->scale);
    KeyTable keys;
    for (const TensorRecord& tensor : index->tensors) {
        if (tensor.name.starts_with(prefix + "body.")) {
            keys[tensor.name.substr(prefix.size())] = {tensor.name};
        } else if (prefix.empty() || !tensor.name.starts_with("params")) {
            model.unexpectedKeys.push_back(tensor.name);
        }
    }
    model.upscaler = Component<models::SrvggNetCompactConfig>{*config, index, std::move(keys)};
    return model;
}

}  // namespace limn::checkpoint
