// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/engine/Engine.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

#include <sys/resource.h>

using limn::Phase;

/// The built program as a process: exit codes, streams and signals.
class tst_Program : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void exitCodes_data();
    void exitCodes();
    void oneJsonObjectOnStandardOutput();
    void readsThePromptFromAPipe();
    void signalEndsItWithoutAFile_data();
    void signalEndsItWithoutAFile();
    void signalWhileItReadsThePrompt();
    void secondSignalEndsADeafEngine();
    void fullStandardOutputIsAFailure();
    void closedPipeDoesNotKill();
    void fileSizeLimitLeavesNoFile();
    void modelCutShortWhileReadIsASentence();
    void noColourInAPipe();

private:
    struct Ended {
        int code = -1;
        QByteArray output;
        QByteArray error;
    };

    std::unique_ptr<QProcess> start(const QString& program, const QStringList& arguments,
                                    const QString& behaviour = {}) const;
    static Ended finish(QProcess& process);
    QStringList generate(QStringList more = {}) const;
    QStringList files() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTemporaryDir> m_other;
};

namespace {

constexpr int kLongestMs = 60'000;
const QString kLimn = LIMN_PROGRAM;
const QString kFake = LIMN_FAKE_PROGRAM;

void waitForStanding(QProcess& process, QByteArray& error) {
    while (!error.contains("standing\n") && process.waitForReadyRead(kLongestMs)) {
        error += process.readAll();
    }
}

}  // namespace

void tst_Program::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_other = std::make_unique<QTemporaryDir>();
    QFile model(m_other->filePath("m.safetensors"));
    QVERIFY(model.open(QIODevice::WriteOnly));
}

std::unique_ptr<QProcess> tst_Program::start(const QString& program, const QStringList& arguments,
                                             const QString& behaviour) const {
    auto process = std::make_unique<QProcess>();
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_DATA_HOME", m_other->path());
    environment.insert("LIMN_FAKE", behaviour);
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(m_folder->path());
    process->setReadChannel(QProcess::StandardError);
    process->start(program, arguments);
    return process;
}

tst_Program::Ended tst_Program::finish(QProcess& process) {
    if (!process.waitForFinished(kLongestMs) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        return {-1, process.readAllStandardOutput(),
                "did not end by itself: " + process.readAllStandardError()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList tst_Program::generate(QStringList more) const {
    return QStringList{"generate", "a fox",   "--seed",
                       "1",        "--model", m_other->filePath("m.safetensors")} +
           more;
}

QStringList tst_Program::files() const {
    return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

void tst_Program::exitCodes_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("version") << QStringList{"--version"} << 0;
    QTest::newRow("help") << QStringList{"generate", "--help"} << 0;
    QTest::newRow("empty list") << QStringList{"models", "list", "--json"} << 0;
    QTest::newRow("nothing there") << QStringList{"inspect", "nothing.safetensors"} << 1;
    QTest::newRow("wrong usage") << QStringList{"generate", "a", "--steps", "x"} << 2;
    QTest::newRow("unknown option") << QStringList{"inspect", "--what"} << 2;
}

void tst_Program::exitCodes() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const auto process = start(kLimn, arguments);
    const Ended ended = finish(*process);
    QCOMPARE(ended.code, code);
    QCOMPARE(ended.error.count('\n'), code == 0 ? 0 : 1);
    QCOMPARE(ended.output.isEmpty(), code != 0);
}

void tst_Program::oneJsonObjectOnStandardOutput() {
    const auto process = start(kFake, generate({"--json", "--log-level", "debug"}));
    const Ended ended = finish(*process);
    QCOMPARE(ended.code, 0);
    QVERIFY(QJsonDocument::fromJson(ended.output).isObject());
    QCOMPARE(ended.output.count('\n'), 1);
    QCOMPARE(files(), QStringList{"limn-1.png"});
}

void tst_Program::readsThePromptFromAPipe() {
    const auto process = start(
        kFake, {"generate", "-", "--seed", "2", "--model", m_other->filePath("m.safetensors")});
    process->write("a fox");
    process->closeWriteChannel();
    QCOMPARE(finish(*process).code, 0);
    QCOMPARE(files(), QStringList{"limn-2.png"});
}

void tst_Program::signalEndsItWithoutAFile_data() {
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("step");
    const auto row = [](const char* name, int signal, Phase phase, int step) {
        QTest::newRow(name) << signal << static_cast<int>(phase) << step;
    };
    row("Ctrl+C while loading", SIGINT, Phase::Load, 1);
    row("Ctrl+C at step 2", SIGINT, Phase::Denoise, 2);
    row("Ctrl+C while decoding", SIGINT, Phase::Decode, 0);
    row("SIGTERM at step 2", SIGTERM, Phase::Denoise, 2);
    row("SIGHUP at step 2", SIGHUP, Phase::Denoise, 2);
}

void tst_Program::signalEndsItWithoutAFile() {
    QFETCH(int, signal);
    QFETCH(int, phase);
    QFETCH(int, step);
    const auto process = start(kFake, generate({"--json"}), QString("%1 %2").arg(phase).arg(step));
    QByteArray error;
    waitForStanding(*process, error);
    // Twice, as a terminal and a launcher may both deliver it.
    ::kill(static_cast<pid_t>(process->processId()), signal);
    ::kill(static_cast<pid_t>(process->processId()), signal);
    const Ended ended = finish(*process);
    QCOMPARE(ended.code, 130);
    QCOMPARE(ended.output, QByteArray());
    QCOMPARE(files(), QStringList());
}

void tst_Program::signalWhileItReadsThePrompt() {
    const auto process =
        start(kFake, {"generate", "-", "--model", m_other->filePath("m.safetensors")});
    QVERIFY(process->waitForStarted(kLongestMs));
    process->write("a ");
    process->waitForBytesWritten();
    // Nothing tells when it reads, but the kernel tells when its handler stands.
    QFile status(QString("/proc/%1/status").arg(process->processId()));
    bool isCaught = false;
    while (!isCaught && status.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith("SigCgt:")) {
                isCaught =
                    (line.mid(7).trimmed().toULongLong(nullptr, 16) & (1ULL << (SIGINT - 1))) != 0;
            }
        }
        status.close();
    }
    ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    QCOMPARE(finish(*process).code, 130);
    QCOMPARE(files(), QStringList());
}

void tst_Program::secondSignalEndsADeafEngine() {
    const auto process = start(kFake, generate(), "deaf");
    QByteArray error;
    waitForStanding(*process, error);
    QElapsedTimer timer;
    timer.start();
    do {
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    } while (!process->waitForFinished(50) && timer.elapsed() < kLongestMs);
    QCOMPARE(process->exitStatus(), QProcess::NormalExit);
    QCOMPARE(process->exitCode(), 130);
    QVERIFY(timer.elapsed() >= 450);  // the first half second counts as the same key press
    QCOMPARE(files(), QStringList());
}

void tst_Program::fullStandardOutputIsAFailure() {
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.setStandardOutputFile("/dev/full");
    process.start(kLimn, {"--help"});
    const Ended ended = finish(process);
    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.error.contains("Standard output"), ended.error.constData());
}

void tst_Program::closedPipeDoesNotKill() {
    const auto process = start(kFake, generate({"--count", "2"}));
    process->closeReadChannel(QProcess::StandardOutput);
    const Ended ended = finish(*process);
    QVERIFY2(ended.code == 0 || ended.code == 1, ended.error.constData());
    QCOMPARE(files(), (QStringList{"limn-1.png", "limn-2.png"}));
}

void tst_Program::fileSizeLimitLeavesNoFile() {
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.setChildProcessModifier([] {
        const rlimit limit{1000, 1000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    process.start(kFake, generate());
    const Ended ended = finish(process);
    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.error.contains("limn-1.png"), ended.error.constData());
    QCOMPARE(files(), QStringList());
}

void tst_Program::modelCutShortWhileReadIsASentence() {
    const auto process = start(kFake, generate({"--quiet"}), "cut");
    const Ended ended = finish(*process);
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.error.count('\n'), 1);
    QVERIFY2(ended.error.contains("became shorter"), ended.error.constData());
    QCOMPARE(files(), QStringList());
}

void tst_Program::noColourInAPipe() {
    const auto process = start(kFake, generate());
    const Ended ended = finish(*process);
    QVERIFY2(!ended.error.contains('\x1b') && !ended.error.contains('\r'), ended.error.constData());
    QVERIFY2(ended.error.contains("Denoising"), ended.error.constData());
}

QTEST_GUILESS_MAIN(tst_Program)
#include "tst_Program.moc"
