// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/PictureReader.h"
#include "core/io/xmp.h"
#include "core/metadata/read_generation.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// Every file of tests/data/make_hostile_pictures.py and every good picture of make_pictures.py, each in a process
// of its own with bounded memory and time: opened, decoded, its texts and XMP read.

using namespace limn;

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

enum Ending { kPixels = 10, kRefused = 11, kBadSentence = 12, kThrew = 13, kWrongPixels = 14 };

struct Wanted {
    QString path;
    int widthPx = 0;  ///< 0: not told
    int heightPx = 0;
    QByteArray sha256;  ///< of the pixels; empty: not told
};

bool isSentence(const std::string& message) {
    return message.size() > 15 && message.size() < 2000 && message.back() == '.' &&
           message.find('\n') == std::string::npos;
}

int readPictureWhole(const Wanted& wanted) {
    const auto reader = PictureReader::open(wanted.path.toStdString());
    if (!reader) {
        return isSentence(reader.error().message) ? kRefused : kBadSentence;
    }
    std::vector<std::string> sentences = reader->info().problems;
    const GenerationReading reading = readGeneration(reader->info());
    sentences.insert(sentences.end(), reading.problems.begin(), reading.problems.end());
    if (const auto xmp = readXmp(reader->info().xmp); !xmp) {
        sentences.push_back(xmp.error().message);
    }
    if (!std::all_of(sentences.begin(), sentences.end(), isSentence)) {
        return kBadSentence;
    }
    const auto image = reader->decode();
    if (!image.isDone()) {
        return isSentence(image.error().message) ? kRefused : kBadSentence;
    }
    const auto& pixels = image.value().pixels;
    const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char*>(pixels.data()),
                                               static_cast<qsizetype>(pixels.size()));
    const bool isRight =
        (wanted.widthPx == 0 ||
         (image.value().widthPx == wanted.widthPx && image.value().heightPx == wanted.heightPx)) &&
        (wanted.sha256.isEmpty() ||
         QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex() == wanted.sha256);
    return isRight ? kPixels : kWrongPixels;
}

[[noreturn]] void readInChild(const Wanted& wanted) {
    if (!kIsSanitized) {
        const rlimit limit{kMaxAddressBytes, kMaxAddressBytes};
        ::setrlimit(RLIMIT_AS, &limit);
    }
    ::alarm(kHangSeconds);
    try {
        ::_exit(readPictureWhole(wanted));
    } catch (...) {
        ::_exit(kThrew);
    }
}

struct Cost {
    int status = 0;
    double cpuSeconds = 0;
    double residentMegabytes = 0;
};

Cost readInProcess(const Wanted& wanted) {
    const pid_t child = ::fork();
    if (child == 0) {
        readInChild(wanted);
    }
    Cost cost;
    rusage usage{};
    ::wait4(child, &cost.status, 0, &usage);
    cost.cpuSeconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                      static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    cost.residentMegabytes = static_cast<double>(usage.ru_maxrss) / 1024;
    return cost;
}

}  // namespace

class TstHostilePictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void survives_data();
    void survives();
    void goodOnesAreRight_data();
    void goodOnesAreRight();
    void cleanupTestCase();

private:
    void verifyCost(const Cost& cost, const QString& name);

    QTemporaryDir m_folder;
    QString m_slowest;
    QString m_largest;
    double m_mostSeconds = 0;
    double m_mostMegabytes = 0;
};

void TstHostilePictures::initTestCase() {
    const QString python = QStandardPaths::findExecutable("python3");
    QVERIFY2(!python.isEmpty(), "python3 makes the hostile files");
    QCOMPARE(
        QProcess::execute(python, {QStringLiteral(LIMN_TEST_DATA "/make_hostile_pictures.py"),
                                   QStringLiteral(LIMN_TEST_DATA "/pictures"), m_folder.path()}),
        0);
}

void TstHostilePictures::survives_data() {
    QTest::addColumn<QString>("expect");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QFile file(m_folder.filePath("expectations.json"));
    QVERIFY(file.open(QFile::ReadOnly));
    const QJsonArray files = QJsonDocument::fromJson(file.readAll()).object()["files"].toArray();
    QVERIFY(files.size() >= 100);
    for (const QJsonValue& value : files) {
        QTest::newRow(qPrintable(value["path"].toString()))
            << value["expect"].toString() << value["size"][0].toInt() << value["size"][1].toInt();
    }
}

void TstHostilePictures::survives() {
    QFETCH(QString, expect);
    QFETCH(int, width);
    QFETCH(int, height);
    const QString name = QTest::currentDataTag();
    const Cost cost = readInProcess({m_folder.filePath(name), width, height, {}});
    verifyCost(cost, name);
    const int ending = WEXITSTATUS(cost.status);
    if (expect == "either") {
        QVERIFY2(ending == kPixels || ending == kRefused, qPrintable(QString::number(ending)));
    } else {
        QCOMPARE(ending, static_cast<int>(expect == "pixels" ? kPixels : kRefused));
    }
}

void TstHostilePictures::goodOnesAreRight_data() {
    QTest::addColumn<QList<QByteArray>>("line");
    QFile golden(QStringLiteral(LIMN_TEST_DATA "/pictures/pictures.txt"));
    QVERIFY(golden.open(QFile::ReadOnly));
    for (const QByteArray& line : golden.readAll().trimmed().split('\n')) {
        QTest::newRow(line.split(' ')[0].constData()) << line.split(' ');
    }
}

void TstHostilePictures::goodOnesAreRight() {
    QFETCH(QList<QByteArray>, line);
    const Cost cost = readInProcess({QStringLiteral(LIMN_TEST_DATA "/pictures/") + line[0],
                                     line[1].toInt(), line[2].toInt(), line[4]});
    verifyCost(cost, line[0]);
    QCOMPARE(WEXITSTATUS(cost.status), static_cast<int>(kPixels));
}

void TstHostilePictures::verifyCost(const Cost& cost, const QString& name) {
    if (cost.cpuSeconds > m_mostSeconds) {
        m_mostSeconds = cost.cpuSeconds;
        m_slowest = name;
    }
    if (cost.residentMegabytes > m_mostMegabytes) {
        m_mostMegabytes = cost.residentMegabytes;
        m_largest = name;
    }
    QVERIFY2(!WIFSIGNALED(cost.status),
             qPrintable(QString("killed by signal %1").arg(WTERMSIG(cost.status))));
    QVERIFY2(cost.cpuSeconds < kMaxSeconds || kIsSanitized,
             qPrintable(QString("took %1 s").arg(cost.cpuSeconds)));
    QVERIFY2(cost.residentMegabytes < 1024 || kIsSanitized,
             qPrintable(QString("took %1 MB").arg(cost.residentMegabytes)));
}

void TstHostilePictures::cleanupTestCase() {
    qInfo("slowest: %s, %.2f s; largest: %s, %.0f MB", qPrintable(m_slowest), m_mostSeconds,
          qPrintable(m_largest), m_mostMegabytes);
}

QTEST_APPLESS_MAIN(TstHostilePictures)
#include "tst_HostilePictures.moc"
