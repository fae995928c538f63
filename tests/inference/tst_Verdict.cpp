// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/verdict.h"

#include "inference/starter/vocabulary.h"

#include <QTest>

#include <algorithm>
#include <initializer_list>

using namespace limn::starter;

namespace {

/// Answers of a network that is sure: nothing everywhere, day in a meadow.
CellAnswers emptyAnswers() {
    const std::size_t kinds = 1 + things().size();
    CellAnswers answers{std::vector<float>(kCheckerCells * kinds),
                        std::vector<float>(kCheckerCells * kTintCount),
                        std::vector<float>(2 * kCheckerCells), std::vector<float>(kPlaceCount),
                        std::vector<float>(kTimeCount)};
    for (std::size_t cell = 0; cell < kCheckerCells; ++cell) {
        answers.kinds[cell * kinds] = 1;
    }
    answers.places[0] = 1;
    answers.times[0] = 1;
    return answers;
}

struct Box {
    int left, top, width, height;
};

/// A thing that fills a box of cells, with this much certainty.
void put(CellAnswers& answers, std::string_view name, Tint tint, Box box, float certainty = 1) {
    const std::size_t kinds = 1 + things().size();
    const std::size_t kind = findThing(name).value();
    for (int y = box.top; y < box.top + box.height; ++y) {
        for (int x = box.left; x < box.left + box.width; ++x) {
            const auto cell = static_cast<std::size_t>(y * kCheckerGrid + x);
            std::fill_n(answers.kinds.begin() + static_cast<std::ptrdiff_t>(cell * kinds), kinds,
                        0.0F);
            answers.kinds[cell * kinds] = (1 - certainty) / 2;
            answers.kinds[cell * kinds + 1 + (kind + 1) % things().size()] = (1 - certainty) / 2;
            answers.kinds[cell * kinds + 1 + kind] = certainty;
            answers.tints[cell * kTintCount + static_cast<std::size_t>(tint) - 1] = 1;
            answers.toMiddle[cell] =
                static_cast<float>(box.left + 0.5 * box.width - x - 0.5) / kCheckerGrid;
            answers.toMiddle[kCheckerCells + cell] =
                static_cast<float>(box.top + 0.5 * box.height - y - 0.5) / kCheckerGrid;
        }
    }
}

Verdict verdictOf(const char* asked, const CellAnswers& answers) {
    return judge(*parseAskedScene(asked), readCells(answers));
}

}  // namespace

class tst_Verdict : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textAndSceneAgree();
    void judgesLooks();
    void refusesOtherText_data();
    void refusesOtherText();
    void seesThingsFromLeftToRight();
    void partsTouchingThingsByTheirMiddles();
    void smallBlobsAreNoThings();
    void doubtIsNotConfident();
    void judges_data();
    void judges();
};

void tst_Verdict::textAndSceneAgree() {
    const auto* text = "owl:blue owl:* snow -";
    const auto asked = parseAskedScene(text);
    QVERIFY(asked);
    QCOMPARE(asked->things.size(), std::size_t{2});
    QVERIFY(asked->things[0].tint == Tint::Blue && !asked->things[1].tint);
    QVERIFY(asked->place == Place::Snow && !asked->time);
    QVERIFY(!asked->weather && !asked->style);
    QCOMPARE(toText(*asked), std::string(text));
    for (const char* looks : {"owl:blue snow night rain", "owl:blue snow night pixel-art",
                              "owl:blue snow - fog watercolour"}) {
        const auto other = parseAskedScene(looks);
        QVERIFY2(other, looks);
        QCOMPARE(toText(*other), std::string(looks));
    }
    QVERIFY(parseAskedScene("owl:blue snow night rain ink")->weather == Weather::Rain);
    QVERIFY(parseAskedScene("owl:blue snow night rain ink")->style == Style::Ink);
}

/// Whoever asks for rain must get it; a checker that cannot tell has not seen it.
void tst_Verdict::judgesLooks() {
    const auto asked = parseAskedScene("owl:blue meadow day rain ink");
    Reading seen;
    seen.things.push_back(
        {.kind = *findThing("owl"), .tint = Tint::Blue, .confidence = 1, .cells = 9});
    QVERIFY(!judge(*asked, seen).weather && !judge(*asked, seen).style);
    seen.weather = Weather::Rain;
    seen.style = Style::Watercolour;
    QVERIFY(judge(*asked, seen).weather && !judge(*asked, seen).style);
    QVERIFY(!judge(*asked, seen).exact());
    seen.style = Style::Ink;
    QVERIFY(judge(*asked, seen).exact());
    QVERIFY(judge(*parseAskedScene("owl:blue meadow day"), seen).exact());
}

void tst_Verdict::refusesOtherText_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "owl:blue", "snow night", "owl snow night", "dragon:blue snow night",
          "owl:beige snow night", "owl:blue moon night", "owl:blue snow noon", "owl:blue snow rain",
          "owl:blue snow night ink rain"}) {
        QTest::newRow(text) << QString(QLatin1String(text));
    }
}

void tst_Verdict::refusesOtherText() {
    QFETCH(QString, text);
    QVERIFY(!parseAskedScene(text.toStdString()));
}

void tst_Verdict::seesThingsFromLeftToRight() {
    auto answers = emptyAnswers();
    put(answers, "car", Tint::Red, {9, 8, 5, 4});
    put(answers, "owl", Tint::Blue, {1, 7, 5, 6});
    const Reading reading = readCells(answers);
    QCOMPARE(reading.things.size(), std::size_t{2});
    QCOMPARE(reading.things[0].kind, findThing("owl").value());
    QCOMPARE(reading.things[1].kind, findThing("car").value());
    QVERIFY(reading.things[0].tint == Tint::Blue && reading.things[1].tint == Tint::Red);
    QVERIFY(std::abs(reading.things[0].centreX - 3.5 / kCheckerGrid) < 1e-6);
    QVERIFY(reading.confidence() > 0.999);
}

void tst_Verdict::partsTouchingThingsByTheirMiddles() {
    auto answers = emptyAnswers();
    put(answers, "cat", Tint::Red, {0, 8, 5, 5});
    put(answers, "cat", Tint::Red, {5, 8, 5, 5});
    put(answers, "cat", Tint::Red, {10, 8, 5, 5});
    QCOMPARE(readCells(answers).things.size(), std::size_t{3});
}

void tst_Verdict::smallBlobsAreNoThings() {
    auto answers = emptyAnswers();
    put(answers, "cat", Tint::Red, {0, 8, 5, 1});
    QVERIFY(readCells(answers).things.empty());
    QCOMPARE(readCells(answers).confidence(), 0.0);
    put(answers, "cat", Tint::Red, {0, 8, 3, 2});
    QCOMPARE(readCells(answers).things.size(), std::size_t{1});
}

void tst_Verdict::doubtIsNotConfident() {
    auto answers = emptyAnswers();
    put(answers, "cat", Tint::Red, {4, 6, 6, 6}, 0.72F);
    QVERIFY(verdictOf("cat:red meadow day", answers).confident);
    put(answers, "cat", Tint::Red, {4, 6, 6, 6}, 0.68F);
    const Verdict verdict = verdictOf("cat:red meadow day", answers);
    QVERIFY(verdict.exact() && !verdict.confident);
}

void tst_Verdict::judges_data() {
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("right");  // of kinds, tints, order, count, place, time
    QTest::addColumn<int>("present");
    // The picture is a blue owl, a red car and a red cat in a meadow by day.
    QTest::newRow("all") << "owl:blue car:red cat:red meadow day"
                         << "kinds tints order count place time" << 3;
    QTest::newRow("open") << "owl:* car:* cat:red - -"
                          << "kinds tints order count place time" << 3;
    QTest::newRow("place and time") << "owl:blue car:red cat:red snow night"
                                    << "kinds tints order count" << 3;
    QTest::newRow("tint") << "owl:green car:red cat:red meadow day"
                          << "kinds count place time" << 3;
    QTest::newRow("tints exchanged") << "owl:red car:blue cat:red meadow day"
                                     << "kinds count place time" << 3;
    QTest::newRow("order") << "car:red owl:blue cat:red meadow day"
                           << "kinds tints count place time" << 3;
    QTest::newRow("another kind") << "owl:blue car:red dog:red meadow day"
                                  << "count place time" << 2;
    QTest::newRow("one more than asked") << "owl:blue car:red meadow day"
                                         << "place time" << 2;
    QTest::newRow("two of a kind asked") << "owl:blue owl:blue car:red meadow day"
                                         << "count place time" << 2;
}

void tst_Verdict::judges() {
    QFETCH(QString, asked);
    QFETCH(QString, right);
    QFETCH(int, present);
    auto answers = emptyAnswers();
    put(answers, "owl", Tint::Blue, {0, 8, 5, 5});
    put(answers, "car", Tint::Red, {5, 8, 5, 5});
    put(answers, "cat", Tint::Red, {10, 8, 5, 5});
    const Verdict verdict = verdictOf(qPrintable(asked), answers);
    const auto words = right.split(u' ');
    QCOMPARE(verdict.kinds, words.contains(QLatin1String("kinds")));
    QCOMPARE(verdict.tints, words.contains(QLatin1String("tints")));
    QCOMPARE(verdict.order, words.contains(QLatin1String("order")));
    QCOMPARE(verdict.count, words.contains(QLatin1String("count")));
    QCOMPARE(verdict.place, words.contains(QLatin1String("place")));
    QCOMPARE(verdict.time, words.contains(QLatin1String("time")));
    QCOMPARE(verdict.presentThings, static_cast<std::size_t>(present));
    QCOMPARE(verdict.exact(), words.size() == 6);
}

QTEST_APPLESS_MAIN(tst_Verdict)
#include "tst_Verdict.moc"
