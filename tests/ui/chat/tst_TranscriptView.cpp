// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/TranscriptView.h"

#include "ui/chat/turn_paint.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QThreadPool>
#include <QtTest/QtTest>

using namespace limn;
using namespace limn::ui;

namespace {

Turn personTurn(TurnId id, const QString& text) {
    Turn turn;
    turn.id = id;
    turn.text = text;
    return turn;
}

Turn answerTurn(TurnId id, int cards) {
    Turn turn;
    turn.id = id;
    turn.author = TurnAuthor::Assistant;
    for (int i = 0; i < cards; ++i) {
        PictureCard card;
        card.file = QStringLiteral(LIMN_TEST_DATA "/pictures/rgb8.png");
        card.prompt = QStringLiteral("a fox");
        card.seed = 41 + static_cast<std::uint64_t>(i);
        card.widthPx = card.heightPx = 64;
        turn.cards.push_back(card);
    }
    turn.rows = {{DoneRowKind::Call, DoneRowState::Done, QStringLiteral("draw"),
                  QStringLiteral("64 × 64"), QStringLiteral("1 picture")}};
    return turn;
}

struct Pane {
    QThreadPool pool;
    Background background{pool};
    CardPictures pictures{background};
    Theme theme;
    TranscriptModel model;
    TranscriptView view{model, pictures, theme};
    bool isActive = false;
    QSignalSpy actions{&view, &TranscriptView::actionRequested};
    QSignalSpy copies{&view, &TranscriptView::copyRequested};

    Pane() {
        view.resize(384, 500);
        view.show();
        view.activateWindow();
        view.setFocus();
        isActive = QTest::qWaitForWindowActive(&view);
    }
    CardAction action(int i) const { return actions.at(i).at(0).value<CardAction>(); }
    bool isAtEnd() const {
        return view.verticalScrollBar()->value() == view.verticalScrollBar()->maximum();
    }
    QAbstractButton* button(const char* name) const {
        for (QAbstractButton* each : view.findChildren<QAbstractButton*>(QLatin1String(name))) {
            if (each->isVisible()) {
                return each;
            }
        }
        return nullptr;
    }
    void fill(int turns) {
        for (int i = 0; i < turns; ++i) {
            model.append(personTurn(i + 1, QStringLiteral("message %1").arg(i + 1)));
        }
    }
    /// In the middle of the row, from its end.
    QPoint inRow(int row, int fromEndPx, int fromBottomPx) const {
        const QRect place = view.visualRect(model.index(row));
        return {place.right() - fromEndPx, place.bottom() - fromBottomPx};
    }
};

}  // namespace

class TestTranscriptView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itStaysAtTheEnd() {
        Pane pane;
        pane.fill(40);
        QTRY_VERIFY(pane.view.verticalScrollBar()->maximum() > 0);
        QTRY_VERIFY(pane.isAtEnd());
        pane.model.append(answerTurn(100, 1));
        QTRY_VERIFY(pane.view.visualRect(pane.model.index(40)).isValid());
        QTRY_VERIFY(pane.isAtEnd());
        pane.view.resize(300, 400);
        QTRY_VERIFY(pane.isAtEnd());
    }

    void whatIsNewBelowIsTold() {
        Pane pane;
        pane.fill(40);
        QTRY_VERIFY(pane.view.verticalScrollBar()->maximum() > 0);
        pane.view.verticalScrollBar()->setValue(100);
        QVERIFY(pane.button("jumpToEndPushButton") == nullptr);
        pane.model.append(answerTurn(100, 1));
        QTRY_VERIFY(pane.button("jumpToEndPushButton") != nullptr);
        QCOMPARE(pane.view.verticalScrollBar()->value(), 100);  // the person reads here
        QTest::mouseClick(pane.button("jumpToEndPushButton"), Qt::LeftButton);
        QTRY_VERIFY(pane.isAtEnd());
        QVERIFY(pane.button("jumpToEndPushButton") == nullptr);
    }

    void olderTurnsDoNotMoveWhatIsRead() {
        Pane pane;
        pane.fill(60);
        QSignalSpy wanted(&pane.view, &TranscriptView::olderWanted);
        QTRY_VERIFY(pane.view.verticalScrollBar()->maximum() > 500);
        pane.view.verticalScrollBar()->setValue(50);
        QVERIFY(wanted.count() > 0);
        const QModelIndex top = pane.view.indexAt({20, 0});
        const TurnId topTurn = pane.model.turnAt(top.row()).id;
        const int offset = pane.view.visualRect(top).top();
        std::vector<Turn> older;
        for (int i = 0; i < 30; ++i) {
            older.push_back(personTurn(-100 + i, QStringLiteral("older")));
        }
        pane.model.prepend(older);
        QTRY_COMPARE(pane.view.visualRect(pane.model.index(pane.model.rowOf(topTurn))).top(),
                     offset);
    }

    void theKeyboardReachesMessagesAndButtons() {
        Pane pane;
        pane.model.append(personTurn(1, QStringLiteral("a fox")));
        pane.model.append(answerTurn(2, 1));
        pane.view.setCurrentIndex(pane.model.index(0));
        QTest::keyClick(&pane.view, Qt::Key_Down);
        QCOMPARE(pane.view.currentIndex().row(), 1);
        QTest::keyClick(&pane.view, Qt::Key_Return);
        QCOMPARE(pane.actions.count(), 1);
        QVERIFY(pane.action(0) == CardAction::Open);
        QTest::keyClick(&pane.view, Qt::Key_Delete);
        QVERIFY(pane.action(1) == CardAction::Delete);
        QTRY_VERIFY(pane.button("againToolButton") != nullptr);
        QTest::keyClick(&pane.view, Qt::Key_Tab);
        QVERIFY(QApplication::focusWidget() == pane.button("againToolButton"));
        QTest::keyClick(pane.button("againToolButton"), Qt::Key_Space);
        QVERIFY(pane.action(2) == CardAction::Again);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(pane.action(3) == CardAction::Vary);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(QApplication::focusWidget() == &pane.view);
        for (const QAbstractButton* each : pane.view.findChildren<QAbstractButton*>()) {
            if (each->isVisible()) {
                QVERIFY2(!each->accessibleName().isEmpty(), qPrintable(each->objectName()));
            }
        }
    }

    void thePointerFindsPicturesAndButtons() {
        Pane pane;
        pane.model.append(answerTurn(2, 1));
        QTRY_VERIFY(pane.view.visualRect(pane.model.index(0)).height() > 200);
        const QPoint picture =
            pane.view.visualRect(pane.model.index(0)).topLeft() + QPoint(100, 120);
        QTest::mouseClick(pane.view.viewport(), Qt::LeftButton, {}, picture);
        QCOMPARE(pane.actions.count(), 1);
        QVERIFY(pane.action(0) == CardAction::Open);
        QTest::mouseMove(pane.view.viewport(), picture);
        QTRY_VERIFY(pane.button("varyToolButton") != nullptr);
        QTest::mouseClick(pane.button("varyToolButton"), Qt::LeftButton);
        QVERIFY(pane.action(1) == CardAction::Vary);
    }

    void theMenuHasEveryAction() {
        Pane pane;
        pane.model.append(answerTurn(2, 1));
        pane.view.setCurrentIndex(pane.model.index(0));
        QTRY_VERIFY(pane.button("moreToolButton") != nullptr);
        QTest::mouseClick(pane.button("moreToolButton"), Qt::LeftButton);
        auto* menu = pane.view.findChild<QMenu*>(QStringLiteral("turnMenu"));
        QVERIFY(menu != nullptr);
        for (QAction* item : menu->actions()) {
            if (!item->isSeparator()) {
                item->trigger();
            }
        }
        QSet<int> seen;
        for (int i = 0; i < pane.actions.count(); ++i) {
            seen.insert(static_cast<int>(pane.action(i)));
        }
        for (const CardAction each :
             {CardAction::Open, CardAction::Again, CardAction::Vary, CardAction::Describe,
              CardAction::UseAsStart, CardAction::CopyPrompt, CardAction::CopySeed,
              CardAction::Delete}) {
            QVERIFY(seen.contains(static_cast<int>(each)));
        }
        menu->close();
    }

    void aRepaintOffersToBeOpenedInsteadOfDrawnAgain() {
        Turn turn = answerTurn(1, 2);
        turn.cards[1].pixelsChangedOutsideMask = 0;
        QVERIFY(footerButtons(turn, 0).front().action == CardAction::Again);
        QVERIFY(footerButtons(turn, 1).front().action == CardAction::Open);
    }

    void whatWasDoneUnfolds() {
        Pane pane;
        pane.model.append(answerTurn(2, 1));
        pane.view.setCurrentIndex(pane.model.index(0));
        const auto height = [&]() {
            return pane.view.visualRect(pane.model.index(0)).height();
        };
        QTRY_VERIFY(height() > 0);
        const int folded = height();
        QTest::keyClick(&pane.view, Qt::Key_Space);
        QTRY_VERIFY(height() > folded);
        QTest::mouseClick(pane.view.viewport(), Qt::LeftButton, {},
                          pane.view.visualRect(pane.model.index(0)).topLeft() + QPoint(40, 16));
        QTRY_COMPARE(height(), folded);
    }

    void oneOfSeveralPicturesIsChosen() {
        Pane pane;
        pane.model.append(answerTurn(2, 4));
        pane.view.setCurrentIndex(pane.model.index(0));
        QTest::keyClick(&pane.view, Qt::Key_Right);
        QTest::keyClick(&pane.view, Qt::Key_Right);
        QTest::keyClick(&pane.view, Qt::Key_Return);
        QCOMPARE(pane.actions.at(0).at(2).toInt(), 2);
        for (int i = 0; i < 9; ++i) {
            QTest::keyClick(&pane.view, Qt::Key_Left);
        }
        QTest::keyClick(&pane.view, Qt::Key_Return);
        QCOMPARE(pane.actions.at(1).at(2).toInt(), 0);
    }

    void textIsSelectedAndCopied() {
        Pane pane;
        pane.model.append(personTurn(1, QStringLiteral("a red fox")));
        pane.view.setCurrentIndex(pane.model.index(0));
        QTest::keyClick(&pane.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(pane.copies.at(0).at(0).toString(), QStringLiteral("a red fox"));
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(&pane.view, Qt::Key_Right, Qt::ShiftModifier);
        }
        QCOMPARE(pane.view.textToCopy(), QStringLiteral("a red"));
        QTest::keyClick(&pane.view, Qt::Key_Right, Qt::ShiftModifier | Qt::ControlModifier);
        QVERIFY(pane.view.textToCopy().startsWith(QStringLiteral("a red ")));
        QTest::keyClick(&pane.view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(pane.view.textToCopy(), QStringLiteral("a red fox"));

        const QRect row = pane.view.visualRect(pane.model.index(0));
        const QPoint word(row.right() - 40, row.center().y());
        QTest::mouseDClick(pane.view.viewport(), Qt::LeftButton, {}, word);
        QCOMPARE(pane.view.textToCopy(), QStringLiteral("fox"));
    }

    void aFailureOffersToTryAgain() {
        Pane pane;
        Turn failed = answerTurn(2, 0);
        failed.state = TurnState::Failed;
        failed.failure = QStringLiteral("The disk is full. Make room, then try again.");
        pane.model.append(failed);
        pane.view.setCurrentIndex(pane.model.index(0));
        QTRY_VERIFY(pane.button("retryPushButton") != nullptr);
        QTest::mouseClick(pane.button("retryPushButton"), Qt::LeftButton);
        QVERIFY(pane.action(0) == CardAction::Retry);
    }

    void progressDoesNotMoveAnything() {
        Pane pane;
        pane.fill(3);
        Turn answer = answerTurn(50, 1);
        answer.state = TurnState::Streaming;
        answer.cards[0].file.clear();
        pane.model.append(answer);
        QTRY_VERIFY(pane.view.visualRect(pane.model.index(3)).height() > 100);
        const QRect before = pane.view.visualRect(pane.model.index(3));
        for (int step = 0; step < 20; ++step) {
            pane.model.setProgress(50, 0, {Phase::Denoise, step, 20, 0, Image(8, 8, 3)});
            QCOMPARE(pane.view.visualRect(pane.model.index(3)), before);
        }
        QVERIFY(!pane.view.grab().isNull());
    }

    void aScreenReaderFindsTheMessages() {
        Pane pane;
        pane.model.append(personTurn(1, QStringLiteral("a fox")));
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&pane.view);
        QVERIFY(list != nullptr);
        QVERIFY(!list->text(QAccessible::Name).isEmpty());
        QVERIFY(list->childCount() >= 1);
        bool isFound = false;
        for (int i = 0; i < list->childCount(); ++i) {
            const QAccessibleInterface* child = list->child(i);
            isFound = isFound || (child != nullptr &&
                                  child->text(QAccessible::Name).contains(QStringLiteral("a fox")));
        }
        QVERIFY(isFound);
    }
};

QTEST_MAIN(TestTranscriptView)
#include "tst_TranscriptView.moc"
