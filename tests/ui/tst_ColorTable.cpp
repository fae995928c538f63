// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/style/ColorTable.h"
#include "ui/style/palette.h"
#include "ui/style/resources.h"

#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

ColorTable tableOf(const QString& theme) {
    const auto table =
        ColorTable::fromJson(readResource(QStringLiteral(":/limn/style/%1.json").arg(theme)));
    return table ? *table : ColorTable();
}

}  // namespace

class TestColorTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrastIsWcags() {
        QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        // WebAIM's contrast checker gives 4.54 for this well-known pair.
        QVERIFY(std::abs(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.005);
    }

    void everyTextCanBeRead_data() {
        using enum ColorToken;
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("text");
        QTest::addColumn<int>("ground");
        const std::vector<std::pair<ColorToken, ColorToken>> pairs = {
            {Text, Background}, {Text, Pane},       {Text, Sunk},       {Text, Tint},
            {Text, Canvas},     {Text, Line},       {MutedText, Pane},  {MutedText, Background},
            {MutedText, Sunk},  {MutedText, Tint},  {Accent, Pane},     {Accent, Background},
            {OnAccent, Accent}, {Good, GoodGround}, {Care, CareGround}, {Pane, Text},
            {MutedText, Canvas}};
        for (const char* theme : {"light", "dark"}) {
            for (const auto& [text, ground] : pairs) {
                QTest::addRow("%s: %s on %s", theme, nameOf(text).data(), nameOf(ground).data())
                    << QString::fromLatin1(theme) << static_cast<int>(text)
                    << static_cast<int>(ground);
            }
        }
    }

    void everyTextCanBeRead() {
        QFETCH(QString, theme);
        QFETCH(int, text);
        QFETCH(int, ground);
        const ColorTable table = tableOf(theme);
        const double ratio = contrastRatio(table[static_cast<ColorToken>(text)],
                                           table[static_cast<ColorToken>(ground)]);
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
    }

    void themesAreWhatTheySay() {
        QVERIFY(!tableOf(QStringLiteral("light")).isDark());
        QVERIFY(tableOf(QStringLiteral("dark")).isDark());
    }

    void refusesWhatIsNoTable_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addRow("no JSON") << QByteArray("background");
        QTest::addRow("a name is missing") << QByteArray("{\"background\": \"#000000\"}");
        QByteArray whole = readResource(QStringLiteral(":/limn/style/light.json"));
        QVERIFY(ColorTable::fromJson(whole));
        QTest::addRow("a name too many")
            << QByteArray(whole).replace("{", "{\"colour\": \"#000000\",");
        QTest::addRow("not a colour") << QByteArray(whole).replace("#f4f4f6", "#f4f4fg");
        QTest::addRow("see-through") << QByteArray(whole).replace("#f4f4f6", "#80f4f4f6");
    }

    void refusesWhatIsNoTable() {
        QFETCH(QByteArray, json);
        QVERIFY(!ColorTable::fromJson(json));
    }

    void theStyleSheetNamesOnlyTokens() {
        for (const char* theme : {"light", "dark"}) {
            const ColorTable table = tableOf(QString::fromLatin1(theme));
            const QString source =
                QString::fromUtf8(readResource(QStringLiteral(":/limn/style/limn.qss")));
            QVERIFY(source.contains(QLatin1String("@goodGround")));
            QString sheet = styleSheetFrom(source, table);
            sheet.remove(0, sheet.indexOf(QLatin1String("*/")));
            QVERIFY2(!sheet.contains(QLatin1Char('@')),
                     qPrintable(sheet.mid(sheet.indexOf(QLatin1Char('@')), 30)));
        }
    }

    /// Arrows and marks of the style sheet are drawn in fixed colours: they must be those of the table.
    void drawingsOfTheStyleSheetHaveTheTablesColors() {
        const QString source =
            QString::fromUtf8(readResource(QStringLiteral(":/limn/style/limn.qss")));
        const QRegularExpression urls(QStringLiteral("url\\((:[^)]*)\\)"));
        int found = 0;
        for (auto match = urls.globalMatch(source); match.hasNext(); ++found) {
            QString path = match.next().captured(1);
            for (const QString& theme : {QStringLiteral("light"), QStringLiteral("dark")}) {
                const ColorTable table = tableOf(theme);
                const QByteArray svg =
                    readResource(QString(path).replace(QLatin1String("@theme"), theme));
                QVERIFY2(!svg.isEmpty(), qPrintable(path));
                const auto isOf = [&](ColorToken token) {
                    return svg.contains(table[token].name().toLatin1());
                };
                QVERIFY2(isOf(ColorToken::MutedText) || isOf(ColorToken::OnAccent) ||
                             isOf(ColorToken::Text),
                         qPrintable(path));
            }
        }
        QVERIFY(found > 5);
    }
};

QTEST_APPLESS_MAIN(TestColorTable)
#include "tst_ColorTable.moc"
