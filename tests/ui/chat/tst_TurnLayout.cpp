// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/LeadingTranslator.h"
#include "ui/chat/TurnLayout.h"
#include "ui/chat/turn_words.h"

#include <QtTest/QtTest>

using namespace limn;
using namespace limn::ui;

namespace {

Turn answerWith(int cards, int widthPx, int heightPx) {
    Turn turn;
    turn.id = 1;
    turn.author = TurnAuthor::Assistant;
    turn.state = TurnState::Streaming;
    for (int i = 0; i < cards; ++i) {
        PictureCard card;
        card.prompt = QStringLiteral("a fox");
        card.widthPx = widthPx;
        card.heightPx = heightPx;
        turn.cards.push_back(card);
    }
    turn.rows = {{DoneRowKind::Call, DoneRowState::Running, QStringLiteral("draw"),
                  QStringLiteral("512 × 512"), QString()}};
    return turn;
}

std::vector<QRect> allOf(const TurnLayout& layout) {
    std::vector<QRect> all = layout.pictures;
    all.insert(all.end(), layout.attachments.begin(), layout.attachments.end());
    for (const QRect& rect :
         {layout.bubble, layout.textArea, layout.summaryLine, layout.detailsArea, layout.frame,
          layout.promptLine, layout.footer, layout.failureBox, layout.failureArea}) {
        if (rect.isValid()) {
            all.push_back(rect);
        }
    }
    return all;
}

}  // namespace

class TestTurnLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void callsAreNamedInTheLanguageOfTheProgram() {
        Turn turn = answerWith(1, 512, 512);
        turn.rows.push_back({DoneRowKind::Call, DoneRowState::Done, QStringLiteral("look"),
                             QStringLiteral("fox.png"), QString()});
        turn.rows.push_back({DoneRowKind::Call, DoneRowState::Done, QStringLiteral("later_tool"),
                             QStringLiteral("x"), QString()});
        QCOMPARE(detailsOf(turn, true),
                 QStringLiteral("draw: 512 × 512\nlook: fox.png\nlater_tool: x"));
        const test::LeadingTranslator language;
        QCOMPARE(detailsOf(turn, true),
                 QStringLiteral("*draw*: 512 × 512\n*look*: fox.png\nlater_tool: x"));
    }

    void nothingShiftsWhileAPictureIsDrawn() {
        const Theme theme;
        Turn turn = answerWith(1, 768, 512);
        const TurnLayoutOptions options{384, Qt::LeftToRight, false, false, false};
        const TurnLayout waiting = layOut(turn, options, theme);
        turn.cards[0].file = QStringLiteral("/fox.png");
        turn.cards[0].seconds = 3.8;
        turn.state = TurnState::Done;
        turn.rows[0].outcome = QStringLiteral("1 picture in 3.8 s");
        const TurnLayout done = layOut(turn, options, theme);
        QCOMPARE(done.heightPx, waiting.heightPx);
        QCOMPARE(done.pictures[0], waiting.pictures[0]);
        QVERIFY(done.summary != waiting.summary);
        QVERIFY(done.summary.contains(QStringLiteral("3.8")));
    }

    void everythingStaysInsideItsRow_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("isRightToLeft");
        for (const int width : {120, 260, 384, 1200}) {
            for (const bool isRightToLeft : {false, true}) {
                QTest::addRow("%d %s", width, isRightToLeft ? "rtl" : "ltr")
                    << width << isRightToLeft;
            }
        }
    }
    void everythingStaysInsideItsRow() {
        QFETCH(int, width);
        QFETCH(bool, isRightToLeft);
        const Theme theme;
        Turn person;
        person.id = 2;
        person.text = QString(500, u'w') + QStringLiteral(" words and words ").repeated(20);
        for (int i = 0; i < 16; ++i) {
            person.attachments += QString::number(i);
        }
        Turn failed = answerWith(0, 0, 0);
        failed.state = TurnState::Failed;
        failed.text = QStringLiteral("**text** ").repeated(50);
        failed.failure = QString(300, u'x');
        Turn wide = answerWith(1, 8000, 100);
        Turn tall = answerWith(5, 100, 8000);
        for (const Turn* turn : {&person, &failed, &wide, &tall}) {
            const TurnLayoutOptions options{
                width, isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight, true, false, true};
            const TurnLayout layout = layOut(*turn, options, theme);
            const QRect row(0, 0, width, layout.heightPx);
            for (const QRect& rect : allOf(layout)) {
                QVERIFY2(row.contains(rect) || width < 150, qPrintable(QStringLiteral("%1,%2 %3x%4")
                                                                           .arg(rect.x())
                                                                           .arg(rect.y())
                                                                           .arg(rect.width())
                                                                           .arg(rect.height())));
            }
            for (std::size_t i = 1; i < layout.pictures.size(); ++i) {
                QVERIFY(!layout.pictures[i].intersects(layout.pictures[i - 1]));
            }
        }
    }

    void aPictureIsNeverCut() {
        const Theme theme;
        const TurnLayoutOptions options{384, Qt::LeftToRight, false, false, false};
        const QRect wide = layOut(answerWith(1, 1024, 512), options, theme).pictures[0];
        QVERIFY(std::abs(wide.width() / 2 - wide.height()) <= 1);
        const QRect square = layOut(answerWith(1, 0, 0), options, theme).pictures[0];
        QCOMPARE(square.width(), square.height());
    }

    void rightToLeftMirrors() {
        const Theme theme;
        Turn person;
        person.id = 1;
        person.text = QStringLiteral("مرحبا");
        const TurnLayout ltr = layOut(person, {384, Qt::LeftToRight, false, false, false}, theme);
        const TurnLayout rtl = layOut(person, {384, Qt::RightToLeft, false, false, false}, theme);
        QVERIFY(ltr.bubble.left() > 384 / 2);
        QVERIFY(rtl.bubble.right() < 384 / 2);
        QCOMPARE(ltr.bubble.size(), rtl.bubble.size());
    }

    void callsAreUnfolded() {
        const Theme theme;
        Turn turn = answerWith(1, 64, 64);
        QVERIFY(!layOut(turn, {384, Qt::LeftToRight, false, false, false}, theme).details);
        const TurnLayout open = layOut(turn, {384, Qt::LeftToRight, true, false, false}, theme);
        QVERIFY(open.details->toPlainText().contains(QStringLiteral("512 × 512")));
        turn.rows.push_back({DoneRowKind::Note, DoneRowState::Done, QStringLiteral("read"),
                             QStringLiteral("--ar 1:1"), QStringLiteral("64 × 64")});
        const TurnLayout folded = layOut(turn, {384, Qt::LeftToRight, false, false, false}, theme);
        QVERIFY(folded.details->toPlainText().contains(QStringLiteral("--ar 1:1")));
        QVERIFY(!folded.details->toPlainText().contains(QStringLiteral("draw")));
    }

    void chipsTellOnlyWhatWasMeasured() {
        PictureCard card;
        QVERIFY(chipOf(card).kind == ChipKind::None);
        card.pixelsChangedOutsideMask = 0;
        QVERIFY(chipOf(card).kind == ChipKind::Good);
        card.pixelsChangedOutsideMask = 12;
        QVERIFY(chipOf(card).kind == ChipKind::Care);
        QVERIFY(chipOf(card).text.contains(QStringLiteral("12")));
        card.verdict = Verdict::NotAsAsked;
        card.verdictText = QStringLiteral("3 of 4 as asked");
        QCOMPARE(chipOf(card).text, QStringLiteral("3 of 4 as asked"));
    }
};

QTEST_MAIN(TestTurnLayout)
#include "tst_TurnLayout.moc"
