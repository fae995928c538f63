// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/jobs/WordsOrder.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace limn {

/// Carries orders for words out, with an engine of its own and the reader of writing; both are made when they are first
/// needed and kept. Every function belongs to the inference thread.
class Describer {
public:
    using EngineFactory = std::function<std::unique_ptr<Engine>()>;

    explicit Describer(EngineFactory makeEngine) : m_makeEngine(std::move(makeEngine)) {}

    Outcome<FinishedWords> describe(const WordsOrder& order,
                                    const std::filesystem::path& fallbackModel,
                                    const std::stop_token& stop, const ProgressSink& progress,
                                    const TextSink& text);

private:
    /// False: there is no model to look with, and none was named.
    Outcome<bool> openEyes(const WordsOrder& order, const std::filesystem::path& fallbackModel,
                           const std::stop_token& stop, const ProgressSink& progress);
    vision::TextReader* reader();

    EngineFactory m_makeEngine;
    std::unique_ptr<Engine> m_engine;
    std::optional<std::filesystem::path> m_loaded;
    Placement m_placement;  ///< of the loaded model
    ModelInfo m_model;
    std::optional<vision::TextReader> m_reader;
    bool m_hasTriedReader = false;
};

}  // namespace limn
