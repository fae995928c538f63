// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/PictureReader.h"
#include "core/io/write_picture.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>

using namespace limn;

namespace {

const QString kPictures = QStringLiteral(LIMN_TEST_DATA "/pictures/");

Image gradient(int widthPx, int heightPx, int channels) {
    Image image(widthPx, heightPx, channels);
    for (int y = 0; y < heightPx; ++y) {
        for (int x = 0; x < widthPx * channels; ++x) {
            image.row(y)[x] =
                static_cast<std::uint8_t>((x / channels * 3 + y * 5 + x % channels * 40) % 256);
        }
    }
    return image;
}

PictureMetadata everything() {
    PictureMetadata metadata;
    metadata.texts = {{"parameters", "a fox\nSteps: 3, Seed: 5"},
                      {"latin", "\xC3\xA4\xC3\x9F"},
                      {"wide", "狐 🦊"}};
    metadata.software = "Limn 0.1.0";
    metadata.userComment = "a fox, 狐 🦊\nSteps: 3, Seed: 5";
    XmpFields fields;
    fields.digitalSourceType = kSourceTrainedAlgorithmicMedia;
    fields.description = "words";
    metadata.xmp = *changeXmp("", fields);
    return metadata;
}

Result<PictureReader> readerOf(const MarkedFile& file) {
    return PictureReader::fromBytes(file.bytes, "test");
}

/// Largest and mean difference of the channel values.
std::pair<int, double> difference(const Image& a, const Image& b) {
    int largest = 0;
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const int d = std::abs(a.pixels[i] - b.pixels[i]);
        largest = std::max(largest, d);
        sum += d;
    }
    return {largest, sum / static_cast<double>(a.pixels.size())};
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s cannot be opened.", qPrintable(path));
    }
    return file.readAll();
}

/// Files for tests/golden/check_written_pictures.py, where other programs read them.
QString keptFolder() {
    return qEnvironmentVariable("LIMN_WRITTEN_PICTURES");
}

}  // namespace

class TstWritePicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pixelsComeBack_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("width");
        QTest::newRow("grey") << 1 << 40;
        QTest::newRow("colour") << 3 << 40;
        QTest::newRow("transparent") << 4 << 40;
        QTest::newRow("one pixel") << 3 << 1;
        QTest::newRow("odd") << 3 << 37;
    }
    void pixelsComeBack() {
        QFETCH(int, channels);
        QFETCH(int, width);
        const Image image = gradient(width, width, channels);
        const auto png = encodePicture(image, PictureFormat::Png, {});
        QVERIFY(readerOf(*png)->decode().value() == image);
        const auto webp = encodePicture(image, PictureFormat::Webp, {}, {.webp = 100});
        Image fromWebp = readerOf(*webp)->decode().value();
        if (channels == 1) {  // WebP has no grey
            QCOMPARE(fromWebp.channels, 3);
            QCOMPARE(fromWebp.pixels[0], image.pixels[0]);
            QCOMPARE(fromWebp.pixels.back(), image.pixels.back());
        } else {
            QVERIFY(fromWebp == image);
        }
        const auto jpeg = encodePicture(image, PictureFormat::Jpeg, {});
        const Image fromJpeg = readerOf(*jpeg)->decode().value();
        QCOMPARE(fromJpeg.widthPx, width);
        QCOMPARE(fromJpeg.channels, channels == 1 ? 1 : 3);
        if (channels != 4) {
            QVERIFY2(difference(fromJpeg, image).second < 6, "quality 95 keeps the picture");
        }
    }

    void jpegLaysOnWhite() {
        Image image(16, 16, 4);
        std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{0});
        const auto jpeg = encodePicture(image, PictureFormat::Jpeg, {});
        QCOMPARE(readerOf(*jpeg)->decode().value().pixels[0], std::uint8_t{255});
    }

    void metadataComesBack() {
        const Image image = gradient(20, 10, 3);
        const auto png = encodePicture(image, PictureFormat::Png, everything());
        const auto pngReader = readerOf(*png);
        QVERIFY(pngReader->info().problems.empty());
        for (const PictureText& text : everything().texts) {
            QCOMPARE(*pngReader->info().text(text.key), text.value);
        }
        QCOMPARE(pngReader->info().xmp, everything().xmp);
        const QByteArray bytes(reinterpret_cast<const char*>(png->bytes.data()),
                               static_cast<qsizetype>(png->bytes.size()));
        QVERIFY(bytes.contains("tEXtparameters"));
        QVERIFY(bytes.contains("tEXtlatin") && bytes.contains("iTXtwide"));

        for (const PictureFormat format : {PictureFormat::Jpeg, PictureFormat::Webp}) {
            const auto file = encodePicture(image, format, everything());
            QVERIFY(file->leftOut.empty());
            const auto reader = readerOf(*file);
            QCOMPARE(reader->info().exif.userComment, everything().userComment);
            QCOMPARE(reader->info().exif.software, everything().software);
            QCOMPARE(reader->info().xmp, everything().xmp);
            QVERIFY(reader->decode().isDone());
        }
    }

    void jpegSaysWhatDoesNotFit() {
        PictureMetadata metadata = everything();
        metadata.userComment.assign(40000, 'a');
        metadata.xmp.assign(70000, ' ');
        const auto jpeg = encodePicture(gradient(8, 8, 3), PictureFormat::Jpeg, metadata);
        QCOMPARE(jpeg->leftOut.size(), std::size_t{2});
        QVERIFY(jpeg->leftOut[0].ends_with('.'));
        const auto reader = readerOf(*jpeg);
        QVERIFY(reader->info().exif.userComment.empty() && reader->info().xmp.empty());
        QCOMPARE(reader->info().exif.software, metadata.software);
        const auto webp = encodePicture(gradient(8, 8, 3), PictureFormat::Webp, metadata);
        QVERIFY(webp->leftOut.empty());
        QCOMPARE(readerOf(*webp)->info().exif.userComment, metadata.userComment);
    }

    void writesByTheNamesExtension() {
        const QTemporaryDir own;
        const QString folder = keptFolder().isEmpty() ? own.path() : keptFolder();
        const Image image = gradient(64, 48, 3);
        for (const auto& [name, format] :
             {std::pair("a.png", PictureFormat::Png), std::pair("a.jpg", PictureFormat::Jpeg),
              std::pair("a.JPEG", PictureFormat::Jpeg), std::pair("a.webp", PictureFormat::Webp)}) {
            const std::string path = folder.toStdString() + "/" + name;
            const auto written = writePicture(path, image, everything(), Overwrite::Replace);
            QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
            QCOMPARE(PictureReader::open(path)->info().format, format);
        }
        const auto refused =
            writePicture(folder.toStdString() + "/a.gif", image, {}, Overwrite::Never);
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        const auto taken =
            writePicture(folder.toStdString() + "/a.png", image, {}, Overwrite::Never);
        QCOMPARE(taken.error().code, ErrorCode::WriteFailed);
        QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden).size(), 4);
    }

    void webpHasALimit() {
        const auto wide = encodePicture(Image(16384, 1, 3), PictureFormat::Webp, {});
        QCOMPARE(wide.error().code, ErrorCode::Unsupported);
        QVERIFY(wide.error().message.find("16383") != std::string::npos);
        QVERIFY(encodePicture(Image(16383, 1, 3), PictureFormat::Webp, {}).has_value());
    }

    void changingXmpKeepsEveryPixel_data() {
        QTest::addColumn<QString>("name");
        const QDir folder(kPictures);
        const QStringList names = folder.entryList({"*.png", "*.jpg", "*.webp"}, QDir::Files);
        QVERIFY(names.size() > 50);
        for (const QString& name : names) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void changingXmpKeepsEveryPixel() {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        const QString path = folder.filePath(name);
        QVERIFY(QFile::copy(kPictures + name, path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        const std::string file = path.toStdString();
        const auto before = PictureReader::open(file);
        const Image pixels = before->decode().value();

        XmpFields first;
        first.description = "A long description: " + std::string(3000, 'x');
        first.altText = "short";
        first.keywords = {"one", "two"};
        Status changed = setPictureXmp(file, first);
        QVERIFY2(changed.has_value(), changed ? "" : changed.error().message.c_str());
        XmpFields second;
        second.description = "new";
        second.extendedDescription = "extended";
        QVERIFY(setPictureXmp(file, second).has_value());

        const auto after = PictureReader::open(file);
        QVERIFY2(after.has_value(), after ? "" : after.error().message.c_str());
        QVERIFY(after->decode().value() == pixels);
        QVERIFY(after->info().problems == before->info().problems);
        QCOMPARE(after->info().exif.orientation, before->info().exif.orientation);
        QCOMPARE(after->info().isAnimated, before->info().isAnimated);
        const auto fields = readXmp(after->info().xmp);
        QCOMPARE(*fields->description, "new");
        QCOMPARE(*fields->altText, "short");
        QCOMPARE(*fields->extendedDescription, "extended");
        QCOMPARE(fields->keywords->size(), std::size_t{2});
        QCOMPARE(QFile::permissions(path) & QFile::ReadOther, QFile::Permissions());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
        if (!keptFolder().isEmpty()) {
            QFile::remove(keptFolder() + "/changed/" + name);
            QVERIFY(QDir().mkpath(keptFolder() + "/changed"));
            QVERIFY(QFile::copy(path, keptFolder() + "/changed/" + name));
        }
    }

    void changingTwiceBackGivesTheSameBytes() {
        // Nothing else in the file moves: with the packet taken out again, all other bytes are the same.
        const QTemporaryDir folder;
        for (const char* name : {"rgb8.png", "color420.jpg"}) {
            const QString path = folder.filePath(name);
            QVERIFY(QFile::copy(kPictures + name, path));
            QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
            XmpFields changes;
            changes.altText = "words";
            QVERIFY(setPictureXmp(path.toStdString(), changes).has_value());
            const auto reader = PictureReader::open(path.toStdString());
            const std::string packet = reader->info().xmp;
            QByteArray bytes = bytesOf(path);
            const bool isPng = QByteArray(name).endsWith("png");
            const qsizetype at = bytes.indexOf(QByteArray::fromStdString(packet));
            const qsizetype head = isPng ? 8 + 22 : 4 + 29;
            bytes.remove(at - head, head + static_cast<qsizetype>(packet.size()) + (isPng ? 4 : 0));
            QCOMPARE(bytes, bytesOf(kPictures + name));
        }
    }

    void whatStandsBehindThePictureStays() {
        const QTemporaryDir folder;
        for (const char* name : {"rgb8.png", "color420.jpg", "lossy.webp", "lossless_alpha.webp"}) {
            const QString path = folder.filePath(name);
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytesOf(kPictures + name) + "behind the picture");
            file.close();
            XmpFields changes;
            changes.altText = "words";
            QVERIFY(setPictureXmp(path.toStdString(), changes).has_value());
            QVERIFY(bytesOf(path).endsWith("behind the picture"));
            QCOMPARE(*readXmp(PictureReader::open(path.toStdString())->info().xmp)->altText,
                     "words");
        }
    }

    void contentCredentialsAreNotBroken() {
        const QTemporaryDir folder;
        const QByteArray png = bytesOf(kPictures + "rgb8.png");
        // An empty caBX chunk before the pixels; its checksum is that of the type alone.
        const QByteArray chunk = QByteArray::fromHex(
            "00000000"
            "63614258"
            "00000000");
        QByteArray marked = png;
        const auto crc = [](const QByteArray& data) {
            quint32 sum = 0xFFFFFFFFU;
            for (const char c : data) {
                sum ^= static_cast<quint8>(c);
                for (int i = 0; i < 8; ++i) {
                    sum = (sum >> 1) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
                }
            }
            return ~sum;
        };
        QByteArray sum(4, 0);
        qToBigEndian(crc(QByteArray("caBX")), sum.data());
        marked.insert(33, chunk.first(8) + sum);
        QByteArray jpeg = bytesOf(kPictures + "color420.jpg");
        jpeg.insert(2, QByteArray::fromHex("ffeb0006"
                                           "4a500000"));
        QByteArray webp = bytesOf(kPictures + "turned8.webp") + QByteArray("C2PA\0\0\0\0", 8);
        qToLittleEndian(static_cast<quint32>(webp.size() - 8), webp.data() + 4);
        for (const auto& [name, bytes] :
             {std::pair("a.png", marked), std::pair("a.jpg", jpeg), std::pair("a.webp", webp)}) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
            file.close();
            XmpFields changes;
            changes.altText = "words";
            const Status changed = setPictureXmp(file.fileName().toStdString(), changes);
            QVERIFY2(!changed.has_value(), name);
            QCOMPARE(changed.error().code, ErrorCode::Unsupported);
            QVERIFY(changed.error().message.find("C2PA") != std::string::npos);
            QCOMPARE(bytesOf(file.fileName()), bytes);
        }
    }

    void aFailureChangesNothing() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("a.jpg");
        QVERIFY(QFile::copy(kPictures + "color420.jpg", path));
        XmpFields changes;
        changes.description = std::string(70000, 'x');
        const Status tooLong = setPictureXmp(path.toStdString(), changes);
        QCOMPARE(tooLong.error().code, ErrorCode::Unsupported);
        QCOMPARE(bytesOf(path), bytesOf(kPictures + "color420.jpg"));
        QCOMPARE(setPictureXmp("/no/such.png", changes).error().code, ErrorCode::FileNotFound);
    }
};

QTEST_APPLESS_MAIN(TstWritePicture)
#include "tst_WritePicture.moc"
