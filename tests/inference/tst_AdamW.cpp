// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/AdamW.h"
#include "inference/training/LearningRate.h"

#include <ATen/ATen.h>

#include <QTest>

#include <cmath>

using namespace limn;
using namespace limn::training;

using Step = at::Tensor (*)(std::vector<Parameter>&, double, std::int64_t, const AdamWOptions&);
Q_DECLARE_METATYPE(Step)

class tst_AdamW : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsThePaper_data() { bothWays(); }
    void followsThePaper();
    void clipsByTheNormOfAll_data() { bothWays(); }
    void clipsByTheNormOfAll();
    void refusesWhatIsNotANumber_data() { bothWays(); }
    void refusesWhatIsNotANumber();
    void keepsCopiesInStep();
    void learningRateWarmsUpStaysAndDecays();

private:
    static void bothWays();
};

/// In one pass over memory, as on the CPU, and by torch's lists, as on other devices.
void tst_AdamW::bothWays() {
    QTest::addColumn<Step>("take");
    QTest::newRow("one pass") << Step(&stepAdamW);
    QTest::newRow("lists") << Step(
        [](std::vector<Parameter>& parameters, double rate, std::int64_t step,
           const AdamWOptions& options) { return stepAdamWByLists(parameters, rate, step, options); });
}

/// Algorithm 2 of arXiv 1711.05101 in double for one number, ten steps.
void tst_AdamW::followsThePaper() {
    QFETCH(Step, take);
    TrainingWeightStore store(1);
    (void)store.take("a.weight", {37, 3}, nn::WeightRole::Linear);
    auto& parameter = store.parameters()[0];
    const AdamWOptions options{.weightDecay = 0.1, .clipNorm = 1e9, .averageDecay = 0.5};
    double value = parameter.value[5][1].item<double>();
    double average = value;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= 10; ++t) {
        const double gradient = std::sin(t);
        parameter.gradient.fill_(gradient);
        (void)take(store.parameters(), 0.01, t, options);
        m = options.beta1 * m + (1 - options.beta1) * gradient;
        v = options.beta2 * v + (1 - options.beta2) * gradient * gradient;
        const double corrected = m / (1 - std::pow(options.beta1, t));
        value -= 0.01 * options.weightDecay * value;
        value -= 0.01 * corrected / (std::sqrt(v / (1 - std::pow(options.beta2, t))) + options.eps);
        const double decay = std::min(0.5, (1.0 + t) / (10.0 + t));
        average = decay * average + (1 - decay) * value;
    }
    QVERIFY(std::abs(parameter.value[5][1].item<double>() - value) < 1e-5);
    QVERIFY(std::abs(parameter.average[5][1].item<double>() - average) < 1e-5);
    QCOMPARE(parameter.gradient.abs().max().item<double>(), 0.0);
}

void tst_AdamW::clipsByTheNormOfAll() {
    QFETCH(Step, take);
    TrainingWeightStore store(1);
    (void)store.take("a.bias", {3}, nn::WeightRole::Bias);
    (void)store.take("b.bias", {1}, nn::WeightRole::Bias);
    store.parameters()[0].gradient.fill_(3);
    store.parameters()[1].gradient.fill_(3);
    QCOMPARE(take(store.parameters(), 0, 1, {.clipNorm = 1.5}).item<double>(), 6.0);
    // Clipped to a quarter, then a tenth of it enters the first moment.
    QVERIFY(std::abs(store.parameters()[1].firstMoment.item<double>() - 0.075) < 1e-6);
}

void tst_AdamW::refusesWhatIsNotANumber() {
    QFETCH(Step, take);
    TrainingWeightStore store(1);
    (void)store.take("a.bias", {2}, nn::WeightRole::Bias);
    store.parameters()[0].gradient.fill_(std::nan(""));
    QVERIFY(!std::isfinite(take(store.parameters(), 0.1, 1, {}).item<double>()));
    QCOMPARE(store.parameters()[0].value.abs().max().item<double>(), 0.0);
    QCOMPARE(store.parameters()[0].gradient.abs().max().item<double>(), 0.0);
}

/// A model that works with bfloat16 copies gives its gradients there, and finds the new values there.
void tst_AdamW::keepsCopiesInStep() {
    TrainingWeightStore store(1, {}, at::kCPU, at::kBFloat16);
    const auto working = store.take("a.weight", {4, 4}, nn::WeightRole::Linear);
    const auto& parameter = store.parameters()[0];
    QCOMPARE(working.scalar_type(), at::kBFloat16);
    QCOMPARE(parameter.value.scalar_type(), at::kFloat);
    const auto before = parameter.value.clone();
    working.sum().backward();
    (void)stepAdamW(store.parameters(), 0.01, 1, {.weightDecay = 0, .clipNorm = 1e9});
    const auto moved = (before - parameter.value).sub(0.01).abs().max().item<double>();
    QVERIFY2(moved < 1e-6, qPrintable(QString::number(moved)));
    QVERIFY(working.equal(parameter.value.to(at::kBFloat16)));
    QVERIFY(!working.grad().defined());
}

void tst_AdamW::learningRateWarmsUpStaysAndDecays() {
    const LearningRate rate{.peak = 2, .warmUpSamples = 10, .totalSamples = 100, .decayShare = 0.2};
    QCOMPARE(rate.at(4), 1.0);
    QCOMPARE(rate.at(50), 2.0);
    QCOMPARE(rate.at(80), 2.0);
    QCOMPARE(rate.at(90), 1.0);
    QCOMPARE(rate.at(100), 0.0);
    QCOMPARE(rate.at(200), 0.0);
}

QTEST_APPLESS_MAIN(tst_AdamW)
#include "tst_AdamW.moc"
