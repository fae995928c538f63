// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/module_keys.h"

#include "inference/checkpoint/ModelDescription.h"
#include "inference/checkpoint/inspect.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace limn;
using checkpoint::KeyReport;
using checkpoint::ModelDescription;
using checkpoint::WrongShape;

namespace {

const std::filesystem::path kGolden = LIMN_TEST_GOLDEN;

ModelDescription describe(const std::filesystem::path& path) {
    auto description = checkpoint::describeModel(path);
    if (!description) {
        qFatal("%s", description.error().message.c_str());
    }
    return std::move(description).value();
}

}  // namespace

/// What is wrong with a model's tensors, told from its headers as the strict loader would.
class TestModuleKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeModelsAreClean_data();
    void wholeModelsAreClean();
    void tellsAnotherShape();
    void tellsWhatIsWrongWithASmallAutoencoder();
    void aWrongShapeKeepsAModelFromBeingUsed();
};

void TestModuleKeys::wholeModelsAreClean_data() {
    QTest::addColumn<QString>("path");
    for (const char* name : {"sd1", "sd1-inpaint", "sd2", "sdxl", "lcm", "flow", "taesd"}) {
        QTest::newRow(name) << QString("models/") + name;
    }
    QTest::newRow("describer") << QString("../../resources/starter/describer");
}

void TestModuleKeys::wholeModelsAreClean() {
    QFETCH(QString, path);
    const auto model = describe(kGolden / path.toStdString());
    const KeyReport report = loading::compareWithModules(model);
    QVERIFY2(report.missing.empty(), report.missing.empty() ? "" : report.missing.front().c_str());
    QVERIFY2(report.unexpected.empty(),
             report.unexpected.empty() ? "" : report.unexpected.front().c_str());
    QVERIFY2(report.wrongShapes.empty(),
             report.wrongShapes.empty() ? "" : report.wrongShapes.front().key.c_str());
}

void TestModuleKeys::tellsAnotherShape() {
    auto model = describe(kGolden / "models/sd1");
    model.unet->config.in_channels += 5;
    const KeyReport report = loading::compareWithModules(model);
    QCOMPARE(report.wrongShapes.size(), std::size_t{1});
    const WrongShape& wrong = report.wrongShapes.front();
    QCOMPARE(wrong.component, std::string("unet"));
    QCOMPARE(wrong.key, std::string("conv_in.weight"));
    QCOMPARE(wrong.file, std::string("unet/diffusion_pytorch_model.safetensors"));
    QCOMPARE(wrong.expected.size(), std::size_t{4});
    QCOMPARE(wrong.found.size(), std::size_t{4});
    QCOMPARE(wrong.expected[1], wrong.found[1] + 5);
    QCOMPARE(wrong.expected[0], wrong.found[0]);
    QVERIFY(report.missing.empty() && report.unexpected.empty());
}

void TestModuleKeys::tellsWhatIsWrongWithASmallAutoencoder() {
    auto model = describe(kGolden / "models/taesd");
    QVERIFY(model.vae_tiny.has_value());
    const auto first = model.vae_tiny->keys.begin();
    const auto removed = *first;
    model.vae_tiny->keys.erase(first);
    QVERIFY(removed.first.starts_with("decoder.layers.0."));
    model.vae_tiny->config.latent_channels += 1;
    const KeyReport report = loading::compareWithModules(model);
    QCOMPARE(report.missing, std::vector<std::string>{"diffusion_pytorch_model.safetensors: vae: " + removed.first});
    // The encoder's last layer gives the latents, the decoder's first takes them.
    const auto has = [&](std::string_view side) {
        return std::ranges::any_of(report.wrongShapes, [&](const WrongShape& wrong) {
            return wrong.component == "vae" && wrong.key.starts_with(side);
        });
    };
    QVERIFY(has("encoder.") && has("decoder."));
}

void TestModuleKeys::aWrongShapeKeepsAModelFromBeingUsed() {
    auto model = describe(kGolden / "models/sd1");
    QVERIFY(checkpoint::inspect(model, loading::compareWithModules).canRun);
    model.unet->config.in_channels = 9;
    const auto inspection = checkpoint::inspect(model, loading::compareWithModules);
    QVERIFY(!inspection.canRun);
    QCOMPARE(inspection.wrongShapes.size(), std::size_t{1});
    QVERIFY(inspection.problems.front().find("wrong shape") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestModuleKeys)
#include "tst_ModuleKeys.moc"
