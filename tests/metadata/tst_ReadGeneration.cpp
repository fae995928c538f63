// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/PictureReader.h"
#include "core/metadata/comfy_graph.h"
#include "core/metadata/json_fields.h"
#include "core/metadata/read_generation.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest/QtTest>

using namespace limn;

namespace {

const QString kFolder = QStringLiteral(LIMN_TEST_DATA "/dialects/");

/// Seeds need all of 64 bits, which QJson does not have: they are cut out of the text.
QJsonObject expectations() {
    QFile file(kFolder + "dialects.json");
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("dialects.json is missing.");
    }
    QByteArray text = file.readAll();
    static const QRegularExpression seed(QStringLiteral("\"seed\": (\\d+)"));
    return QJsonDocument::fromJson(
               QString::fromUtf8(text).replace(seed, QStringLiteral("\"seed\": \"\\1\"")).toUtf8())
        .object();
}

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// `data` with the keys of the expectations.
QJsonObject asJson(const GenerationData& data) {
    QJsonObject json{{"dialect", dialectName(data.dialect)},
                     {"prompt", text(data.prompt)},
                     {"negative_prompt", text(data.negativePrompt)},
                     {"scheduler", text(data.scheduler)},
                     {"model", text(data.model)},
                     {"program", text(data.program)}};
    const auto add = [&](const char* key, const auto& value) {
        if (value) {
            json[key] = *value;
        }
    };
    if (data.seed) {
        json["seed"] = QString::number(*data.seed);
    }
    add("steps", data.steps);
    add("guidance_scale", data.guidanceScale);
    add("width", data.widthPx);
    add("height", data.heightPx);
    add("strength", data.strength);
    add("clip_skip", data.clipSkip);
    if (data.task) {
        json["task"] = taskName(*data.task);
    }
    QJsonArray loras;
    for (const UsedLora& lora : data.loras) {
        loras.append(QJsonArray{text(lora.name), lora.scale.value_or(-1)});
    }
    json["loras"] = loras;
    return json;
}

}  // namespace

class TstReadGeneration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheDialects_data() {
        QTest::addColumn<QJsonObject>("expected");
        const QJsonObject all = expectations();
        QVERIFY(all.size() >= 30);
        for (const QString& name : all.keys()) {
            QTest::newRow(qPrintable(name)) << all[name].toObject();
        }
    }
    void readsTheDialects() {
        QFETCH(QJsonObject, expected);
        const auto reader = PictureReader::open((kFolder + QTest::currentDataTag()).toStdString());
        QVERIFY2(reader.has_value(), reader ? "" : reader.error().message.c_str());
        const GenerationReading reading = readGeneration(reader->info());
        QVERIFY(reading.problems.empty());
        QCOMPARE(reading.data.has_value(), !expected.isEmpty());
        const QJsonObject found = reading.data ? asJson(*reading.data) : QJsonObject();
        for (const QString& key : expected.keys()) {
            QVERIFY2(found[key] == expected[key],
                     qPrintable(key + ": expected " + expected[key].toVariant().toString() +
                                ", found " + found[key].toVariant().toString()));
        }
        if (expected.contains("seed") && !expected.contains("loras")) {
            QCOMPARE(found["loras"].toArray().size(), 0);
        }
    }

    void aHugeGraphEnds() {
        nlohmann::json graph = nlohmann::json::object();
        constexpr int kNodes = 20000;
        for (int i = 0; i < kNodes; ++i) {
            graph[std::to_string(i)] = {
                {"class_type", i % 2 == 0 ? "SaveImage" : "ConditioningCombine"},
                {"inputs",
                 {{"positive", {std::to_string((i + 1) % kNodes), 0}},
                  {"conditioning_1", {std::to_string((i * 7 + 1) % kNodes), 0}},
                  {"text", "word" + std::to_string(i)}}}};
        }
        QElapsedTimer timer;
        timer.start();
        QVERIFY(readComfyGraph(graph).has_value());
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void damagedTextsAreNotRead_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        for (const char* key :
             {"parameters", "prompt", "invokeai_metadata", "sd-metadata", "Comment"}) {
            QTest::addRow("%s, cut", key) << QByteArray(key) << QByteArray("{\"prompt\": {\"1\": ");
            QTest::addRow("%s, deep", key)
                << QByteArray(key) << QByteArray("{\"image\":") + QByteArray(1000000, '[');
            QTest::addRow("%s, wrong types", key)
                << QByteArray(key)
                << QByteArray("{\"image\":[],\"uc\":5,\"base_model\":[1],\"1\":{}}");
        }
    }
    void damagedTextsAreNotRead() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        PictureInfo info;
        info.texts = {{key.toStdString(), value.toStdString()}};
        QVERIFY(!readGeneration(info).data);
    }
};

QTEST_APPLESS_MAIN(TstReadGeneration)
#include "tst_ReadGeneration.moc"
