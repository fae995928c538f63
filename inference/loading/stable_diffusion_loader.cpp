// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/stable_diffusion_loader.h"

#include "inference/loading/component_building.h"
#include "inference/loading/lora_files.h"
#include "inference/loading/tokenizer_files.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace limn::loading {
namespace {

using checkpoint::Component;
using checkpoint::ModelDescription;
using checkpoint::ModelFamily;

std::unique_ptr<pipelines::LatentCodec> buildVae(LoadContext& context,
                                                 const ModelDescription& description) {
    if (description.vae_tiny) {
        auto tiny = build<models::AutoencoderTiny>(context, *description.vae_tiny, nullptr);
        return context.report.isClean() ? std::make_unique<pipelines::LatentCodec>(std::move(tiny))
                                        : nullptr;
    }
    auto autoencoder = build<models::AutoencoderKL>(context, *description.vae, nullptr);
    return context.report.isClean()
               ? std::make_unique<pipelines::LatentCodec>(std::move(autoencoder))
               : nullptr;
}

pipelines::TextEncoder buildTextEncoder(LoadContext& context,
                                        const Component<models::ClipTextConfig>& component,
                                        const checkpoint::TokenizerSource& source,
                                        LoraWeights* lora) {
    auto tokenizer = nn::valueOrThrow(loadTokenizer(source));
    return {std::make_unique<tokenizers::ClipTokenizer>(std::move(tokenizer)),
            build<models::ClipTextModel>(context, component, lora)};
}

}  // namespace

std::unique_ptr<pipelines::StableDiffusionModel> loadStableDiffusion(
    const ModelDescription& description, const std::vector<LoraChoice>& loras, at::Device device,
    at::ScalarType type, const std::stop_token& stop, const ProgressSink& progress) {
    TensorFiles files;
    LoadContext context{files, type, device, stop, progressTeller(bytesOf(description), progress),
                        {}};
    context.report.unexpected = description.unexpectedKeys;
    auto changes = readLoras(loras, description, files, stop);

    auto model = std::make_unique<pipelines::StableDiffusionModel>();
    model->device = device;
    model->type = type;
    model->scheduler = *description.scheduler;
    if (description.text_encoder) {
        model->text_encoders.push_back(buildTextEncoder(
            context, *description.text_encoder, *description.tokenizer, &changes.textEncoder));
    }
    if (description.text_encoder_2) {
        model->text_encoders.push_back(buildTextEncoder(
            context, *description.text_encoder_2, *description.tokenizer_2, &changes.textEncoder2));
    }
    if (description.family == ModelFamily::StableDiffusionXl) {
        model->promptStyle = pipelines::PromptStyle::Penultimate;
        model->forceZerosForEmptyPrompt = description.force_zeros_for_empty_prompt;
    }
    model->unet = build<models::UNet2DConditionModel>(context, *description.unet, &changes.unet);
    model->vae = buildVae(context, description);
    requireClean(context.report, description);
    changes.requireAllUsed();
    files.requireUnchanged();

    model->makeFloat32Vae = [description, device, never = std::stop_token()] {
        TensorFiles vaeFiles;
        LoadContext vaeContext{vaeFiles, at::kFloat, device, never, {}, {}};
        return buildVae(vaeContext, description);
    };
    return model;
}

}  // namespace limn::loading
