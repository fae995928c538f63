// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/TorchEngine.h"

#include "core/base/Log.h"
#include "inference/checkpoint/ModelDescription.h"
#include "inference/engine/device_policy.h"
#include "inference/loading/description_loader.h"
#include "inference/loading/model_extras.h"
#include "inference/loading/stable_diffusion_loader.h"
#include "inference/memory/available_memory.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"
#include "inference/pipelines/DescribePipeline.h"
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

Error outOfMemory(const std::string& detail) {
    return {ErrorCode::OutOfMemory,
            "There is not enough memory for this: try a smaller size, --dtype bfloat16, or close "
            "other programs.",
            detail};
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
        return Error{ErrorCode::Internal,
                     std::string("The engine failed: ") + error.what_without_backtrace(),
                     error.what()};
    } catch (const std::exception& error) {
        return Error{ErrorCode::Internal, std::string("The engine failed: ") + error.what(), {}};
    }
}

class TorchEngine final : public Engine {
public:
    Outcome<ModelInfo> load(const LoadRequest& request, std::stop_token stop,
                            const ProgressSink& progress) override {
        auto outcome = guarded<ModelInfo>([&] { return loadModel(request, stop, progress); });
        if (!outcome.isDone()) {
            unload();
        }
        // However deep in a file's headers the stop was seen, and whatever it was called there.
        return outcome.isFailed() && stop.stop_requested() ? Outcome<ModelInfo>(Cancelled{})
                                                           : std::move(outcome);
    }

    Outcome<GenerateReport> generate(const GenerateRequest& request, std::stop_token stop,
                                     const ProgressSink& progress,
                                     const ImageSink& images) override {
        if (!m_pipeline) {
            return m_describer ? Error{ErrorCode::InvalidRequest,
                                       "The loaded model describes pictures; it cannot make any.",
                                       {},
                                       "model"}
                               : Error{ErrorCode::InvalidRequest, "No model is loaded.", {}};
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

    Outcome<Description> describe(const DescribeRequest& request, std::stop_token stop,
                                  const ProgressSink& progress, const TextSink& text) override {
        if (!m_describer) {
            return m_pipeline ? Error{ErrorCode::InvalidRequest,
                                      "The loaded model makes pictures; it cannot describe any.",
                                      {},
                                      "model"}
                              : Error{ErrorCode::InvalidRequest, "No model is loaded.", {}};
        }
        auto outcome = guarded<Description>([&] {
            applyPlacement(m_placement);
            return pipelines::DescribePipeline(*m_describer, m_lastSeen)
                .describe(request, stop, progress, text);
        });
        if (outcome.isFailed() && outcome.error().code == ErrorCode::OutOfMemory) {
            memory::releaseCached(m_placement.device);
        }
        return outcome;
    }

    void unload() override {
        m_lastSeen = {};
        m_describer.reset();
        m_pipeline.reset();
        m_model.reset();
        memory::releaseCached(m_placement.device);
    }

private:
    ModelInfo loadModel(const LoadRequest& request, const std::stop_token& stop,
                        const ProgressSink& progress) {
        const auto begin = std::chrono::steady_clock::now();
        unload();  // two models at once may not fit
        m_placement = choosePlacement(request.placement);
        applyPlacement(m_placement);
        const auto description = nn::valueOrThrow(checkpoint::describeModel(request.model, stop));
        const bool describes = description.kind == checkpoint::ModelKind::DescriptionModel;
        if (const auto status = describes ? checkpoint::requireDescribing(description)
                                          : checkpoint::requireRunnable(description);
            !status) {
            throw nn::Failure(status.error());
        }
        for (const auto& problem : description.problems) {
            log(LogLevel::Warning, "engine", problem);
        }
        auto info = describes ? loadDescriber(request, description, stop, progress)
                              : loadPictureMaker(request, description, stop, progress);
        info.loadSeconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return info;
    }

    ModelInfo loadDescriber(const LoadRequest& request,
                            const checkpoint::ModelDescription& description,
                            const std::stop_token& stop, const ProgressSink& progress) {
        if (!request.loras.empty()) {
            throw nn::Failure(ErrorCode::InvalidRequest,
                              "LoRAs change models that make pictures; this one describes them.",
                              "lora");
        }
        m_describer = loading::loadDescriptionModel(description, m_placement.device,
                                                    m_placement.type, stop, progress);
        auto info = basicInfo(description);
        info.makesPictures = false;
        info.describesPictures = true;
        info.takesNegativePrompt = false;
        return info;
    }

    ModelInfo loadPictureMaker(const LoadRequest& request,
                               const checkpoint::ModelDescription& description,
                               const std::stop_token& stop, const ProgressSink& progress) {
        m_model = loading::loadStableDiffusion(description, request.loras, m_placement.device,
                                               m_placement.type, stop, progress);
        loadExtras(request, stop);
        m_pipeline = std::make_unique<pipelines::StableDiffusionPipeline>(*m_model);
        auto info = basicInfo(description);
        addPictureDefaults(info);
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

    ModelInfo basicInfo(const checkpoint::ModelDescription& description) const {
        ModelInfo info;
        info.name = description.path.filename().empty()
                        ? description.path.parent_path().filename().string()
                        : description.path.filename().string();
        info.architecture = checkpoint::familyName(description);
        info.architectureName = description.architecture;
        info.device = deviceName(m_placement.device);
        info.dtype = typeName(m_placement.type);
        for (const auto& index : description.indexes) {
            for (const auto& record : index->tensors) {
                info.parameters += static_cast<std::int64_t>(c10::multiply_integers(record.shape));
            }
        }
        return info;
    }

    void addPictureDefaults(ModelInfo& info) const {
        const auto defaults = pipelines::generationDefaults(*m_model);
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
    }

    ChosenPlacement m_placement;
    std::unique_ptr<pipelines::StableDiffusionModel> m_model;
    std::unique_ptr<pipelines::StableDiffusionPipeline>
        m_pipeline;  // refers to m_model: destroyed first
    std::unique_ptr<pipelines::DescriptionModel> m_describer;
    pipelines::LastSeen m_lastSeen;
};

}  // namespace

std::unique_ptr<Engine> makeTorchEngine() {
    return std::make_unique<TorchEngine>();
}

}  // namespace limn::inference
