// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/KeyTable.h"
#include "inference/models/autoencoder_kl/AutoencoderKLConfig.h"
#include "inference/models/autoencoder_tiny/AutoencoderTinyConfig.h"
#include "inference/models/clip/ClipTextConfig.h"
#include "inference/models/srvgg_compact/SrvggNetCompactConfig.h"
#include "inference/models/qwen3_vl/Qwen3VLConfig.h"
#include "inference/models/smolvlm/SmolVLMConfig.h"
#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"
#include "inference/schedulers/SchedulerConfig.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace limn::checkpoint {

/// What a path is. The names are part of the command line's contract.
enum class ModelKind { Checkpoint = 1, Lora, Autoencoder, TextEncoder, DescriptionModel, Upscaler, Unknown };
/// "checkpoint", "lora", "autoencoder", "text-encoder", "description-model", "upscaler",
/// "unknown"
std::string_view modelKindName(ModelKind kind);

/// Which pipeline runs it.
enum class ModelFamily { StableDiffusion1 = 1, StableDiffusion2, StableDiffusionXl };

/// One part of a model: what builds it, and where each of its tensors lies.
template <class Config>
struct Component {
    Config config;
    std::shared_ptr<const CheckpointIndex> index;  ///< shared by the components of a single file
    /// component key -> tensor of `index`, which may lack it
    KeyTable keys;
};

struct TokenizerSource {
    /// empty: the CLIP vocabulary that is installed with Limn
    std::filesystem::path folder;
    /// used with the installed vocabulary only; OpenCLIP pads with "!"
    std::string padToken = "<|endoftext|>";
};

/// What a model path holds, found from headers and JSON alone. A plain value; tensors are read by
/// the loader.
struct ModelDescription {
    ModelKind kind = ModelKind::Unknown;
    std::filesystem::path path;
    std::string format;        ///< "diffusers", "transformers", "safetensors", "pickle", "gguf"
    std::string architecture;  ///< for people: "Stable Diffusion 1.x inpainting"; empty if unknown
    std::optional<ModelFamily> family;

    std::optional<Component<models::UNet2DConditionConfig>> unet;
    std::optional<Component<models::AutoencoderKLConfig>> vae;
    std::optional<Component<models::AutoencoderTinyConfig>> vae_tiny;
    std::optional<Component<models::ClipTextConfig>> text_encoder;
    std::optional<Component<models::ClipTextConfig>> text_encoder_2;
    std::optional<Component<models::SrvggNetCompactConfig>> upscaler;
    std::optional<Component<models::Qwen3VLConfig>> qwen3_vl;
    std::optional<Component<models::SmolVLMConfig>> smolvlm;
    std::optional<TokenizerSource> tokenizer;
    std::optional<TokenizerSource> tokenizer_2;
    std::optional<schedulers::SchedulerConfig> scheduler;
    bool force_zeros_for_empty_prompt = true;  ///< SDXL: model_index.json

    /// `model_ema.*` is in the file; Limn uses the plain weights
    bool hasMovingAverages = false;
    /// every weight file that was read
    std::vector<std::shared_ptr<const CheckpointIndex>> indexes;
    /// keys of the files that no component uses and that mean something
    std::vector<std::string> unexpectedKeys;
    std::vector<std::string> problems;  ///< full sentences; the model may still work
    /// Set if the kind was recognised and Limn does not run it: one sentence that says why.
    std::optional<std::string> unsupported;
};

/// One word for programs, which does not change: "stable-diffusion-1", "stable-diffusion-2", "stable-diffusion-xl",
/// "qwen3-vl", "smolvlm"; empty where Limn runs none such.
std::string_view familyName(const ModelDescription& model);

/// Looks at a folder or a file of any kind. Fails if nothing is there, or if what is there is
/// damaged or hostile. Something well-formed that Limn does not know is a description of kind
/// Unknown. Any thread.
Result<ModelDescription> describeModel(const std::filesystem::path& path,
                                       std::stop_token stop = {});

/// The same for one weight file that has been indexed already.
Result<ModelDescription> describeWeightFile(std::shared_ptr<const CheckpointIndex> index);

/// Ready for a pipeline, or an Error that says in one sentence what is missing or why it cannot be.
Status requireRunnable(const ModelDescription& model);
/// The same for a model that describes pictures.
Status requireDescribing(const ModelDescription& model);

}  // namespace limn::checkpoint
