// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/autoencoder_objective.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

namespace limn::training {
namespace {

/// Mean absolute error of the differences between neighbours along `dim`.
at::Tensor gradientError(const at::Tensor& error, std::int64_t dim) {
    const auto length = error.size(dim) - 1;
    return (error.narrow(dim, 1, length) - error.narrow(dim, 0, length)).abs().mean();
}

}  // namespace

at::Tensor autoencoderLoss(const models::AutoencoderKL& model, const at::Tensor& pixels,
                           const at::Tensor& noise, AutoencoderPart part,
                           const AutoencoderLossWeights& weights) {
    const auto encode = [&] {
        const c10::AutoGradMode gradients(part == AutoencoderPart::Both);
        return model.encode(pixels.to(at::kBFloat16));
    };
    const auto latent = encode();
    const auto mean = latent.mean.to(at::kFloat);
    const auto logvar = latent.logvar.to(at::kFloat);
    const auto sample = mean + at::exp(0.5 * logvar) * noise;
    const auto error = model.decode(sample.to(at::kBFloat16)).to(at::kFloat) - pixels;
    const auto divergence = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).mean();
    return weights.absolute * error.abs().mean() + weights.squared * error.square().mean() +
           weights.gradient * (gradientError(error, 2) + gradientError(error, 3)) +
           weights.divergence * divergence;
}

TrainingWeightStore::Adjust narrowPosterior(std::int64_t latentChannels) {
    return [latentChannels](const std::string& key, at::Tensor& value) {
        if (key == "quant_conv.bias") {
            value.narrow(0, latentChannels, latentChannels).fill_(-5.0);
        }
    };
}

}  // namespace limn::training
