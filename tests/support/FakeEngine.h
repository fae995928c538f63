// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace limn::test {

/// How a FakeEngine is to behave, and what it was asked. Shared with the test, which may read the
/// orders once the command or service has ended.
struct FakeEngineScript {
    ModelInfo model;  ///< what load() gives; the constructor fills in plausible values
    int loadSteps = 3;
    std::optional<Error> loadError;
    std::optional<Error> generateError;  ///< given at `errorAtStep` of picture `errorAtImage`
    int errorAtStep = 1;
    int errorAtImage = 0;
    std::vector<std::string> warnings;  ///< told when the prompt is encoded, and in the report
    bool tellsWarningsLate = false;     ///< in the report alone
    std::vector<std::string> words{"A ", "red ",
                                   "ball."};  ///< what describe() says, piece by piece
    /// In place of `words`: what is said to this question, with the probabilities of its choices.
    std::function<Description(const DescribeRequest&)> reply;
    std::optional<Error> describeError;       ///< given after `errorAtStep` pieces
    /// Called on the engine's thread before each progress is told: here a test cancels, throws, or
    /// waits for its turn.
    std::function<void(const Progress&, const std::stop_token&)> beforeProgress;

        /// Draws in place of fakePicture(); square pictures only. For what is to be looked at.
    std::function<Image(std::uint64_t seed, int sidePx)> paint;

    std::vector<LoadRequest> loads;
    std::vector<GenerateRequest> orders;
    std::vector<DescribeRequest> questions;
    int unloads = 0;

    FakeEngineScript();
};

/// An Engine without a model: draws a gradient with noise that depends on the seed, the prompt and
/// the size, so that equal requests give equal pictures and others do not. Obeys its stop token at
/// every step.
class FakeEngine final : public Engine {
public:
    explicit FakeEngine(std::shared_ptr<FakeEngineScript> script) : m_script(std::move(script)) {}

    Outcome<ModelInfo> load(const LoadRequest& request, std::stop_token stop,
                            const ProgressSink& progress) override;
    Outcome<GenerateReport> generate(const GenerateRequest& request, std::stop_token stop,
                                     const ProgressSink& progress,
                                     const ImageSink& images) override;
    Outcome<Description> describe(const DescribeRequest& request, std::stop_token stop,
                                  const ProgressSink& progress, const TextSink& text) override;
    void unload() override;

private:
    bool tell(const Progress& step, const std::stop_token& stop, const ProgressSink& progress);
    Outcome<Image> draw(const GenerateRequest& request, const GenerateReport& report, int index,
                        const std::stop_token& stop, const ProgressSink& progress);

    std::shared_ptr<FakeEngineScript> m_script;
    bool m_isLoaded = false;
};

/// The picture that FakeEngine gives for this.
Image fakePicture(std::uint64_t seed, const std::string& prompt, int widthPx, int heightPx);

}  // namespace limn::test
