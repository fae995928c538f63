// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/Upscaler.h"

#include "inference/checkpoint/ModelDescription.h"
#include "inference/checkpoint/safetensors_writer.h"
#include "inference/loading/model_extras.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"
#include "tests/support/ParityCase.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QTemporaryDir>
#include <QTest>

using namespace limn;
using namespace limn::test;

namespace {

std::filesystem::path golden(const std::string& name) {
    return std::filesystem::path(LIMN_TEST_GOLDEN) / "upscalers" / name;
}

Image picture(const std::string& name) {
    auto image = readReferencePicture(golden(name));
    if (!image) {
        qFatal("%s", image.error().message.c_str());
    }
    return std::move(*image);
}

std::unique_ptr<pipelines::Upscaler> load(const std::string& name,
                                          at::ScalarType type = at::kFloat) {
    return loading::loadUpscaler(golden(name), {at::kCPU, type}, {});
}

}  // namespace

/// Against torch, see tests/golden/make_upscalers.py.
class tst_Upscaler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void enlargesAsTorchDoes_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("scale");
        QTest::newRow("safetensors") << "x2.safetensors"
                                     << "x2.png" << 2;
        QTest::newRow("params_ema of a .pth") << "x4.pth"
                                              << "x4.png" << 4;
        QTest::newRow("params in float16") << "x4-half.safetensors"
                                           << "x4.png" << 4;
    }

    void enlargesAsTorchDoes() {
        QFETCH(QString, file);
        QFETCH(QString, expected);
        QFETCH(int, scale);
        const c10::InferenceMode inferenceMode;
        const auto upscaler = load(file.toStdString());
        QCOMPARE(upscaler->scale(), std::int64_t{scale});
        const Image large = upscaler->enlarge(picture("given.png"), scale, {});
        const Image reference = picture(expected.toStdString());
        QCOMPARE(large.widthPx, reference.widthPx);
        QCOMPARE(large.heightPx, reference.heightPx);
        const auto difference = compare(large, reference);
        QVERIFY2(difference.shareWithin1 > 0.999,
                 qPrintable(QString::number(difference.shareWithin1)));
        QVERIFY(difference.largest <= 2);
    }

    void tilesLeaveNoSeam() {
        const c10::InferenceMode inferenceMode;
        const auto upscaler = load("x2.safetensors");
        const Image given = picture("given.png");
        const Image whole = upscaler->pass(given, 1000, {});
        int told = 0;
        const Image tiled = upscaler->pass(given, 16, {}, [&](int done, int of) {
            QCOMPARE(done, ++told);
            QCOMPARE(of, 9);
        });
        QCOMPARE(told, 9);
        QVERIFY(compare(tiled, whole).largest <= 1);
        QVERIFY(compare(tiled, whole).shareEqual > 0.999);
    }

    void bfloat16CoarsensOnlyTheDetail() {
        const c10::InferenceMode inferenceMode;
        const Image large =
            load("x2.safetensors", at::kBFloat16)->enlarge(picture("given.png"), 2, {});
        const auto difference = compare(large, picture("x2.png"));
        QVERIFY2(difference.largest <= 6, qPrintable(QString::number(difference.largest)));
    }

    void anyFactorIsReached_data() {
        QTest::addColumn<double>("factor");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("nothing to do") << 1.0 << 45 << 37;
        QTest::newRow("less than the network's") << 1.5 << 68 << 56;
        QTest::newRow("two passes, then less") << 3.0 << 135 << 111;
    }

    void anyFactorIsReached() {
        QFETCH(double, factor);
        QFETCH(int, width);
        QFETCH(int, height);
        const c10::InferenceMode inferenceMode;
        const Image large = load("x2.safetensors")->enlarge(picture("given.png"), factor, {});
        QCOMPARE(large.widthPx, width);
        QCOMPARE(large.heightPx, height);
    }

    void stopsBetweenTiles() {
        const c10::InferenceMode inferenceMode;
        const auto upscaler = load("x2.safetensors");
        std::stop_source stop;
        int tiles = 0;
        try {
            upscaler->pass(picture("given.png"), 16, stop.get_token(), [&](int, int) {
                ++tiles;
                stop.request_stop();
            });
            QFAIL("it must stop");
        } catch (const nn::OperationCancelled&) {
            QCOMPARE(tiles, 1);
        }
    }

    void refusesSidesThatNoPictureHas() {
        const auto upscaler = load("x2.safetensors");
        try {
            upscaler->enlarge(Image(8192, 8, 3), 4, {});
            QFAIL("it must refuse");
        } catch (const nn::Failure& failure) {
            QCOMPARE(failure.error().code, ErrorCode::InvalidRequest);
            QVERIFY(failure.error().message.find("16384") != std::string::npos);
        }
    }

    void isRecognised() {
        const auto described = checkpoint::describeModel(golden("x4.pth"));
        QVERIFY(described.has_value());
        QCOMPARE(checkpoint::modelKindName(described->kind), std::string_view("upscaler"));
        QVERIFY(!described->unsupported);
        QCOMPARE(described->upscaler->config.convolutions, std::int64_t{2});
        QCOMPARE(described->upscaler->config.features, std::int64_t{12});
        QCOMPARE(described->upscaler->config.scale, std::int64_t{4});
    }

    void refusesOtherShapes_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("out");
        QTest::newRow("grey") << 1 << 12;
        QTest::newRow("no square of channels") << 3 << 15;
        QTest::newRow("no multiple of three") << 3 << 4;
    }

    void refusesOtherShapes() {
        QFETCH(int, channels);
        QFETCH(int, out);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("upscaler.safetensors").toStdString();
        const std::vector<std::byte> zeros(std::size_t{4} * 9 * 4 * 64);
        const auto tensor = [&](const char* name, std::vector<std::int64_t> shape) {
            std::size_t count = 4;
            for (const auto size : shape) {
                count *= static_cast<std::size_t>(size);
            }
            return checkpoint::TensorToWrite{name, checkpoint::ElementType::F32, shape,
                                             std::span(zeros).first(count)};
        };
        const std::vector<checkpoint::TensorToWrite> tensors{
            tensor("body.0.bias", {4}), tensor("body.0.weight", {4, channels, 3, 3}),
            tensor("body.1.weight", {4}), tensor("body.2.bias", {out}),
            tensor("body.2.weight", {out, 4, 3, 3})};
        QVERIFY(checkpoint::writeSafetensors(file, tensors, Overwrite::Replace).has_value());
        try {
            loading::loadUpscaler(file, {}, {});
            QFAIL("it must refuse");
        } catch (const nn::Failure& failure) {
            QCOMPARE(failure.error().code, ErrorCode::Unsupported);
        }
    }

    void refusesAnotherKindOfModel() {
        try {
            loading::loadUpscaler(std::filesystem::path(LIMN_TEST_GOLDEN) / "models/sd1", {}, {});
            QFAIL("it must refuse");
        } catch (const nn::Failure& failure) {
            QVERIFY(failure.error().message.find("compact ESRGAN") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(tst_Upscaler)
#include "tst_Upscaler.moc"
