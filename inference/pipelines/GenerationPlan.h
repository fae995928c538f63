// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/pipelines/StableDiffusionModel.h"

namespace limn::pipelines {

/// A GenerateRequest with every default filled in from the model and every value checked.
struct GenerationPlan {
    int widthPx = 0;  ///< that is drawn
    int heightPx = 0;
    int steps = 0;
    double guidanceScale = 0;
    int clipSkip = 1;
    std::optional<std::string> schedulerName;  ///< empty: what the model's files name
    std::optional<Image> startImage;           ///< already of the plan's size, RGB
    std::optional<Image>
        mask;  ///< already of the plan's size, grey; 0 where the picture was padded
    /// What a repaint leaves untouched outside the mask: the given picture with its own channels. At most as large as
    /// the plan, whose top left part it is; the result has its size.
    std::optional<Image> repaintedPicture;
    double strength = 1.0;

    /// Two evaluations a step, with and without the prompt.
    bool isGuided = false;
};

/// Defaults that suit a family; the studio shows them too.
struct GenerationDefaults {
    int widthPx = 512;
    int heightPx = 512;
    int steps = 20;
    double guidanceScale = 7.5;
};
GenerationDefaults generationDefaults(const StableDiffusionModel& model);

/// Width and height must be multiples of this many pixels.
int sizeMultiplePx(const StableDiffusionModel& model);

/// Throws nn::Failure (InvalidRequest) with the nearest size that works, or what else does not fit.
/// A start image without an asked size gives the size: its own, rounded down to the model's multiple; with one it is
/// resized (Lanczos), and so is the mask. This is what diffusers' image processors do. A picture that is repainted at
/// its own size, asked for or not, is never resized: it is padded up to the model's multiple.
GenerationPlan planGeneration(const GenerateRequest& request, const StableDiffusionModel& model, const std::stop_token& stop);

}  // namespace limn::pipelines
