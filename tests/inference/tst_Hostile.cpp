// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/ModelDescription.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// Every file of tests/data/make_hostile.py, each in a process of its own with bounded memory and time.

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;  // a sanitizer reserves terabytes of addresses and is slow
#else
constexpr bool kIsSanitized = false;
#endif
#ifdef NDEBUG
constexpr double kMaxSeconds = 5;
#else
constexpr double kMaxSeconds = 20;  // code that is not optimised
#endif
constexpr unsigned kHangSeconds = 120;
constexpr rlim_t kMaxAddressBytes = 1ULL << 30U;

namespace {

enum Ending { kAccepted = 10, kRefused = 11, kBadSentence = 12, kThrew = 13 };

bool isSentence(const limn::Error& error) {
    return error.message.size() > 15 && error.message.size() < 2000 && error.message.back() == '.' &&
           error.message.find('\n') == std::string::npos;
}

[[noreturn]] void readInChild(const std::string& path) {
    if (!kIsSanitized) {
        const rlimit limit{kMaxAddressBytes, kMaxAddressBytes};
        ::setrlimit(RLIMIT_AS, &limit);
    }
    ::alarm(kHangSeconds);
    try {
        const auto index = limn::checkpoint::readCheckpointIndex(path);
        if (!index && !isSentence(index.error())) {
            ::_exit(kBadSentence);
        }
        const auto described = limn::checkpoint::describeModel(path);
        if (!described && !isSentence(described.error())) {
            ::_exit(kBadSentence);
        }
        ::_exit(index ? kAccepted : kRefused);
    } catch (...) {
        ::_exit(kThrew);
    }
}

struct Outcome {
    int status = 0;
    double cpuSeconds = 0;
    double residentMegabytes = 0;
};

Outcome readFile(const std::string& path) {
    const pid_t child = ::fork();
    if (child == 0) {
        readInChild(path);
    }
    Outcome outcome;
    rusage usage{};
    ::wait4(child, &outcome.status, 0, &usage);
    outcome.cpuSeconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    outcome.residentMegabytes = static_cast<double>(usage.ru_maxrss) / 1024;
    return outcome;
}

}  // namespace

class HostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void survives_data();
    void survives();
    void cleanupTestCase();

private:
    QTemporaryDir m_folder;
    QString m_marker;
    QString m_slowest;
    QString m_largest;
    double m_mostSeconds = 0;
    double m_mostMegabytes = 0;
};

void HostileTest::initTestCase() {
    const QString python = QStandardPaths::findExecutable("python3");
    QVERIFY2(!python.isEmpty(), "python3 makes the hostile files");
    QCOMPARE(QProcess::execute(python, {QStringLiteral(LIMN_TEST_DATA "/make_hostile.py"), m_folder.path()}), 0);
}

void HostileTest::survives_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isAcceptable");
    QFile file(m_folder.filePath("expectations.json"));
    QVERIFY(file.open(QFile::ReadOnly));
    const QJsonObject expectations = QJsonDocument::fromJson(file.readAll()).object();
    m_marker = expectations["marker"].toString();
    const QJsonArray files = expectations["files"].toArray();
    QVERIFY(files.size() >= 200 && !m_marker.isEmpty());
    for (const QJsonValue& value : files) {
        const QString path = value["path"].toString();
        QTest::newRow(qPrintable(path)) << path << (value["expect"].toString() == "accept");
    }
}

void HostileTest::survives() {
    QFETCH(QString, path);
    QFETCH(bool, isAcceptable);
    const Outcome outcome = readFile(m_folder.filePath(path).toStdString());
    if (outcome.cpuSeconds > m_mostSeconds) {
        m_mostSeconds = outcome.cpuSeconds;
        m_slowest = path;
    }
    if (outcome.residentMegabytes > m_mostMegabytes) {
        m_mostMegabytes = outcome.residentMegabytes;
        m_largest = path;
    }
    QVERIFY2(!QFile::exists(m_marker), "something in the file was executed");
    QVERIFY2(!WIFSIGNALED(outcome.status), qPrintable(QString("killed by signal %1").arg(WTERMSIG(outcome.status))));
    QCOMPARE(WEXITSTATUS(outcome.status), static_cast<int>(isAcceptable ? kAccepted : kRefused));
    QVERIFY2(outcome.cpuSeconds < kMaxSeconds || kIsSanitized, qPrintable(QString("took %1 s").arg(outcome.cpuSeconds)));
    QVERIFY2(outcome.residentMegabytes < 1024 || kIsSanitized, qPrintable(QString("took %1 MB").arg(outcome.residentMegabytes)));
}

void HostileTest::cleanupTestCase() {
    qInfo("slowest: %s, %.2f s; largest: %s, %.0f MB", qPrintable(m_slowest), m_mostSeconds, qPrintable(m_largest), m_mostMegabytes);
}

QTEST_APPLESS_MAIN(HostileTest)
#include "tst_Hostile.moc"
