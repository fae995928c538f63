// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/DescribePipeline.h"

#include "inference/nn/Failure.h"

#include <ATen/ATen.h>

#include <QTest>

using namespace limn;
using namespace limn::pipelines;

namespace {

/// Says the letter that stands at the brightness of the first picture's first pixel; counts how often it looks.
class CountingModel final : public DescriptionModel {
public:
    CountingModel()
        : m_tokenizer(tokenizers::ByteLevelTokenizer::fromFolder(LIMN_TEST_GOLDEN
                                                                 "/describers/qwen3vl-plain")
                          .value()) {
        m_settings.eos_token_id = {kEnd};
    }

    PreparedPrompt prepare(const DescribeRequest& request, const std::stop_token&) const override {
        PreparedPrompt prompt;
        std::vector<float> values;
        for (const auto& turn : request.turns) {
            for (const auto& picture : turn.pictures) {
                values.push_back(picture.pixels.front());
                prompt.grids.push_back({2, 2});
            }
        }
        if (!values.empty()) {
            prompt.pixels = at::tensor(values);
        }
        prompt.ids = {0};
        return prompt;
    }
    models::VisionFeatures see(const PreparedPrompt& prompt,
                               const std::stop_token&) const override {
        ++looks;
        if (isBlind) {
            throw nn::Failure(ErrorCode::Internal, "blind");
        }
        return {prompt.pixels, {}};
    }
    Reading makeReading(std::int64_t tokens) const override {
        return {models::KvCache(1, tokens), 0};
    }
    at::Tensor start(const PreparedPrompt&, const models::VisionFeatures* features, Reading&,
                     const std::stop_token&) const override {
        return scoresFor(features != nullptr ? features->pooled[0].item<std::int64_t>() : kEnd);
    }
    at::Tensor next(std::int64_t, Reading&, const std::stop_token&) const override {
        return scoresFor(kEnd);
    }
    const tokenizers::ByteLevelTokenizer& tokenizer() const override { return m_tokenizer; }
    const models::GenerationSettings& settings() const override { return m_settings; }
    std::int64_t longestText() const override { return 100; }

    mutable int looks = 0;
    bool isBlind = false;

private:
    static constexpr std::int64_t kEnd = 255;
    static at::Tensor scoresFor(std::int64_t id) {
        auto scores = at::zeros({256});
        scores[id] = 9;
        return scores;
    }

    tokenizers::ByteLevelTokenizer m_tokenizer;
    models::GenerationSettings m_settings;
};

/// Writes given tokens one after the other and then its end, over and over the last thought where it has no end of it.
class ThinkingModel final : public DescriptionModel {
public:
    ThinkingModel()
        : m_tokenizer(tokenizers::ByteLevelTokenizer::fromFolder(LIMN_TEST_GOLDEN
                                                                 "/describers/qwen3vl-plain")
                          .value()) {
        m_settings.eos_token_id = {kEnd};
    }
    static constexpr std::int64_t kEndOfThought = 1420;  // "</think>" in that tokenizer
    static constexpr std::int64_t kEnd = 1402;           // "<|im_end|>"

    void writes(const std::string& text) {
        for (const int id : m_tokenizer.encode(text)) {
            script.push_back(id);
        }
    }

    PreparedPrompt prepare(const DescribeRequest&, const std::stop_token&) const override {
        PreparedPrompt prompt;
        prompt.ids = {0};
        return prompt;
    }
    models::VisionFeatures see(const PreparedPrompt&, const std::stop_token&) const override {
        return {};
    }
    Reading makeReading(std::int64_t tokens) const override {
        return {models::KvCache(1, tokens), 0};
    }
    at::Tensor start(const PreparedPrompt&, const models::VisionFeatures*, Reading&,
                     const std::stop_token&) const override {
        return following();
    }
    at::Tensor next(std::int64_t id, Reading&, const std::stop_token&) const override {
        heard.push_back(id);
        return following();
    }
    std::optional<std::int64_t> endOfThought() const override {
        return thinks ? std::optional(kEndOfThought) : std::nullopt;
    }
    const tokenizers::ByteLevelTokenizer& tokenizer() const override { return m_tokenizer; }
    const models::GenerationSettings& settings() const override { return m_settings; }
    std::int64_t longestText() const override { return 100; }

    std::vector<std::int64_t> script;
    bool thinks = true;
    bool isEndless = false;  ///< repeats its script until it is told that it has thought enough
    mutable std::vector<std::int64_t> heard;

private:
    at::Tensor following() const {
        auto scores = at::zeros({std::max<std::int64_t>(m_tokenizer.vocabularySize(), kEnd + 1)});
        const bool isTold = !heard.empty() && heard.back() == kEndOfThought;
        const auto at = isEndless ? m_at++ % script.size() : m_at++;
        scores[isEndless && isTold ? kEnd : at < script.size() ? script[at] : kEnd] = 20;
        return scores;
    }

    tokenizers::ByteLevelTokenizer m_tokenizer;
    models::GenerationSettings m_settings;
    mutable std::size_t m_at = 0;
};

/// A picture of three tokens, then a token a letter of the question; counts what it reads.
class ReadingModel final : public DescriptionModel {
public:
    ReadingModel()
        : m_tokenizer(tokenizers::ByteLevelTokenizer::fromFolder(LIMN_TEST_GOLDEN
                                                                 "/describers/qwen3vl-plain")
                          .value()) {
        m_settings.eos_token_id = {0};
    }

    PreparedPrompt prepare(const DescribeRequest& request, const std::stop_token&) const override {
        PreparedPrompt prompt;
        prompt.pixels =
            at::tensor({static_cast<float>(request.turns.front().pictures.front().pixels.front())});
        prompt.grids.push_back({2, 2});
        prompt.ids = {1, 1, 1};
        for (const char letter : request.turns.back().text) {
            prompt.ids.push_back(letter);
        }
        return prompt;
    }
    models::VisionFeatures see(const PreparedPrompt& prompt,
                               const std::stop_token&) const override {
        return {prompt.pixels, {}};
    }
    Reading makeReading(std::int64_t tokens) const override {
        return {models::KvCache(1, tokens), 0};
    }
    std::optional<std::int64_t> endOfPictures(const PreparedPrompt&) const override { return 3; }
    at::Tensor start(const PreparedPrompt& prompt, const models::VisionFeatures*, Reading& reading,
                     const std::stop_token&) const override {
        read = static_cast<std::int64_t>(prompt.ids.size()) - reading.cache.length();
        const auto added = at::zeros({1, 1, read, 1});
        reading.cache.append(0, added, added);
        auto scores = at::zeros({256});
        scores[prompt.ids.back()] = 9;
        return scores;
    }
    at::Tensor next(std::int64_t, Reading& reading, const std::stop_token&) const override {
        reading.cache.append(0, at::zeros({1, 1, 1, 1}), at::zeros({1, 1, 1, 1}));
        auto scores = at::zeros({256});
        scores[0] = 9;
        return scores;
    }
    const tokenizers::ByteLevelTokenizer& tokenizer() const override { return m_tokenizer; }
    const models::GenerationSettings& settings() const override { return m_settings; }
    std::int64_t longestText() const override { return 100; }

    mutable std::int64_t read = 0;

private:
    tokenizers::ByteLevelTokenizer m_tokenizer;
    models::GenerationSettings m_settings;
};

DescribeRequest asking(const std::vector<int>& brightness, const std::string& question) {
    DescribeRequest request;
    request.turns.push_back({Speaker::User, {}, question});
    for (const int value : brightness) {
        Image picture(1, 1, 3);
        picture.pixels.assign(3, static_cast<std::uint8_t>(value));
        request.turns.front().pictures.push_back(std::move(picture));
    }
    return request;
}

}  // namespace

class tst_DescribePipeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSamePictureIsLookedAtOnce();
    void afterAFailureItLooksAgain();
    void whatIsFollowedIsNotReadAgain();
    void thoughtsAreNotHeard_data();
    void thoughtsAreNotHeard();
    void thoughtsHaveAnEnd();
    void choicesAreThoseOfTheAnswer();
};

void tst_DescribePipeline::theSamePictureIsLookedAtOnce() {
    const CountingModel model;
    LastSeen seen;
    const DescribePipeline pipeline(model, seen);
    const auto said = [&](const std::vector<int>& brightness, const char* question) {
        return pipeline.describe(asking(brightness, question), {}, {}, {}).tokenIds.front();
    };
    QCOMPARE(said({40}, "What is this?"), 40);
    QCOMPARE(said({40}, "And what colour?"), 40);
    QCOMPARE(model.looks, 1);
    QCOMPARE(said({41}, "What is this?"), 41);
    QCOMPARE(model.looks, 2);
    QCOMPARE(said({41, 41}, "What are these?"), 41);
    QCOMPARE(model.looks, 3);
    QCOMPARE(said({}, "Hello?"), 255);
    QCOMPARE(said({41, 41}, "And now?"), 41);
    QCOMPARE(model.looks, 3);
    QCOMPARE(said({40}, "What is this?"), 40);
    QCOMPARE(model.looks, 4);
}

void tst_DescribePipeline::afterAFailureItLooksAgain() {
    CountingModel model;
    LastSeen seen;
    const DescribePipeline pipeline(model, seen);
    (void)pipeline.describe(asking({40}, "What?"), {}, {}, {});
    model.isBlind = true;
    QVERIFY_EXCEPTION_THROWN((void)pipeline.describe(asking({50}, "What?"), {}, {}, {}),
                             nn::Failure);
    model.isBlind = false;
    QCOMPARE(pipeline.describe(asking({50}, "What?"), {}, {}, {}).tokenIds.front(), 50);
    QCOMPARE(model.looks, 3);
}

void tst_DescribePipeline::whatIsFollowedIsNotReadAgain() {
    const ReadingModel model;
    LastSeen seen;
    const DescribePipeline pipeline(model, seen);
    const auto readFor = [&](int brightness, const char* question, bool isFollowed) {
        auto request = asking({brightness}, question);
        request.isFollowed = isFollowed;
        (void)pipeline.describe(request, {}, {}, {});
        return int(model.read);
    };
    QCOMPARE(readFor(40, "Is it A?", true), 11);
    QCOMPARE(readFor(40, "Is it B?", true), 2);  // from where it is another question
    QCOMPARE(readFor(40, "Is it B?", true), 1);  // somebody has to give the scores
    QCOMPARE(readFor(40, "Is it", true), 1);
    QCOMPARE(readFor(40, "Was it?", false), 7);
    QVERIFY(!seen.reading);
    QCOMPARE(readFor(40, "Was it?", true), 10);
    QCOMPARE(readFor(41, "Was it?", true), 10);  // another picture
}

void tst_DescribePipeline::thoughtsAreNotHeard_data() {
    QTest::addColumn<bool>("thinks");
    QTest::addColumn<QString>("heard");
    QTest::newRow("thinking") << true << "A cat.";
    QTest::newRow("another model") << false << "hmm\n\nA cat.";
}

void tst_DescribePipeline::thoughtsAreNotHeard() {
    QFETCH(bool, thinks);
    QFETCH(QString, heard);
    ThinkingModel model;
    model.thinks = thinks;
    model.writes("hmm");
    if (thinks) {
        model.script.push_back(ThinkingModel::kEndOfThought);
    }
    model.writes("\n\nA cat.");
    LastSeen seen;
    std::string streamed;
    const auto said = DescribePipeline(model, seen)
                          .describe(asking({}, "What?"), {}, {},
                                    [&](std::string_view piece) { streamed += piece; });
    QCOMPARE(QString::fromStdString(said.text), heard);
    QCOMPARE(streamed, said.text);
    QVERIFY(said.end == EndOfText::ModelEnded);
    QCOMPARE(said.tokenIds.size(), model.script.size() + 1);
    QVERIFY(said.confidence > 0.9);
}

/// A model that thinks for ever is told to answer, and what it answers is limited as always.
void tst_DescribePipeline::thoughtsHaveAnEnd() {
    ThinkingModel model;
    model.isEndless = true;
    model.writes("hmm");
    auto request = asking({}, "What?");
    request.maxNewTokens = 2;
    LastSeen seen;
    const auto said = DescribePipeline(model, seen).describe(request, {}, {}, {});
    QCOMPARE(said.text, std::string());
    QCOMPARE(said.tokenIds.size(), std::size_t{257});  // 256 thoughts, then its end
    QCOMPARE(std::int64_t{said.tokenIds[255]}, ThinkingModel::kEndOfThought);

    ThinkingModel talking;
    talking.script.push_back(ThinkingModel::kEndOfThought);
    talking.writes("abcdefgh");
    const auto cut = DescribePipeline(talking, seen).describe(request, {}, {}, {});
    QVERIFY(cut.end == EndOfText::TokenLimit);
    QCOMPARE(cut.tokenIds.size(), std::size_t{3});
}

void tst_DescribePipeline::choicesAreThoseOfTheAnswer() {
    ThinkingModel model;
    model.writes("no");
    model.script.push_back(ThinkingModel::kEndOfThought);
    model.writes("\n\n");
    model.writes("yes");
    auto request = asking({}, "Is it?");
    request.choices = {"yes", "no"};
    LastSeen seen;
    const auto said = DescribePipeline(model, seen).describe(request, {}, {}, {});
    QCOMPARE(said.text, std::string("yes"));
    QVERIFY2(said.choices.at(0) > 0.9, qPrintable(QString::number(said.choices.at(0))));
    QVERIFY(said.choices.at(1) < 0.1);
}

QTEST_APPLESS_MAIN(tst_DescribePipeline)
#include "tst_DescribePipeline.moc"
