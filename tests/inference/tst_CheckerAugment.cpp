// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/CheckerTask.h"
#include "inference/starter/checker_augment.h"
#include "inference/starter/checker_file.h"
#include "inference/starter/verdict.h"

#include <ATen/ATen.h>

#include <QTemporaryDir>
#include <QTest>

using namespace limn::starter;

class tst_CheckerAugment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jpegKeepsFlatColours();
    void jpegLosesMoreAtLowQuality();
    void shiftMovesPictureAndOwnersTogether();
    void spoilingStaysInRangeAndDependsOnTheSeed();
    void checkerComesBackFromItsFile();
    void theBenchmarksCheckerKnowsTrueRenders();
};

void tst_CheckerAugment::jpegKeepsFlatColours() {
    const auto colour = at::tensor({0.5F, -0.25F, 0.125F}).reshape({1, 3, 1, 1});
    const auto flat = colour.expand({1, 3, 16, 24}).contiguous();
    const auto back = throughJpeg(flat, 95);
    QCOMPARE(back.sizes(), flat.sizes());
    QVERIFY((back - flat).abs().max().item<double>() < 0.02);  // about two of 255 levels
}

void tst_CheckerAugment::jpegLosesMoreAtLowQuality() {
    const auto ramp = at::linspace(-1, 1, 64).reshape({1, 1, 1, 64}).expand({1, 3, 64, 64});
    const auto picture = (ramp * ramp.transpose(2, 3)).contiguous();
    const auto errorAt = [&](int quality) {
        return (throughJpeg(picture, quality) - picture).square().mean().item<double>();
    };
    QVERIFY(errorAt(95) < errorAt(50));
    QVERIFY(errorAt(50) < errorAt(10));
    QVERIFY(errorAt(95) < 1e-3);
}

void tst_CheckerAugment::shiftMovesPictureAndOwnersTogether() {
    RenderedScene scene{limn::Image(128, 128, 3), std::vector<std::uint8_t>(128 * 128)};
    scene.picture.row(60)[3 * 50] = 200;
    scene.owner[60 * 128 + 50] = 1;
    for (std::uint64_t i = 0; i < 30; ++i) {
        limn::CounterRandom random(1, i);
        const RenderedScene moved = shifted(scene, random);
        int found = 0;
        for (std::size_t pixel = 0; pixel < moved.owner.size(); ++pixel) {
            QCOMPARE(moved.picture.pixels[3 * pixel], moved.owner[pixel] != 0 ? 200 : 0);
            found += moved.owner[pixel];
        }
        QCOMPARE(found, 1);
    }
}

void tst_CheckerAugment::spoilingStaysInRangeAndDependsOnTheSeed() {
    const auto picture = at::linspace(-1, 1, 3 * 128 * 128).reshape({1, 3, 128, 128});
    for (std::uint64_t i = 0; i < 40; ++i) {
        limn::CounterRandom random(2, i);
        limn::CounterRandom same(2, i);
        const auto spoiltOnce = spoilt(picture, random);
        QVERIFY(spoiltOnce.abs().max().item<double>() <= 1);
        QVERIFY(spoiltOnce.equal(spoilt(picture, same)));
    }
}

void tst_CheckerAugment::checkerComesBackFromItsFile() {
    QTemporaryDir folder;
    const std::filesystem::path file =
        folder.filePath(QStringLiteral("checker.safetensors")).toStdString();
    limn::training::TrainingWeightStore store(5);
    const CheckerNet net{limn::nn::WeightScope(store)};
    QVERIFY(saveChecker(file, store, "test 1"));
    QVERIFY(std::filesystem::file_size(file) < 3 * 1024 * 1024);
    const auto checker = Checker::load(file);
    QVERIFY2(checker, checker ? "" : checker.error().message.c_str());
    QCOMPARE((*checker)->version(), std::string("test 1"));
    const auto picture = at::linspace(-1, 1, 3 * 128 * 128).reshape({1, 3, 128, 128});
    const auto before = net(picture).kinds;
    const auto after = (*checker)->net()(picture).kinds;
    QVERIFY((before - after).abs().max().item<double>() < 0.02 * before.abs().max().item<double>());
}

void tst_CheckerAugment::theBenchmarksCheckerKnowsTrueRenders() {
    const auto checker =
        Checker::load(std::filesystem::path(LIMN_TEST_DATA) / "starter/checker.safetensors");
    QVERIFY2(checker, checker ? "" : checker.error().message.c_str());
    const auto font = GlyphFont::open(GlyphFont::defaultFile());
    QVERIFY2(font, font ? "" : font.error().message.c_str());
    auto renderer = SceneRenderer::create(*font);
    QVERIFY(renderer);
    const SceneMix mix = (*checker)->net().readsLooks() ? kWholeWorld : SceneMix{};
    constexpr std::uint64_t kScenes = 40;
    std::vector<Scene> scenes;
    std::vector<at::Tensor> pixels;
    for (std::uint64_t i = 0; i < kScenes; ++i) {
        scenes.push_back(checkerValidationScene(1000 + i, mix));
        pixels.push_back(toTensor(renderer->render(scenes.back(), kFullSidePx / 2).picture));
    }
    const auto seen = readPictures((*checker)->net(), at::cat(pixels));
    int exact = 0;
    int exactByAnother = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        exact += judge(askedOf(scenes[i]), seen[i]).exact() ? 1 : 0;
        exactByAnother += judge(askedOf(scenes[(i + 1) % seen.size()]), seen[i]).exact() ? 1 : 0;
    }
    QVERIFY2(exact >= 32, qPrintable(QString::number(exact)));
    QCOMPARE(exactByAnother, 0);
}

QTEST_APPLESS_MAIN(tst_CheckerAugment)
#include "tst_CheckerAugment.moc"
