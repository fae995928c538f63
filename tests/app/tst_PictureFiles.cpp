// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/picture_files.h"
#include "core/io/xmp.h"
#include "core/metadata/read_generation.h"
#include "core/metadata/write_generated.h"
#include "tests/support/CommandLineRun.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace limn;
using namespace limn::test;

/// What `limn generate` writes into its pictures, and that `limn inspect` reads it again.
class tst_PictureFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatTellsHowItWasMade_data();
    void everyFormatTellsHowItWasMade();
    void defaultsAreNamed();
    void givenPicturesAreNamed();
    void inspectShowsADialect();
    void inspectShowsXmp();
    void pathsStayHome();
    void jpegSaysWhatItCannotHold();

private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    GenerationData readBack(const char* name) const {
        const auto reader = PictureReader::open(path(name));
        const auto data = reader ? readGeneration(reader->info()).data : std::nullopt;
        return data.value_or(GenerationData());
    }
    static QJsonObject object(const std::string& line) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
    }
    std::vector<std::string> generate(std::vector<std::string> more) const {
        std::vector<std::string> all{"generate", "--model", path("my-model.safetensors")};
        std::ofstream(path("my-model.safetensors")) << "a model";
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    QTemporaryDir m_folder;
};

void tst_PictureFiles::everyFormatTellsHowItWasMade_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"a.png", "a.jpg", "a.jpeg", "a.webp", "A.PNG"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void tst_PictureFiles::everyFormatTellsHowItWasMade() {
    QFETCH(QByteArray, name);
    CommandLineRun limn;
    std::ofstream(path("fur.safetensors")) << "a LoRA";
    QCOMPARE(
        limn.run(generate({"狐 a fox, \"red\"", "--negative-prompt", "blurry", "--seed",
                           "18446744073709551615", "--steps", "7", "--guidance-scale", "3.25",
                           "--clip-skip", "2", "--scheduler", "euler", "--width", "48", "--lora",
                           path("fur.safetensors") + ":0.5", "--output", path(name)})),
        0);
    const GenerationData data = readBack(name);
    QCOMPARE(data.dialect, MetadataDialect::Limn);
    QCOMPARE(data.prompt, "狐 a fox, \"red\"");
    QCOMPARE(data.negativePrompt, "blurry");
    QCOMPARE(data.seed, std::optional<std::uint64_t>(18446744073709551615ULL));
    QCOMPARE(data.steps, std::optional(7));
    QCOMPARE(data.guidanceScale, std::optional(3.25));
    QCOMPARE(data.clipSkip, std::optional(2));
    QCOMPARE(data.scheduler, "euler");
    QCOMPARE(data.widthPx, std::optional(48));
    QCOMPARE(data.heightPx, std::optional(64));
    QCOMPARE(data.model, "my-model");
    QCOMPARE(data.architecture, limn.script->model.architecture);
    QCOMPARE(data.device, limn.script->model.device);
    QCOMPARE(data.task, std::optional(GenerationTask::TextToImage));
    QVERIFY((data.loras == std::vector<UsedLora>{{"fur", 0.5, ""}}));
    QVERIFY(data.program.starts_with("Limn "));
    QCOMPARE("Limn " + data.versions.at("limn"), data.program);
    QVERIFY(!data.startPicture && !data.strength);

    QCOMPARE(limn.run({"inspect", "--json", path(name)}), 0);
    const QJsonObject json = object(limn.output);
    const QJsonObject generation = json["generation"].toObject();
    QCOMPARE(generation["prompt"].toString(), QStringLiteral("狐 a fox, \"red\""));
    QCOMPARE(generation["negative_prompt"].toString(), QStringLiteral("blurry"));
    QVERIFY(limn.output.find("\"seed\":18446744073709551615") != std::string::npos);
    QCOMPARE(generation["steps"].toInt(), 7);
    QCOMPARE(generation["guidance_scale"].toDouble(), 3.25);
    QCOMPARE(generation["scheduler"].toString(), QStringLiteral("euler"));
    QCOMPARE(generation["model"].toString(), QStringLiteral("my-model"));
    QCOMPARE(generation["dialect"].toString(), QStringLiteral("limn"));
    QCOMPARE(generation["loras"].toArray()[0].toObject()["name"].toString(), QStringLiteral("fur"));
    QCOMPARE(json["metadata"].toObject()["digital_source_type"].toString(),
             QString(kSourceTrainedAlgorithmicMedia));
    QVERIFY(json["problems"].toArray().isEmpty());
}

void tst_PictureFiles::defaultsAreNamed() {
    CommandLineRun limn;
    QCOMPARE(
        limn.run(generate({"a fox", "--count", "2", "--seed", "5", "--output", path("d.png")})), 0);
    const GenerationData data = readBack("d-6.png");
    QCOMPARE(data.seed, std::optional<std::uint64_t>(6));
    QCOMPARE(data.steps, std::optional(limn.script->model.defaultSteps));
    QCOMPARE(data.guidanceScale, std::optional(limn.script->model.defaultGuidanceScale));
    QCOMPARE(data.scheduler, limn.script->model.defaultScheduler);
    QVERIFY(!data.scheduler.empty());
}

void tst_PictureFiles::givenPicturesAreNamed() {
    CommandLineRun limn;
    QCOMPARE(limn.run(generate({"a house", "--output", path("house.png")})), 0);
    QCOMPARE(limn.run(generate({"a house at night", "--image", path("house.png"), "--strength",
                                "0.25", "--output", path("night.webp")})),
             0);
    QCOMPARE(limn.run(generate({"a blue door", "--image", path("night.webp"), "--mask",
                                path("house.png"), "--output", path("door.jpg")})),
             0);
    const auto hashOf = [&](const char* name) {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly)
                   ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
                         .toHex()
                         .toStdString()
                   : std::string();
    };
    const GenerationData night = readBack("night.webp");
    QCOMPARE(night.task, std::optional(GenerationTask::ImageToImage));
    QCOMPARE(night.strength, std::optional(0.25));
    QCOMPARE(night.startPicture->name, "house.png");
    QCOMPARE(night.startPicture->sha256, hashOf("house.png"));
    QVERIFY(night.maskSha256.empty());
    QCOMPARE(*readXmp(PictureReader::open(path("night.webp"))->info().xmp)->digitalSourceType,
             kSourceTrainedAlgorithmicMedia);
    const GenerationData door = readBack("door.jpg");
    QCOMPARE(door.task, std::optional(GenerationTask::Inpaint));
    QCOMPARE(door.startPicture->sha256, hashOf("night.webp"));
    QVERIFY((door.startPicture->lineage == std::vector<std::string>{hashOf("house.png")}));
    QCOMPARE(door.maskSha256, hashOf("house.png"));
    QCOMPARE(*readXmp(PictureReader::open(path("door.jpg"))->info().xmp)->digitalSourceType,
             kSourceCompositeWithTrainedAlgorithmicMedia);
}

void tst_PictureFiles::inspectShowsADialect() {
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", "--json", LIMN_TEST_DATA "/dialects/comfyui.png"}), 0);
    const QJsonObject generation = object(limn.output)["generation"].toObject();
    QCOMPARE(generation["dialect"].toString(), QStringLiteral("comfyui"));
    QCOMPARE(generation["prompt"].toString(), QStringLiteral("a bottle of galaxy"));
    QCOMPARE(generation["steps"].toInt(), 20);
    QCOMPARE(limn.run({"inspect", LIMN_TEST_DATA "/dialects/invokeai.png"}), 0);
    for (const char* part :
         {"a cozy cabin", "blurry", "dpmpp_2m_k", "juggernaut-xl", "invokeai", "7.5"}) {
        QVERIFY2(limn.output.find(part) != std::string::npos, part);
    }
    QCOMPARE(limn.run({"inspect", "--json", LIMN_TEST_DATA "/dialects/nothing.png"}), 0);
    QVERIFY(object(limn.output)["generation"].isNull());
}

void tst_PictureFiles::inspectShowsXmp() {
    const std::string file = path("x.png");
    QVERIFY(writePicture(file, Image(8, 8, 3), {}, Overwrite::Never).has_value());
    XmpFields changes;
    changes.altText = "A fox.";
    changes.keywords = {"fox", "snow"};
    QVERIFY(setPictureXmp(file, changes).has_value());
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", "--json", file}), 0);
    const QJsonObject metadata = object(limn.output)["metadata"].toObject();
    QCOMPARE(metadata["alt_text"].toString(), QStringLiteral("A fox."));
    QCOMPARE(metadata["keywords"].toString(), QStringLiteral("fox, snow"));
}

void tst_PictureFiles::pathsStayHome() {
    CommandLineRun limn;
    std::ofstream(path("fur.safetensors")) << "a LoRA";
    QCOMPARE(
        limn.run(generate({"a fox", "--lora", path("fur.safetensors"), "--output", path("p.png")})),
        0);
    QFile file(m_folder.filePath("p.png"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains(m_folder.path().toUtf8()));
}

void tst_PictureFiles::jpegSaysWhatItCannotHold() {
    CommandLineRun limn;
    QCOMPARE(limn.run(generate({std::string(100000, 'a'), "--output", path("long.jpg")})), 0);
    QVERIFY2(limn.error.find("left out of the JPEG") != std::string::npos, limn.error.c_str());
}

QTEST_APPLESS_MAIN(tst_PictureFiles)
#include "tst_PictureFiles.moc"
