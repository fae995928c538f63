// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/pipelines/GenerationPlan.h"
#include "inference/pipelines/PromptEncoder.h"
#include "inference/schedulers/Scheduler.h"

#include <ATen/core/Generator.h>

namespace limn::pipelines {

/// Text to image, image to image and inpainting with one loaded Stable Diffusion 1, 2, XL or LCM.
/// In float32 on the CPU the pictures are those of diffusers' StableDiffusion(XL)(Img2Img|Inpaint)Pipeline and
/// LatentConsistencyModelPipeline; noise is always drawn on the CPU in float32, so a seed means the same picture on
/// every device and, nearly, in every number type. Thread: the one that owns the model.
class StableDiffusionPipeline {
public:
    explicit StableDiffusionPipeline(const StableDiffusionModel& model) : m_model(model), m_prompts(model) {}

    /// Throws nn::OperationCancelled, nn::Failure, or what torch throws.
    GenerateReport generate(const GenerateRequest& request, const std::stop_token& stop, const ProgressSink& progress,
                            const ImageSink& images);

private:
    /// What the UNet is told, for the pass with the prompt and, when guided, the one without.
    struct Conditioning {
        models::UNetConditioning positive;
        models::UNetConditioning negative;
        models::UNetConditioning both;  ///< one after the other in the batch; see runsAsBatch
    };
    /// What a start picture and a mask become in latent space. Undefined tensors where there is none.
    struct Start {
        at::Tensor latents;        // [1, C, h, w] where the loop begins
        at::Tensor imageLatents;   // the given picture
        at::Tensor noise;          // that was added to it
        at::Tensor mask;           // [1, 1, h, w], 1 = repaint
        at::Tensor maskedLatents;  // the given picture without what is repainted; nine-channel models
        std::size_t firstIndex = 0;
    };
    struct Run;  // one generate() call's constants, for short parameter lists

    Conditioning encodePrompts(const Run& run, const GenerateRequest& request, GenerateReport& report);
    models::UNetConditioning conditioningFor(const PromptEmbeddings& prompt, const GenerationPlan& plan) const;
    Start prepareStart(const Run& run, schedulers::Scheduler& scheduler, at::Generator& generator) const;
    void prepareMask(const Run& run, Start& start, at::Generator& generator) const;
    at::Tensor denoise(const Run& run, const Conditioning& conditioning, schedulers::Scheduler& scheduler, Start start,
                       at::Generator& generator, int imageIndex) const;
    at::Tensor predict(const Run& run, const Conditioning& conditioning, const at::Tensor& input, double timestep) const;
    at::Tensor keepOutsideMask(const Start& start, const at::Tensor& latents, const schedulers::Scheduler& scheduler,
                               std::size_t nextIndex) const;
    Image decode(const Run& run, const at::Tensor& latents, int imageIndex) const;
    Image upscaled(const Run& run, Image image, double factor, int imageIndex) const;

    const StableDiffusionModel& m_model;
    PromptEncoder m_prompts;
};

}  // namespace limn::pipelines
