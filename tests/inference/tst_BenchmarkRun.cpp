// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/benchmark_run.h"

#include "inference/engine/machine_probe.h"
#include "inference/nn/cancellation.h"

#include <QTest>

#include <filesystem>

using namespace limn;

namespace {

const std::filesystem::path kModel = std::filesystem::path(LIMN_TEST_GOLDEN) / "models/sd1";

std::stop_token stoppedToken() {
    std::stop_source source;
    source.request_stop();
    return source.get_token();
}

}  // namespace

/// What `limn bench` promises beside its numbers: it can be stopped anywhere, and its memory figures are the model's.
class TestBenchmarkRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theProbesLookAtTheStop();
    void aStoppedRunIsCancelled_data();
    void aStoppedRunIsCancelled();
    void isStoppedWhileItLoads();
    void theMemoryIsTheModels();
};

void TestBenchmarkRun::theProbesLookAtTheStop() {
    QVERIFY_EXCEPTION_THROWN(
        inference::matrixProductFlopsPerSecond(at::kFloat, at::kCPU, stoppedToken()),
        nn::OperationCancelled);
    QVERIFY_EXCEPTION_THROWN(inference::copyBytesPerSecond(at::kCPU, stoppedToken()),
                             nn::OperationCancelled);
}

void TestBenchmarkRun::aStoppedRunIsCancelled_data() {
    QTest::addColumn<bool>("hasModel");
    QTest::newRow("the machine alone") << false;
    QTest::newRow("with a model") << true;
}

void TestBenchmarkRun::aStoppedRunIsCancelled() {
    QFETCH(bool, hasModel);
    BenchmarkRequest request;
    request.placement.device = "cpu";
    if (hasModel) {
        request.model = kModel;
    }
    QVERIFY(inference::runBenchmark(request, stoppedToken(), {}).isCancelled());
}

void TestBenchmarkRun::isStoppedWhileItLoads() {
    BenchmarkRequest request;
    request.placement.device = "cpu";
    request.model = kModel;
    std::stop_source source;
    const auto outcome = inference::runBenchmark(request, source.get_token(),
                                                 [&](const Progress&) { source.request_stop(); });
    QVERIFY(outcome.isCancelled());
}

void TestBenchmarkRun::theMemoryIsTheModels() {
    BenchmarkRequest request;
    request.placement = {.device = "cpu", .dtype = DataType::Float32, .threads = 0};
    request.model = kModel;
    request.widthPx = 64;
    request.heightPx = 64;
    request.steps = 1;
    const auto outcome = inference::runBenchmark(request, {}, {});
    QVERIFY2(outcome.isDone(), outcome.isFailed() ? outcome.error().message.c_str() : "cancelled");
    const BenchmarkReport& report = outcome.value();
    QVERIFY(report.float32FlopsPerSecond > 0);
    QVERIFY(report.memoryCopyBytesPerSecond > 0);
    // The tiny model has under a megabyte of weights: neither side of the difference holds a probe's matrices (16 MB
    // each) or copies (256 MB each).
    constexpr std::int64_t kProbeBytes = std::int64_t{16} << 20;
    QVERIFY2(
        report.loadedAnonymousBytes > -kProbeBytes && report.loadedAnonymousBytes < 2 * kProbeBytes,
        std::to_string(report.loadedAnonymousBytes).c_str());
    QVERIFY(report.peakMemoryBytes > 0);
    QVERIFY(report.anonymousMemoryBytes > 0);
}

QTEST_APPLESS_MAIN(TestBenchmarkRun)
#include "tst_BenchmarkRun.moc"
