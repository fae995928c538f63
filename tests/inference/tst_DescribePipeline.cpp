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

QTEST_APPLESS_MAIN(tst_DescribePipeline)
#include "tst_DescribePipeline.moc"
