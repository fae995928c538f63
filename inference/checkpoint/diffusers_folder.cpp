// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/diffusers_folder.h"

#include "core/base/display_text.h"
#include "inference/checkpoint/config_file.h"
#include "inference/checkpoint/diffusers_keys.h"
#include "inference/models/ConfigReader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace limn::checkpoint {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

class DiffusersFolder {
public:
    DiffusersFolder(const fs::path& folder, std::stop_token stop)
        : m_folder(folder), m_stop(std::move(stop)) {
        m_model.kind = ModelKind::Checkpoint;
        m_model.path = folder;
        m_model.format = "diffusers";
    }

    Result<ModelDescription> describe();

private:
    /// The class that model_index.json gives to a component; empty if the component is absent.
    Result<std::string> classOf(const char* component) const;
    template <class Config>
    Result<Component<Config>> readComponent(const char* name, const char* className,
                                            const char* stem, const char* oldStem,
                                            KeyTable (*keysOf)(const CheckpointIndex&));
    Status readUNet();
    Status readVae();
    Status readTextEncoder(const char* name, const char* tokenizerName,
                           std::optional<Component<models::ClipTextConfig>>& encoder,
                           std::optional<TokenizerSource>& tokenizer);
    Status readScheduler();
    Status readParts();
    void nameArchitecture(const std::string& pipeline);

    fs::path m_folder;
    std::stop_token m_stop;
    Json m_index;
    ModelDescription m_model;
};

Result<std::string> DiffusersFolder::classOf(const char* component) const {
    const auto found = m_index.find(component);
    if (found == m_index.end() || found->is_null()) {
        return std::string();
    }
    const bool isPair = found->is_array() && found->size() == 2;
    if (isPair && (*found)[1].is_null()) {
        return std::string();
    }
    if (!isPair || !(*found)[1].is_string()) {
        return Error{ErrorCode::FileDamaged,
                     (m_folder / "model_index.json").string() + ": the key \"" + component +
                         "\" must be a list of library and class, but is " +
                         models::shortText(*found) + ".",
                     {}};
    }
    return (*found)[1].get<std::string>();
}

template <class Config>
Result<Component<Config>> DiffusersFolder::readComponent(
    const char* name, const char* className, const char* stem, const char* oldStem,
    KeyTable (*keysOf)(const CheckpointIndex&)) {
    const fs::path folder = m_folder / name;
    auto json = readConfigFile(folder / "config.json");
    if (!json) {
        return json.error();
    }
    if constexpr (std::is_same_v<Config, models::ClipTextConfig>) {
        // diffusers builds the class that model_index.json names, whatever config.json says.
        if (json->is_object()) {
            (*json)["architectures"] = {className};
        }
    }
    auto config = Config::fromJson(*json, (folder / "config.json").string());
    if (!config) {
        return config.error();
    }
    const auto file = weightFile(folder, stem, oldStem);
    if (!file) {
        return Error{ErrorCode::FileNotFound,
                     folder.string() + ": no weights; expected " + stem + ".safetensors, " + stem +
                         ".fp16.safetensors, " + stem + ".safetensors.index.json or " + oldStem +
                         ".bin.",
                     {}};
    }
    auto index = readCheckpointIndex(*file, m_stop);
    if (!index) {
        return index.error();
    }
    auto shared = std::make_shared<const CheckpointIndex>(std::move(*index));
    m_model.indexes.push_back(shared);
    return Component<Config>{std::move(*config), shared, keysOf(*shared)};
}

Status DiffusersFolder::readUNet() {
    auto component = readComponent<models::UNet2DConditionConfig>(
        "unet", "UNet2DConditionModel", "diffusion_pytorch_model", "diffusion_pytorch_model",
        &sameNameKeys);
    if (!component) {
        return component.error();
    }
    m_model.unet = std::move(*component);
    return Unit{};
}

Status DiffusersFolder::readVae() {
    const auto className = classOf("vae");
    if (!className) {
        return className.error();
    }
    constexpr const char* kStem = "diffusion_pytorch_model";
    if (className->empty()) {
        m_model.problems.emplace_back(
            "The model has no autoencoder; choose one to decode its pictures.");
    } else if (*className == "AutoencoderTiny") {
        auto component = readComponent<models::AutoencoderTinyConfig>("vae", "AutoencoderTiny",
                                                                      kStem, kStem, &sameNameKeys);
        if (!component) {
            return component.error();
        }
        m_model.vae_tiny = std::move(*component);
    } else if (*className == "AutoencoderKL") {
        auto component = readComponent<models::AutoencoderKLConfig>("vae", "AutoencoderKL", kStem,
                                                                    kStem, &diffusersVaeKeys);
        if (!component) {
            return component.error();
        }
        m_model.vae = std::move(*component);
    } else {
        return Error{ErrorCode::Unsupported,
                     m_folder.string() + ": the autoencoder is a " + displayText(*className, 60) +
                         "; Limn supports AutoencoderKL and AutoencoderTiny.",
                     {}};
    }
    return Unit{};
}

Status DiffusersFolder::readTextEncoder(const char* name, const char* tokenizerName,
                                        std::optional<Component<models::ClipTextConfig>>& encoder,
                                        std::optional<TokenizerSource>& tokenizer) {
    const auto className = classOf(name);
    if (!className) {
        return className.error();
    }
    if (className->empty()) {
        return Unit{};
    }
    if (*className != "CLIPTextModel" && *className != "CLIPTextModelWithProjection") {
        return Error{ErrorCode::Unsupported,
                     m_folder.string() + ": the " + name + " is a " + displayText(*className, 60) +
                         "; Limn supports CLIPTextModel and CLIPTextModelWithProjection.",
                     {}};
    }
    auto component = readComponent<models::ClipTextConfig>(name, className->c_str(), "model",
                                                           "pytorch_model", &transformersClipKeys);
    if (!component) {
        return component.error();
    }
    if (!component->config.hasProjection()) {
        component->keys.erase("text_projection.weight");  // in some files, used by no CLIPTextModel
    }
    encoder = std::move(*component);
    std::error_code ignored;
    if (!fs::is_directory(m_folder / tokenizerName, ignored)) {
        return Error{ErrorCode::FileNotFound,
                     (m_folder / tokenizerName).string() +
                         ": expected a folder with the vocabulary, found none.",
                     {}};
    }
    tokenizer = TokenizerSource{m_folder / tokenizerName, {}};
    return Unit{};
}

Status DiffusersFolder::readScheduler() {
    const fs::path file = m_folder / "scheduler" / "scheduler_config.json";
    auto json = readConfigFile(file);
    if (!json) {
        return json.error();
    }
    auto config = schedulers::SchedulerConfig::fromJson(*json, file.string());
    if (!config) {
        return config.error();
    }
    const auto className = classOf("scheduler");
    if (!className) {
        return className.error();
    }
    if (!className->empty()) {
        config->class_name = *className;
        config->class_source = (m_folder / "model_index.json").string();
    }
    m_model.scheduler = std::move(*config);
    return Unit{};
}

Status DiffusersFolder::readParts() {
    if (Status status = readUNet(); !status) {
        return status;
    }
    if (Status status = readVae(); !status) {
        return status;
    }
    if (Status status =
            readTextEncoder("text_encoder", "tokenizer", m_model.text_encoder, m_model.tokenizer);
        !status) {
        return status;
    }
    if (Status status = readTextEncoder("text_encoder_2", "tokenizer_2", m_model.text_encoder_2,
                                        m_model.tokenizer_2);
        !status) {
        return status;
    }
    return readScheduler();
}

void DiffusersFolder::nameArchitecture(const std::string& pipeline) {
    const auto& unet = m_model.unet->config;
    if (pipeline.starts_with("StableDiffusionXL") || unet.addition_embed_type) {
        m_model.family = ModelFamily::StableDiffusionXl;
        m_model.architecture = "Stable Diffusion XL";
    } else if (unet.use_linear_projection || unet.cross_attention_dim.front() == 1024) {
        m_model.family = ModelFamily::StableDiffusion2;
        m_model.architecture = "Stable Diffusion 2.x";
    } else {
        m_model.family = ModelFamily::StableDiffusion1;
        m_model.architecture = "Stable Diffusion 1.x";
    }
    if (unet.in_channels == 9) {
        m_model.architecture += " inpainting";
    }
    if (unet.time_cond_proj_dim) {
        m_model.architecture += " LCM";
    }
    if (m_model.scheduler->prediction_type == "v_prediction") {
        m_model.architecture += " (v-prediction)";
    } else if (m_model.scheduler->prediction_type == "flow_prediction") {
        m_model.architecture += " (flow matching)";
    }
}

Result<ModelDescription> DiffusersFolder::describe() {
    auto json = readConfigFile(m_folder / "model_index.json");
    if (!json) {
        return json.error();
    }
    if (!json->is_object()) {
        return Error{ErrorCode::FileDamaged,
                     (m_folder / "model_index.json").string() +
                         ": expected a JSON object, but found " + models::shortText(*json) + ".",
                     {}};
    }
    m_index = std::move(*json);
    const std::string pipeline = textOf(m_index, "_class_name");
    static constexpr std::array<std::string_view, 8> kPipelines{
        "StableDiffusionPipeline",          "StableDiffusionImg2ImgPipeline",
        "StableDiffusionInpaintPipeline",   "StableDiffusionXLPipeline",
        "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline",
        "LatentConsistencyModelPipeline",   "LatentConsistencyModelImg2ImgPipeline"};
    if (std::find(kPipelines.begin(), kPipelines.end(), pipeline) == kPipelines.end()) {
        m_model.architecture = displayText(pipeline, 80);
        m_model.unsupported =
            m_folder.string() + ": model_index.json " +
            (pipeline.empty() ? std::string("names no pipeline (_class_name)")
                              : "is of a \"" + m_model.architecture + "\"") +
            "; Limn runs Stable Diffusion 1.x, 2.x, XL and latent consistency models.";
        return m_model;
    }
    if (Status status = readParts(); !status) {
        if (status.error().code != ErrorCode::Unsupported) {
            return status.error();
        }
        m_model.architecture = pipeline;
        m_model.unsupported = status.error().message;
        return m_model;
    }
    const auto zeros = m_index.find("force_zeros_for_empty_prompt");
    m_model.force_zeros_for_empty_prompt =
        zeros == m_index.end() || !zeros->is_boolean() || zeros->get<bool>();
    nameArchitecture(pipeline);
    if (*m_model.family == ModelFamily::StableDiffusionXl && !m_model.text_encoder &&
        m_model.text_encoder_2) {
        m_model.unsupported =
            "This is the refiner of Stable Diffusion XL, which Limn does not run; use the base "
            "model alone.";
    }
    return m_model;
}

}  // namespace

Result<ModelDescription> describeDiffusersFolder(const fs::path& folder, std::stop_token stop) {
    return DiffusersFolder(folder, std::move(stop)).describe();
}

}  // namespace limn::checkpoint
