// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/pipelines/StableDiffusionModel.h"

#include <optional>

namespace limn::pipelines {

/// A small, rough look at latents on their way: one pixel a latent, by a linear map from latent channels to RGB.
/// nullopt for latent spaces whose map is not known.
std::optional<Image> previewOf(const at::Tensor& latents, const StableDiffusionModel& model);

}  // namespace limn::pipelines
