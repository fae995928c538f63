// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/original_layout.h"

#include "inference/checkpoint/original_configs.h"
#include "inference/checkpoint/original_keys.h"
#include "inference/checkpoint/tensor_shapes.h"

#include <array>
#include <set>

namespace limn::checkpoint {

namespace {

constexpr const char* kVaePrefix = "first_stage_model.";
constexpr const char* kOpenClipPrefixSd2 = "cond_stage_model.model.";
constexpr const char* kOpenClipPrefixXl = "conditioner.embedders.1.model.";
constexpr const char* kOpenClipPrefixRefiner = "conditioner.embedders.0.model.";

/// Where the U-Net's names begin; empty if it stands alone; nullopt if there is none.
std::optional<std::string> unetPrefix(const CheckpointIndex& index) {
    for (const char* prefix : {"model.diffusion_model.", ""}) {
        const TensorRecord* first = index.find(std::string(prefix) + "input_blocks.0.0.weight");
        if (first != nullptr && first->shape.size() == 4) {
            return prefix;
        }
    }
    return std::nullopt;
}

/// CLIP-L: beside the usual names, some programs save without the `text_model.` level.
std::optional<std::string> clipPrefix(const CheckpointIndex& index) {
    for (const char* prefix :
         {"cond_stage_model.transformer.text_model.", "cond_stage_model.transformer.",
          "conditioner.embedders.0.transformer.text_model.",
          "conditioner.embedders.0.transformer."}) {
        if (index.find(std::string(prefix) + "embeddings.token_embedding.weight") != nullptr) {
            return prefix;
        }
    }
    return std::nullopt;
}

bool hasOpenClip(const CheckpointIndex& index, const std::string& prefix) {
    return index.find(prefix + "token_embedding.weight") != nullptr;
}

class OriginalFile {
public:
    explicit OriginalFile(std::shared_ptr<const CheckpointIndex> index)
        : m_index(std::move(index)), m_unetPrefix(*unetPrefix(*m_index)),
          m_shapes(*m_index, m_unetPrefix) {}

    Result<ModelDescription> describe();

private:
    ModelFamily familyOf(const models::UNet2DConditionConfig& unet) const;
    std::optional<std::string> unsupportedVariant() const;
    std::string predictionType() const;
    std::string metadata(const char* key) const;
    Status addUNet();
    Status addVae();
    Status addTextEncoders();
    void addArchitectureName();
    void listUnexpectedKeys();

    std::shared_ptr<const CheckpointIndex> m_index;
    std::string m_unetPrefix;
    TensorShapes m_shapes;
    ModelDescription m_model;
};

std::string OriginalFile::metadata(const char* key) const {
    const auto found = m_index->metadata.find(key);
    return found == m_index->metadata.end() ? std::string() : found->second;
}

ModelFamily OriginalFile::familyOf(const models::UNet2DConditionConfig& unet) const {
    if (unet.addition_embed_type) {
        return ModelFamily::StableDiffusionXl;
    }
    // 1.x alone projects by convolutions.
    return unet.use_linear_projection || hasOpenClip(*m_index, kOpenClipPrefixSd2)
               ? ModelFamily::StableDiffusion2
               : ModelFamily::StableDiffusion1;
}

std::optional<std::string> OriginalFile::unsupportedVariant() const {
    if (hasOpenClip(*m_index, kOpenClipPrefixRefiner)) {
        return "This is the refiner of Stable Diffusion XL, which Limn does not run; use the base "
               "model alone.";
    }
    if (m_shapes.find("label_emb.weight") != nullptr) {
        return "This is the x4 upscaler of Stable Diffusion, which Limn does not run.";
    }
    if (m_index->find("edm_mean") != nullptr || m_index->find("edm_vpred.sigma_max") != nullptr) {
        return "This model predicts in the EDM parametrisation (Playground 2.5, CosXL), which Limn "
               "does not run.";
    }
    switch (m_shapes.dimension("input_blocks.0.0.weight", 4, 1)) {
    case 4:
    case 9:
        return std::nullopt;
    case 5:
        return "This model wants a depth map (5 input channels), which Limn does not make.";
    case 8:
        return "This is an InstructPix2Pix model (8 input channels), which Limn does not run.";
    default:
        return "The first convolution takes " +
               std::to_string(m_shapes.dimension("input_blocks.0.0.weight", 4, 1)) +
               " channels; Limn runs models with 4 (text to image) or 9 (inpainting).";
    }
}

std::string OriginalFile::predictionType() const {
    const std::string declared = metadata("modelspec.prediction_type");
    const std::string architecture = metadata("modelspec.architecture");
    // Marker keys that fine-tuners put into the file for want of a configuration.
    if (m_index->find("v_pred") != nullptr || declared == "v" || declared == "v_prediction") {
        return "v_prediction";
    }
    if (declared == "epsilon" || architecture.starts_with("stable-diffusion-v2-512") ||
        architecture.starts_with("stable-diffusion-v2-inpainting")) {
        return "epsilon";
    }
    // Shapes do not tell 2.x-base from 2.x-768; diffusers takes such a file for the latter. Its
    // inpainting model is of the first kind.
    const bool isV2 = *m_model.family == ModelFamily::StableDiffusion2;
    return isV2 && m_model.unet->config.in_channels == 4 ? "v_prediction" : "epsilon";
}

Status OriginalFile::addUNet() {
    auto config = deriveUNetConfig(*m_index, m_unetPrefix);
    if (!config) {
        return config.error();
    }
    m_model.family = familyOf(*config);
    KeyTable keys = originalUNetKeys(*config, m_unetPrefix);
    m_model.unet =
        Component<models::UNet2DConditionConfig>{std::move(*config), m_index, std::move(keys)};
    auto& unet = m_model.unet->config;
    const std::string prediction = predictionType();
    m_model.scheduler = publishedScheduler(*m_model.family, prediction);
    if (m_index->find("ztsnr") != nullptr) {
        m_model.scheduler->rescale_betas_zero_snr = true;
        m_model.scheduler->timestep_spacing = "trailing";
    }
    switch (*m_model.family) {
    case ModelFamily::StableDiffusion1:
        unet.sample_size = {64, 64};
        break;
    case ModelFamily::StableDiffusion2:
        unet.sample_size = prediction == "epsilon" ? std::array<std::int64_t, 2>{64, 64}
                                                   : std::array<std::int64_t, 2>{96, 96};
        unet.upcast_attention = true;  // its attention overflows in fp16
        break;
    case ModelFamily::StableDiffusionXl:
        unet.sample_size = {128, 128};
        break;
    }
    return Unit{};
}

Status OriginalFile::addVae() {
    if (m_index->find(std::string(kVaePrefix) + "decoder.conv_in.weight") == nullptr) {
        return Unit{};
    }
    auto config = deriveVaeConfig(*m_index, kVaePrefix);
    if (!config) {
        return config.error();
    }
    const bool isXl = *m_model.family == ModelFamily::StableDiffusionXl;
    config->scaling_factor = isXl ? 0.13025 : 0.18215;
    config->sample_size = isXl                                               ? 1024
                          : *m_model.family == ModelFamily::StableDiffusion2 ? 768
                                                                             : 512;
    KeyTable keys = originalVaeKeys(*config, kVaePrefix);
    m_model.vae =
        Component<models::AutoencoderKLConfig>{std::move(*config), m_index, std::move(keys)};
    return Unit{};
}

Status OriginalFile::addTextEncoders() {
    const bool isXl = *m_model.family == ModelFamily::StableDiffusionXl;
    if (const auto prefix = clipPrefix(*m_index)) {
        auto config = deriveClipConfig(*m_index, *prefix);
        if (!config) {
            return config.error();
        }
        KeyTable keys = originalClipKeys(*config, *prefix);
        m_model.text_encoder =
            Component<models::ClipTextConfig>{std::move(*config), m_index, std::move(keys)};
        m_model.tokenizer = TokenizerSource{};
    }
    const std::string openPrefix = isXl ? kOpenClipPrefixXl : kOpenClipPrefixSd2;
    if (hasOpenClip(*m_index, openPrefix)) {
        auto config = deriveOpenClipConfig(
            *m_index, openPrefix, isXl ? OpenClipUse::WithProjection : OpenClipUse::Penultimate);
        if (!config) {
            return config.error();
        }
        KeyTable keys = originalOpenClipKeys(*config, openPrefix);
        (isXl ? m_model.text_encoder_2 : m_model.text_encoder) =
            Component<models::ClipTextConfig>{std::move(*config), m_index, std::move(keys)};
        (isXl ? m_model.tokenizer_2 : m_model.tokenizer) = TokenizerSource{{}, "!"};
    }
    if (isXl && m_model.text_encoder_2) {
        // Pooled text and six time ids make up the added embedding.
        constexpr std::int64_t kTimeIds = 6;
        auto& unet = m_model.unet->config;
        const std::int64_t rest = *unet.projection_class_embeddings_input_dim -
                                  m_model.text_encoder_2->config.projection_dim;
        if (rest <= 0 || rest % (2 * kTimeIds) != 0) {
            return Error{ErrorCode::KeysMismatch,
                         m_model.path.filename().string() + ": the tensor \"" +
                             m_shapes.fullName("label_emb.0.0.weight") + "\" takes " +
                             std::to_string(*unet.projection_class_embeddings_input_dim) +
                             " values, which does not fit a pooled text embedding of " +
                             std::to_string(m_model.text_encoder_2->config.projection_dim) +
                             " and six time ids.",
                         {}};
        }
        unet.addition_time_embed_dim = rest / kTimeIds;
    }
    return Unit{};
}

void OriginalFile::addArchitectureName() {
    switch (*m_model.family) {
    case ModelFamily::StableDiffusion1:
        m_model.architecture = "Stable Diffusion 1.x";
        break;
    case ModelFamily::StableDiffusion2:
        m_model.architecture = "Stable Diffusion 2.x";
        break;
    case ModelFamily::StableDiffusionXl:
        m_model.architecture = "Stable Diffusion XL";
        break;
    }
    if (m_model.unet->config.in_channels == 9) {
        m_model.architecture += " inpainting";
    }
    if (m_model.scheduler->prediction_type == "v_prediction") {
        m_model.architecture += " (v-prediction)";
    }
}

void OriginalFile::listUnexpectedKeys() {
    std::set<std::string_view> used;
    const auto use = [&](const auto& component) {
        if (component) {
            for (const auto& [key, source] : component->keys) {
                used.insert(source.fileKey);
            }
        }
    };
    use(m_model.unet);
    use(m_model.vae);
    use(m_model.text_encoder);
    use(m_model.text_encoder_2);
    std::string droppedLayer;
    if (*m_model.family == ModelFamily::StableDiffusion2 && m_model.text_encoder) {
        droppedLayer = std::string(kOpenClipPrefixSd2) + "transformer.resblocks." +
                       std::to_string(m_model.text_encoder->config.num_hidden_layers) + ".";
    }
    for (const TensorRecord& tensor : m_index->tensors) {
        const bool dropped =
            !droppedLayer.empty() && (tensor.name.starts_with(droppedLayer) ||
                                      tensor.name == "cond_stage_model.model.text_projection");
        m_model.hasMovingAverages =
            m_model.hasMovingAverages || tensor.name.starts_with("model_ema.diffusion_model");
        if (!dropped && !used.contains(tensor.name) && !isIgnoredOriginalKey(tensor.name)) {
            m_model.unexpectedKeys.push_back(tensor.name);
        }
    }
}

Result<ModelDescription> OriginalFile::describe() {
    m_model.kind = ModelKind::Checkpoint;
    m_model.path = m_index->files.front();
    m_model.format = fileFormatName(m_index->format);
    m_model.indexes.push_back(m_index);
    m_model.unsupported = unsupportedVariant();
    if (m_model.unsupported) {
        m_model.architecture = "Stable Diffusion, a variant that Limn does not run";
        return m_model;
    }
    for (Status (OriginalFile::*step)() :
         {&OriginalFile::addUNet, &OriginalFile::addVae, &OriginalFile::addTextEncoders}) {
        if (Status status = (this->*step)(); !status) {
            if (status.error().code != ErrorCode::Unsupported) {
                return status.error();
            }
            m_model.architecture = "Stable Diffusion, a variant that Limn does not run";
            m_model.unsupported = status.error().message;
            return m_model;
        }
    }
    addArchitectureName();
    listUnexpectedKeys();
    return m_model;
}

}  // namespace

bool isOriginalLayout(const CheckpointIndex& index) {
    return unetPrefix(index).has_value();
}

Result<ModelDescription> describeOriginalFile(std::shared_ptr<const CheckpointIndex> index) {
    return OriginalFile(std::move(index)).describe();
}

namespace {

std::optional<std::string> standAloneVaePrefix(const CheckpointIndex& index) {
    for (const char* prefix : {"", kVaePrefix}) {
        if (index.find(std::string(prefix) + "decoder.up.0.block.0.conv1.weight") != nullptr) {
            return prefix;
        }
    }
    return std::nullopt;
}

}  // namespace

bool isOriginalVae(const CheckpointIndex& index) {
    return !isOriginalLayout(index) && standAloneVaePrefix(index).has_value();
}

Result<ModelDescription> describeOriginalVae(std::shared_ptr<const CheckpointIndex> index) {
    const std::string prefix = *standAloneVaePrefix(*index);
    ModelDescription model;
    model.kind = ModelKind::Autoencoder;
    model.architecture = "AutoencoderKL";
    model.path = index->files.front();
    model.format = fileFormatName(index->format);
    model.indexes.push_back(index);
    auto config = deriveVaeConfig(*index, prefix);
    if (!config) {
        if (config.error().code != ErrorCode::Unsupported) {
            return config.error();
        }
        model.unsupported = config.error().message;
        return model;
    }
    KeyTable keys = originalVaeKeys(*config, prefix);
    std::set<std::string_view> used;
    for (const auto& [key, source] : keys) {
        used.insert(source.fileKey);
    }
    for (const TensorRecord& tensor : index->tensors) {
        if (!used.contains(tensor.name) && !isIgnoredOriginalKey(tensor.name) &&
            !tensor.name.starts_with("model_ema")) {
            model.unexpectedKeys.push_back(tensor.name);
        }
    }
    model.problems.emplace_back(
        "The file does not say its scaling factor; the model that it is used with decides.");
    model.vae = Component<models::AutoencoderKLConfig>{std::move(*config), index, std::move(keys)};
    return model;
}

schedulers::SchedulerConfig publishedScheduler(ModelFamily family, const std::string& prediction) {
    schedulers::SchedulerConfig config;
    config.num_train_timesteps = 1000;
    config.beta_start = 0.00085;
    config.beta_end = 0.012;
    config.beta_schedule = "scaled_linear";
    config.clip_sample = false;
    config.set_alpha_to_one = false;
    config.skip_prk_steps = true;
    config.steps_offset = 1;
    if (family == ModelFamily::StableDiffusionXl) {
        config.class_name = "EulerDiscreteScheduler";
        config.timestep_spacing = "leading";
        config.sample_max_value = 1.0;
        config.use_karras_sigmas = false;
        config.prediction_type = prediction;
        return config;
    }
    // 2.x for 768 pixels carries DDIM, everything else PNDM; the files of 1.x do not name the
    // prediction type.
    const bool isVelocity = prediction == "v_prediction";
    config.class_name =
        family == ModelFamily::StableDiffusion2 && isVelocity ? "DDIMScheduler" : "PNDMScheduler";
    if (isVelocity || family == ModelFamily::StableDiffusion2) {
        config.prediction_type = prediction;
    }
    return config;
}

}  // namespace limn::checkpoint
