// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/Claim.h"

#include <QTest>

using namespace limn::match;

namespace {

QString lettersOf(ClaimKind kind) {
    switch (kind) {
    case ClaimKind::Thing:
        return QStringLiteral("thing");
    case ClaimKind::Count:
        return QStringLiteral("count");
    case ClaimKind::Colour:
        return QStringLiteral("colour");
    case ClaimKind::Attribute:
        return QStringLiteral("attribute");
    case ClaimKind::Relation:
        return QStringLiteral("relation");
    case ClaimKind::Scene:
        return QStringLiteral("scene");
    case ClaimKind::Style:
        return QStringLiteral("style");
    case ClaimKind::Writing:
        return QStringLiteral("writing");
    case ClaimKind::Absence:
        return QStringLiteral("absence");
    }
    return {};
}

QStringList linesOf(const PromptClaims& parsed) {
    QStringList lines;
    for (const Claim& claim : parsed.claims) {
        lines += lettersOf(claim.kind) + QStringLiteral(": ") + QString::fromStdString(claim.words);
    }
    return lines;
}

}  // namespace

/// What a prompt says, taken apart.
class TstClaims : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesPromptsApart_data();
    void takesPromptsApart();
    void knowsNumbersAndColours();
    void tellsTheLanguage_data();
    void tellsTheLanguage();
    void survivesAnything_data();
    void survivesAnything();
    void isCutAfterSoMany();
};

void TstClaims::takesPromptsApart_data() {
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QStringList>("claims");
    const auto row = [](const char* prompt, const QStringList& claims) {
        QTest::newRow(prompt) << QString::fromUtf8(prompt) << claims;
    };
    row("a cat", {"thing: a cat"});
    row("Two red boats on a blue lake at sunset, watercolour",
        {"thing: boats", "count: two boats", "colour: red boats", "thing: a lake", "colour: a blue lake",
         "relation: boats on a lake", "scene: at sunset", "style: watercolour"});
    row("a watercolour painting of a fox in a forest", {"style: watercolour painting", "thing: a fox", "scene: in a forest"});
    row("an oil painting of three sheep", {"style: oil painting", "thing: sheep", "count: three sheep"});
    row("a cat and a dog on a sofa",
        {"thing: a cat", "thing: a dog", "thing: a sofa", "relation: a cat and a dog on a sofa"});
    row("a ball between a cup and a book",
        {"thing: a ball", "thing: a cup", "thing: a book", "relation: a ball between a cup and a book"});
    row("a red and white lighthouse to the left of a tree",
        {"thing: a lighthouse", "colour: a red lighthouse", "colour: a white lighthouse", "thing: a tree",
         "relation: a lighthouse to the left of a tree"});
    row("a house on the left", {"thing: a house", "relation: a house on the left"});
    row("a dog chasing a ball", {"thing: a dog", "thing: a ball", "relation: a dog chasing a ball"});
    row("a happy sleeping cat", {"thing: a happy sleeping cat"});
    row("a cat sleeping on a chair under a tree",
        {"thing: a cat", "attribute: a cat sleeping", "thing: a chair", "relation: a cat on a chair", "thing: a tree",
         "relation: a chair under a tree"});
    row("a woman selling flowers in a market",
        {"thing: a woman", "thing: flowers", "relation: a woman selling flowers", "scene: in a market"});
    row("a dark blue vase with yellow tulips",
        {"thing: a vase", "colour: a dark blue vase", "thing: tulips", "colour: yellow tulips", "relation: a vase with tulips"});
    row("a man without a hat", {"thing: a man", "absence: no hat"});
    row("a happy woman in a long white dress holding a bouquet in front of the Eiffel Tower",
        {"thing: a happy woman", "thing: a long white dress",
         "relation: a happy woman in a long white dress", "thing: a bouquet",
         "relation: a happy woman holding a bouquet", "thing: eiffel tower",
         "relation: a happy woman in front of eiffel tower"});
    row("a cat on a chair watching a bird",
        {"thing: a cat", "thing: a chair", "relation: a cat on a chair", "thing: a bird",
         "relation: a cat watching a bird"});
    row("a man and a woman holding hands on a beach",
        {"thing: a man", "thing: a woman", "thing: hands",
         "relation: a man and a woman holding hands", "scene: on a beach"});
    row("a cat on a chair and a dog chasing a ball",
        {"thing: a cat", "thing: a chair", "relation: a cat on a chair", "thing: a dog",
         "thing: a ball", "relation: a dog chasing a ball"});
    row("exactly two boats side by side",
        {"thing: boats", "count: two boats", "relation: boats side by side"});
    row("five red apples in a row",
        {"thing: apples", "count: five apples", "colour: red apples", "relation: apples in a row"});
    row("a street, no people, no cars", {"scene: a street", "absence: no people", "absence: no cars"});
    row("a field of sunflowers", {"thing: a field of sunflowers"});
    row("a cup of black coffee", {"thing: a cup of black coffee"});
    row("the sky is blue and the grass is green",
        {"thing: sky", "colour: blue sky", "thing: grass", "colour: green grass"});
    row("a sign that says \"OPEN\"", {"thing: a sign", "writing: OPEN"});
    row("a shop window with the words 'Fresh Bread'", {"thing: a shop window", "writing: Fresh Bread"});
    row("a dog's bowl that isn't full", {"thing: a dog's bowl that isn't full"});
    row("please draw a tiny green turtle", {"thing: a turtle", "colour: a green turtle", "attribute: a tiny turtle"});
    row("masterpiece, best quality, (a girl:1.2), ((red dress)), 8k, <lora:thing:0.8>",
        {"thing: a girl", "thing: dress", "colour: red dress"});
    row("1girl, solo, long hair", {"thing: 1girl", "thing: solo", "thing: long hair"});
    row("an astronaut riding a horse on the moon, in the style of Van Gogh",
        {"thing: an astronaut", "thing: a horse", "relation: an astronaut riding a horse", "thing: moon",
         "relation: an astronaut on moon", "style: van gogh"});
    row("pixel art castle at night", {"style: pixel art", "thing: castle", "scene: at night"});
    row("a cat in watercolor style", {"thing: a cat", "style: watercolor"});
    row("there are five apples and 2 pears in a bowl",
        {"thing: apples", "count: five apples", "thing: pears", "count: two pears", "thing: a bowl",
         "relation: apples and pears in a bowl"});
    row("some birds in the background", {"thing: birds", "relation: birds in the background"});
    row("a park bench", {"thing: a park bench"});
    row("a rainy city street at night", {"scene: a rainy city street", "scene: at night"});
    row("an orange", {"thing: an orange"});
    row("a pair of shoes", {"thing: shoes", "count: two shoes"});
    row("a small boat --no people --ar 16:9", {"thing: a boat", "attribute: a small boat", "absence: no people"});
    // Indonesian
    row("seekor kucing merah di atas kursi",
        {"thing: kucing", "colour: kucing merah", "thing: kursi", "relation: kucing di atas kursi"});
    row("dua ekor kucing dan seekor anjing di taman",
        {"thing: kucing", "count: dua kucing", "thing: anjing", "scene: di taman"});
    row("tiga perahu merah di danau biru saat matahari terbenam, lukisan cat air",
        {"thing: perahu", "count: tiga perahu", "colour: perahu merah", "thing: danau", "colour: danau biru",
         "relation: perahu di danau", "scene: saat matahari terbenam", "style: lukisan cat air"});
    row("dua perahu berdampingan di danau",
        {"thing: perahu", "count: dua perahu", "relation: perahu berdampingan", "thing: danau",
         "relation: perahu di danau"});
    row("tiga botol berjajar", {"thing: botol", "count: tiga botol", "relation: botol berjajar"});
    row("seorang wanita di kursi memegang buku",
        {"thing: wanita", "thing: kursi", "relation: wanita di kursi", "thing: buku",
         "relation: wanita memegang buku"});
    row("rumah besar di kiri", {"thing: rumah", "attribute: rumah besar", "relation: rumah di kiri"});
    row("anjing mengejar bola", {"thing: anjing", "thing: bola", "relation: anjing mengejar bola"});
    row("bunga merah muda tanpa daun", {"thing: bunga", "colour: bunga merah muda", "absence: tanpa daun"});
    row("papan nama bertuliskan \"Warung Kopi\"", {"thing: papan nama", "writing: Warung Kopi"});
    row("rumah berwarna hijau tua pada malam hari",
        {"thing: rumah", "colour: rumah hijau tua", "scene: pada malam hari"});
    row("lukisan seekor burung hantu bergaya kartun",
        {"style: lukisan", "thing: burung hantu", "style: kartun"});
    row("", {});
    row(", , .", {});
}

void TstClaims::takesPromptsApart() {
    QFETCH(QString, prompt);
    QFETCH(QStringList, claims);
    const QStringList found = linesOf(claimsOf(prompt.toStdString()));
    QVERIFY2(found == claims, qPrintable(QStringLiteral("found \"%1\"").arg(found.join(QStringLiteral("\", \"")))));
}

void TstClaims::knowsNumbersAndColours() {
    const auto parsed = claimsOf("seven scarlet kites");
    QCOMPARE(parsed.claims.size(), std::size_t{3});
    QCOMPARE(parsed.claims[1].count, 7);
    QCOMPARE(parsed.claims[1].thing, std::string("kites"));
    QCOMPARE(parsed.claims[2].colour, std::string("red"));
    QCOMPARE(claimsOf("dua belas telur").claims.size(), std::size_t{2});
}

void TstClaims::tellsTheLanguage_data() {
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<bool>("isIndonesian");
    QTest::newRow("english") << "a red cat on the table" << false;
    QTest::newRow("indonesian") << "kucing merah di atas meja" << true;
    QTest::newRow("bare english") << "cat" << false;
    QTest::newRow("mixed") << "anime, seekor kucing dengan topi" << true;
    QTest::newRow("pink") << "pink flamingo" << false;
}

void TstClaims::tellsTheLanguage() {
    QFETCH(QString, prompt);
    QFETCH(bool, isIndonesian);
    QCOMPARE(claimsOf(prompt.toStdString()).language == PromptLanguage::Indonesian, isIndonesian);
}

void TstClaims::survivesAnything_data() {
    QTest::addColumn<QByteArray>("prompt");
    QTest::newRow("quotes") << QByteArray("\"\"\"''\"“„«»'a \"b");
    QTest::newRow("brackets") << QByteArray(5000, '(');
    QTest::newRow("connectors") << QByteArray("on in with and and of between between and");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x80 cat \xc3");
    QTest::newRow("zeros") << QByteArray("a\0cat\0on", 8);
    QTest::newRow("long word") << QByteArray(30'000, 'a');
    QTest::newRow("long") << QByteArray("a red cat on a blue chair between ").repeated(3000);
    QTest::newRow("cut in a character") << QByteArray("\xe2\x98\x83").repeated(9000);
    QTest::newRow("large number") << QByteArray("99999999999999999999 cats, 0 dogs, -3 birds");
}

void TstClaims::survivesAnything() {
    QFETCH(QByteArray, prompt);
    const auto parsed = claimsOf(prompt.toStdString());
    QVERIFY(parsed.claims.size() <= kMostClaims);
    for (const Claim& claim : parsed.claims) {
        QVERIFY(!claim.words.empty());
        QVERIFY(claim.count >= 0 && claim.count < 100);
    }
}

void TstClaims::isCutAfterSoMany() {
    std::string prompt;
    for (std::size_t i = 0; i < kMostClaims; ++i) {
        prompt += "thing" + std::to_string(i) + ", ";
    }
    QVERIFY(!claimsOf(prompt).isCut);
    QVERIFY(claimsOf(prompt + "one more").isCut);
    QCOMPARE(claimsOf(prompt + "one more").claims.size(), kMostClaims);
}

QTEST_APPLESS_MAIN(TstClaims)
#include "tst_Claims.moc"
