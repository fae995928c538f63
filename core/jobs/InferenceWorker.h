// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/jobs/Describer.h"
#include "core/jobs/PictureNames.h"
#include "core/jobs/PictureOrder.h"
#include "core/jobs/WordsOrder.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace limn {

/// What InferenceService does on its thread: keeps the engine and its model, draws, and saves each picture with its
/// metadata before it tells of it; puts pictures into words. Every function belongs to the inference thread. Throws nothing.
class InferenceWorker {
public:
    using EngineFactory = std::function<std::unique_ptr<Engine>()>;

    struct Sinks {
        ProgressSink progress;
        std::function<void(FinishedPicture)> picture;
        std::function<void(ModelInfo)> modelLoaded;
    };

    explicit InferenceWorker(const EngineFactory& makeEngine) : m_makeEngine(makeEngine), m_describer(makeEngine) {}

    /// Where a finished picture goes if its own folder takes it no more. Before the first order.
    void setRescueFolder(std::filesystem::path folder) { m_rescueFolder = std::move(folder); }

    Outcome<ModelInfo> load(const LoadRequest& request, const std::stop_token& stop,
                            const Sinks& sinks);
    /// `order.model` is what is loaded first where another one is; empty: the one that is loaded, else `fallbackModel`.
    Outcome<GenerateReport> draw(const PictureOrder& order,
                                 const std::filesystem::path& fallbackModel,
                                 const std::stop_token& stop, const Sinks& sinks);

    /// Looks with an engine of its own, so that the model that draws stays. Without a model it measures and reads. `text`
    /// gets the words as they are written.
    Outcome<FinishedWords> describe(const WordsOrder& order, const std::filesystem::path& fallbackModel,
                                    const std::stop_token& stop, const ProgressSink& progress, const TextSink& text);

private:
    Outcome<ModelInfo> loadIfOther(const LoadRequest& request, const std::stop_token& stop,
                                   const Sinks& sinks);
    Outcome<GenerateReport> generate(const PictureOrder& order, const std::stop_token& stop,
                                     const Sinks& sinks);
    Result<std::filesystem::path> save(const GeneratedImage& picture, const PictureOrder& order);
    Result<std::filesystem::path> rescue(const GeneratedImage& picture, PictureOrder order);

    EngineFactory m_makeEngine;
    Describer m_describer;
    std::unique_ptr<Engine> m_engine;
    std::optional<LoadRequest> m_loaded;  // what m_model came from
    ModelInfo m_model;
    PictureNames m_names;
    std::filesystem::path m_rescueFolder;
};

/// The order with what the model does where the person said nothing.
PictureOrder withDefaults(PictureOrder order, const ModelInfo& model);

}  // namespace limn
