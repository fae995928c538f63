// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/limn_json.h"
#include "core/metadata/read_generation.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest/QtTest>

#include <algorithm>

using namespace limn;

namespace {

GenerationData everything() {
    GenerationData data;
    data.program = "Limn 0.1.0";
    data.task = GenerationTask::Inpaint;
    data.prompt = "a \"fox\",\n狐 🦊";
    data.negativePrompt = "blurry";
    data.promptTemplate = "a {fox|dog}";
    data.negativePromptTemplate = "__bad__";
    data.seed = 18446744073709551615ULL;
    data.steps = 25;
    data.guidanceScale = 7.25;
    data.scheduler = "dpmpp_2m_karras";
    data.model = "sd15";
    data.modelHash = std::string(64, 'a');
    data.architecture = "stable-diffusion-1";
    data.vae = "ft-mse";
    data.widthPx = 512;
    data.heightPx = 768;
    data.upscale = 2.5;
    data.strength = 0.6;
    data.clipSkip = 2;
    data.loras = {{"style", 0.8, std::string(64, 'b')}, {"bare", std::nullopt, ""}};
    data.startPicture = SourcePicture{"house.png", std::string(64, 'c'), {std::string(64, 'd')}};
    data.maskSha256 = std::string(64, 'e');
    data.device = "cpu";
    data.dtype = "float32";
    data.versions = {{"libtorch", "2.13.0"}, {"limn", "0.1.0"}};
    return data;
}

/// JSON with ' for ", which is easier to read here (and moc stumbles over raw strings).
std::string quoted(std::string json) {
    std::replace(json.begin(), json.end(), '\'', '"');
    return json;
}

}  // namespace

class TstLimnJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack() {
        const Result<GenerationData> read = readLimnJson(writeLimnJson(everything()));
        QVERIFY(read.has_value());
        QVERIFY(*read == everything());
    }

    void littleComesBackAsLittle() {
        GenerationData data;
        const std::string text = writeLimnJson(data);
        QCOMPARE(text, quoted("{'schema':'limn.generation/1','prompt':''}"));
        QVERIFY(*readLimnJson(text) == data);
    }

    void isPlainJson() {
        const auto json =
            QJsonDocument::fromJson(QByteArray::fromStdString(writeLimnJson(everything())));
        QCOMPARE(json["prompt"].toString(), QStringLiteral("a \"fox\",\n狐 🦊"));
        QCOMPARE(json["model"]["sha256"].toString(), QString(64, 'a'));
        QCOMPARE(json["loras"][0]["scale"].toDouble(), 0.8);
        QCOMPARE(json["start_picture"]["lineage"][0].toString(), QString(64, 'd'));
    }

    void aLaterSchemaIsReadAsFarAsItIsKnown() {
        const auto read = readLimnJson(
            quoted("{'schema':'limn.generation/9','prompt':'a','new':[1,{}],'seed':3}"));
        QVERIFY(read.has_value());
        QCOMPARE(read->prompt, "a");
        QCOMPARE(read->seed, std::optional<std::uint64_t>(3));
    }

    void refusesWhatItIsNot_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray::fromStdString(
            quoted("{'schema':'limn.generation/1','prompt':'a"));
        QTest::newRow("another schema")
            << QByteArray::fromStdString(quoted("{'schema':'other/1','prompt':'a'}"));
        QTest::newRow("array") << QByteArray::fromStdString(quoted("['limn.generation/1']"));
        QTest::newRow("deep") << QByteArray::fromStdString(
                                     quoted("{'schema':'limn.generation/1','a':")) +
                                     QByteArray(100000, '[') + QByteArray(100000, ']') + "}";
        QTest::newRow("same key twice") << QByteArray::fromStdString(
            quoted("{'schema':'limn.generation/1','prompt':'a','prompt':'b'}"));
    }
    void refusesWhatItIsNot() {
        QFETCH(QByteArray, text);
        const auto read = readLimnJson(text.toStdString());
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, ErrorCode::FileDamaged);
        QVERIFY(read.error().message.ends_with('.'));
    }

    void fieldsOfAnotherTypeAreNotSaid() {
        const auto read = readLimnJson(
            quoted("{'schema':'limn.generation/"
                   "1','prompt':5,'seed':-1,'steps':'many','width':1e40,'loras':[7,{'name':[]}],'"
                   "model':'x','start_picture':[],'versions':{'a':1},'task':'?'}"));
        QVERIFY(read.has_value());
        GenerationData expected;
        expected.loras = {UsedLora{}};
        QVERIFY(*read == expected);
    }

    void oursWinsOverOthers() {
        PictureInfo info;
        info.texts = {{"parameters", "other\nSteps: 3, Seed: 4, Size: 1x1, Version: x"},
                      {"limn", writeLimnJson(everything())}};
        QCOMPARE(readGeneration(info).data->dialect, MetadataDialect::Limn);
        info.texts[1].value = "{broken";
        const auto reading = readGeneration(info);
        QCOMPARE(reading.data->dialect, MetadataDialect::A1111);
        QCOMPARE(reading.problems.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TstLimnJson)
#include "tst_LimnJson.moc"
