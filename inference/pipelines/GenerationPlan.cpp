// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/GenerationPlan.h"

#include "inference/imaging/image_tensor.h"
#include "inference/nn/Failure.h"

#include <algorithm>
#include <cmath>

namespace limn::pipelines {
namespace {

constexpr int kLargestSidePx = 8192;
constexpr int kMostSteps = 1000;
constexpr int kMostImages = 1000;
constexpr double kLargestUpscale = 16;
constexpr int kLargestUpscaledSidePx = 16384;

/// `field` as in Error.
[[noreturn]] void refuse(const char* field, std::string message) {
    throw nn::Failure(ErrorCode::InvalidRequest, std::move(message), field);
}

int nearestMultiple(int value, int multiple) {
    const int rounded = (value + multiple / 2) / multiple * multiple;
    return std::clamp(rounded, multiple, kLargestSidePx / multiple * multiple);
}

void checkSide(const char* name, int valuePx, int multiplePx) {
    if (valuePx >= multiplePx && valuePx <= kLargestSidePx && valuePx % multiplePx == 0) {
        return;
    }
    refuse(name, "The " + std::string(name) + " must be a multiple of " +
                     std::to_string(multiplePx) + " from " + std::to_string(multiplePx) + " to " +
                     std::to_string(kLargestSidePx) + ", not " + std::to_string(valuePx) +
                     "; the nearest that works is " +
                     std::to_string(nearestMultiple(valuePx, multiplePx)) + ".");
}

/// Part of the picture is repainted, and nothing asks for another size than its own.
bool keepsOwnSize(const GenerateRequest& request) {
    return request.mask && request.initImage &&
           request.widthPx.value_or(request.initImage->widthPx) == request.initImage->widthPx &&
           request.heightPx.value_or(request.initImage->heightPx) == request.initImage->heightPx;
}

void chooseSize(const GenerateRequest& request, const StableDiffusionModel& model, GenerationPlan& plan) {
    const auto defaults = generationDefaults(model);
    const int multiple = sizeMultiplePx(model);
    if (keepsOwnSize(request)) {
        const auto roundedUp = [multiple](int valuePx) {
            return (valuePx + multiple - 1) / multiple * multiple;
        };
        plan.widthPx = roundedUp(request.initImage->widthPx);
        plan.heightPx = roundedUp(request.initImage->heightPx);
        checkSide("width", plan.widthPx, multiple);
        checkSide("height", plan.heightPx, multiple);
        return;
    }
    const auto roundedDown = [multiple](int valuePx) { return std::max(multiple, valuePx / multiple * multiple); };
    plan.widthPx = request.widthPx.value_or(request.initImage ? roundedDown(request.initImage->widthPx) : defaults.widthPx);
    plan.heightPx = request.heightPx.value_or(request.initImage ? roundedDown(request.initImage->heightPx) : defaults.heightPx);
    checkSide("width", plan.widthPx, multiple);
    checkSide("height", plan.heightPx, multiple);
}

void checkUpscale(const GenerateRequest& request, const GenerationPlan& plan, bool hasUpscaler) {
    if (!(request.upscale >= 1.0 && request.upscale <= kLargestUpscale)) {
        refuse("upscale", "The upscale must be 1 to 16.");
    }
    if (request.upscale > 1.0 && !hasUpscaler) {
        refuse("upscale",
               "There is no upscaler to enlarge with: choose a compact ESRGAN file (--upscaler "
               "FILE).");
    }
    if (request.upscale * std::max(plan.widthPx, plan.heightPx) > kLargestUpscaledSidePx) {
        refuse("upscale", "The enlarged picture must have at most " +
                              std::to_string(kLargestUpscaledSidePx) + " pixels a side.");
    }
}

void checkNumbers(const GenerateRequest& request, const GenerationPlan& plan) {
    if (plan.steps < 1 || plan.steps > kMostSteps) {
        refuse("steps",
               "The number of steps must be 1 to 1000, not " + std::to_string(plan.steps) + ".");
    }
    if (!std::isfinite(plan.guidanceScale)) {
        refuse("guidance-scale", "The guidance scale must be a finite number.");
    }
    if (request.count < 1 || request.count > kMostImages) {
        refuse("count", "The count must be 1 to 1000, not " + std::to_string(request.count) + ".");
    }
    if (request.clipSkip < 1 || request.clipSkip > 64) {
        refuse("clip-skip", "The clip skip must be 1 (nothing skipped) to 64, not " +
                                std::to_string(request.clipSkip) + ".");
    }
    if (request.initImage && !(request.strength >= 0.0 && request.strength <= 1.0)) {
        refuse("strength", "The strength must be 0 to 1.");
    }
    if (request.mask && !request.initImage) {
        refuse("mask", "A mask needs a picture to repaint.");
    }
}

void takePictures(const GenerateRequest& request, const std::stop_token& stop,
                  GenerationPlan& plan) {
    if (!request.initImage) {
        return;
    }
    const auto fitted = [&](const Image& image, int widthPx, int heightPx) {
        return nn::valueOrThrow(imaging::resized(image, widthPx, heightPx, stop));
    };
    const Image picture = imaging::toRgb(*request.initImage);
    if (keepsOwnSize(request)) {
        const Image mask =
            imaging::toGrey(fitted(*request.mask, picture.widthPx, picture.heightPx));
        plan.startImage =
            imaging::padded(picture, plan.widthPx, plan.heightPx, imaging::Padding::Edge);
        plan.mask = imaging::padded(mask, plan.widthPx, plan.heightPx, imaging::Padding::Zero);
        plan.repaintedPicture = request.initImage;
        return;
    }
    plan.startImage = fitted(picture, plan.widthPx, plan.heightPx);
    if (request.mask) {
        plan.mask = imaging::toGrey(fitted(*request.mask, plan.widthPx, plan.heightPx));
        plan.repaintedPicture = plan.startImage;
    }
}

}  // namespace

GenerationDefaults generationDefaults(const StableDiffusionModel& model) {
    GenerationDefaults defaults;
    const auto scale = model.vae->scale();
    if (const auto& size = model.unet->config().sample_size) {
        defaults.heightPx = static_cast<int>((*size)[0] * scale);
        defaults.widthPx = static_cast<int>((*size)[1] * scale);
    }
    if (model.takesGuidanceEmbedding()) {
        defaults.steps = 4;
        defaults.guidanceScale = 8.5;  // LCM's published setting
    } else if (model.promptStyle == PromptStyle::Penultimate) {
        defaults.steps = 25;
        defaults.guidanceScale = 5.0;
    } else if (model.scheduler.prediction_type == "flow_prediction") {
        defaults.steps = 12;  // the paths are nearly straight
        defaults.guidanceScale = 3.0;
    }
    return defaults;
}

int sizeMultiplePx(const StableDiffusionModel& model) { return static_cast<int>(model.vae->scale()); }

GenerationPlan planGeneration(const GenerateRequest& request, const StableDiffusionModel& model, const std::stop_token& stop) {
    const auto defaults = generationDefaults(model);
    GenerationPlan plan;
    plan.steps = request.steps.value_or(defaults.steps);
    plan.guidanceScale = request.guidanceScale.value_or(defaults.guidanceScale);
    plan.clipSkip = request.clipSkip;
    plan.schedulerName = request.scheduler;
    plan.strength = request.initImage ? request.strength : 1.0;
    plan.isGuided = plan.guidanceScale > 1.0 && !model.takesGuidanceEmbedding();
    checkNumbers(request, plan);
    chooseSize(request, model, plan);
    checkUpscale(request, plan, model.upscaler != nullptr);
    takePictures(request, stop, plan);
    if (model.isInpainting() && !plan.mask) {
        refuse(request.initImage ? "mask" : "image",
               "This is an inpainting model: it needs a picture and a mask (--image FILE --mask "
               "FILE).");
    }
    return plan;
}

}  // namespace limn::pipelines
