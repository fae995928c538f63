// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/training/TrainingState.h"

#include "inference/training/TrainingLoop.h"

#include <ATen/ATen.h>

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace limn;
using namespace limn::training;

namespace {

/// Learns y = 3 x from numbered samples.
class LineTask final : public TrainingTask {
public:
    explicit LineTask(TrainingWeightStore& store)
        : m_weight(store.take("line.weight", {4, 4}, nn::WeightRole::Linear)) {}

    at::Tensor loss(std::int64_t first, std::int64_t count) override {
        const auto x =
            at::sin(at::arange(first * 4, (first + count) * 4, at::kFloat)).reshape({count, 4});
        return (at::linear(x, m_weight) - 3 * x).square().mean();
    }
    std::string evaluate() override { return {}; }

private:
    at::Tensor m_weight;
};

LoopOptions optionsFor(const QTemporaryDir& folder, std::int64_t samples) {
    LoopOptions options;
    options.stateFolder = folder.path().toStdString();
    options.batch = 2;
    options.learningRate = {
        .peak = 0.01, .warmUpSamples = 10, .totalSamples = samples, .decayShare = 0};
    return options;
}

at::Tensor trained(const QTemporaryDir& folder, std::int64_t samples) {
    TrainingWeightStore store(5);
    LineTask task(store);
    const auto done = runTraining(task, store, optionsFor(folder, samples));
    return done ? store.parameters()[0].value.detach().clone() : at::Tensor();
}

/// By what the file says: two saves may fall into one tick of the file system's clock.
std::filesystem::path stateAfter(const QTemporaryDir& folder, const std::string& samples) {
    const std::filesystem::path base = folder.path().toStdString();
    const auto first = base / "state-0.safetensors";
    const auto index = checkpoint::readSafetensorsIndex(first);
    return index && index->metadata.at("samples") == samples ? first : base / "state-1.safetensors";
}

}  // namespace

class tst_TrainingState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resumedRunEqualsAnUnbrokenOne();
    void fallsBackToTheCopyBefore();
    void emptyFolderHasNoState();
    void refusesTheStateOfAnotherModel();
};

void tst_TrainingState::resumedRunEqualsAnUnbrokenOne() {
    QTemporaryDir unbroken;
    QTemporaryDir broken;
    const auto expected = trained(unbroken, 60);
    (void)trained(broken, 22);
    (void)trained(broken, 38);
    const auto value = trained(broken, 60);
    QVERIFY(expected.defined() && value.defined());
    QVERIFY(at::equal(value, expected));
}

void tst_TrainingState::fallsBackToTheCopyBefore() {
    QTemporaryDir folder;
    (void)trained(folder, 20);
    const auto expected = trained(folder, 40);
    (void)trained(folder, 60);
    const auto newest = stateAfter(folder, "60");
    std::filesystem::resize_file(newest, std::filesystem::file_size(newest) / 2);
    TrainingWeightStore store(5);
    LineTask task(store);
    const auto progress = loadState(folder.path().toStdString(), store.parameters());
    QVERIFY(progress.has_value() && progress->has_value());
    QCOMPARE((*progress)->samples, 40);
    QVERIFY(at::equal(store.parameters()[0].value.detach(), expected));
}

void tst_TrainingState::emptyFolderHasNoState() {
    QTemporaryDir folder;
    TrainingWeightStore store(5);
    LineTask task(store);
    const auto progress = loadState(folder.path().toStdString(), store.parameters());
    QVERIFY(progress.has_value() && !progress->has_value());
}

void tst_TrainingState::refusesTheStateOfAnotherModel() {
    QTemporaryDir folder;
    (void)trained(folder, 20);
    TrainingWeightStore store(5);
    (void)store.take("line.weight", {4, 5}, nn::WeightRole::Linear);
    const auto progress = loadState(folder.path().toStdString(), store.parameters());
    QVERIFY(!progress.has_value());
    QCOMPARE(progress.error().code, ErrorCode::KeysMismatch);
    QVERIFY(QString::fromStdString(progress.error().message).contains("value.line.weight"));
}

QTEST_APPLESS_MAIN(tst_TrainingState)
#include "tst_TrainingState.moc"
