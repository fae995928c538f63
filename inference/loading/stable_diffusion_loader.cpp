// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/stable_diffusion_loader.h"

#include "inference/loading/FileWeightStore.h"
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

/// Builds Model(scope, config) from a component's files; what does not fit goes into the context's report.
template <class Model, class Config>
std::unique_ptr<Model> build(LoadContext& context, const Component<Config>& component, LoraWeights* lora) {
    FileWeightStore store(context, *component.index, component.keys, lora);
    auto model = std::make_unique<Model>(nn::WeightScope(store), component.config);
    store.reportUnused();
    return model;
}

std::unique_ptr<pipelines::LatentCodec> buildVae(LoadContext& context, const ModelDescription& description) {
    if (description.vae_tiny) {
        auto tiny = build<models::AutoencoderTiny>(context, *description.vae_tiny, nullptr);
        return context.report.isClean() ? std::make_unique<pipelines::LatentCodec>(std::move(tiny)) : nullptr;
    }
    auto autoencoder = build<models::AutoencoderKL>(context, *description.vae, nullptr);
    return context.report.isClean() ? std::make_unique<pipelines::LatentCodec>(std::move(autoencoder)) : nullptr;
}

pipelines::TextEncoder buildTextEncoder(LoadContext& context, const Component<models::ClipTextConfig>& component,
                                        const checkpoint::TokenizerSource& source, LoraWeights* lora) {
    auto tokenizer = nn::valueOrThrow(loadTokenizer(source));
    return {std::make_unique<tokenizers::ClipTokenizer>(std::move(tokenizer)),
            build<models::ClipTextModel>(context, component, lora)};
}

std::int64_t bytesOf(const ModelDescription& description) {
    std::int64_t bytes = 0;
    for (const auto& index : description.indexes) {
        for (const auto& record : index->tensors) {
            bytes += static_cast<std::int64_t>(record.byteSize);
        }
    }
    return bytes;
}

/// Tells the load's progress in hundredths of the bytes.
std::function<void(std::int64_t)> progressTeller(std::int64_t allBytes, const ProgressSink& progress) {
    constexpr int kParts = 100;
    return [allBytes, progress, done = std::int64_t{0}, told = -1](std::int64_t bytes) mutable {
        done += bytes;
        const auto part = allBytes > 0 ? static_cast<int>(std::min<std::int64_t>(kParts, done * kParts / allBytes)) : kParts;
        if (progress && part != told) {
            told = part;
            progress({Phase::Load, part, kParts, 0, {}});
        }
    };
}

void requireClean(const KeyReport& report, const ModelDescription& description) {
    if (!report.isClean()) {
        throw nn::Failure(report.toError(description.path.filename().string()));
    }
}

}  // namespace

std::unique_ptr<pipelines::StableDiffusionModel> loadStableDiffusion(const ModelDescription& description,
                                                                     const std::vector<LoraChoice>& loras,
                                                                     at::Device device, at::ScalarType type,
                                                                     const std::stop_token& stop,
                                                                     const ProgressSink& progress) {
    TensorFiles files;
    LoadContext context{files, type, device, stop, progressTeller(bytesOf(description), progress), {}};
    context.report.unexpected = description.unexpectedKeys;
    auto changes = readLoras(loras, description, files, stop);

    auto model = std::make_unique<pipelines::StableDiffusionModel>();
    model->device = device;
    model->type = type;
    model->scheduler = *description.scheduler;
    if (description.text_encoder) {
        model->text_encoders.push_back(
            buildTextEncoder(context, *description.text_encoder, *description.tokenizer, &changes.textEncoder));
    }
    if (description.text_encoder_2) {
        model->text_encoders.push_back(
            buildTextEncoder(context, *description.text_encoder_2, *description.tokenizer_2, &changes.textEncoder2));
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
