// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/engine/TorchEngine.h"
#include "tests/support/ParityCase.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>

using namespace limn;
using namespace limn::test;

namespace {

constexpr double kShareWithin1 = 0.99;  // the contract's bar, for fp32 on the CPU

std::filesystem::path golden(const char* name) {
    return std::filesystem::path(LIMN_TEST_GOLDEN) / name;
}

}  // namespace

/// The whole engine against the pictures that diffusers drew (tests/golden/README.md). Prints one table row a case.
class TestPipelineParity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tiny_data();
    void tiny();
    void damagedWeightsAreNotLoaded();
    void fullSize();

private:
    void check(const ParityCase& parity);

    QTemporaryDir m_scratch;
    std::unique_ptr<Engine> m_engine = inference::makeTorchEngine();
    std::string m_loaded;
};

void TestPipelineParity::initTestCase() {
    QVERIFY(m_scratch.isValid());
    std::printf("| case | equal | within 1 | largest difference |\n| --- | --- | --- | --- |\n");
}

void TestPipelineParity::check(const ParityCase& parity) {
    if (m_loaded != parity.modelKey) {
        m_loaded.clear();
        const auto model = m_engine->load(parity.load, {}, [](const Progress&) {});
        QVERIFY2(model.isDone(), model.isFailed() ? model.error().message.c_str() : "cancelled");
        QCOMPARE(model.value().dtype, std::string("float32"));
        m_loaded = parity.modelKey;
    }
    std::vector<GeneratedImage> made;
    const auto report = m_engine->generate(
        parity.request, {}, [](const Progress&) {},
        [&made](GeneratedImage image) -> Status {
            made.push_back(std::move(image));
            return Unit{};
        });
    QVERIFY2(report.isDone(), report.isFailed() ? report.error().message.c_str() : "cancelled");
    QCOMPARE(made.size(), parity.pictures.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        const auto reference = readReferencePicture(parity.pictures[i]);
        QVERIFY2(reference.has_value(), "reference picture");
        const Image& image = made[i].image;
        QCOMPARE(image.widthPx, reference->widthPx);
        QCOMPARE(image.heightPx, reference->heightPx);
        QCOMPARE(image.channels, reference->channels);
        QCOMPARE(made[i].seed, parity.request.seed + i);
        const PictureDifference difference = compare(image, *reference);
        std::printf("| %s | %.3f %% | %.3f %% | %d |\n", parity.name.c_str(), 100 * difference.shareEqual,
                    100 * difference.shareWithin1, difference.largest);
        std::fflush(stdout);
        QVERIFY2(difference.shareWithin1 >= kShareWithin1, parity.reading.c_str());
    }
}

void TestPipelineParity::tiny_data() {
    QTest::addColumn<QString>("name");
    const auto names = parityCaseNames(golden("cases.json"));
    QVERIFY2(names.has_value(), "tests/golden/cases.json");
    for (const std::string& name : *names) {
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
}

void TestPipelineParity::tiny() {
    QFETCH(QString, name);
    const auto parity = readParityCase(golden("cases.json"), name.toStdString(), m_scratch.path().toStdString());
    QVERIFY2(parity.has_value(), parity ? "" : parity.error().message.c_str());
    check(*parity);
}

/// One bit in one weight: the picture would be wrong, and nothing in the headers tells.
void TestPipelineParity::damagedWeightsAreNotLoaded() {
    const QTemporaryDir scratch;
    const auto parity = readParityCase(golden("cases.json"), "single-sd15-ckpt", scratch.path().toStdString());
    QVERIFY2(parity.has_value(), parity ? "" : parity.error().message.c_str());
    const auto index = checkpoint::readCheckpointIndex(parity->load.model);
    QVERIFY(index.has_value());
    const auto* weight = index->find("model.diffusion_model.input_blocks.0.0.weight");
    QVERIFY(weight != nullptr);
    const auto place = static_cast<std::streamoff>(weight->byteOffset);
    std::fstream file(parity->load.model, std::ios::in | std::ios::out | std::ios::binary);
    const int byte = file.seekg(place).get();
    file.seekp(place).put(static_cast<char>(byte ^ 1));
    QVERIFY(file.flush().good());

    m_loaded.clear();
    const auto model = m_engine->load(parity->load, {}, [](const Progress&) {});
    QVERIFY(model.isFailed());
    QCOMPARE(model.error().code, ErrorCode::FileDamaged);
    const auto message = QString::fromStdString(model.error().message);
    QVERIFY2(message.contains("tiny-sd15.ckpt' is damaged: the checksum of its entry 'archive/data/"), qPrintable(message));
}

/// Writes a 2 GB model file and needs 5 GB of memory, so only on request.
void TestPipelineParity::fullSize() {
    if (qEnvironmentVariableIsEmpty("LIMN_TEST_FULL_SIZE")) {
        QSKIP("set LIMN_TEST_FULL_SIZE=1 to compare a full-size model too");
    }
    const auto parity =
        readParityCase(golden("full-size.json"), "full-size-sd15", m_scratch.path().toStdString());
    QVERIFY2(parity.has_value(), parity ? "" : parity.error().message.c_str());
    check(*parity);
}

QTEST_GUILESS_MAIN(TestPipelineParity)
#include "tst_PipelineParity.moc"
