// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Log.h"
#include "tests/support/GenerateTest.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>

#include <new>
#include <thread>

using namespace limn;
using namespace limn::test;

/// `limn generate` that is cancelled, warns or fails, with an engine that needs no model.
class tst_GenerateFailures : public GenerateTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { enterFolder(); }
    void cleanup() { leaveFolder(); }
    void cancels_data();
    void cancels();
    void cancelInABatchKeepsWhatIsSaved();
    void errorsEndWithOneSentence_data();
    void errorsEndWithOneSentence();
    void refusalsNameTheOption();
    void exceptionsEndWithOneSentence();
    void warningsAreToldOnceBeforeTheFirstStep_data();
    void warningsAreToldOnceBeforeTheFirstStep();
};

void tst_GenerateFailures::cancels_data() {
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("step");
    QTest::newRow("at the first tensor") << static_cast<int>(Phase::Load) << 0;
    QTest::newRow("while loading") << static_cast<int>(Phase::Load) << 2;
    QTest::newRow("while reading the prompt") << static_cast<int>(Phase::EncodePrompt) << 0;
    QTest::newRow("at step 2") << static_cast<int>(Phase::Denoise) << 2;
    QTest::newRow("while decoding") << static_cast<int>(Phase::Decode) << 0;
}

void tst_GenerateFailures::cancels() {
    QFETCH(int, phase);
    QFETCH(int, step);
    CommandLineRun limn;
    limn.script->beforeProgress = [&](const Progress& now, const std::stop_token& stop) {
        if (static_cast<int>(now.phase) == phase && now.step == step) {
            limn.interrupts.raise();
            // The main thread is to hear of it and ask this one to stop: wait for exactly that.
            while (!stop.stop_requested()) {
                std::this_thread::yield();
            }
        }
    };
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "1", "--json"})), 130);
    QCOMPARE(limn.output, std::string());
    QCOMPARE(files(), QStringList());
}

void tst_GenerateFailures::cancelInABatchKeepsWhatIsSaved() {
    CommandLineRun limn;
    limn.script->beforeProgress = [&](const Progress& now, const std::stop_token& stop) {
        if (now.phase == Phase::Denoise && now.imageIndex == 1) {
            limn.interrupts.raise();
            while (!stop.stop_requested()) {
                std::this_thread::yield();
            }
        }
    };
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "1", "--count", "3", "--json"})), 130);
    QCOMPARE(files(), QStringList{"limn-1.png"});
    QVERIFY2(limn.error.find("1 of 3") != std::string::npos, limn.error.c_str());
    // A program learns of the picture that is there.
    const auto told = QJsonDocument::fromJson(QByteArray::fromStdString(limn.output)).object();
    QCOMPARE(told["outputs"].toArray().size(), 1);
    QCOMPARE(told["outputs"][0]["seed"].toInt(), 1);
    QCOMPARE(told["seed"].toInt(), 1);
    QCOMPARE(told["error"].toString(), QString("Cancelled."));
}

void tst_GenerateFailures::errorsEndWithOneSentence_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("isAtLoad");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("damaged model") << static_cast<int>(ErrorCode::FileDamaged) << true << 1;
    QTest::newRow("out of memory at load") << static_cast<int>(ErrorCode::OutOfMemory) << true << 1;
    QTest::newRow("out of memory at a step")
        << static_cast<int>(ErrorCode::OutOfMemory) << false << 1;
    QTest::newRow("not a number") << static_cast<int>(ErrorCode::NotANumber) << false << 1;
    QTest::newRow("invalid request") << static_cast<int>(ErrorCode::InvalidRequest) << false << 2;
}

void tst_GenerateFailures::errorsEndWithOneSentence() {
    QFETCH(int, code);
    QFETCH(bool, isAtLoad);
    QFETCH(int, exitCode);
    CommandLineRun limn;
    const Error error{static_cast<ErrorCode>(code),
                      "The sentence of the engine, with a \x1b[31m trap.", "detail"};
    (isAtLoad ? limn.script->loadError : limn.script->generateError) = error;
    QCOMPARE(limn.run(arguments({"a fox", "--quiet"})), exitCode);
    const std::string model =
        static_cast<ErrorCode>(code) == ErrorCode::NotANumber
            ? "'" + m_other->filePath("tiny.safetensors").toStdString() + "': "
            : std::string();
    QCOMPARE(limn.error, "limn: " + model + "The sentence of the engine, with a \\x1B[31m trap.\n");
    QCOMPARE(limn.output, std::string());
    QCOMPARE(files(), QStringList());
}

void tst_GenerateFailures::refusalsNameTheOption() {
    CommandLineRun limn;
    limn.script->generateError = Error{ErrorCode::InvalidRequest,
                                       "The number of steps is 60; this schedule takes 1 to 50.",
                                       {},
                                       "steps"};
    QCOMPARE(limn.run(arguments({"a fox", "--quiet"})), 2);
    QCOMPARE(
        limn.error,
        std::string("limn: --steps: The number of steps is 60; this schedule takes 1 to 50.\n"));
}

void tst_GenerateFailures::exceptionsEndWithOneSentence() {
    CommandLineRun limn;
    limn.script->beforeProgress = [](const Progress& now, const std::stop_token&) {
        if (now.phase == Phase::Denoise) {
            throw std::bad_alloc();
        }
    };
    QCOMPARE(limn.run(arguments({"a fox", "--quiet"})), 1);
    QVERIFY2(limn.error.find("memory") != std::string::npos, limn.error.c_str());
}

void tst_GenerateFailures::warningsAreToldOnceBeforeTheFirstStep_data() {
    QTest::addColumn<bool>("isLate");
    QTest::newRow("with the progress") << false;
    QTest::newRow("in the report alone") << true;
}

void tst_GenerateFailures::warningsAreToldOnceBeforeTheFirstStep() {
    QFETCH(bool, isLate);
    CommandLineRun limn;
    limn.script->warnings = {"The prompt was cut after 'snow'."};
    limn.script->tellsWarningsLate = isLate;
    QCOMPARE(limn.run(arguments({"a fox", "--json"})), 0);
    const std::string warning = "Warning: The prompt was cut after 'snow'.\n";
    const auto told = limn.error.find(warning);
    QVERIFY2(told != std::string::npos, limn.error.c_str());
    QCOMPARE(limn.error.find(warning, told + 1), std::string::npos);
    const auto firstStep = limn.error.find("Denoising");
    QVERIFY2(firstStep != std::string::npos, limn.error.c_str());
    QCOMPARE(told < firstStep, !isLate);
    QVERIFY(!json(limn).isEmpty());
}

QTEST_APPLESS_MAIN(tst_GenerateFailures)
#include "tst_GenerateFailures.moc"
