// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/a1111_text.h"
#include "core/metadata/read_generation.h"
#include "core/metadata/write_generated.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace limn;

namespace {

GenerationData someData(const std::string& prompt) {
    GenerationData data;
    data.program = "Limn 0.1.0";
    data.task = GenerationTask::TextToImage;
    data.prompt = prompt;
    data.negativePrompt = "blurry";
    data.seed = 18446744073709551615ULL;
    data.steps = 25;
    data.guidanceScale = 7.5;
    data.scheduler = "euler_a";
    data.model = "sd15";
    data.widthPx = 12;
    data.heightPx = 8;
    data.loras = {{"fur", 0.5, ""}};
    return data;
}

}  // namespace

class TstWriteGenerated : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatTellsTheSame_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("prompt");
        for (const char* name : {"a.png", "a.jpg", "a.webp"}) {
            QTest::addRow("%s, Latin", name) << name << "a fox, \"quoted\" & <tagged>\nÄ";
            QTest::addRow("%s, beyond", name) << name << "狐 🦊, лиса";
            QTest::addRow("%s, controls", name) << name << QString("tab\tbell\x07 end");
            QTest::addRow("%s, long", name) << name << QString("word ").repeated(2000);
            QTest::addRow("%s, like settings", name)
                << name << "x\nNegative prompt: y\nSteps: 1, a: b, c: d";
        }
    }
    void everyFormatTellsTheSame() {
        QFETCH(QString, name);
        QFETCH(QString, prompt);
        const QTemporaryDir folder;
        const std::string path = folder.filePath(name).toStdString();
        const GenerationData data = someData(prompt.toStdString());
        const auto written = writeGeneratedPicture(path, Image(12, 8, 3), data, Overwrite::Never);
        QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
        QVERIFY(written->empty());
        const auto reader = PictureReader::open(path);
        const GenerationReading reading = readGeneration(reader->info());
        QVERIFY(reading.problems.empty());
        QVERIFY(reading.data.has_value());
        QCOMPARE(text(reading.data->prompt), prompt);
        QVERIFY(*reading.data == data);
        const auto xmp = readXmp(reader->info().xmp);
        QCOMPARE(*xmp->digitalSourceType, kSourceTrainedAlgorithmicMedia);
        QCOMPARE(*xmp->creatorTool, "Limn 0.1.0");
        QVERIFY2(!xmp->description, "a prompt says what was asked for, not what is there");
        const std::string* parameters = reader->info().text("parameters");
        QCOMPARE(parameters == nullptr ? reader->info().exif.userComment : *parameters,
                 writeA1111Text(data));
    }

    void hugePrompts() {
        const QTemporaryDir folder;
        const GenerationData data = someData(std::string(1'000'000, 'a'));
        for (const char* name : {"a.png", "a.webp"}) {
            const std::string path = folder.filePath(name).toStdString();
            const auto written =
                writeGeneratedPicture(path, Image(12, 8, 3), data, Overwrite::Never);
            QVERIFY(written->empty());
            QVERIFY(*readGeneration(PictureReader::open(path)->info()).data == data);
        }
        const std::string path = folder.filePath("a.jpg").toStdString();
        const auto written = writeGeneratedPicture(path, Image(12, 8, 3), data, Overwrite::Never);
        QCOMPARE(written->size(), std::size_t{2});
        const auto reader = PictureReader::open(path);
        QVERIFY(!readGeneration(reader->info()).data);
        QCOMPARE(*readXmp(reader->info().xmp)->digitalSourceType, kSourceTrainedAlgorithmicMedia);
    }

    void whatWasGivenIsNamed_data() {
        QTest::addColumn<int>("task");
        QTest::addColumn<std::string>("source");
        QTest::newRow("image to image") << static_cast<int>(GenerationTask::ImageToImage)
                                        << std::string(kSourceTrainedAlgorithmicMedia);
        QTest::newRow("inpaint") << static_cast<int>(GenerationTask::Inpaint)
                                 << std::string(kSourceCompositeWithTrainedAlgorithmicMedia);
    }
    void whatWasGivenIsNamed() {
        QFETCH(int, task);
        QFETCH(std::string, source);
        GenerationData data = someData("a");
        data.task = static_cast<GenerationTask>(task);
        const auto generated = metadataOf(data, PictureFormat::Png);
        QCOMPARE(*readXmp(generated->metadata.xmp)->digitalSourceType, source);
    }

    void lineageGrows() {
        const QTemporaryDir folder;
        GenerationData data = someData("first");
        std::vector<std::string> hashes;
        for (const char* name : {"1.png", "2.webp", "3.jpg"}) {
            const std::string path = folder.filePath(name).toStdString();
            QVERIFY(
                writeGeneratedPicture(path, Image(12, 8, 3), data, Overwrite::Never).has_value());
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            hashes.push_back(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
                                 .toHex()
                                 .toStdString());
            data.startPicture = sourcePictureOf(*PictureReader::open(path), path);
            QCOMPARE(data.startPicture->name, name);
        }
        QCOMPARE(data.startPicture->sha256, hashes[2]);
        QVERIFY((data.startPicture->lineage == std::vector<std::string>{hashes[1], hashes[0]}));
    }

private:
    static QString text(const std::string& utf8) { return QString::fromStdString(utf8); }
};

QTEST_APPLESS_MAIN(TstWriteGenerated)
#include "tst_WriteGenerated.moc"
