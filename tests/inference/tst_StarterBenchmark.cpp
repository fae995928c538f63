// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_prompts.h"
#include "inference/starter/benchmark_score.h"
#include "inference/starter/checker_cells.h"
#include "inference/starter/checker_reading.h"
#include "inference/starter/held_out.h"
#include "inference/starter/known_words.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/vocabulary.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>
#include <set>

using namespace limn::starter;

namespace {

const std::filesystem::path kFolder = std::filesystem::path(LIMN_TEST_DATA) / "starter";

/// What a perfect network would answer for a render.
CellAnswers answersOf(const Scene& scene, const CellTruth& truth) {
    const std::size_t kinds = 1 + things().size();
    CellAnswers answers{std::vector<float>(kCheckerCells * kinds),
                        std::vector<float>(kCheckerCells * kTintCount),
                        {truth.toMiddle.begin(), truth.toMiddle.end()},
                        std::vector<float>(kPlaceCount),
                        std::vector<float>(kTimeCount),
                        std::vector<float>(kWeatherCount),
                        std::vector<float>(kStyleCount)};
    for (std::size_t cell = 0; cell < kCheckerCells; ++cell) {
        const auto kind = truth.kind[cell] == kAmbiguousCell ? 0 : truth.kind[cell];
        answers.kinds[cell * kinds + static_cast<std::size_t>(kind)] = 1;
        if (truth.tint[cell] != kAmbiguousCell) {
            answers.tints[cell * kTintCount + static_cast<std::size_t>(truth.tint[cell])] = 1;
        }
    }
    answers.places[static_cast<std::size_t>(scene.place) - 1] = 1;
    answers.times[static_cast<std::size_t>(scene.time) - 1] = 1;
    answers.weathers[static_cast<std::size_t>(scene.weather) - 1] = 1;
    answers.styles[static_cast<std::size_t>(scene.style) - 1] = 1;
    return answers;
}

}  // namespace

class tst_StarterBenchmark : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wilsonIsThePublishedOne_data();
    void wilsonIsThePublishedOne();
    void filesHaveEnoughPrompts();
    void promptsBelongIntoTheirSplits();
    void seedsDoNotMeet();
    void trainingNeverShowsWhatIsHeldOut();
    void refusesPromptsOfAnotherSplit_data();
    void refusesPromptsOfAnotherSplit();
    void aPerfectEyeReadsEveryRender();
    void countsWhatWasRight();
    void tellsUnknownWords();
};

void tst_StarterBenchmark::wilsonIsThePublishedOne_data() {
    QTest::addColumn<int>("right");
    QTest::addColumn<int>("of");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    // Wilson 1927, (22), with z = 1.959964, by hand
    QTest::newRow("8 of 10") << 8 << 10 << 0.490162 << 0.943318;
    QTest::newRow("0 of 10") << 0 << 10 << 0.0 << 0.277533;
    QTest::newRow("10 of 10") << 10 << 10 << 0.722467 << 1.0;
    QTest::newRow("90 of 1200") << 90 << 1200 << 0.061416 << 0.091297;
    QTest::newRow("none") << 0 << 0 << 0.0 << 1.0;
}

void tst_StarterBenchmark::wilsonIsThePublishedOne() {
    QFETCH(int, right);
    QFETCH(int, of);
    QFETCH(double, low);
    QFETCH(double, high);
    const Interval interval = wilson({right, of});
    QVERIFY2(std::abs(interval.low - low) < 2e-6,
             qPrintable(QString::number(interval.low, 'g', 8)));
    QVERIFY2(std::abs(interval.high - high) < 2e-6,
             qPrintable(QString::number(interval.high, 'g', 8)));
}

void tst_StarterBenchmark::filesHaveEnoughPrompts() {
    const auto prompts = loadBenchmark(kFolder);
    QVERIFY2(prompts, prompts ? "" : prompts.error().message.c_str());
    std::map<Split, int> counts;
    std::set<std::string> texts;
    for (const auto& prompt : *prompts) {
        ++counts[prompt.split];
        texts.insert(prompt.text);
        QVERIFY(!prompt.text.empty());
    }
    QCOMPARE(counts[Split::OneThing] + counts[Split::TwoThings] + counts[Split::ThreeThings], 300);
    QVERIFY(counts[Split::HeldOutTint] >= 100 && counts[Split::HeldOutPlace] >= 100);
    QVERIFY(counts[Split::HeldOutThree] >= 60 && counts[Split::HeldOutPair] >= 100);
    QVERIFY(counts[Split::FreePhrasing] >= 150);
    QVERIFY(counts[Split::Cannot] >= 100);
    QVERIFY(counts[Split::Indonesian] >= 100);
    QVERIFY(counts[Split::Weather] >= 100 && counts[Split::Style] >= 100);
    QVERIFY(texts.size() > prompts->size() * 95 / 100);
    const auto sheet = readPrompts(kFolder / "sheet.tsv");
    QVERIFY(sheet);
    QCOMPARE(sheet->size(), std::size_t{48});
}

void tst_StarterBenchmark::promptsBelongIntoTheirSplits() {
    const auto prompts = loadBenchmark(kFolder);
    QVERIFY(prompts);
    for (const auto& prompt : *prompts) {
        if (!prompt.asked || prompt.split == Split::FreePhrasing) {
            continue;
        }
        const Scene scene = exampleScene(*prompt.asked, prompt.number);
        QVERIFY2(fitsSplit(scene, prompt.split), prompt.text.c_str());
        const bool isKnownSplit = prompt.split == Split::OneThing ||
                                  prompt.split == Split::TwoThings ||
                                  prompt.split == Split::ThreeThings ||
                                  prompt.split == Split::Indonesian || needsLooks(prompt.split);
        QCOMPARE(isHeldOut(scene), !isKnownSplit);
        for (std::size_t i = 0; i < scene.things.size(); ++i) {
            // A red apple is the natural apple: a benchmark that asks for both would count one look as wrong.
            QVERIFY(scene.things[i].tint != things()[scene.things[i].kind].naturalTint);
        }
    }
}

void tst_StarterBenchmark::seedsDoNotMeet() {
    const auto prompts = loadBenchmark(kFolder);
    QVERIFY(prompts);
    std::set<std::uint64_t> seeds;
    for (const auto& prompt : *prompts) {
        for (std::uint64_t i = 0; i < 16; ++i) {
            QVERIFY(seeds.insert(seedOf(prompt, i)).second);
        }
    }
}

void tst_StarterBenchmark::trainingNeverShowsWhatIsHeldOut() {
    for (std::uint64_t i = 0; i < 20000; ++i) {
        const Scene scene = sampleTrainingScene(11, i);
        for (const auto split :
             {Split::HeldOutTint, Split::HeldOutPlace, Split::HeldOutThree, Split::HeldOutPair}) {
            QVERIFY(!fitsSplit(scene, split));
        }
    }
}

void tst_StarterBenchmark::refusesPromptsOfAnotherSplit_data() {
    QTest::addColumn<QString>("line");
    QTest::newRow("no tabs") << "A1 owl:blue snow night a blue owl";
    QTest::newRow("no such split") << "Z\towl:blue snow night\ta blue owl";
    QTest::newRow("no such thing") << "A1\tdragon:blue snow night\ta blue dragon";
    QTest::newRow("two in A1") << "A1\tcat:natural cat:natural meadow day\ttwo cats";
    QTest::newRow("rain in A1") << "A1\tcat:natural meadow day rain\ta cat in the rain";
    QTest::newRow("clear in W") << "W\tcat:natural meadow day\ta cat";
    QTest::newRow("known in B") << "B\tcat:natural meadow day\ta cat";
}

void tst_StarterBenchmark::refusesPromptsOfAnotherSplit() {
    QFETCH(QString, line);
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath(QStringLiteral("x.tsv")).toStdString();
    std::ofstream(file) << line.toStdString() << '\n';
    const auto prompts = readPrompts(file);
    QVERIFY(!prompts);
    QVERIFY(prompts.error().message.starts_with("Line 1 of"));
}

void tst_StarterBenchmark::aPerfectEyeReadsEveryRender() {
    const auto font = GlyphFont::open(GlyphFont::defaultFile());
    QVERIFY2(font, font ? "" : font.error().message.c_str());
    auto renderer = SceneRenderer::create(*font);
    QVERIFY(renderer);
    int wrong = 0;
    constexpr int kScenes = 400;
    for (std::uint64_t i = 0; i < kScenes; ++i) {
        const Scene scene =
            sampleAnyScene(12, i, {.single = 0.2, .pair = 0.3, .weather = 0.3, .styled = 0.3});
        const CellTruth truth = cellTruth(scene, renderer->render(scene, kFullSidePx / 2));
        const Verdict verdict = judge(askedOf(scene), readCells(answersOf(scene, truth)));
        QVERIFY(verdict.place && verdict.time && verdict.presentThings > 0);
        wrong += verdict.exact() ? 0 : 1;
    }
    QVERIFY2(wrong <= kScenes / 100, qPrintable(QString::number(wrong)));
}

void tst_StarterBenchmark::countsWhatWasRight() {
    const auto asked = parseAskedScene("owl:blue car:red meadow day");
    Score score;
    Verdict verdict;
    verdict.presentThings = 1;
    verdict.tintedThings = 1;
    verdict.mainThing = verdict.place = verdict.time = verdict.weather = verdict.style = true;
    score.add(*asked, verdict);
    verdict.kinds = verdict.tints = verdict.kindOrder = verdict.order = verdict.count = true;
    verdict.presentThings = verdict.tintedThings = 2;
    score.add(*asked, verdict);
    QCOMPARE(score.kinds.right, 1);
    QCOMPARE(score.kinds.of, 2);
    QCOMPARE(score.present.right, 3);
    QCOMPARE(score.present.of, 4);
    QCOMPARE(score.bound.of, 1);
    QCOMPARE(score.exact.right, 1);
    QCOMPARE(score.strictExact.right, 0);
    QVERIFY(tableOf({score}).find("50.0") != std::string::npos);
}

void tst_StarterBenchmark::tellsUnknownWords() {
    const KnownWords words;
    QVERIFY(words.unknownIn("Two BLUE owls, on a snowy night!").empty());
    QVERIFY(words.unknownIn("dua burung hantu biru di salju pada malam hari").empty());
    QCOMPARE(words.unknownIn("a dragon and a cat, a dragon"), std::vector<std::string>{"dragon"});
    QVERIFY(words.unknownIn("").empty());
    const auto prompts = loadBenchmark(kFolder);
    QVERIFY(prompts);
    for (const auto& prompt : *prompts) {
        if (prompt.split == Split::Cannot) {
            QVERIFY2(!words.unknownIn(prompt.text).empty(), prompt.text.c_str());
        }
    }
}

QTEST_APPLESS_MAIN(tst_StarterBenchmark)
#include "tst_StarterBenchmark.moc"
