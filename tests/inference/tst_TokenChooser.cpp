// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/TokenChooser.h"

#include "inference/nn/Failure.h"

#include <ATen/ATen.h>

#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using namespace limn;
using namespace limn::pipelines;

namespace {

at::Tensor scores(std::initializer_list<float> values) {
    return at::tensor(std::vector<float>(values));
}

/// How often each id comes in many draws from the same scores.
std::map<std::int64_t, double> shares(const ChoiceOptions& options, const at::Tensor& of) {
    constexpr int kDraws = 20000;
    std::map<std::int64_t, double> counts;
    TokenChooser chooser(options, {});
    for (int i = 0; i < kDraws; ++i) {
        counts[chooser.choose(of).id] += 1.0 / kDraws;
    }
    return counts;
}

}  // namespace

class tst_TokenChooser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greedyTakesTheFirstBest();
    void tellsTheProbability();
    void chanceFollowsTheScores();
    void temperatureSharpens();
    void topK();
    void topP();
    void repetitionPenalty();
    void refusesWhatIsNoNumber();
};

void tst_TokenChooser::greedyTakesTheFirstBest() {
    TokenChooser chooser({}, {});
    QCOMPARE(chooser.choose(scores({1, 3, 2, 3})).id, std::int64_t{1});
    QCOMPARE(chooser.choose(scores({1, 3, 2, 3})).id, std::int64_t{1});
}

void tst_TokenChooser::tellsTheProbability() {
    TokenChooser chooser({}, {});
    QVERIFY(std::abs(chooser.choose(scores({0, 0, 0, 0})).logProbability - std::log(0.25)) < 1e-6);
    // By the model's own scores, whatever the penalty did.
    const std::vector<std::int64_t> seen{0};
    TokenChooser punished({.repetitionPenalty = 4}, seen);
    const auto chosen = punished.choose(scores({2, 1}));
    QCOMPARE(chosen.id, std::int64_t{1});
    QVERIFY(std::abs(chosen.logProbability - std::log(1 / (1 + std::exp(1.0)))) < 1e-6);
}

void tst_TokenChooser::chanceFollowsTheScores() {
    const auto found = shares({.temperature = 1, .seed = 7},
                              scores({std::log(0.5F), std::log(0.3F), std::log(0.2F)}));
    QVERIFY(std::abs(found.at(0) - 0.5) < 0.02);
    QVERIFY(std::abs(found.at(1) - 0.3) < 0.02);
    QVERIFY(std::abs(found.at(2) - 0.2) < 0.02);
}

void tst_TokenChooser::temperatureSharpens() {
    // At one half, probabilities are squared: 25 : 9 : 4.
    const auto found = shares({.temperature = 0.5, .seed = 7},
                              scores({std::log(0.5F), std::log(0.3F), std::log(0.2F)}));
    QVERIFY(std::abs(found.at(0) - 25.0 / 38) < 0.02);
    QVERIFY(std::abs(found.at(2) - 4.0 / 38) < 0.02);
}

void tst_TokenChooser::topK() {
    const auto found = shares({.temperature = 1, .topK = 2, .seed = 1}, scores({0, 1, 1, -1}));
    QCOMPARE(found.size(), std::size_t{2});
    QVERIFY(found.contains(1) && found.contains(2));
}

void tst_TokenChooser::topP() {
    const auto of = scores({std::log(0.5F), std::log(0.3F), std::log(0.15F), std::log(0.05F)});
    QCOMPARE(shares({.temperature = 1, .topP = 0.7, .seed = 1}, of).size(), std::size_t{2});
    QCOMPARE(shares({.temperature = 1, .topP = 0.9, .seed = 1}, of).size(), std::size_t{3});
    QCOMPARE(shares({.temperature = 1, .topP = 1e-9, .seed = 1}, of).size(), std::size_t{1});
}

void tst_TokenChooser::repetitionPenalty() {
    // Scores above zero are divided, those below multiplied; what it wrote itself counts too.
    const std::vector<std::int64_t> prompt{1, 9};
    TokenChooser chooser({.repetitionPenalty = 2}, prompt);
    QCOMPARE(chooser.choose(scores({1, 1.9F, -5, 0.5F})).id, std::int64_t{0});
    QCOMPARE(chooser.choose(scores({1, 1.9F, -5, 0.6F})).id, std::int64_t{1});
    QCOMPARE(chooser.choose(scores({-1, -1, -1.9F, -5})).id, std::int64_t{2});
}

void tst_TokenChooser::refusesWhatIsNoNumber() {
    TokenChooser chooser({}, {});
    const auto code = [&](float value) {
        try {
            chooser.choose(scores({0, value}));
        } catch (const nn::Failure& failure) {
            return failure.error().code;
        }
        return ErrorCode::Internal;
    };
    QVERIFY(code(std::numeric_limits<float>::quiet_NaN()) == ErrorCode::NotANumber);
    QVERIFY(code(std::numeric_limits<float>::infinity()) == ErrorCode::NotANumber);
}

QTEST_APPLESS_MAIN(tst_TokenChooser)
#include "tst_TokenChooser.moc"
