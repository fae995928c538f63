// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/diffusers_folder.h"

#include "core/base/display_text.h"
#include "inference/checkpoint/config_file.h"
#include "inference/checkpoint/diffusers_keys.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>

namespace limn::checkpoint {

namespace fs = std::filesystem;

namespace {

bool isDescriptionModel(std::string_view modelType) {
    static constexpr std::array<std::string_view, 14> kDescriptionModels{
        "qwen3_vl",   "qwen3_vl_moe", "qwen2_5_vl", "qwen2_vl",  "smolvlm", "idefics3",
        "blip",       "blip-2",       "git",        "florence2", "llava",   "llava_onevision",
        "moondream1", "gemma3"};
    return std::find(kDescriptionModels.begin(), kDescriptionModels.end(), modelType) !=
           kDescriptionModels.end();
}

/// The configuration and the weights' places. A head that is the embedding itself may be in the file a second time; it
/// is not read then.
template <class Config>
Status addComponent(ModelDescription& model, const nlohmann::json& json,
                    std::optional<Component<Config>>& component) {
    auto config = Config::fromJson(json, (model.path / "config.json").string());
    if (!config && config.error().code == ErrorCode::Unsupported) {
        model.unsupported = config.error().message;
        return Unit{};
    }
    if (!config) {
        return config.error();
    }
    if (model.indexes.empty()) {
        return Unit{};
    }
    const auto& index = model.indexes.front();
    KeyTable keys = sameNameKeys(*index);
    if (config->tie_word_embeddings) {
        keys.erase("lm_head.weight");
    }
    component = Component<Config>{std::move(*config), index, std::move(keys)};
    return Unit{};
}

Result<ModelDescription> describeDescriptionModel(ModelDescription model,
                                                  const nlohmann::json& json,
                                                  const std::string& modelType,
                                                  const std::stop_token& stop) {
    model.kind = ModelKind::DescriptionModel;
    const auto file = weightFile(model.path, "model", "pytorch_model");
    if (file) {
        auto index = readCheckpointIndex(*file, stop);
        if (!index) {
            return index.error();
        }
        model.indexes.push_back(std::make_shared<const CheckpointIndex>(std::move(*index)));
    } else {
        model.problems.push_back(model.path.string() + " holds no weights that Limn reads.");
    }
    Status added = Unit{};
    if (modelType == "qwen3_vl") {
        added = addComponent(model, json, model.qwen3_vl);
    } else if (modelType == "smolvlm" || modelType == "idefics3") {
        added = addComponent(model, json, model.smolvlm);
    } else {
        model.unsupported = model.path.string() +
                            ": Limn cannot describe pictures with the model type \"" +
                            model.architecture + "\" yet; it runs qwen3_vl, smolvlm and idefics3.";
    }
    if (!added) {
        return added.error();
    }
    return model;
}

}  // namespace

Result<ModelDescription> describeModelFolder(const fs::path& folder, std::stop_token stop) {
    auto json = readConfigFile(folder / "config.json");
    if (!json) {
        return json.error();
    }
    ModelDescription model;
    model.path = folder;
    const std::string className = textOf(*json, "_class_name");
    const std::string modelType = textOf(*json, "model_type");
    model.format = className.empty() ? "transformers" : "diffusers";
    model.architecture = displayText(className.empty() ? modelType : className, 80);
    if (isDescriptionModel(modelType)) {
        return describeDescriptionModel(std::move(model), *json, modelType, stop);
    }
    const bool isText = modelType == "clip_text_model";
    const bool isVae = className == "AutoencoderKL" || className == "AutoencoderTiny";
    if (!isText && !isVae) {
        model.unsupported =
            folder.string() + ": Limn does not know the model type \"" +
            (model.architecture.empty() ? std::string("(none)") : model.architecture) +
            "\" of config.json.";
        return model;
    }
    model.kind = isText ? ModelKind::TextEncoder : ModelKind::Autoencoder;
    const auto file =
        isText ? weightFile(folder, "model", "pytorch_model")
               : weightFile(folder, "diffusion_pytorch_model", "diffusion_pytorch_model");
    if (!file) {
        return Error{ErrorCode::FileNotFound,
                     folder.string() + ": config.json is there, but no weights are.",
                     {}};
    }
    auto read = readCheckpointIndex(*file, stop);
    if (!read) {
        return read.error();
    }
    auto index = std::make_shared<const CheckpointIndex>(std::move(*read));
    model.indexes.push_back(index);
    const std::string source = (folder / "config.json").string();
    const auto take = [&](auto& component, auto config, KeyTable keys) -> Status {
        if (!config) {
            return config.error();
        }
        component = std::remove_reference_t<decltype(*component)>{std::move(*config), index,
                                                                  std::move(keys)};
        return Unit{};
    };
    Status status = Unit{};
    if (isText) {
        status = take(model.text_encoder, models::ClipTextConfig::fromJson(*json, source),
                      transformersClipKeys(*index));
    } else if (className == "AutoencoderKL") {
        status = take(model.vae, models::AutoencoderKLConfig::fromJson(*json, source),
                      diffusersVaeKeys(*index));
    } else {
        status = take(model.vae_tiny, models::AutoencoderTinyConfig::fromJson(*json, source),
                      sameNameKeys(*index));
    }
    if (!status && status.error().code != ErrorCode::Unsupported) {
        return status.error();
    }
    if (!status) {
        model.unsupported = status.error().message;
    }
    return model;
}

}  // namespace limn::checkpoint
