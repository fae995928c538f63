// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/ConversationListModel.h"
#include "core/conversation/TranscriptModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace limn;

namespace {

Turn turnOf(TurnId id, TurnAuthor author, const QString& text) {
    Turn turn;
    turn.id = id;
    turn.conversation = 1;
    turn.author = author;
    turn.text = text;
    return turn;
}

QDateTime at(int seconds) {
    return QDateTime::fromSecsSinceEpoch(1'000'000 + seconds);
}

QStringList titles(const ConversationListModel& model) {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        all += model.index(row).data().toString();
    }
    return all;
}

}  // namespace

class TestTranscriptModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void turnsComeAndChange() {
        TranscriptModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(turnOf(5, TurnAuthor::Person, QStringLiteral("a fox")));
        model.append(turnOf(6, TurnAuthor::Assistant, {}));
        model.prepend({turnOf(1, TurnAuthor::Person, QStringLiteral("old")),
                       turnOf(2, TurnAuthor::Assistant, {})});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.rowOf(6), 3);
        QCOMPARE(model.rowOf(99), -1);
        QCOMPARE(model.index(2).data().toString(), QStringLiteral("a fox"));

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.change(turnOf(6, TurnAuthor::Assistant, QStringLiteral("done")));
        model.change(turnOf(99, TurnAuthor::Assistant, QStringLiteral("elsewhere")));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(model.turnAt(3).text, QStringLiteral("done"));
        QVERIFY(!model.data(QModelIndex(), Qt::DisplayRole).isValid());
    }

    void progressIsKeptUntilTheAnswerEnds() {
        TranscriptModel model;
        Turn answer = turnOf(2, TurnAuthor::Assistant, {});
        answer.state = TurnState::Streaming;
        answer.cards.resize(1);
        model.append(answer);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy progressed(&model, &TranscriptModel::progressed);
        QVERIFY(model.live(2, 0) == nullptr);

        Image preview(2, 1, 3);
        preview.pixels = {255, 0, 0, 0, 0, 255};
        model.setProgress(2, 0, {Phase::Denoise, 3, 20, 0, preview});
        QCOMPARE(progressed.count(), 1);
        QCOMPARE(changed.count(), 0);  // nothing is to be laid out again
        QCOMPARE(model.live(2, 0)->step, 3);
        QCOMPARE(model.live(2, 0)->preview.pixelColor(1, 0), QColor(Qt::blue));
        model.setProgress(2, 0, {Phase::Decode, 0, 1, 0, std::nullopt});
        QCOMPARE(model.live(2, 0)->preview.width(), 2);  // the last one stays in sight

        model.setStopping(2);
        QVERIFY(model.isStopping(2));
        answer.state = TurnState::Cancelled;
        model.change(answer);
        QVERIFY(model.live(2, 0) == nullptr);
        QVERIFY(!model.isStopping(2));
        model.setProgress(77, 0, {Phase::Denoise, 1, 2, 0, preview});
        QVERIFY(model.live(77, 0) == nullptr);
    }

    void aTurnIsSpokenWhole() {
        TranscriptModel model;
        model.append(turnOf(1, TurnAuthor::Person, QStringLiteral("a fox")));
        Turn answer = turnOf(2, TurnAuthor::Assistant, {});
        PictureCard card;
        card.file = QStringLiteral("/p/fox.png");
        card.prompt = QStringLiteral("a fox");
        card.seed = 41;
        card.verdictText = QStringLiteral("3 of 4 as asked");
        answer.cards = {card};
        answer.rows = {{DoneRowKind::Note, DoneRowState::Done, QStringLiteral("read"),
                        QStringLiteral("--ar 1:1"), QStringLiteral("512 × 512 pixels")}};
        model.append(answer);
        const QString spoken = model.index(1).data(Qt::AccessibleTextRole).toString();
        for (const char* part : {"Limn", "a fox", "41", "3 of 4 as asked", "512 × 512 pixels"}) {
            QVERIFY2(spoken.contains(QString::fromUtf8(part)), part);
        }
        answer.state = TurnState::Failed;
        answer.failure = QStringLiteral("The disk is full.");
        model.change(answer);
        QVERIFY(model.index(1).data(Qt::AccessibleTextRole).toString().contains(answer.failure));
    }

    void conversationsAreOrderedByLastUse() {
        ConversationListModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.reset({{3, QStringLiteral("c"), at(30)}, {1, QStringLiteral("a"), at(10)}});
        model.put({2, QStringLiteral("b"), at(20)});
        QCOMPARE(titles(model),
                 QStringList({QStringLiteral("c"), QStringLiteral("b"), QStringLiteral("a")}));
        model.put({1, QStringLiteral("a"), at(40)});
        QCOMPARE(titles(model),
                 QStringList({QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("b")}));
        model.put({3, QStringLiteral("new"), at(30)});
        QCOMPARE(titles(model),
                 QStringList({QStringLiteral("a"), QStringLiteral("new"), QStringLiteral("b")}));
        model.remove(1);
        model.remove(1);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.find(1) == nullptr);
        QCOMPARE(model.find(2)->title, QStringLiteral("b"));

        QSignalSpy renames(&model, &ConversationListModel::renameRequested);
        QVERIFY(model.setData(model.index(0), QStringLiteral("  x  y "), Qt::EditRole));
        QCOMPARE(renames.at(0).at(1).toString(), QStringLiteral("x y"));
        QVERIFY(!model.setData(model.index(0), QStringLiteral("  "), Qt::EditRole));
        QCOMPARE(renames.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTranscriptModel)
#include "tst_TranscriptModel.moc"
