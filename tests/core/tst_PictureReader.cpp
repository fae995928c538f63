// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/PictureReader.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtTest/QtTest>

#include <cstring>

using namespace limn;

namespace {

const QString kFolder = QStringLiteral(LIMN_TEST_DATA "/pictures/");

std::vector<std::uint8_t> bytesOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s cannot be opened.", qPrintable(path));
    }
    const QByteArray bytes = file.readAll();
    return {bytes.begin(), bytes.end()};
}

Outcome<Image> decoded(std::vector<std::uint8_t> bytes) {
    auto reader = PictureReader::fromBytes(std::move(bytes), "test");
    if (!reader) {
        return reader.error();
    }
    return reader->decode();
}

QByteArray hashOf(const Image& image) {
    const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char*>(image.pixels.data()),
                                               static_cast<qsizetype>(image.pixels.size()));
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QList<QList<QByteArray>> goldenLines() {
    QFile golden(kFolder + "pictures.txt");
    if (!golden.open(QIODevice::ReadOnly)) {
        qFatal("pictures.txt is missing.");
    }
    QList<QList<QByteArray>> lines;
    for (const QByteArray& line : golden.readAll().trimmed().split('\n')) {
        lines.append(line.split(' '));
    }
    return lines;
}

}  // namespace

class TstPictureReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsPillow_data() {
        QTest::addColumn<QList<QByteArray>>("line");
        for (const QList<QByteArray>& line : goldenLines()) {
            QTest::newRow(line[0].constData()) << line;
        }
    }
    void equalsPillow() {
        QFETCH(QList<QByteArray>, line);
        auto reader = PictureReader::open((kFolder + line[0]).toStdString());
        QVERIFY2(reader.has_value(), reader ? "" : reader.error().message.c_str());
        QCOMPARE(reader->info().widthPx(), line[1].toInt());
        QCOMPARE(reader->info().heightPx(), line[2].toInt());
        QVERIFY(reader->info().problems.empty());
        QCOMPARE(reader->info().isAnimated, line[0].startsWith("animated"));
        const auto image = reader->decode();
        QVERIFY2(image.isDone(), image.isFailed() ? image.error().message.c_str() : "");
        QCOMPARE(image.value().widthPx, line[1].toInt());
        QCOMPARE(image.value().heightPx, line[2].toInt());
        QCOMPARE(image.value().channels, line[3].toInt());
        QCOMPARE(hashOf(image.value()), line[4]);
    }

    void cutAnywhereIsNeverHalfAPicture_data() { equalsPillow_data(); }
    void cutAnywhereIsNeverHalfAPicture() {
        QFETCH(QList<QByteArray>, line);
        const std::vector<std::uint8_t> bytes = bytesOf(kFolder + line[0]);
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const auto image =
                decoded({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)});
            if (image.isDone()) {
                // A JPEG that lacks only its end marker, and perhaps bits that fill the last byte,
                // is whole.
                QVERIFY2(line[0].endsWith(".jpg"), std::to_string(length).c_str());
                QVERIFY(length + 4 >= bytes.size());
                QCOMPARE(hashOf(image.value()), line[4]);
            } else {
                QVERIFY(image.isFailed());
                QVERIFY(!image.error().message.empty());
            }
        }
    }

    void brokenBytesNeverCrash_data() { equalsPillow_data(); }
    void brokenBytesNeverCrash() {
        QFETCH(QList<QByteArray>, line);
        const std::vector<std::uint8_t> bytes = bytesOf(kFolder + line[0]);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            std::vector<std::uint8_t> broken = bytes;
            broken[at] = static_cast<std::uint8_t>(broken[at] ^ (1U << (at % 8)));
            const auto reader = PictureReader::fromBytes(std::move(broken), "test");
            const auto image = reader ? reader.value().decode() : Outcome<Image>(reader.error());
            QVERIFY(image.isDone() || !image.error().message.empty());
            if (line[0].endsWith(".png") && image.isDone()) {
                // Every pixel of a PNG stands behind a checksum. Only its transparency or turn can
                // get lost, not silently.
                QVERIFY(hashOf(image.value()) == line[4] ||
                        !reader.value().info().problems.empty());
            }
        }
    }

    void dispatchesOnContent() {
        QTemporaryDir folder;
        const QString path = folder.filePath("really.jpg");
        QVERIFY(QFile::copy(kFolder + "rgb8.png", path));
        const auto reader = PictureReader::open(path.toStdString());
        QVERIFY(reader.has_value());
        QCOMPARE(reader.value().info().format, PictureFormat::Png);
    }

    void refusesWhatIsNoPicture_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("part");
        QTest::newRow("empty") << QByteArray() << "empty";
        QTest::newRow("text") << QByteArray("hello, world") << "neither PNG nor JPEG nor WebP";
        QTest::newRow("signature") << QByteArray("\x89PNG\r\n\x1a\n") << "cut short";
        QTest::newRow("start of image") << QByteArray("\xff\xd8\xff") << "cut short";
        QTest::newRow("riff") << QByteArray("RIFF\x04\0\0\0WEBP", 12) << "no pixels";
    }
    void refusesWhatIsNoPicture() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, part);
        const auto reader = PictureReader::fromBytes({bytes.begin(), bytes.end()}, "x");
        QVERIFY(!reader.has_value());
        QVERIFY2(reader.error().message.find(part.toStdString()) != std::string::npos,
                 reader.error().message.c_str());
    }

    void missingFilesAndFolders() {
        QCOMPARE(PictureReader::open("/no/such/file.png").error().code, ErrorCode::FileNotFound);
        QCOMPARE(PictureReader::open(kFolder.toStdString()).error().code, ErrorCode::FileRefused);
        QCOMPARE(PictureReader::open("/dev/zero").error().code, ErrorCode::FileRefused);
    }

    void stops_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"rgb8.png", "color420.jpg", "progressive420.jpg", "lossy.webp"}) {
            QTest::newRow(name) << name;
        }
    }
    void stops() {
        QFETCH(QString, name);
        std::stop_source source;
        source.request_stop();
        QVERIFY(readPicture((kFolder + name).toStdString(), source.get_token()).isCancelled());
    }
};

QTEST_APPLESS_MAIN(TstPictureReader)
#include "tst_PictureReader.moc"
