// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/Describer.h"

#include "core/description/model_limits.h"
#include "core/io/PictureReader.h"
#include "core/jobs/program_speech.h"
#include "core/metadata/is_ai_made.h"
#include "core/metadata/read_generation.h"

#include <chrono>
#include <utility>
#include <vector>

namespace limn {
namespace {

/// The picture of an order, and what its file says of how it was made.
struct Looked {
    Image picture;
    std::string prompt;
    bool isAiMade = false;
};

/// Ends an order for words with whatever ended a part of it.
template <class T>
Outcome<FinishedWords> endedLike(const Outcome<T>& part) {
    return part.isCancelled() ? Outcome<FinishedWords>(Cancelled{}) : part.error();
}

Outcome<Looked> lookAt(const WordsOrder& order, const std::stop_token& stop) {
    if (order.picture) {
        return Looked{*order.picture, {}, false};
    }
    const auto reader = PictureReader::open(order.file);
    if (!reader) {
        return reader.error();
    }
    auto picture = reader->decode(stop);
    if (!picture.isDone()) {
        return picture.isCancelled() ? Outcome<Looked>(Cancelled{}) : picture.error();
    }
    const auto generation = readGeneration(reader->info());
    return Looked{std::move(picture).value(),
                  generation.data ? generation.data->prompt : std::string(),
                  isAiMade(reader->info())};
}

/// The first, and those that a question is about too.
Outcome<std::vector<Image>> picturesOf(Image first,
                                       const std::vector<std::filesystem::path>& others,
                                       const std::stop_token& stop) {
    std::vector<Image> pictures;
    pictures.push_back(std::move(first));
    for (const auto& file : others) {
        auto picture = readPicture(file, stop);
        if (!picture.isDone()) {
            return picture.isCancelled() ? Outcome<std::vector<Image>>(Cancelled{})
                                         : picture.error();
        }
        pictures.push_back(std::move(picture).value());
    }
    return pictures;
}

/// By the model where there is one that judges, else by what can be measured and read.
Outcome<PictureWords> compareWithItsPrompt(const Looked& what, const WordsOrder& order,
                                           const Eyes& eyes, const std::stop_token& stop) {
    const auto begin = std::chrono::steady_clock::now();
    if (what.prompt.empty()) {
        return Error{
            ErrorCode::Unsupported,
            "'" + order.file.filename().string() +
                "' does not say which words it was made from, so it cannot be compared with them.",
            {}};
    }
    PictureWords words;
    auto seen = comparePicture(what.picture, what.prompt, eyes, stop);
    if (!seen.isDone()) {
        return seen.isCancelled() ? Outcome<PictureWords>(Cancelled{}) : seen.error();
    }
    words.match = std::move(seen).value();
    if (words.match) {
        words.modelName = eyes.modelName;
    } else {
        auto measured =
            match::matchPrompt(what.picture, match::claimsOf(what.prompt), nullptr, stop, {});
        if (!measured.isDone()) {
            return measured.isCancelled() ? Outcome<PictureWords>(Cancelled{}) : measured.error();
        }
        words.match = std::move(measured).value();
    }
    words.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return words;
}

}  // namespace

vision::TextReader* Describer::reader() {
    if (!m_hasTriedReader) {
        m_hasTriedReader = true;
        if (auto opened = vision::TextReader::open()) {
            m_reader = *std::move(opened);
        }
    }
    return m_reader ? &*m_reader : nullptr;
}

Outcome<bool> Describer::openEyes(const WordsOrder& order,
                                  const std::filesystem::path& fallbackModel,
                                  const std::stop_token& stop, const ProgressSink& progress) {
    const auto& wanted = order.model.empty() ? fallbackModel : order.model;
    if (wanted.empty()) {
        return false;
    }
    if (m_loaded == wanted && m_placement == order.placement) {
        return true;
    }
    if (!m_engine) {
        m_engine = m_makeEngine ? m_makeEngine() : nullptr;
    }
    if (!m_engine) {
        return order.model.empty()
                   ? Outcome<bool>(false)
                   : Error{ErrorCode::Unsupported,
                           "This limn was built without its engine (libtorch): no model can look.",
                           {}};
    }
    m_loaded.reset();
    LoadRequest request;
    request.model = wanted;
    request.placement = order.placement;
    const auto loaded = m_engine->load(request, stop, progress);
    if (!loaded.isDone()) {
        return loaded.isCancelled() ? Outcome<bool>(Cancelled{}) : loaded.error();
    }
    if (!loaded.value().describesPictures) {
        m_engine->unload();
        return Error{ErrorCode::Unsupported,
                     "The model '" + wanted.filename().string() +
                         "' makes pictures; one that describes them is needed here.",
                     {}};
    }
    m_loaded = wanted;
    m_placement = order.placement;
    m_model = loaded.value();
    if (wanted == fallbackModel) {
        m_model.name = "starter";  // as the command line calls what is in the box
    }
    return true;
}

Outcome<FinishedWords> Describer::describe(const WordsOrder& order,
                                           const std::filesystem::path& fallbackModel,
                                           const std::stop_token& stop,
                                           const ProgressSink& progress, const TextSink& text) {
    // Verdicts of eyes that were measured and found wanting are not told: then no prompt is compared.
    const auto& model = order.model.empty() ? fallbackModel : order.model;
    const bool isJudge = !model.empty() && judgesPrompts(model);
    FinishedWords finished{order, {}, {}};
    finished.order.picture.reset();
    if (!order.prompt.empty() && !isJudge) {
        return finished;
    }
    auto looked = lookAt(order, stop);
    if (!looked.isDone()) {
        return endedLike(looked);
    }
    const auto opened = order.comparesOwnPrompt && !isJudge
                            ? Outcome<bool>(false)
                            : openEyes(order, fallbackModel, stop, progress);
    if (!opened.isDone()) {
        return endedLike(opened);
    }
    const auto& what = looked.value();
    const Eyes eyes{opened.value() ? m_engine.get() : nullptr, m_model.name,
                    order.readsWriting ? reader() : nullptr, model != fallbackModel};
    if (!order.prompt.empty()) {
        auto report = comparePicture(what.picture, order.prompt, eyes, stop);
        if (!report.isDone()) {
            return endedLike(report);
        }
        finished.words.match = std::move(report).value();
        finished.words.modelName = eyes.modelName;
    } else if (order.comparesOwnPrompt) {
        auto compared = compareWithItsPrompt(what, order, eyes, stop);
        if (!compared.isDone()) {
            return endedLike(compared);
        }
        finished.words = std::move(compared).value();
    } else if (order.question.empty()) {
        auto words = describePicture(
            {what.picture, what.isAiMade, isJudge ? what.prompt : std::string(), programSpeech()},
            eyes, stop, progress, text);
        if (!words.isDone()) {
            return endedLike(words);
        }
        finished.words = std::move(words).value();
    } else if (!canAnswer(order.question, eyes)) {
        return Error{ErrorCode::Unsupported,
                     "No describing model is installed, so questions about pictures cannot be "
                     "answered. Add one on the models page, such as a Qwen3-VL.",
                     {}};
    } else {
        auto pictures = picturesOf(std::move(looked).value().picture, order.others, stop);
        if (!pictures.isDone()) {
            return endedLike(pictures);
        }
        auto answer = answerAbout(pictures.value(), order.earlier, order.question, programSpeech(),
                                  eyes, stop, progress, text);
        if (!answer.isDone()) {
            return endedLike(answer);
        }
        finished.answer = std::move(answer).value();
    }
    return finished;
}

}  // namespace limn
