// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/Describer.h"

#include "core/description/model_limits.h"
#include "core/io/PictureReader.h"
#include "core/metadata/read_generation.h"

namespace limn {
namespace {

/// The picture of an order, and what its file says of how it was made.
struct Looked {
    Image picture;
    std::string prompt;
    bool isAiMade = false;
};

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
    return Looked{std::move(picture).value(), generation.data ? generation.data->prompt : std::string(), generation.data.has_value()};
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

Outcome<bool> Describer::openEyes(const WordsOrder& order, const std::filesystem::path& fallbackModel, const std::stop_token& stop,
                                  const ProgressSink& progress) {
    const auto& wanted = order.model.empty() ? fallbackModel : order.model;
    if (wanted.empty()) {
        return false;
    }
    if (m_loaded == wanted) {
        return true;
    }
    if (!m_engine) {
        m_engine = m_makeEngine ? m_makeEngine() : nullptr;
    }
    if (!m_engine) {
        return order.model.empty()
                   ? Outcome<bool>(false)
                   : Error{ErrorCode::Unsupported, "This limn was built without its engine (libtorch): no model can look.", {}};
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
                     "The model '" + wanted.filename().string() + "' makes pictures; one that describes them is needed here.",
                     {}};
    }
    m_loaded = wanted;
    m_model = loaded.value();
    if (wanted == fallbackModel) {
        m_model.name = "starter";  // as the command line calls what is in the box
    }
    return true;
}

Outcome<FinishedWords> Describer::describe(const WordsOrder& order, const std::filesystem::path& fallbackModel,
                                           const std::stop_token& stop, const ProgressSink& progress, const TextSink& text) {
    auto looked = lookAt(order, stop);
    if (!looked.isDone()) {
        return looked.isCancelled() ? Outcome<FinishedWords>(Cancelled{}) : looked.error();
    }
    const auto opened = openEyes(order, fallbackModel, stop, progress);
    if (!opened.isDone()) {
        return opened.isCancelled() ? Outcome<FinishedWords>(Cancelled{}) : opened.error();
    }
    const auto& what = looked.value();
    // Verdicts of eyes that were measured and found wanting are not told: then no prompt is compared.
    const bool isJudge = m_loaded && judgesPrompts(*m_loaded);
    const Eyes eyes{opened.value() ? m_engine.get() : nullptr, m_model.name, order.readsWriting ? reader() : nullptr};
    FinishedWords finished{order, {}, {}};
    finished.order.picture.reset();
    if (!order.prompt.empty()) {
        auto report = comparePicture(what.picture, order.prompt, eyes, stop);
        if (!report.isDone()) {
            return report.isCancelled() ? Outcome<FinishedWords>(Cancelled{}) : report.error();
        }
        finished.words.match = std::move(report).value();
        finished.words.modelName = eyes.modelName;
        return finished;
    }
    if (order.question.empty()) {
        auto words = describePicture({what.picture, what.isAiMade, isJudge ? what.prompt : std::string()}, eyes, stop, progress, text);
        if (!words.isDone()) {
            return words.isCancelled() ? Outcome<FinishedWords>(Cancelled{}) : words.error();
        }
        finished.words = std::move(words).value();
        return finished;
    }
    if (eyes.engine == nullptr) {
        return Error{ErrorCode::Unsupported,
                     "No describing model is installed, so questions about pictures cannot be answered. Add one on the models page, "
                     "such as a Qwen3-VL.",
                     {}};
    }
    auto answer = answerAbout(what.picture, order.earlier, order.question, eyes, stop, progress, text);
    if (!answer.isDone()) {
        return answer.isCancelled() ? Outcome<FinishedWords>(Cancelled{}) : answer.error();
    }
    finished.answer = std::move(answer).value();
    return finished;
}

}  // namespace limn
