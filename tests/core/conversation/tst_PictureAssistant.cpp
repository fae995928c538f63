// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/PictureAssistant.h"

#include "core/io/PictureReader.h"
#include "core/jobs/InferenceService.h"
#include "core/match/Claim.h"
#include "tests/support/EngineGate.h"
#include "tests/support/LeadingTranslator.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest/QtTest>

using namespace limn;
using limn::test::EngineGate;
using limn::test::FakeEngineScript;

namespace {

struct Studio {
    std::shared_ptr<FakeEngineScript> script = std::make_shared<FakeEngineScript>();
    QTemporaryDir folder;
    QThreadPool pool;
    Background background{pool};
    InferenceService service{[this] {
        return std::make_unique<test::FakeEngine>(script);
    }};
    PictureAssistant assistant{service, background};
    QSignalSpy rows{&assistant, &Assistant::rowAdded};
    QSignalSpy changes{&assistant, &Assistant::rowChanged};
    QSignalSpy expected{&assistant, &Assistant::picturesExpected};
    QSignalSpy progress{&assistant, &Assistant::pictureProgressed};
    QSignalSpy pictures{&assistant, &Assistant::pictureFinished};
    QSignalSpy stopping{&assistant, &Assistant::stopping};
    QSignalSpy ended{&assistant, &Assistant::ended};

    AssistantMessage message(TurnId answer, const QString& text) const {
        AssistantMessage message;
        message.answer = answer;
        message.text = text;
        message.order.model = "/models/a";
        message.order.request.seed = 7;
        message.order.folder = std::filesystem::path(folder.path().toStdString());
        return message;
    }
    bool waitForEnds(int count) {
        while (ended.count() < count) {
            if (!ended.wait(10'000)) {
                return false;
            }
        }
        return true;
    }
    TurnState endState(int i) const { return ended.at(i).at(1).value<TurnState>(); }
};

DoneRow rowOf(const QList<QVariant>& arguments) {
    return arguments.back().value<DoneRow>();
}

}  // namespace

class TestPictureAssistant : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itLooksAtWhatItMade_data() {
        QTest::addColumn<QString>("saysToClaims");
        QTest::addColumn<int>("verdict");
        QTest::newRow("as asked") << "Yes." << static_cast<int>(Verdict::AsAsked);
        QTest::newRow("not as asked") << "No: I see a dog." << static_cast<int>(Verdict::NotAsAsked);
        QTest::newRow("another world") << "I cannot tell: this is not my kind of picture." << static_cast<int>(Verdict::NotJudged);
    }
    void itLooksAtWhatItMade() {
        QFETCH(QString, saysToClaims);
        QFETCH(int, verdict);
        Studio studio;
        studio.script->model.name = "a";
        studio.script->model.describesPictures = true;
        studio.script->reply = [&](const DescribeRequest& request) {
            Description said;
            const bool isClaim = !request.choices.empty();
            const bool isOutside = saysToClaims.startsWith("I cannot");
            said.text = isClaim || isOutside ? saysToClaims.toStdString() : "A fox.";
            const bool isYes = saysToClaims.startsWith("Yes");
            said.choices = {isYes ? 0.9 : 0.1, 0, isYes ? 0.1 : 0.9, 0};
            said.choices.resize(request.choices.size());
            return said;
        };
        studio.service.setStarterModel("/models/a");
        studio.service.setStarterDescriber("/models/eyes");
        QSignalSpy judged(&studio.assistant, &Assistant::pictureJudged);
        studio.assistant.answer(studio.message(11, QStringLiteral("two foxes in a forest")));
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Done);
        QCOMPARE(judged.count(), verdict == static_cast<int>(Verdict::NotJudged) ? 0 : 1);
        if (!judged.isEmpty()) {
            const auto card = judged.at(0).at(2).value<PictureCard>();
            QCOMPARE(static_cast<int>(card.verdict), verdict);
            QVERIFY(!card.file.isEmpty());
            QCOMPARE(card.verdictText.contains("foxes"), verdict == static_cast<int>(Verdict::NotAsAsked));
        }
    }

    void whatWasNotAllLookedForIsNotAsAsked_data() {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("unanswered");
        QTest::addColumn<QString>("missing");
        QTest::addColumn<int>("verdict");
        const QString foxes = QStringLiteral("two foxes in a forest");
        QTest::newRow("all was answered") << foxes << "owl"
                                          << "owl" << static_cast<int>(Verdict::AsAsked);
        QTest::newRow("one was not answered") << foxes << "forest"
                                              << "owl" << static_cast<int>(Verdict::NotJudged);
        QTest::newRow("one was not answered, one is missing")
            << foxes << "forest"
            << "two foxes" << static_cast<int>(Verdict::NotAsAsked);
        QStringList things;
        for (std::size_t i = 0; i < match::kMostClaims; ++i) {
            things.append(QStringLiteral("thing%1").arg(i));
        }
        QTest::newRow("as much as is looked for") << things.join(QStringLiteral(", ")) << "owl"
                                                  << "owl" << static_cast<int>(Verdict::AsAsked);
        things.append(QStringLiteral("one more"));
        QTest::newRow("more than is looked for") << things.join(QStringLiteral(", ")) << "owl"
                                                 << "owl" << static_cast<int>(Verdict::NotJudged);
    }
    /// "As asked" is said of everything that was asked for.
    void whatWasNotAllLookedForIsNotAsAsked() {
        QFETCH(QString, prompt);
        QFETCH(QString, unanswered);
        QFETCH(QString, missing);
        QFETCH(int, verdict);
        Studio studio;
        studio.script->model.name = "a";
        studio.script->model.describesPictures = true;
        studio.script->reply = [&](const DescribeRequest& request) {
            Description said;
            const auto question = QString::fromStdString(request.turns.back().text);
            said.text = request.choices.empty() ? "A fox." : "Yes.";
            said.choices = {0.9, 0, 0.1, 0};
            if (question.contains(unanswered)) {
                said.text = "A lovely day.";
                said.choices = {0, 0, 0, 0};
            } else if (question.contains(missing)) {
                said.text = "No.";
                said.choices = {0.1, 0, 0.9, 0};
            }
            said.choices.resize(request.choices.size());
            return said;
        };
        studio.service.setStarterModel("/models/a");
        studio.service.setStarterDescriber("/models/eyes");
        QSignalSpy judged(&studio.assistant, &Assistant::pictureJudged);
        studio.assistant.answer(studio.message(11, prompt));
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Done);
        const auto found =
            judged.isEmpty() ? Verdict::NotJudged : judged.at(0).at(2).value<PictureCard>().verdict;
        QCOMPARE(static_cast<int>(found), verdict);
    }

    /// While its answer is still at work: it is looked at where it lies now.
    void aRenamedPictureIsJudgedWhereItIs() {
        Studio studio;
        studio.script->model.name = "a";
        studio.script->model.describesPictures = true;
        studio.script->reply = [](const DescribeRequest& request) {
            Description said;
            said.text = request.choices.empty() ? "A fox." : "Yes.";
            said.choices = {0.9, 0, 0.1, 0};
            said.choices.resize(request.choices.size());
            return said;
        };
        studio.service.setStarterModel("/models/a");
        studio.service.setStarterDescriber("/models/eyes");
        const QString after = studio.folder.filePath(QStringLiteral("renamed.png"));
        bool isRenamed = false;
        QObject::connect(&studio.assistant, &Assistant::pictureFinished, &studio.assistant,
                         [&](TurnId, int, const PictureCard& card) {
                             const QString before = card.file;
                             isRenamed = QFile::rename(before, after);
                             studio.assistant.moveFile(before, after);
                         });
        QSignalSpy judged(&studio.assistant, &Assistant::pictureJudged);
        auto message = studio.message(11, QStringLiteral("two foxes in a forest"));
        message.order.madeFrom = "/pictures/before.png";
        studio.assistant.answer(message);
        studio.assistant.moveFile(QStringLiteral("/pictures/before.png"),
                                  QStringLiteral("/pictures/after.png"));
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(isRenamed);
        QCOMPARE(judged.count(), 1);
        const auto card = judged.at(0).at(2).value<PictureCard>();
        QCOMPARE(card.file, after);
        QCOMPARE(card.madeFrom, QStringLiteral("/pictures/after.png"));
    }

    void looksThatFailCostNothing() {
        Studio studio;
        studio.script->model.name = "a";
        studio.script->model.describesPictures = true;
        studio.script->describeError = Error{ErrorCode::Internal, "blind", {}};
        studio.script->errorAtStep = 0;
        studio.service.setStarterModel("/models/a");
        studio.service.setStarterDescriber("/models/eyes");
        studio.assistant.answer(studio.message(11, QStringLiteral("a fox")));
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Done);
        QCOMPARE(studio.pictures.count(), 1);
    }

    void aMessageBecomesAPicture() {
        Studio studio;
        studio.assistant.answer(studio.message(11, QStringLiteral("a (red:1.3) fox --seed 5")));
        QCOMPARE(studio.rows.count(), 0);  // nothing before the call has returned
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Done);
        QCOMPARE(studio.script->orders.at(0).prompt, std::string("a red fox"));
        QCOMPARE(studio.script->orders.at(0).seed, std::uint64_t{5});
        QCOMPARE(studio.expected.count(), 1);
        QCOMPARE(studio.pictures.count(), 1);
        QVERIFY(studio.progress.count() > 0);
        const auto card = studio.pictures.at(0).at(2).value<PictureCard>();
        QCOMPARE(card.prompt, QStringLiteral("a red fox"));
        QCOMPARE(card.seed, std::uint64_t{5});
        QCOMPARE(card.widthPx, 64);
        QCOMPARE(card.steps, 4);
        QCOMPARE(card.modelName, QStringLiteral("fake"));
        QVERIFY(QFile::exists(card.file));
        QVERIFY(readPicture(card.file.toStdString()).isDone());

        QCOMPARE(studio.rows.count(), 3);  // two notes, one call
        QVERIFY(rowOf(studio.rows.at(0)).kind == DoneRowKind::Note);
        QCOMPARE(rowOf(studio.rows.at(0)).arguments, QStringLiteral("--seed 5"));
        QVERIFY(rowOf(studio.rows.at(2)).kind == DoneRowKind::Call);
        QVERIFY(rowOf(studio.rows.at(2)).state == DoneRowState::Running);
        QCOMPARE(studio.changes.at(0).at(1).toInt(), 2);
        QVERIFY(rowOf(studio.changes.at(0)).state == DoneRowState::Done);
        QVERIFY(rowOf(studio.changes.at(0)).outcome.startsWith(QStringLiteral("1 ")));
    }

    void aBatchGivesACardForEachPicture() {
        Studio studio;
        AssistantMessage message = studio.message(1, QStringLiteral("a fox"));
        message.order.request.count = 3;
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.expected.at(0).at(1).value<std::vector<PictureCard>>().size(),
                 std::size_t{3});
        QCOMPARE(studio.pictures.count(), 3);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(studio.pictures.at(i).at(1).toInt(), i);
            QCOMPARE(studio.pictures.at(i).at(2).value<PictureCard>().seed, std::uint64_t(7 + i));
        }
    }

    void ofABatchThatWasCutOffOnlyTheRestIsDrawn() {
        Studio studio;
        QSignalSpy begun(&studio.assistant, &Assistant::begun);
        AssistantMessage message = studio.message(1, QStringLiteral("a fox"));
        message.order.request.count = 3;
        PictureCard there;
        there.file = QStringLiteral("/pictures/there.png");
        message.finished = {there, there};
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Done);
        QVERIFY(begun.count() > 0);
        QCOMPARE(begun.at(0).at(0).value<TurnId>(), TurnId{1});
        QCOMPARE(studio.script->orders.at(0).count, 1);
        QCOMPARE(studio.script->orders.at(0).seed, std::uint64_t{9});
        QCOMPARE(studio.expected.at(0).at(1).value<std::vector<PictureCard>>().size(),
                 std::size_t{1});
        QCOMPARE(studio.progress.at(0).at(1).toInt(), 2);
        QCOMPARE(studio.pictures.count(), 1);
        QCOMPARE(studio.pictures.at(0).at(1).toInt(), 2);
        QVERIFY(rowOf(studio.changes.at(0)).outcome.startsWith(QStringLiteral("3 ")));

        message.answer = 2;
        message.finished = {there, there, there};
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(2));
        QVERIFY(studio.endState(1) == TurnState::Done);
        QCOMPARE(studio.script->orders.size(), std::size_t{1});
    }

    void anAttachedPictureIsWhereDrawingStarts() {
        Studio studio;
        const QString data = QStringLiteral(LIMN_TEST_DATA "/pictures/");
        AssistantMessage message = studio.message(1, QStringLiteral("the same at night"));
        message.attachments = {data + QStringLiteral("rgb8.png"),
                               data + QStringLiteral("grey8.png")};
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Done);
        const GenerateRequest& order = studio.script->orders.at(0);
        const Image start = readPicture(message.attachments[0].toStdString()).value();
        QVERIFY(order.initImage && *order.initImage == start);
        QVERIFY(rowOf(studio.rows.at(0)).arguments.startsWith(QStringLiteral("2 ")));
        QCOMPARE(studio.pictures.at(0).at(2).value<PictureCard>().madeFrom, message.attachments[0]);
        // The picture's shape, not the model's square: both sides within half a multiple of the exact size.
        const double ratio = static_cast<double>(start.widthPx) / start.heightPx;
        QVERIFY(order.widthPx && order.heightPx);
        QVERIFY(std::abs(*order.widthPx - 512 * std::sqrt(ratio)) <= 4.0);
    }

    void aBrokenAttachmentIsAFailureWithAdvice() {
        Studio studio;
        QFile text(studio.folder.filePath(QStringLiteral("text.png")));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("no picture");
        text.close();
        AssistantMessage message = studio.message(1, QStringLiteral("a fox"));
        message.attachments = {text.fileName()};
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Failed);
        QVERIFY(studio.ended.at(0).at(2).toString().contains(QStringLiteral("text.png")));
        QVERIFY(studio.script->orders.empty());
    }

    void aMessageWithoutWordsFails() {
        Studio studio;
        studio.assistant.answer(studio.message(1, QStringLiteral("--ar 1:1")));
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Failed);
        QVERIFY(!studio.ended.at(0).at(2).toString().isEmpty());
        QCOMPARE(studio.pictures.count(), 0);
    }

    void anEngineFailureIsTold() {
        Studio studio;
        studio.script->generateError =
            Error{ErrorCode::OutOfMemory, "The picture needs 9 GB.", "detail"};
        studio.assistant.answer(studio.message(1, QStringLiteral("a fox")));
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Failed);
        const QString sentence = studio.ended.at(0).at(2).toString();
        QVERIFY(sentence.startsWith(QStringLiteral("The picture needs 9 GB. ")));
        QVERIFY(sentence.contains(QStringLiteral("smaller")));
        QVERIFY(rowOf(studio.changes.at(0)).state == DoneRowState::Failed);
    }

    void warningsAreNotes() {
        Studio studio;
        studio.script->warnings = {"The words 'in snow' were cut."};
        studio.assistant.answer(studio.message(1, QStringLiteral("a fox in snow")));
        QVERIFY(studio.waitForEnds(1));
        const DoneRow note = rowOf(studio.rows.back());
        QVERIFY(note.kind == DoneRowKind::Note);
        QCOMPARE(note.outcome, QStringLiteral("The words 'in snow' were cut."));
    }

    void whatTheEngineSaysIsLedByTheLanguageOfTheProgram() {
        const test::LeadingTranslator language;
        Studio studio;
        studio.script->warnings = {"The words 'in snow' were cut."};
        studio.assistant.answer(studio.message(1, QStringLiteral("a fox in snow")));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(rowOf(studio.rows.back()).outcome,
                 QStringLiteral("Lead: The words 'in snow' were cut."));
        studio.script->generateError = Error{ErrorCode::OutOfMemory, "The picture needs 9 GB.", {}};
        studio.assistant.answer(studio.message(2, QStringLiteral("a fox")));
        QVERIFY(studio.waitForEnds(2));
        QCOMPARE(rowOf(studio.changes.back()).outcome,
                 QStringLiteral("Lead: The picture needs 9 GB."));
    }

    void stoppingARunningAnswerEndsItAndTheNextOneRuns() {
        Studio studio;
        EngineGate gate(*studio.script, Phase::Denoise, 2);
        studio.assistant.answer(studio.message(1, QStringLiteral("first")));
        studio.assistant.answer(studio.message(2, QStringLiteral("second")));
        QTRY_COMPARE(studio.expected.count(), 2);
        gate.waitUntilReached();
        studio.assistant.stop(1);
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(0).value<TurnId>(), TurnId{1});
        QVERIFY(studio.endState(0) == TurnState::Cancelled);
        QCOMPARE(studio.stopping.count(), 1);
        gate.open();
        QVERIFY(studio.waitForEnds(2));
        QVERIFY(studio.endState(1) == TurnState::Done);
        QCOMPARE(studio.pictures.count(), 1);
    }

    void stoppingAQueuedAnswerLeavesTheRunningOne() {
        Studio studio;
        EngineGate gate(*studio.script, Phase::Denoise, 2);
        studio.assistant.answer(studio.message(1, QStringLiteral("first")));
        studio.assistant.answer(studio.message(2, QStringLiteral("second")));
        QTRY_COMPARE(studio.expected.count(), 2);
        gate.waitUntilReached();
        studio.assistant.stop(2);
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(0).value<TurnId>(), TurnId{2});
        QCOMPARE(studio.stopping.count(), 0);
        gate.open();
        QVERIFY(studio.waitForEnds(2));
        QVERIFY(studio.endState(1) == TurnState::Done);
        QCOMPARE(studio.script->orders.size(), std::size_t{1});
    }

    void stoppingBeforeItBeganLeavesNothing() {
        Studio studio;
        studio.assistant.answer(studio.message(1, QStringLiteral("first")));
        studio.assistant.stop(1);
        studio.assistant.stop(99);
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.endState(0) == TurnState::Cancelled);
        studio.assistant.answer(studio.message(2, QStringLiteral("second")));
        QVERIFY(studio.waitForEnds(2));
        QCOMPARE(studio.script->orders.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestPictureAssistant)
#include "tst_PictureAssistant.moc"
