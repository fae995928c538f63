// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/safetensors_writer.h"
#include "inference/engine/TorchEngine.h"
#include "inference/pipelines/Familiarity.h"

#include <ATen/ATen.h>

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>
#include <limits>

using namespace limn;
using limn::pipelines::Familiarity;

namespace {

constexpr const char* kModel = LIMN_TEST_GOLDEN "/describers/qwen3vl-plain";
constexpr std::int64_t kWidth = 36;  // of that model's eyes

void writeFamiliarity(const std::filesystem::path& folder, std::int64_t width, float limit,
                      float precisionScale) {
    const auto mean = at::zeros({2 * width}, at::kFloat);
    const auto precision = (at::eye(2 * width, at::kFloat) * precisionScale).contiguous();
    const auto limits = at::full({1}, limit, at::kFloat);
    std::vector<checkpoint::TensorToWrite> tensors;
    for (const auto& [name, tensor] :
         {std::pair{"mean", mean}, std::pair{"precision", precision}, std::pair{"limit", limits}}) {
        tensors.push_back(
            {name,
             checkpoint::ElementType::F32,
             tensor.sizes().vec(),
             {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}});
    }
    const auto written =
        checkpoint::writeSafetensors(folder / Familiarity::kFileName, tensors, Overwrite::Replace);
    QVERIFY(written.has_value());
}

/// A copy of the tiny model, to which a file can be added.
void copyModel(const std::filesystem::path& folder) {
    std::filesystem::copy(kModel, folder, std::filesystem::copy_options::recursive);
}

}  // namespace

class TestFamiliarity : public QObject {
    Q_OBJECT

    Outcome<Description> describe(const std::filesystem::path& folder, std::string& streamed) {
        const auto engine = inference::makeTorchEngine();
        LoadRequest load;
        load.model = folder;
        load.placement.device = "cpu";
        load.placement.dtype = DataType::Float32;
        const auto loaded = engine->load(load, {}, {});
        if (!loaded.isDone()) {
            return loaded.error();
        }
        DescribeRequest request;
        request.turns.push_back({Speaker::User, {Image(64, 64, 3)}, "What is this?"});
        request.maxNewTokens = 4;
        return engine->describe(request, {}, {},
                                [&](std::string_view piece) { streamed += piece; });
    }

private Q_SLOTS:
    void distanceIsThatOfMahalanobis() {
        const auto precision = at::diag(at::tensor(std::vector<float>{4, 1, 1, 1}));
        const Familiarity familiarity(at::tensor(std::vector<float>{1, 0, 0, 0}), precision, 3);
        // Words (2, 0) and (6, 0): mean (4, 0), deviation (2, 0).
        const auto pooled = at::tensor(std::vector<float>{2, 0, 6, 0}).view({2, 2});
        QVERIFY(at::allclose(Familiarity::featureOf(pooled),
                             at::tensor(std::vector<float>{4, 0, 2, 0})));
        QCOMPARE(familiarity.strangeness(pooled), std::sqrt(4.0 * 9 + 4) / 3);
    }

    void aModelWithoutTheFileIsForAllPictures() {
        std::string streamed;
        const auto said = describe(kModel, streamed);
        QVERIFY(said.isDone());
        QVERIFY(!said.value().strangeness);
        QCOMPARE(streamed, said.value().text);
    }

    /// Nothing of what a model makes of a strange picture is shown, but its answer is there for whoever compares.
    void aStrangePictureStreamsNothing() {
        QTemporaryDir folder;
        const std::filesystem::path model = folder.filePath("model").toStdString();
        copyModel(model);
        writeFamiliarity(model, kWidth, 1e-6F, 1);
        std::string streamed;
        const auto strange = describe(model, streamed);
        QVERIFY2(strange.isDone(), strange.isFailed() ? strange.error().message.c_str() : "");
        QVERIFY(strange.value().strangeness.value_or(0) > 1);
        QVERIFY(streamed.empty());
        QCOMPARE(strange.value().tokenIds.size(), std::size_t{4});
        writeFamiliarity(model, kWidth, 1e6F, 1);
        const auto known = describe(model, streamed);
        QVERIFY(known.isDone());
        QVERIFY(known.value().strangeness.value_or(9) < 1);
        QCOMPARE(streamed, known.value().text);
        QCOMPARE(known.value().tokenIds, strange.value().tokenIds);
    }

    void damagedFilesAreRefused_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<float>("limit");
        QTest::addColumn<float>("precision");
        QTest::newRow("another width") << 35 << 1.0F << 1.0F;
        QTest::newRow("no limit") << static_cast<int>(kWidth) << 0.0F << 1.0F;
        QTest::newRow("not a number")
            << static_cast<int>(kWidth) << std::numeric_limits<float>::quiet_NaN() << 1.0F;
        QTest::newRow("infinite") << static_cast<int>(kWidth) << 1.0F
                                  << std::numeric_limits<float>::infinity();
    }
    void damagedFilesAreRefused() {
        QFETCH(int, width);
        QFETCH(float, limit);
        QFETCH(float, precision);
        QTemporaryDir folder;
        const std::filesystem::path model = folder.filePath("model").toStdString();
        copyModel(model);
        writeFamiliarity(model, width, limit, precision);
        std::string streamed;
        const auto said = describe(model, streamed);
        QVERIFY(said.isFailed());
        QVERIFY2(QString::fromStdString(said.error().message)
                     .contains(QLatin1String(Familiarity::kFileName)),
                 said.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestFamiliarity)
#include "tst_Familiarity.moc"
