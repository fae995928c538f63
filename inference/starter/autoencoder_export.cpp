// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/autoencoder_export.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/half_weights.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <nlohmann/json.hpp>

#include <map>
#include <vector>

namespace limn::starter {
namespace {

constexpr std::uint64_t kMeasuredScenes = 256;

/// z' = (z - mean) / deviation on the way in, z = deviation z' + mean on the way out.
void foldNormalisation(std::map<std::string, at::Tensor>& weights,
                       const ChannelStatistics& latents) {
    const c10::NoGradGuard noGradients;
    const auto channels = latents.mean.size(0);
    auto quantWeight = weights.at("quant_conv.weight").clone();
    auto quantBias = weights.at("quant_conv.bias").clone();
    quantWeight.narrow(0, 0, channels).div_(latents.deviation.reshape({-1, 1, 1, 1}));
    quantBias.narrow(0, 0, channels).sub_(latents.mean).div_(latents.deviation);
    quantBias.narrow(0, channels, channels).sub_(2 * latents.deviation.log());
    weights["quant_conv.weight"] = quantWeight;
    weights["quant_conv.bias"] = quantBias;

    const auto postWeight = weights.at("post_quant_conv.weight");
    weights["post_quant_conv.bias"] =
        weights.at("post_quant_conv.bias") + at::matmul(postWeight.flatten(1), latents.mean);
    weights["post_quant_conv.weight"] = postWeight * latents.deviation.reshape({1, -1, 1, 1});
}

nlohmann::ordered_json configJson(const models::AutoencoderKLConfig& config) {
    const auto levels = config.block_out_channels.size();
    return {{"_class_name", "AutoencoderKL"},
            {"act_fn", "silu"},
            {"block_out_channels", config.block_out_channels},
            {"down_block_types", std::vector<std::string>(levels, "DownEncoderBlock2D")},
            {"force_upcast", config.force_upcast},
            {"in_channels", config.in_channels},
            {"latent_channels", config.latent_channels},
            {"layers_per_block", config.layers_per_block},
            {"mid_block_add_attention", config.mid_block_add_attention},
            {"norm_num_groups", config.norm_num_groups},
            {"out_channels", config.out_channels},
            {"sample_size", config.sample_size},
            {"scaling_factor", config.scaling_factor},
            {"up_block_types", std::vector<std::string>(levels, "UpDecoderBlock2D")}};
}

}  // namespace

ChannelStatistics measureLatents(const models::AutoencoderKL& model, SceneRenderer& renderer,
                                 at::Device device) {
    const c10::NoGradGuard noGradients;
    std::vector<at::Tensor> latents;
    for (std::uint64_t i = 0; i < kMeasuredScenes; ++i) {
        const auto pixels = toTensor(renderer.render(validationScene(i), kFullSidePx / 2).picture);
        latents.push_back(
            model.encode(pixels.to(device).to(at::kBFloat16)).mean.to(at::kFloat).to(at::kCPU));
    }
    const auto all = at::cat(latents);
    return {all.mean({0, 2, 3}), all.std({0, 2, 3}, true)};
}

Status exportAutoencoder(const training::TrainingWeightStore& store,
                         const models::AutoencoderKLConfig& config,
                         const ChannelStatistics& latents, const std::filesystem::path& folder) {
    std::map<std::string, at::Tensor> weights;
    for (const auto& parameter : store.parameters()) {
        weights[parameter.name] = parameter.average.to(at::kCPU);
    }
    foldNormalisation(weights, latents);
    std::filesystem::create_directories(folder);
    if (const auto written = writeHalf(folder / "diffusion_pytorch_model.safetensors", weights);
        !written) {
        return written;
    }
    return writeText(folder / "config.json", configJson(config).dump(2) + "\n");
}

}  // namespace limn::starter
