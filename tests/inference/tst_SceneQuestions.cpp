// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/cannot_tell.h"
#include "inference/starter/question_wordings.h"
#include "inference/starter/scene_claims.h"
#include "inference/starter/scene_questions.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/vocabulary.h"

#include <QFile>
#include <QRegularExpression>
#include <QtTest/QtTest>

#include <algorithm>
#include <map>
#include <set>

using namespace limn;
using namespace limn::starter;

namespace {

constexpr std::uint64_t kSeed = 4711;
constexpr std::uint64_t kScenes = 4000;

std::string firstWord(const std::string& text) {
    return text.substr(0, text.find_first_of(" .:,"));
}

Tint lookOf(const PlacedThing& thing) {
    return thing.tint == Tint::Natural ? things()[thing.kind].naturalTint.value_or(Tint::Natural)
                                       : thing.tint;
}

QString promptFile(const char* name) {
    QFile file(
        QStringLiteral(LIMN_SOURCE_FOLDER "/resources/prompts/%1.txt").arg(QLatin1String(name)));
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

}  // namespace

/// What is true of a scene must be what the answers say, or the describer learns to lie.
class TestSceneQuestions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAPureFunction() {
        const Scene scene = sampleTrainingScene(kSeed, 3);
        for (std::size_t kind = 1; kind <= kQuestionKindCount; ++kind) {
            const std::vector<ThingBox> boxes(scene.things.size());
            CounterRandom one(kSeed, kind);
            CounterRandom two(kSeed, kind);
            const auto first =
                exchangeOf({scene, boxes}, static_cast<QuestionKind>(kind), Language::English, one);
            const auto second =
                exchangeOf({scene, boxes}, static_cast<QuestionKind>(kind), Language::English, two);
            QCOMPARE(first.question, second.question);
            QCOMPARE(first.answer, second.answer);
            QVERIFY(!first.question.empty() && !first.answer.empty());
            QVERIFY(first.question.find("{}") == std::string::npos);
        }
    }

    /// The describer must know what the program itself asks.
    void theFirstWordingsAreTheProgramsOwn() {
        const std::pair<QuestionKind, const char*> tasks[] = {
            {QuestionKind::Caption, "caption"},   {QuestionKind::Alt, "alt"},
            {QuestionKind::Detailed, "detailed"}, {QuestionKind::Tags, "tags"},
            {QuestionKind::Prompt, "prompt"},     {QuestionKind::Flaws, "flaws"}};
        for (const auto& [kind, name] : tasks) {
            bool isThere = false;
            for (std::uint64_t i = 0; i < 60 && !isThere; ++i) {
                CounterRandom random(kSeed, i);
                isThere = QString::fromStdString(wordQuestion(kind, Language::English, "",
                                                              random)) == promptFile(name);
            }
            QVERIFY2(isThere, name);
        }
        std::set<std::string> questions;
        for (std::uint64_t i = 0; i < 60; ++i) {
            CounterRandom random(kSeed, i);
            questions.insert(
                wordQuestion(QuestionKind::Match, Language::English, "a red boat", random));
            questions.insert(
                wordQuestion(QuestionKind::Match, Language::Indonesian, "perahu merah", random));
        }
        QVERIFY(questions.contains("Does this picture show \"a red boat\"? Answer yes or no."));
        QVERIFY(questions.contains(
            "Apakah gambar ini menunjukkan \"perahu merah\"? Jawab ya atau tidak."));
    }

    /// The benchmark's free wordings are free of what training may say.
    void freeWordingsAreNeverTaught() {
        QFile file(QStringLiteral(LIMN_SOURCE_FOLDER "/tests/data/starter/describer_free.tsv"));
        QVERIFY(file.open(QFile::ReadOnly));
        const auto bare = [](const QString& text) {
            return text.toLower().remove(QRegularExpression(QStringLiteral("[^a-z{} ]")));
        };
        std::map<std::string, std::set<QString>> free;
        for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
            const auto parts = line.split(u'\t');
            if (parts.size() == 2) {
                free[parts[0].toStdString()].insert(bare(parts[1]));
            }
        }
        QVERIFY(free.size() >= 8);
        CounterRandom random(kSeed, 7);
        for (std::size_t i = 1; i <= kQuestionKindCount; ++i) {
            const auto kind = static_cast<QuestionKind>(i);
            const auto& taboo = free[std::string(questionKindName(kind))];
            for (int draw = 0; draw < 20000; ++draw) {
                const auto words = bare(
                    QString::fromStdString(wordQuestion(kind, Language::English, "{}", random)));
                QVERIFY2(!taboo.contains(words), qPrintable(words));
            }
        }
    }

    void countsAreTrue() {
        static const std::map<std::string, std::size_t> numbers{
            {"None", 0}, {"One", 1}, {"Two", 2}, {"Three", 3}};
        std::array<int, 4> seen{};
        for (std::uint64_t i = 0; i < kScenes; ++i) {
            const Scene scene = sampleTrainingScene(kSeed, i);
            CounterRandom random(kSeed, i, 1);
            CounterRandom same(kSeed, i, 1);
            // The question's kind is drawn first, from the same numbers.
            const bool isAbsent = same.chance(0.25);
            const auto kind = isAbsent ? absentKind(scene, same)
                                       : scene.things[same.below(scene.things.size())].kind;
            const auto exchange =
                exchangeOf({scene, {}}, QuestionKind::Count, Language::English, random);
            const auto truth = static_cast<std::size_t>(std::ranges::count_if(
                scene.things, [&](const PlacedThing& thing) { return thing.kind == kind; }));
            const auto found = numbers.find(firstWord(exchange.answer));
            QVERIFY2(found != numbers.end(), exchange.answer.c_str());
            QCOMPARE(found->second, truth);
            ++seen.at(truth);
        }
        for (const int number : seen) {
            QVERIFY(number >
                    100);  // none too: a model that never hears of none always finds something
        }
    }

    void claimsAboutThingsAreTrue() {
        int right = 0;
        for (std::uint64_t i = 0; i < kScenes; ++i) {
            const Scene scene = sampleTrainingScene(kSeed, i);
            CounterRandom random(kSeed, i, 2);
            const auto claim = drawThingClaim(scene, random);
            const bool truth = std::ranges::any_of(scene.things, [&](const PlacedThing& thing) {
                return thing.kind == claim.kind &&
                       (claim.tint == Tint::Natural || lookOf(thing) == claim.tint ||
                        thing.tint == claim.tint);
            });
            QCOMPARE(claim.holds, truth);
            right += claim.holds ? 1 : 0;
        }
        QVERIFY(right > 0.4 * kScenes && right < 0.65 * kScenes);
    }

    void captionsThatHoldAndThoseThatDoNot() {
        int right = 0;
        std::array<int, 3> aspects{};
        for (std::uint64_t i = 0; i < kScenes; ++i) {
            const Scene scene = sampleTrainingScene(kSeed, i);
            CounterRandom random(kSeed, i, 3);
            const auto claim = drawCaptionClaim(scene, Language::English, random);
            QVERIFY(!claim.words.empty());
            QVERIFY(!claim.holds ||
                    !(claim.isAboutPlace || claim.isAboutTime || claim.isAboutStyle));
            right += claim.holds ? 1 : 0;
            aspects[0] += claim.isAboutPlace ? 1 : 0;
            aspects[1] += claim.isAboutTime ? 1 : 0;
            aspects[2] += claim.isAboutStyle ? 1 : 0;
        }
        QVERIFY(right > 0.45 * kScenes && right < 0.55 * kScenes);
        for (const int aspect : aspects) {
            QVERIFY(aspect > 50);
        }
    }

    void boxesAreInThousandths() {
        Scene scene = sampleTrainingScene(kSeed, 1);
        scene.things.resize(1);
        const std::vector<ThingBox> boxes{{0.104, 0.2, 0.5, 0.999}};
        CounterRandom random(kSeed, 1);
        const auto exchange =
            exchangeOf({scene, boxes}, QuestionKind::Box, Language::English, random);
        QVERIFY2(exchange.answer.starts_with("[{\"bbox_2d\": [100, 200, 500, 1000], \"label\": \""),
                 exchange.answer.c_str());
        QVERIFY(exchange.answer.ends_with("\"}]"));
    }

    void picturesFromOutsideAreNotDescribed() {
        const Scene scene = sampleTrainingScene(kSeed, 2);
        for (std::size_t kind = 1; kind <= kQuestionKindCount; ++kind) {
            CounterRandom random(kSeed, kind);
            const auto exchange = outsideExchangeOf(scene, static_cast<QuestionKind>(kind),
                                                    Language::Indonesian, random);
            QCOMPARE(exchange.answer, std::string(cannotTell(Language::Indonesian)));
        }
        // The program says the same in the place of a model that sees something strange.
        QCOMPARE(starter::cannotTell(Language::English), std::string_view(kCannotTell));
    }
};

QTEST_GUILESS_MAIN(TestSceneQuestions)
#include "tst_SceneQuestions.moc"
