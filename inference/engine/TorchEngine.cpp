// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/TorchEngine.h"

#include "core/base/Log.h"
#include "inference/checkpoint/ModelDescription.h"
#include "inference/engine/device_policy.h"
#include "inference/loading/model_extras.h"
#include "inference/loading/stable_diffusion_loader.h"
#include "inference/memory/available_memory.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"
#include "inference/pipelines/StableDiffusionPipeline.h"
#include "inference/schedulers/scheduler_factory.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <chrono>
#include <new>
#include <optional>

namespace limn::inference {
namespace {

std::string_view familyName(checkpoint::ModelFamily family) {
    switch (family) {
    case checkpoint::ModelFamily::StableDiffusion1:
        return "stable-diffusion-1";
    case checkpoint::ModelFamily::StableDiffusion2:
        return "stable-diffusion-2";
    case checkpoint::ModelFamily::StableDiffusionXl:
        return "stable-diffusion-xl";
    }
    return "unknown";
}

Error outOfMemory(const std::string& detail) {
    return {ErrorCode::OutOfMemory,
            "There is not enough memory for this: try a smaller size, --dtype bfloat16, or close other programs.", detail};
}

/// Runs `work`, and turns whatever it throws into an Outcome. The one place where exceptions end.
template <class T, class Work>
Outcome<T> guarded(Work&& work) {
    try {
        const c10::InferenceMode inferenceMode;
        return work();
    } catch (const nn::OperationCancelled&) {
        return Cancelled{};
    } catch (const nn::Failure& failure) {
        return failure.error();
    } catch (const c10::OutOfMemoryError& error) {
        return outOfMemory(error.what_without_backtrace());
    } catch (const std::bad_alloc& error) {
        return outOfMemory(error.what());
    } catch (const c10::Error& error) {
        return Error{ErrorCode::Internal, std::string("The engine failed: ") + error.what_without_backtrace(), error.what()};
    } catch (const std::exception& error) {
        return Error{ErrorCode::Internal, std::string("The engine failed: ") + error.what(), {}};
    }
}

class TorchEngine final : public Engine {
public:
    Outcome<ModelInfo> load(const LoadRequest& request, std::stop_token stop, const ProgressSink& progress) override {
        auto outcome = guarded<ModelInfo>([&] { return loadModel(request, stop, progress); });
        if (!outcome.isDone()) {
            unload();
        }
        return outcome;
    }

    Outcome<GenerateReport> generate(const GenerateRequest& request, std::stop_token stop, const ProgressSink& progress,
                                     const ImageSink& images) override {
        if (!m_pipeline) {
            return Error{ErrorCode::InvalidRequest, "No model is loaded.", {}};
        }
        auto outcome = guarded<GenerateReport>([&] {
            applyPlacement(m_placement);
            return m_pipeline->generate(request, stop, progress, images);
        });
        if (outcome.isFailed() && outcome.error().code == ErrorCode::OutOfMemory) {
            memory::releaseCached(m_placement.device);
        }
        return outcome;
    }

    void unload() override {
        m_pipeline.reset();
        m_model.reset();
        memory::releaseCached(m_placement.device);
    }

private:
    ModelInfo loadModel(const LoadRequest& request, const std::stop_token& stop, const ProgressSink& progress) {
        const auto begin = std::chrono::steady_clock::now();
        unload();  // two models at once may not fit
        m_placement = choosePlacement(request.placement);
        applyPlacement(m_placement);
        const auto description = nn::valueOrThrow(checkpoint::describeModel(request.model, stop));
        if (const auto status = checkpoint::requireRunnable(description); !status) {
            throw nn::Failure(status.error());
        }
        for (const auto& problem : description.problems) {
            log(LogLevel::Warning, "engine", problem);
        }
        m_model = loading::loadStableDiffusion(description, request.loras, m_placement.device, m_placement.type, stop, progress);
        loadExtras(request, stop);
        m_pipeline = std::make_unique<pipelines::StableDiffusionPipeline>(*m_model);
        auto info = describe(description);
        info.loadSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return info;
    }

    /// What was asked for, else what the model's folder brings along.
    void loadExtras(const LoadRequest& request, const std::stop_token& stop) {
        const loading::ExtraPlacement placement{m_placement.device, m_placement.type};
        const auto chosen = [&](const std::filesystem::path& asked, const char* name) {
            return asked.empty() ? loading::extraInFolder(request.model, name) : asked;
        };
        if (const auto path = chosen(request.previewModel, "taesd"); !path.empty()) {
            m_model->previewVae = loading::loadPreviewAutoencoder(path, placement, stop);
        }
        if (const auto path = chosen(request.upscaler, "upscaler.safetensors"); !path.empty()) {
            m_model->upscaler = loading::loadUpscaler(path, placement, stop);
        }
    }

    ModelInfo describe(const checkpoint::ModelDescription& description) const {
        const auto defaults = pipelines::generationDefaults(*m_model);
        ModelInfo info;
        info.name = description.path.filename().empty() ? description.path.parent_path().filename().string()
                                                        : description.path.filename().string();
        info.architecture = familyName(*description.family);
        info.device = deviceName(m_placement.device);
        info.dtype = typeName(m_placement.type);
        for (const auto& index : description.indexes) {
            for (const auto& record : index->tensors) {
                info.parameters += static_cast<std::int64_t>(c10::multiply_integers(record.shape));
            }
        }
        info.defaultScheduler = schedulers::schedulerNameOf(m_model->scheduler);
        for (const auto name : schedulers::usableSchedulerNames(m_model->scheduler)) {
            info.schedulers.emplace_back(name);
        }
        info.defaultWidthPx = defaults.widthPx;
        info.defaultHeightPx = defaults.heightPx;
        info.defaultSteps = defaults.steps;
        info.defaultGuidanceScale = defaults.guidanceScale;
        info.sizeMultiplePx = pipelines::sizeMultiplePx(*m_model);
        info.takesNegativePrompt = !m_model->takesGuidanceEmbedding();
        info.isInpaintingModel = m_model->isInpainting();
        info.canUpscale = m_model->upscaler != nullptr;
        return info;
    }

    ChosenPlacement m_placement;
    std::unique_ptr<pipelines::StableDiffusionModel> m_model;
    std::unique_ptr<pipelines::StableDiffusionPipeline> m_pipeline;  // refers to m_model: destroyed first
};

}  // namespace

std::unique_ptr<Engine> makeTorchEngine() { return std::make_unique<TorchEngine>(); }

}  // namespace limn::inference
