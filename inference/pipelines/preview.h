// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/pipelines/StableDiffusionModel.h"

#include <optional>

namespace limn::pipelines {

/// A look at latents [1, C, h, w] on their way: decoded by the model's preview autoencoder or, where the model's own is
/// as small as one, by that; else rough, one pixel a latent, by a linear map from latent channels to RGB. nullopt for
/// latent spaces whose map is not known. Throws nn::OperationCancelled.
std::optional<Image> previewOf(const at::Tensor& latents, const StableDiffusionModel& model, const std::stop_token& stop);

}  // namespace limn::pipelines
