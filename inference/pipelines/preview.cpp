// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/preview.h"

#include "inference/imaging/image_tensor.h"

#include <ATen/ATen.h>

#include <array>

namespace limn::pipelines {
namespace {

using LatentToRgb = std::array<std::array<float, 3>, 4>;  // [latent channel][red, green, blue]

// Least-squares fits between latents and decoded pictures that the field shares (first published in the Hugging Face
// forum thread "Decoding latents to RGB without upscaling"; ComfyUI `latent_formats.py` lists the same numbers).
constexpr LatentToRgb kStableDiffusion1{{{0.3512F, 0.2297F, 0.3227F},
                                         {0.3250F, 0.4974F, 0.2350F},
                                         {-0.2829F, 0.1762F, 0.2721F},
                                         {-0.2120F, -0.2616F, -0.7177F}}};
constexpr LatentToRgb kStableDiffusionXl{{{0.3651F, 0.4232F, 0.4341F},
                                          {-0.2533F, -0.0042F, 0.1068F},
                                          {0.1076F, 0.1111F, -0.0362F},
                                          {-0.3165F, -0.2492F, -0.2188F}}};

const LatentCodec* previewCodec(const StableDiffusionModel& model) {
    return model.previewVae ? model.previewVae.get() : model.vae->isQuick() ? model.vae.get() : nullptr;
}

}  // namespace

std::optional<Image> previewOf(const at::Tensor& latents, const StableDiffusionModel& model, const std::stop_token& stop) {
    if (const auto* codec = previewCodec(model); codec != nullptr && codec->latentChannels() == latents.size(1)) {
        auto image = imaging::toImage(codec->decode(latents, stop));
        return image ? std::optional(std::move(image).value()) : std::nullopt;
    }
    if (latents.size(1) != 4) {
        return std::nullopt;
    }
    const auto& map = model.promptStyle == PromptStyle::Penultimate ? kStableDiffusionXl : kStableDiffusion1;
    const auto factors = at::from_blob(const_cast<float*>(map[0].data()), {4, 3}, at::kFloat);
    const auto cpu = latents.to(at::kCPU, at::kFloat);
    const auto rgb = at::matmul(cpu.permute({0, 2, 3, 1}), factors).permute({0, 3, 1, 2});
    auto image = imaging::toImage(at::clamp(rgb, -1.0, 1.0));
    return image ? std::optional(std::move(image).value()) : std::nullopt;
}

}  // namespace limn::pipelines
