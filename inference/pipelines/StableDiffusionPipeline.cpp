// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/StableDiffusionPipeline.h"

#include "core/base/Log.h"
#include "inference/imaging/image_tensor.h"
#include "inference/memory/available_memory.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"
#include "inference/nn/embeddings.h"
#include "inference/pipelines/preview.h"
#include "inference/schedulers/noise.h"
#include "inference/schedulers/scheduler_factory.h"

#include <ATen/ATen.h>

#include <chrono>
#include <cmath>

namespace limn::pipelines {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// The end of a sentence. What overflows in 16 bits does not in 32, so there only a damaged file is left.
std::string whyNotANumber(at::ScalarType type) {
    return type == at::kFloat ? "a weight of the model is damaged; 'limn inspect' looks its files over."
                              : "the model overflowed in this number type, or a weight of it is damaged. "
                                "Try --dtype float32.";
}

/// Up to this many latents both passes of a guided step are one evaluation: what comes before the first look at the prompt
/// is then computed once, and each weight is read once. Above it, on a CPU, twice the activations weigh more.
constexpr std::int64_t kLatentsOfBatch = 96 * 96;

/// The model's scheduler settings as diffusers' pipeline of this family and task uses them.
schedulers::SchedulerConfig schedulerConfigFor(const GenerationPlan& plan, const StableDiffusionModel& model) {
    if (model.promptStyle != PromptStyle::LastLayer || model.takesGuidanceEmbedding()) {
        return model.scheduler;
    }
    using Task = schedulers::StableDiffusionTask;
    const auto task = plan.mask ? Task::Inpaint : (plan.startImage ? Task::ImageToImage : Task::TextToImage);
    return schedulers::correctedForStableDiffusion(model.scheduler, task, plan.schedulerName.has_value());
}

/// The pipeline of models with a guidance embedding (LCM) gives the strength to the scheduler.
bool startsByStrength(const GenerationPlan& plan, const StableDiffusionModel& model) {
    return plan.startImage && model.takesGuidanceEmbedding();
}

models::UNetConditioning joined(const models::UNetConditioning& first, const models::UNetConditioning& second) {
    const auto cat = [](const at::Tensor& a, const at::Tensor& b) { return a.defined() ? at::cat({a, b}) : at::Tensor(); };
    return {cat(first.encoder_hidden_states, second.encoder_hidden_states), cat(first.text_embeds, second.text_embeds),
            cat(first.time_ids, second.time_ids), cat(first.timestep_cond, second.timestep_cond)};
}

/// The guidance scale as sines and cosines, for models that take it as an input.
/// Reference: diffusers `get_guidance_scale_embedding`; arXiv 2310.04378, section 4.
at::Tensor guidanceEmbedding(double guidanceScale, std::int64_t channels) {
    const auto half = channels / 2;
    const auto frequencies = at::exp(at::arange(half, at::kFloat) * (-std::log(10000.0) / static_cast<double>(half - 1)));
    const auto angles = at::full({1, 1}, (guidanceScale - 1.0) * 1000.0, at::kFloat) * frequencies.unsqueeze(0);
    auto embedding = at::cat({at::sin(angles), at::cos(angles)}, 1);
    return channels % 2 == 1 ? at::constant_pad_nd(embedding, {0, 1}) : embedding;
}

}  // namespace

struct StableDiffusionPipeline::Run {
    const GenerationPlan& plan;
    const std::stop_token& stop;
    const ProgressSink& progress;
    int previewEverySteps = 0;
    bool asBatch = false;  ///< both passes of a guided step as one evaluation

    void tell(const Progress& state) const {
        nn::throwIfStopped(stop);
        if (progress) {
            progress(state);
        }
    }
    void tell(Phase phase, int step, int of, int imageIndex) const {
        tell(Progress{.phase = phase, .step = step, .of = of, .imageIndex = imageIndex, .preview = std::nullopt});
    }
};

models::UNetConditioning StableDiffusionPipeline::conditioningFor(const PromptEmbeddings& prompt,
                                                                  const GenerationPlan& plan) const {
    models::UNetConditioning conditioning;
    conditioning.encoder_hidden_states = prompt.hidden.to(m_model.type);
    if (m_model.unet->config().addition_embed_type) {
        conditioning.text_embeds = prompt.pooled;
        // original height, width; crop top, left; target height, width
        const double height = plan.heightPx;
        const double width = plan.widthPx;
        conditioning.time_ids = at::tensor({height, width, 0.0, 0.0, height, width}, at::kFloat).unsqueeze(0).to(m_model.device);
    }
    if (m_model.takesGuidanceEmbedding()) {
        conditioning.timestep_cond = guidanceEmbedding(plan.guidanceScale, *m_model.unet->config().time_cond_proj_dim)
                                         .to(m_model.device, m_model.type);
    }
    return conditioning;
}

StableDiffusionPipeline::Conditioning StableDiffusionPipeline::encodePrompts(const Run& run, const GenerateRequest& request,
                                                                             GenerateReport& report) {
    run.tell(Phase::EncodePrompt, 0, 1, 0);
    const auto encode = [&](const std::string& text, const char* name, int clipSkip) {
        auto prompt = m_prompts.encode(text, clipSkip, run.stop);
        if (!prompt.truncatedText.empty()) {
            report.warnings.push_back(std::string("The ") + name + " is longer than the model reads; this was cut: \"" +
                                      prompt.truncatedText + "\".");
        }
        return prompt;
    };
    // diffusers skips no layer for Stable Diffusion 1's and 2's negative prompt.
    const int negativeClipSkip = m_model.promptStyle == PromptStyle::LastLayer ? 1 : run.plan.clipSkip;
    const bool zeros = !request.negativePrompt && m_model.forceZerosForEmptyPrompt;
    if (run.plan.isGuided && !zeros && negativeClipSkip == run.plan.clipSkip) {
        m_prompts.encodeAhead({request.prompt, request.negativePrompt.value_or("")}, run.plan.clipSkip, run.stop);
    }
    const auto positive = encode(request.prompt, "prompt", run.plan.clipSkip);
    Conditioning conditioning{conditioningFor(positive, run.plan), {}, {}};
    if (run.plan.isGuided) {
        const auto negative = zeros ? PromptEncoder::zerosLike(positive)
                                    : encode(request.negativePrompt.value_or(""), "negative prompt", negativeClipSkip);
        conditioning.negative = conditioningFor(negative, run.plan);
        if (run.asBatch) {
            conditioning.both = joined(conditioning.negative, conditioning.positive);
        }
    } else if (request.negativePrompt && !request.negativePrompt->empty()) {
        report.warnings.push_back("The negative prompt has no effect: without guidance there is no second pass.");
    }
    // Now, and not with the finished picture: the person may want to shorten the prompt first.
    run.tell(Progress{.phase = Phase::EncodePrompt,
                      .step = 1,
                      .of = 1,
                      .imageIndex = 0,
                      .preview = std::nullopt,
                      .warnings = report.warnings});
    return conditioning;
}

StableDiffusionPipeline::Start StableDiffusionPipeline::prepareStart(const Run& run, schedulers::Scheduler& scheduler,
                                                                     at::Generator& generator) const {
    const auto scale = m_model.vae->scale();
    const std::vector<std::int64_t> shape{1, m_model.latentChannels(), run.plan.heightPx / scale, run.plan.widthPx / scale};
    Start start;
    if (run.plan.startImage) {
        const bool byStrength = startsByStrength(run.plan, m_model) && dynamic_cast<schedulers::SchedulesByStrength*>(&scheduler) != nullptr;
        start.firstIndex = byStrength ? 0 : schedulers::imageToImageStart(run.plan.steps, run.plan.strength, scheduler.order());
        if (start.firstIndex >= scheduler.timesteps().size()) {
            throw nn::Failure(ErrorCode::InvalidRequest,
                              "The strength is too small for " + std::to_string(run.plan.steps) +
                                  " steps: no step would be run. Raise the strength or the steps.",
                              "strength");
        }
        run.tell(Phase::EncodeImage, 0, 1, 0);
        // A nine-channel model that starts from pure noise needs no latents of the picture, and diffusers then
        // draws none for it: the stream of random numbers must stay the same.
        const bool fromNoise = run.plan.mask && run.plan.strength >= 1.0;
        if (!(fromNoise && m_model.isInpainting())) {
            start.imageLatents = m_model.vae->encode(imaging::toTensor(*run.plan.startImage), generator, run.stop);
        }
        start.noise = at::randn(shape, generator, at::kFloat).to(m_model.device);
        start.latents = fromNoise ? start.noise * scheduler.initNoiseSigma()
                                  : scheduler.addNoise(start.imageLatents, start.noise, start.firstIndex);
        if (run.plan.mask) {
            prepareMask(run, start, generator);
        }
        run.tell(Phase::EncodeImage, 1, 1, 0);
    } else {
        start.latents = at::randn(shape, generator, at::kFloat).to(m_model.device) * scheduler.initNoiseSigma();
    }
    return start;
}

void StableDiffusionPipeline::prepareMask(const Run& run, Start& start, at::Generator& generator) const {
    const auto mask = imaging::toMask(*run.plan.mask);
    start.mask = at::upsample_nearest2d(mask, {start.latents.size(2), start.latents.size(3)}).to(m_model.device);
    if (m_model.isInpainting()) {
        const auto kept = imaging::toTensor(*run.plan.startImage) * mask.lt(0.5);
        start.maskedLatents = m_model.vae->encode(kept, generator, run.stop);
    } else {
        // diffusers encodes the masked picture here too and uses it for nothing; its draw must be made all the same.
        at::randn(start.latents.sizes(), generator, at::kFloat);
    }
}

at::Tensor StableDiffusionPipeline::predict(const Run& run, const Conditioning& conditioning, const at::Tensor& input,
                                            double timestep) const {
    const auto& unet = *m_model.unet;
    const auto sample = input.to(m_model.type);
    const auto timesteps = [&](std::int64_t batch) {
        return at::full({batch}, timestep, at::TensorOptions().dtype(at::kFloat).device(m_model.device));
    };
    if (!run.plan.isGuided) {
        return unet(sample, timesteps(1), conditioning.positive, run.stop).to(at::kFloat);
    }
    at::Tensor without;
    at::Tensor with;
    if (run.asBatch) {
        const auto halves = unet(sample, timesteps(1), conditioning.both, run.stop).to(at::kFloat).chunk(2);
        without = halves[0];
        with = halves[1];
    } else {
        without = unet(sample, timesteps(1), conditioning.negative, run.stop).to(at::kFloat);
        with = unet(sample, timesteps(1), conditioning.positive, run.stop).to(at::kFloat);
    }
    return without + run.plan.guidanceScale * (with - without);
}

at::Tensor StableDiffusionPipeline::keepOutsideMask(const Start& start, const at::Tensor& latents,
                                                    const schedulers::Scheduler& scheduler, std::size_t nextIndex) const {
    const auto kept = nextIndex < scheduler.timesteps().size()
                          ? scheduler.addNoise(start.imageLatents, start.noise, nextIndex)
                          : start.imageLatents;
    return (1 - start.mask) * kept + start.mask * latents;
}

at::Tensor StableDiffusionPipeline::denoise(const Run& run, const Conditioning& conditioning, schedulers::Scheduler& scheduler,
                                            Start start, at::Generator& generator, int imageIndex) const {
    auto latents = start.latents;
    const auto& timesteps = scheduler.timesteps();
    const auto evaluations = static_cast<int>(timesteps.size() - start.firstIndex);
    run.tell(Phase::Denoise, 0, evaluations, imageIndex);
    for (std::size_t i = start.firstIndex; i < timesteps.size(); ++i) {
        auto input = scheduler.scaleModelInput(latents, i);
        if (start.maskedLatents.defined()) {
            input = at::cat({input, start.mask, start.maskedLatents}, 1);
        }
        const auto prediction = predict(run, conditioning, input, timesteps[i]);
        latents = scheduler.step(prediction, i, latents, generator);
        if (start.mask.defined() && !start.maskedLatents.defined()) {
            latents = keepOutsideMask(start, latents, scheduler, i + 1);
        }
        const auto done = static_cast<int>(i - start.firstIndex) + 1;
        Progress state{.phase = Phase::Denoise, .step = done, .of = evaluations, .imageIndex = imageIndex, .preview = {}};
        if (run.previewEverySteps > 0 && done % run.previewEverySteps == 0 && done < evaluations) {
            state.preview = previewOf(scheduler.scaleModelInput(latents, std::min(i + 1, timesteps.size() - 1)), m_model, run.stop);
        }
        run.tell(state);
    }
    return latents;
}

Image StableDiffusionPipeline::decode(const Run& run, const at::Tensor& latents, int imageIndex) const {
    const auto tile = [&](int done, int of) { run.tell(Phase::Decode, done, of + 1, imageIndex); };
    run.tell(Phase::Decode, 0, 1, imageIndex);
    if (!at::isfinite(latents).all().item<bool>()) {
        throw nn::Failure(ErrorCode::NotANumber, "The denoiser gave NaN: " + whyNotANumber(m_model.type));
    }
    auto image = imaging::toImage(m_model.vae->decode(latents, run.stop, tile));
    if (!image && m_model.vae->computeType() != at::kFloat) {
        // Some autoencoders (SDXL's first) overflow in 16 bits: the latents are good, so decode them once more.
        log(LogLevel::Warning, "pipelines", "the autoencoder gave NaN; decoding again in float32");
        image = imaging::toImage(m_model.makeFloat32Vae()->decode(latents, run.stop, tile));
    }
    if (!image && image.error().code == ErrorCode::NotANumber) {  // in float32, whatever the model runs in
        throw nn::Failure(ErrorCode::NotANumber, "The autoencoder gave NaN: " + whyNotANumber(at::kFloat));
    }
    auto result = nn::valueOrThrow(std::move(image));
    if (run.plan.mask) {
        result = imaging::composite(*run.plan.repaintedPicture, result, *run.plan.mask);
    }
    run.tell(Phase::Decode, 1, 1, imageIndex);
    return result;
}

Image StableDiffusionPipeline::upscaled(const Run& run, Image image, double factor, int imageIndex) const {
    if (factor <= 1.0) {
        return image;
    }
    run.tell(Phase::Upscale, 0, 1, imageIndex);
    return m_model.upscaler->enlarge(image, factor, run.stop,
                                     [&](int done, int of) { run.tell(Phase::Upscale, done, of, imageIndex); });
}

GenerateReport StableDiffusionPipeline::generate(const GenerateRequest& request, const std::stop_token& stop,
                                                 const ProgressSink& progress, const ImageSink& images) {
    const auto begin = Clock::now();
    const auto plan = planGeneration(request, m_model, stop);
    const auto schedulerConfig = schedulerConfigFor(plan, m_model);
    const auto scheduler = nn::valueOrThrow(schedulers::makeScheduler(schedulerConfig, plan.schedulerName));
    const auto latentCount = plan.widthPx * plan.heightPx / (m_model.vae->scale() * m_model.vae->scale());
    const Run run{plan, stop, progress, request.previewEverySteps,
                  plan.isGuided && (!m_model.device.is_cpu() || latentCount <= kLatentsOfBatch)};

    GenerateReport report;
    report.widthPx = plan.repaintedPicture ? plan.repaintedPicture->widthPx : plan.widthPx;
    report.heightPx = plan.repaintedPicture ? plan.repaintedPicture->heightPx : plan.heightPx;
    report.steps = plan.steps;
    report.guidanceScale = plan.guidanceScale;
    report.scheduler = plan.schedulerName.value_or(std::string(schedulers::schedulerNameOf(schedulerConfig)));
    const auto conditioning = encodePrompts(run, request, report);
    report.seconds.encode = secondsSince(begin);

    std::size_t evaluations = 0;
    for (int i = 0; i < request.count; ++i) {
        const auto seed = request.seed + static_cast<std::uint64_t>(i);
        auto generator = schedulers::makeCpuGenerator(seed);
        auto* byStrength = startsByStrength(plan, m_model) ? dynamic_cast<schedulers::SchedulesByStrength*>(scheduler.get()) : nullptr;
        nn::valueOrThrow(byStrength != nullptr ? byStrength->setTimestepsFrom(plan.steps, plan.strength)
                                               : scheduler->setTimesteps(plan.steps));
        const auto denoiseBegin = Clock::now();
        auto start = prepareStart(run, *scheduler, generator);
        evaluations += scheduler->timesteps().size() - start.firstIndex;
        const auto latents = denoise(run, conditioning, *scheduler, std::move(start), generator, i);
        report.seconds.denoise += secondsSince(denoiseBegin);
        const auto decodeBegin = Clock::now();
        auto image = decode(run, latents, i);
        report.seconds.decode += secondsSince(decodeBegin);
        const auto upscaleBegin = Clock::now();
        image = upscaled(run, std::move(image), request.upscale, i);
        report.seconds.upscale += secondsSince(upscaleBegin);
        ++report.images;
        if (const auto status = images({std::move(image), seed, i}); !status) {
            throw nn::Failure(status.error());
        }
    }
    report.secondsPerStep = evaluations == 0 ? 0 : report.seconds.denoise / static_cast<double>(evaluations);
    report.seconds.total = secondsSince(begin);
    report.peakMemoryBytes = memory::processMemory().peakResidentBytes;
    return report;
}

}  // namespace limn::pipelines
