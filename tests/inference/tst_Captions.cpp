// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/captions.h"

#include "inference/starter/scene_sampler.h"
#include "inference/starter/vocabulary.h"

#include <QTest>

#include <set>

using namespace limn::starter;

namespace {

PlacedThing thing(std::string_view name, Tint tint) {
    PlacedThing placed;
    placed.kind = findThing(name).value();
    placed.tint = tint;
    return placed;
}

}  // namespace

class tst_Captions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plain_data();
    void plain();
    void saysWeatherAndStyleAlways_data();
    void saysWeatherAndStyleAlways();
    void plurals_data();
    void plurals();
    void listsThingsFromLeftToRight();
    void saysTheRightOneFirstOnlyInWordsForSides();
    void saysEveryWordOfTheWorld();
    void noWordNamesTwoThings();
    void fillsNoTemplateHalf();
    void wordingDependsOnSeedOnly();
};

void tst_Captions::plain_data() {
    QTest::addColumn<Scene>("scene");
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("indonesian");
    QTest::newRow("one") << Scene{Place::Forest, TimeOfDay::Day, 0, {thing("owl", Tint::Natural)}}
                         << "an owl in a forest by day"
                         << "burung hantu di hutan pada siang hari";
    QTest::newRow("two alike") << Scene{Place::Snow,
                                        TimeOfDay::Night,
                                        0,
                                        {thing("owl", Tint::Blue), thing("owl", Tint::Blue)}}
                               << "two blue owls in the snow at night"
                               << "dua burung hantu biru di salju pada malam hari";
    QTest::newRow("two tints") << Scene{Place::Beach,
                                        TimeOfDay::Dawn,
                                        0,
                                        {thing("cat", Tint::Orange), thing("cat", Tint::Black)}}
                               << "an orange cat and a black cat on the beach at dawn"
                               << "kucing oranye dan kucing hitam di pantai saat fajar";
    Scene rainy{Place::Forest, TimeOfDay::Night, 0, {thing("owl", Tint::Red)}};
    rainy.weather = Weather::Rain;
    QTest::newRow("rain") << rainy << "a red owl in a forest in the rain at night"
                          << "burung hantu merah di hutan saat hujan pada malam hari";
    rainy.style = Style::Watercolour;
    QTest::newRow("watercolour of rain")
        << rainy << "a watercolour of a red owl in a forest in the rain at night"
        << "lukisan cat air burung hantu merah di hutan saat hujan pada malam hari";
    Scene blueprint{Place::Forest, TimeOfDay::Day, 0, {thing("owl", Tint::Natural)}};
    blueprint.style = Style::Blueprint;
    QTest::newRow("blueprint") << blueprint << "a blueprint of an owl in a forest"
                               << "cetak biru burung hantu di hutan";
    QTest::newRow("three")
        << Scene{Place::Sea,
                 TimeOfDay::Sunset,
                 0,
                 {thing("ship", Tint::White), thing("star", Tint::Natural),
                  thing("whale", Tint::Pink)}}
        << "a white ship, a star and a pink whale on the sea at sunset"
        << "kapal putih, bintang dan paus merah muda di laut saat matahari terbenam";
}

struct Look {
    Weather weather;
    Style style;
};

Scene withLook(Look look) {
    Scene scene{
        Place::Snow, TimeOfDay::Night, 0, {thing("owl", Tint::Blue), thing("owl", Tint::Blue)}};
    scene.weather = look.weather;
    scene.style = look.style;
    return scene;
}

void tst_Captions::plain() {
    QFETCH(Scene, scene);
    QFETCH(QString, english);
    QFETCH(QString, indonesian);
    QCOMPARE(QString::fromStdString(plainCaption(scene)), english);
    QCOMPARE(QString::fromStdString(plainCaption(scene, Language::Indonesian)), indonesian);
}

void tst_Captions::saysWeatherAndStyleAlways_data() {
    QTest::addColumn<int>("weather");
    QTest::addColumn<int>("style");
    for (int weather = 1; weather <= kWeatherCount; ++weather) {
        for (int style = 1; style <= kStyleCount; ++style) {
            QTest::addRow("weather %d style %d", weather, style) << weather << style;
        }
    }
}

/// Whether any of the words, or of the phrases without what is put into them, is in the caption.
bool saysAny(const QString& caption, const Words& words) {
    for (const auto* list : {&words.english, &words.indonesian}) {
        for (const auto phrase : *list) {
            const auto whole = QString::fromUtf8(phrase.data(), qsizetype(phrase.size()));
            const auto parts = whole.split(QStringLiteral("{}"));
            if (std::ranges::all_of(parts,
                                    [&](const QString& part) { return caption.contains(part); })) {
                return true;
            }
        }
    }
    return false;
}

/// What is not said must not be seen: of all that a caption may leave out, weather and style are none.
void tst_Captions::saysWeatherAndStyleAlways() {
    QFETCH(int, weather);
    QFETCH(int, style);
    const Scene scene = withLook({static_cast<Weather>(weather), static_cast<Style>(style)});
    for (std::uint64_t i = 0; i < 400; ++i) {
        limn::CounterRandom random(8, i);
        // "emoji style" and the like are praise.
        const auto caption =
            QString::fromStdString(variedCaption(scene, random, {.filler = 0, .typo = 0}));
        for (int other = 2; other <= kWeatherCount; ++other) {
            const auto which = static_cast<Weather>(other);
            const bool isSaid = saysAny(caption, weatherPhrases(which)) ||
                                saysAny(caption, weatherTags(which)) ||
                                saysAny(caption, weatherWithTime(which));
            QVERIFY2(isSaid == (other == weather) || (other != weather && weather != 1),
                     qPrintable(caption));
        }
        for (int other = 2; other <= kStyleCount; ++other) {
            const auto which = static_cast<Style>(other);
            const bool isSaid = saysAny(caption, styleOpenings(which)) ||
                                saysAny(caption, styleEndings(which)) ||
                                saysAny(caption, styleTags(which));
            QVERIFY2(isSaid == (other == style), qPrintable(caption));
        }
    }
}

void tst_Captions::plurals_data() {
    QTest::addColumn<QString>("noun");
    QTest::addColumn<QString>("expected");
    QTest::newRow("s") << "owl"
                       << "owls";
    QTest::newRow("es") << "bus"
                        << "buses";
    QTest::newRow("ies") << "strawberry"
                         << "strawberries";
    QTest::newRow("y after a vowel") << "donkey"
                                     << "donkeys";
    QTest::newRow("same") << "sheep"
                          << "sheep";
    QTest::newRow("of") << "cup of coffee"
                        << "cups of coffee";
    QTest::newRow("irregular") << "snowman"
                               << "snowmen";
}

void tst_Captions::plurals() {
    QFETCH(QString, noun);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(pluralOf(noun.toStdString())), expected);
}

/// The place of the first of a thing's words in a caption, or -1.
qsizetype positionOf(const QString& caption, std::size_t kind) {
    const auto& words = things()[kind].words;
    qsizetype best = -1;
    for (const auto* list : {&words.english, &words.indonesian}) {
        for (const auto word : *list) {
            const auto at = caption.indexOf(
                QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())));
            best = at >= 0 && (best < 0 || at < best) ? at : best;
        }
    }
    return best;
}

void tst_Captions::listsThingsFromLeftToRight() {
    const Scene scene{
        Place::Meadow,
        TimeOfDay::Day,
        0,
        {thing("giraffe", Tint::Red), thing("teapot", Tint::Blue), thing("castle", Tint::Natural)}};
    for (std::uint64_t i = 0; i < 500; ++i) {
        limn::CounterRandom random(5, i);
        const auto caption = QString::fromStdString(
            variedCaption(scene, random, {.relations = 0, .filler = 0, .typo = 0}));
        const auto first = positionOf(caption, scene.things[0].kind);
        const auto second = positionOf(caption, scene.things[1].kind);
        const auto third = positionOf(caption, scene.things[2].kind);
        QVERIFY2(first >= 0 && first < second && second < third, qPrintable(caption));
    }
}

void tst_Captions::saysTheRightOneFirstOnlyInWordsForSides() {
    const Scene scene{Place::Meadow,
                      TimeOfDay::Day,
                      0,
                      {thing("giraffe", Tint::Red), thing("tractor", Tint::Blue)}};
    int reversed = 0;
    constexpr std::uint64_t kCaptions = 2000;
    for (std::uint64_t i = 0; i < kCaptions; ++i) {
        limn::CounterRandom random(6, i);
        const auto caption =
            QString::fromStdString(variedCaption(scene, random, {.relations = 1, .typo = 0}));
        const auto first = positionOf(caption, scene.things[0].kind);
        const auto second = positionOf(caption, scene.things[1].kind);
        QVERIFY2(first >= 0 && second >= 0, qPrintable(caption));
        if (second < first) {
            ++reversed;
            QVERIFY2(caption.contains(u"right") || caption.contains(u"kanan") ||
                         caption.startsWith(u"left of") || caption.contains(u" left of "),
                     qPrintable(caption));
        }
    }
    QVERIFY(reversed > 100 && reversed < 700);
}

void tst_Captions::saysEveryWordOfTheWorld() {
    for (std::size_t kind = 0; kind < things().size(); ++kind) {
        const Scene scene{
            Place::Meadow, TimeOfDay::Day, 0, {thing(things()[kind].name, Tint::Red)}};
        QString all;
        for (std::uint64_t i = 0; i < 1200; ++i) {
            limn::CounterRandom random(7, i);
            all += QString::fromStdString(variedCaption(scene, random, {.typo = 0})) + u'\n';
        }
        for (const auto* words :
             {&things()[kind].words.english, &things()[kind].words.indonesian}) {
            QVERIFY(!words->empty());
            for (const auto word : *words) {
                QVERIFY2(all.contains(
                             QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()))),
                         std::string(word).c_str());
            }
        }
    }
}

void tst_Captions::noWordNamesTwoThings() {
    for (const auto list : {&Words::english, &Words::indonesian}) {
        std::set<std::string_view> seen;
        for (const auto& each : things()) {
            for (const auto word : each.words.*list) {
                QVERIFY2(seen.insert(word).second, std::string(word).c_str());
            }
        }
    }
}

void tst_Captions::fillsNoTemplateHalf() {
    for (std::uint64_t i = 0; i < 20000; ++i) {
        limn::CounterRandom random(9, i);
        const auto caption =
            QString::fromStdString(variedCaption(sampleTrainingScene(2, i), random, {.typo = 0}));
        QVERIFY2(!caption.isEmpty() && !caption.contains(u"  ") && !caption.contains(u"{}") &&
                     !caption.startsWith(u' ') && !caption.endsWith(u' ') &&
                     !caption.contains(u" ,"),
                 qPrintable(caption));
    }
}

void tst_Captions::wordingDependsOnSeedOnly() {
    const Scene scene = sampleTrainingScene(1, 12);
    limn::CounterRandom first(8, 12);
    limn::CounterRandom second(8, 12);
    QCOMPARE(variedCaption(scene, first), variedCaption(scene, second));
}

QTEST_APPLESS_MAIN(tst_Captions)
#include "tst_Captions.moc"
