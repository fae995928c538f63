// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/settings/GenerationSettings.h"

#include "core/jobs/Background.h"
#include "core/metadata/GenerationData.h"
#include "core/settings/Settings.h"
#include "core/settings/size_presets.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest/QtTest>

using namespace limn;

namespace {

ModelInfo modelOf512() {
    ModelInfo model;
    model.defaultScheduler = "pndm";
    model.schedulers = {"ddim", "pndm", "dpmpp_2m_karras"};
    model.defaultSteps = 25;
    model.defaultGuidanceScale = 6.5;
    return model;
}

}  // namespace

class TestGenerationSettings : public QObject {
    Q_OBJECT

private:
    QThreadPool m_pool;
    Background m_background{m_pool};
    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::uint64_t m_nextSeed = 100;

    GenerationSettings make() {
        return GenerationSettings(*m_settings, [this] { return m_nextSeed++; });
    }

private Q_SLOTS:
    void init() {
        m_settings.reset();
        QFile::remove(m_folder.filePath(QStringLiteral("s.json")));
        m_settings = std::make_unique<Settings>(
            m_background, m_folder.filePath(QStringLiteral("s.json")).toStdString());
    }

    void whatWasChosenIsKnownAfterARestart() {
        {
            GenerationSettings settings = make();
            settings.setSize(768, 512);
            settings.setSteps(31);
            settings.setGuidanceScale(4.25);
            settings.setScheduler(QStringLiteral("ddim"));
            settings.setNegativePrompt(QStringLiteral("fog, \"rain\""));
            settings.setStrength(0.35);
            settings.setUpscale(4);
        }
        m_settings.reset();  // writes what is not written yet
        m_settings = std::make_unique<Settings>(
            m_background, m_folder.filePath(QStringLiteral("s.json")).toStdString());
        GenerationSettings settings = make();
        ModelInfo model = modelOf512();
        model.canUpscale = true;
        settings.setModelInfo(model);
        QCOMPARE(settings.widthPx(), 768);
        QCOMPARE(settings.heightPx(), 512);
        QCOMPARE(settings.steps(), 31);
        QCOMPARE(settings.guidanceScale(), 4.25);
        QCOMPARE(settings.scheduler(), QStringLiteral("ddim"));
        QCOMPARE(settings.negativePrompt(), QStringLiteral("fog, \"rain\""));
        QCOMPARE(settings.strength(), 0.35);
        QCOMPARE(settings.upscale(), 4);
        settings.setSteps(std::nullopt);
        settings.clearSize();
        QCOMPARE(make().steps(), ModelInfo().defaultSteps);  // plausible until a model says its own
        QVERIFY(!make().hasOwnSize());
    }

    void storedNonsenseIsNotChosen() {
        m_settings->set(Setting::Size, QStringLiteral("-3x1e30"));
        m_settings->set(Setting::Steps, QStringLiteral("many"));
        m_settings->set(Setting::GuidanceScale, QStringLiteral("nan"));
        m_settings->set(Setting::Strength, QStringLiteral("7"));
        GenerationSettings settings = make();
        settings.setModelInfo(modelOf512());
        QVERIFY(!settings.hasOwnSize());
        QCOMPARE(settings.steps(), 25);
        QCOMPARE(settings.guidanceScale(), 6.5);
        QVERIFY(settings.strength() <= 1.0);
    }

    void modelWithAnEnlargerIsShownTwiceAsLarge() {
        GenerationSettings settings = make();
        ModelInfo model = modelOf512();
        settings.setModelInfo(model);
        QCOMPARE(settings.nextOrder("/pictures").request.upscale, 1.0);
        settings.setUpscale(4);
        QCOMPARE(settings.upscale(), 1);  // there is nothing that could enlarge
        model.canUpscale = true;
        settings.setModelInfo(model);
        QCOMPARE(settings.nextOrder("/pictures").request.upscale, 4.0);
        settings.setUpscale(2);
        GenerationData data;  // of a finished picture
        data.widthPx = 1024;
        data.heightPx = 512;
        settings.recall(data, GenerationSettings::Recall::Size);
        QCOMPARE(settings.widthPx(), 512);
        QCOMPARE(settings.heightPx(), 256);
    }

    void enlargerOfTheModelIsUsedUnlessToldOtherwise() {
        GenerationSettings settings = make();
        ModelInfo model = modelOf512();
        model.canUpscale = true;
        settings.setModelInfo(model);
        QCOMPARE(settings.nextOrder("/pictures").request.upscale, 2.0);
        settings.setUpscale(1);
        QCOMPARE(settings.nextOrder("/pictures").request.upscale, 1.0);
    }

    void whatNobodyChoseFollowsTheModel() {
        GenerationSettings settings = make();
        settings.setModelInfo(modelOf512());
        QCOMPARE(settings.steps(), 25);
        QCOMPARE(settings.guidanceScale(), 6.5);
        QCOMPARE(settings.scheduler(), QStringLiteral("pndm"));
        const PictureOrder order = settings.nextOrder("/pictures");
        QVERIFY(!order.request.steps);  // the model's own, whichever it is when it is drawn
        QVERIFY(!order.request.widthPx);
        QCOMPARE(order.folder, std::filesystem::path("/pictures"));
        settings.setSteps(12);
        settings.setSize(768, 512);
        QCOMPARE(settings.nextOrder("/p").request.steps, std::optional<int>(12));
        QCOMPARE(settings.nextOrder("/p").request.widthPx, std::optional<int>(768));
    }

    void anotherModelForgetsWhatItDoesNotUnderstand() {
        GenerationSettings settings = make();
        settings.setModelInfo(modelOf512());
        settings.setScheduler(QStringLiteral("dpmpp_2m_karras"));
        settings.setSize(520, 520);
        settings.setSteps(30);
        settings.setNegativePrompt(QStringLiteral("blurry"));
        ModelInfo other = modelOf512();
        other.schedulers = {"lcm"};
        other.defaultScheduler = "lcm";
        other.sizeMultiplePx = 64;
        other.takesNegativePrompt = false;
        settings.setModelInfo(other);
        QCOMPARE(settings.scheduler(), QStringLiteral("lcm"));
        QCOMPARE(settings.widthPx(), 512);
        QCOMPARE(settings.steps(), 30);  // any model understands steps
        QVERIFY(!settings.nextOrder("/p").request.negativePrompt);
        QCOMPARE(settings.negativePrompt(), QStringLiteral("blurry"));  // for the model that does
    }

    void aSeedIsNewUntilItIsLocked() {
        GenerationSettings settings = make();
        m_nextSeed = 100;
        QCOMPARE(settings.nextOrder("/p").request.seed, std::uint64_t{100});
        QCOMPARE(settings.nextOrder("/p").request.seed, std::uint64_t{101});
        settings.setSeed(18446744073709551615ull);
        QVERIFY(settings.isSeedLocked());
        QCOMPARE(settings.nextOrder("/p").request.seed, 18446744073709551615ull);
        const GenerationSettings next = make();  // the next start
        QCOMPARE(next.nextOrder("/p").request.seed, 18446744073709551615ull);
    }

    void previewsAreAskedForOrNot() {
        GenerationSettings settings = make();
        QVERIFY(settings.nextOrder("/p").request.previewEverySteps > 0);
        settings.setShowsPreview(false);
        QCOMPARE(settings.nextOrder("/p").request.previewEverySteps, 0);
    }

    void aStartPictureGoesWithItsStrength() {
        GenerationSettings settings = make();
        settings.setStartPicture(
            StartPicture{"/old.png", std::make_shared<const Image>(Image(8, 8, 3))});
        settings.setStrength(0.4);
        const PictureOrder order = settings.nextOrder("/p");
        QVERIFY(order.request.initImage);
        QCOMPARE(order.request.strength, 0.4);
        QCOMPARE(order.madeFrom, std::filesystem::path("/old.png"));
        settings.setStartPicture(std::nullopt);
        QVERIFY(!settings.nextOrder("/p").request.initImage);
    }

    void aPictureIsRecalledAsFarAsTheModelGoes() {
        GenerationSettings settings = make();
        settings.setModelInfo(modelOf512());
        GenerationData data;
        data.seed = 41;
        data.steps = 33;
        data.guidanceScale = 4.5;
        data.widthPx = 640;
        data.heightPx = 389;  // no multiple of 8
        data.scheduler = "DPM++ 2M Karras";
        data.negativePrompt = "frame";
        QVERIFY(settings.recall(data, GenerationSettings::Recall::Seed) == NotRecalled());
        QCOMPARE(settings.seed(), std::uint64_t{41});
        QCOMPARE(settings.steps(), 25);
        QVERIFY(settings.recall(data, GenerationSettings::Recall::All) ==
                NotRecalled{.size = true});
        QCOMPARE(settings.steps(), 33);
        QCOMPARE(settings.guidanceScale(), 4.5);
        QCOMPARE(settings.scheduler(), QStringLiteral("dpmpp_2m_karras"));
        QCOMPARE(settings.negativePrompt(), QStringLiteral("frame"));
        QCOMPARE(settings.widthPx(), 512);
        data.scheduler = "Euler a";  // this model has none
        data.heightPx = 384;
        data.loras = {{.name = "ink", .scale = 0.8, .hash = {}}};
        data.guidanceScale = 1e9;
        QVERIFY((settings.recall(data, GenerationSettings::Recall::AllButSeed) ==
                 NotRecalled{.scheduler = true, .loras = true}));
        QCOMPARE(settings.scheduler(), QStringLiteral("dpmpp_2m_karras"));
        QCOMPARE(settings.heightPx(), 384);
        QCOMPARE(settings.guidanceScale(), 100.0);
    }

    void choosingAModelIsToldAndKept() {
        GenerationSettings settings = make();
        settings.setModelInfo(modelOf512());
        QSignalSpy chosen(&settings, &GenerationSettings::modelChosen);
        settings.chooseModel("/models/b");
        QCOMPARE(chosen.count(), 1);
        QVERIFY(!settings.model());
        QCOMPARE(make().modelPath(), std::filesystem::path("/models/b"));
    }

    void presetsKeepTheAreaAndTheModelsSizes() {
        const auto presets = sizePresetsOf(ModelInfo());
        QCOMPARE(presets.front(), (SizePreset{1, 1, 512, 512, true}));
        QVERIFY(presets.size() >= 7);
        for (const SizePreset& preset : presets) {
            const double share = preset.widthPx * preset.heightPx / (512.0 * 512.0);
            QVERIFY2(share > 0.85 && share < 1.15, qPrintable(QString::number(share)));
            QCOMPARE(preset.widthPx % 64, 0);
            QCOMPARE(preset.heightPx % 64, 0);
            const double aspect = static_cast<double>(preset.widthPx) / preset.heightPx;
            const double wanted = static_cast<double>(preset.aspectWidth) / preset.aspectHeight;
            QVERIFY(aspect / wanted > 0.85 && aspect / wanted < 1.15);
        }
        ModelInfo tiny;
        tiny.defaultWidthPx = 96;
        tiny.defaultHeightPx = 64;
        QCOMPARE(sizePresetsOf(tiny).front(), (SizePreset{3, 2, 96, 64, true}));
    }
};

QTEST_GUILESS_MAIN(TestGenerationSettings)
#include "tst_GenerationSettings.moc"
