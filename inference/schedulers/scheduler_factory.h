// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerConfig.h"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace limn::schedulers {

/// The names that the command line knows: ddim, pndm, euler ...
std::span<const std::string_view> schedulerNames();

/// The scheduler of a model. Without a name: the class that the model's file names. With one: what
/// diffusers' `X.from_config(model's config)` gives, that is, keys that the file has carry over and
/// the others take X's defaults. An Error names the class, name or key that is not known or not
/// supported.
Result<std::unique_ptr<Scheduler>> makeScheduler(const SchedulerConfig& modelConfig,
                                                 std::optional<std::string_view> name = {});

/// Those of schedulerNames() that makeScheduler() can build for this model: a flow model, say, has few.
std::vector<std::string_view> usableSchedulerNames(const SchedulerConfig& modelConfig);

/// The short name of what makeScheduler(modelConfig, {}) builds, for reports; empty if the class is
/// not known.
std::string_view schedulerNameOf(const SchedulerConfig& modelConfig);

/// Stable Diffusion 1 and 2 only: diffusers' pipelines correct two old settings of a model's file
/// when they load it (steps_offset other than 1, clip_sample on), and inpainting a third
/// (skip_prk_steps off).
enum class StableDiffusionTask { TextToImage = 1, ImageToImage, Inpaint };

/// The config as such a pipeline uses it. With a name, keys that the file does not have stay
/// absent, so that they take the defaults of the named scheduler. Requires: `named` says whether
/// makeScheduler() will get a name.
SchedulerConfig correctedForStableDiffusion(SchedulerConfig config, StableDiffusionTask task,
                                            bool named);

}  // namespace limn::schedulers
