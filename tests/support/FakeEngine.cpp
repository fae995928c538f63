// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/FakeEngine.h"

#include <algorithm>

namespace limn::test {
namespace {

constexpr int kPreviewSizePx = 8;
constexpr int kPaintedPreviewPx = 64;

/// SplitMix64: a good mixer in three lines (Steele, Lea, Flood 2014).
std::uint64_t mixed(std::uint64_t state) {
    state += 0x9e3779b97f4a7c15u;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebu;
    return state ^ (state >> 31);
}

}  // namespace

FakeEngineScript::FakeEngineScript() {
    model.name = "fake";
    model.architecture = "stable-diffusion-1";
    model.device = "cpu";
    model.dtype = "float32";
    model.parameters = 1000;
    model.defaultScheduler = "pndm";
    model.schedulers = {"ddim", "pndm", "euler"};
    model.defaultWidthPx = 64;
    model.defaultHeightPx = 64;
    model.defaultSteps = 4;
    model.loadSeconds = 0.25;
}

Image fakePicture(std::uint64_t seed, const std::string& prompt, int widthPx, int heightPx) {
    std::uint64_t state = mixed(seed);
    for (const char c : prompt) {
        state = mixed(state ^ static_cast<std::uint8_t>(c));
    }
    Image image(widthPx, heightPx, 3);
    for (int y = 0; y < heightPx; ++y) {
        std::uint8_t* row = image.row(y);
        for (int x = 0; x < widthPx; ++x) {
            state = mixed(state);
            row[3 * x] =
                static_cast<std::uint8_t>(x * 200 / widthPx + static_cast<int>(state % 56));
            row[3 * x + 1] =
                static_cast<std::uint8_t>(y * 200 / heightPx + static_cast<int>((state >> 8) % 56));
            row[3 * x + 2] = static_cast<std::uint8_t>(state >> 16);
        }
    }
    return image;
}

bool FakeEngine::tell(const Progress& step, const std::stop_token& stop,
                      const ProgressSink& progress) {
    if (m_script->beforeProgress) {
        m_script->beforeProgress(step, stop);
    }
    if (stop.stop_requested()) {
        return false;
    }
    if (progress) {
        progress(step);
    }
    return true;
}

Outcome<ModelInfo> FakeEngine::load(const LoadRequest& request, std::stop_token stop,
                                    const ProgressSink& progress) {
    m_script->loads.push_back(request);
    m_isLoaded = false;
    for (int step = 0; step <= m_script->loadSteps; ++step) {
        if (!tell({.phase = Phase::Load,
                   .step = step,
                   .of = m_script->loadSteps,
                   .imageIndex = 0,
                   .preview = {}},
                  stop, progress)) {
            return Cancelled{};
        }
    }
    if (m_script->loadError) {
        return *m_script->loadError;
    }
    m_isLoaded = true;
    return m_script->model;
}

Outcome<GenerateReport> FakeEngine::generate(const GenerateRequest& request, std::stop_token stop,
                                             const ProgressSink& progress,
                                             const ImageSink& images) {
    m_script->orders.push_back(request);
    if (!m_isLoaded) {
        return Error{ErrorCode::InvalidRequest, "No model is loaded.", {}};
    }
    GenerateReport report;
    report.widthPx = request.widthPx.value_or(m_script->model.defaultWidthPx);
    report.heightPx = request.heightPx.value_or(m_script->model.defaultHeightPx);
    report.steps = request.steps.value_or(m_script->model.defaultSteps);
    report.guidanceScale = request.guidanceScale.value_or(m_script->model.defaultGuidanceScale);
    report.scheduler = request.scheduler.value_or(m_script->model.defaultScheduler);
    report.warnings = m_script->warnings;
    report.seconds = {.load = 0.25, .encode = 0.5, .denoise = 2, .decode = 0.125, .total = 2.625};
    report.secondsPerStep = 0.5;
    report.peakMemoryBytes = 123456789;

    for (int index = 0; index < request.count; ++index) {
        auto picture = draw(request, report, index, stop, progress);
        if (!picture.isDone()) {
            return picture.isCancelled() ? Outcome<GenerateReport>(Cancelled{}) : picture.error();
        }
        const std::uint64_t seed = request.seed + static_cast<std::uint64_t>(index);
        const Status taken =
            images({.image = std::move(picture).value(), .seed = seed, .index = index});
        if (!taken) {
            return taken.error();
        }
        ++report.images;
    }
    return report;
}

Outcome<Image> FakeEngine::draw(const GenerateRequest& request, const GenerateReport& report,
                                int index, const std::stop_token& stop,
                                const ProgressSink& progress) {
    const std::uint64_t seed = request.seed + static_cast<std::uint64_t>(index);
    if (!tell(
            {.phase = Phase::EncodePrompt, .step = 0, .of = 1, .imageIndex = index, .preview = {}},
            stop, progress)) {
        return Cancelled{};
    }
    if (index == 0 && !report.warnings.empty() && !m_script->tellsWarningsLate &&
        !tell({.phase = Phase::EncodePrompt,
               .step = 1,
               .of = 1,
               .imageIndex = index,
               .preview = {},
               .warnings = report.warnings},
              stop, progress)) {
        return Cancelled{};
    }
    for (int step = 0; step <= report.steps; ++step) {
        Progress now{.phase = Phase::Denoise,
                     .step = step,
                     .of = report.steps,
                     .imageIndex = index,
                     .preview = {}};
        if (request.previewEverySteps > 0 && step > 0 && step % request.previewEverySteps == 0) {
            now.preview = m_script->paint
                              ? m_script->paint(seed, kPaintedPreviewPx)
                              : fakePicture(seed, request.prompt, kPreviewSizePx, kPreviewSizePx);
        }
        if (!tell(now, stop, progress)) {
            return Cancelled{};
        }
        if (m_script->generateError && step == m_script->errorAtStep &&
            index == m_script->errorAtImage) {
            return *m_script->generateError;
        }
    }
    if (!tell({.phase = Phase::Decode, .step = 0, .of = 1, .imageIndex = index, .preview = {}},
              stop, progress)) {
        return Cancelled{};
    }
    if (m_script->paint && report.widthPx == report.heightPx) {
        return m_script->paint(seed, report.widthPx);
    }
    return fakePicture(seed, request.prompt, report.widthPx, report.heightPx);
}

Outcome<Description> FakeEngine::describe(const DescribeRequest& request, std::stop_token stop,
                                          const ProgressSink& progress, const TextSink& text) {
    m_script->questions.push_back(request);
    if (!m_isLoaded) {
        return Error{ErrorCode::InvalidRequest, "No model is loaded.", {}};
    }
    Description description = m_script->reply ? m_script->reply(request) : Description{};
    const std::vector<std::string> words =
        m_script->reply ? std::vector<std::string>{description.text} : m_script->words;
    description.text.clear();
    const auto pieces = static_cast<int>(words.size());
    const int of = std::min(request.maxNewTokens, pieces);
    for (int step = 0; step < of; ++step) {
        if (!tell({.phase = Phase::Describe,
                   .step = step,
                   .of = request.maxNewTokens,
                   .imageIndex = 0,
                   .preview = {}},
                  stop, progress)) {
            return Cancelled{};
        }
        if (m_script->describeError && step == m_script->errorAtStep) {
            return *m_script->describeError;
        }
        const std::string& piece = words[static_cast<std::size_t>(step)];
        description.text += piece;
        description.tokenIds.push_back(step);
        if (text) {
            text(piece);
        }
    }
    description.end = of < pieces ? EndOfText::TokenLimit : EndOfText::ModelEnded;
    description.confidence = m_script->reply ? description.confidence : 0.75;
    for (const ChatTurn& turn : request.turns) {
        for (const Image& picture : turn.pictures) {
            description.seen.push_back({picture.widthPx, picture.heightPx, 1});
        }
    }
    description.seconds = {
        .load = 0.25, .encode = 0.5, .prefill = 0.125, .decode = 1, .total = 1.625};
    return description;
}

void FakeEngine::unload() {
    ++m_script->unloads;
    m_isLoaded = false;
}

}  // namespace limn::test
