// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/CommandLineRun.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace limn::test;

/// `limn inspect`: the contract's keys and exit codes. What is recognised how is tested beside the
/// readers.
class tst_InspectCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modelFolderHasTheContractsKeys();
    void formatIsToldOnce();
    void wrongShapesAreTold();
    void pictureHasItsSize();
    void textIsReadable();
    void damagedFilesFail_data();
    void damagedFilesFail();
    void brokenPixelsFail_data();
    void brokenPixelsFail();
    void goesOnAfterAFailure();
    void hostileNamesCannotForgeLines();
    void cancelled();

private:
    static QJsonObject object(const std::string& line) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
    }
};

namespace {

const std::string kModel = LIMN_TEST_GOLDEN "/models/sd1";
const std::string kPicture = LIMN_TEST_DATA "/pictures/color444.jpg";
const QStringList kKeys = {"architecture", "dtypes",     "family", "format",   "kind",
                           "metadata",     "parameters", "path",   "problems", "tensors"};

}  // namespace

void tst_InspectCommand::modelFolderHasTheContractsKeys() {
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", "--json", kModel}), 0);
    const QJsonObject json = object(limn.output);
    QStringList keys = kKeys + QStringList{"missing", "unexpected"};
    keys.sort();
    QCOMPARE(json.keys(), keys);
    QCOMPARE(json["path"].toString(), QString::fromStdString(kModel));
    QCOMPARE(json["kind"].toString(), QString("checkpoint"));
    QCOMPARE(json["format"].toString(), QString("diffusers"));
    QVERIFY(json["architecture"].toString().contains("Stable Diffusion 1"));
    QCOMPARE(json["family"].toString(), QString("stable-diffusion-1"));
    QVERIFY(json["parameters"].toInteger() > 1000);
    QVERIFY(json["tensors"].toInteger() > 100);
    qint64 typed = 0;
    for (const QJsonValue& count : json["dtypes"].toObject()) {
        typed += count.toInteger();
    }
    QCOMPARE(typed, json["tensors"].toInteger());
    QVERIFY(json["problems"].isArray() && json["metadata"].isObject());
}

void tst_InspectCommand::formatIsToldOnce() {
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", kModel}), 0);
    const auto lines = QString::fromStdString(limn.output).split('\n');
    QCOMPARE(lines.filter(QRegularExpression("^  format  ")).size(), 1);
    QCOMPARE(lines.filter(QRegularExpression("^  format \\(metadata\\) +pt$")).size(), 1);
}

void tst_InspectCommand::wrongShapesAreTold() {
    CommandLineRun limn;
    limn.checkKeys = [](const limn::checkpoint::ModelDescription&) {
        return limn::checkpoint::KeyReport{
            {"unet/a.safetensors: b", "c", "d", "e", "f"},
            {"vae/a.safetensors: stranger"},
            {{"unet", "conv_in.weight", {8, 4, 3, 3}, {8, 9, 3, 3}, "unet/a.safetensors"}}};
    };
    QCOMPARE(limn.run({"inspect", "--json", kModel}), 0);
    const QJsonObject json = object(limn.output);
    const QJsonArray wrong = json["wrong_shape"].toArray();
    QCOMPARE(wrong.size(), 1);
    QCOMPARE(wrong[0].toObject()["component"].toString(), QString("unet"));
    QCOMPARE(wrong[0].toObject()["file"].toString(), QString("unet/a.safetensors"));
    QCOMPARE(wrong[0].toObject()["key"].toString(), QString("conv_in.weight"));
    QCOMPARE(wrong[0].toObject()["expected"].toArray(), (QJsonArray{8, 4, 3, 3}));
    QCOMPARE(wrong[0].toObject()["found"].toArray(), (QJsonArray{8, 9, 3, 3}));
    QCOMPARE(json["missing"].toArray(), (QJsonArray{"unet/a.safetensors: b", "c", "d", "e", "f"}));
    QCOMPARE(json["unexpected"].toArray(), (QJsonArray{"vae/a.safetensors: stranger"}));
    QCOMPARE(json["problems"].toArray()[0].toString(),
             QString("5 tensors are missing: unet/a.safetensors: b, c, d and 2 more; see --json."));
    QCOMPARE(json["problems"].toArray()[2].toString(),
             QString("1 tensors have the wrong shape: unet/a.safetensors: conv_in.weight (expected [8, 4, 3, 3], "
                     "found [8, 9, 3, 3])."));

    limn.checkKeys = [](const limn::checkpoint::ModelDescription&) {
        return limn::checkpoint::KeyReport{};
    };
    QCOMPARE(limn.run({"inspect", "--json", kModel}), 0);
    QVERIFY(object(limn.output)["wrong_shape"].isArray());
    QVERIFY(object(limn.output)["wrong_shape"].toArray().isEmpty());
}

void tst_InspectCommand::pictureHasItsSize() {
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", "--json", kPicture}), 0);
    const QJsonObject json = object(limn.output);
    QStringList keys = kKeys + QStringList{"width", "height", "generation"};
    keys.sort();
    QCOMPARE(json.keys(), keys);
    QCOMPARE(json["kind"].toString(), QString("picture"));
    QVERIFY(json["family"].isNull());
    QCOMPARE(json["format"].toString(), QString("jpeg"));
    const QImage reference(QString::fromStdString(kPicture));
    QCOMPARE(json["width"].toInt(), reference.width());
    QCOMPARE(json["height"].toInt(), reference.height());
}

void tst_InspectCommand::textIsReadable() {
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", kModel, kPicture}), 0);
    const QString text = QString::fromStdString(limn.output);
    for (const char* part : {"kind", "checkpoint", "parameters", "tensors", "picture", "size"}) {
        QVERIFY2(text.contains(part), part);
    }
}

void tst_InspectCommand::damagedFilesFail_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray("a.safetensors") << QByteArray();
    QTest::newRow("header longer than the file")
        << QByteArray("a.safetensors") << QByteArray("\xff\xff\xff\0\0\0\0\0{}", 10);
    QTest::newRow("text") << QByteArray("a.ckpt") << QByteArray("hello, this is no model at all");
    QTest::newRow("cut picture") << QByteArray("a.png")
                                 << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 18);
    QTest::newRow("GGUF's head only") << QByteArray("a.gguf") << QByteArray("GGUF\3\0\0\0", 8);
}

void tst_InspectCommand::damagedFilesFail() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const std::string file = folder.filePath(name).toStdString();
    std::ofstream(file, std::ios::binary) << content.toStdString();
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", file}), 1);
    QCOMPARE(limn.output, std::string());
    QCOMPARE(std::count(limn.error.begin(), limn.error.end(), '\n'), 1);
    QVERIFY2(limn.error.find(name.toStdString()) != std::string::npos, limn.error.c_str());
}

void tst_InspectCommand::brokenPixelsFail_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isCut");
    QTest::newRow("a JPEG that ends in its pixels") << "color444.jpg" << true;
    QTest::newRow("a byte of a PNG's pixels") << "rgb8.png" << false;
}

void tst_InspectCommand::brokenPixelsFail() {
    QFETCH(QString, name);
    QFETCH(bool, isCut);
    QFile original(LIMN_TEST_DATA "/pictures/" + name);
    QVERIFY(original.open(QIODevice::ReadOnly));
    QByteArray bytes = original.readAll();
    if (isCut) {
        bytes = bytes.left(bytes.size() - 40) + "\xff\xd9";  // the container is whole all the same
    } else {
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
    }
    const QTemporaryDir folder;
    const std::string file = folder.filePath(name).toStdString();
    std::ofstream(file, std::ios::binary) << bytes.toStdString();
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", "--json", file}), 1);
    QVERIFY2(limn.error.find("damaged") != std::string::npos, limn.error.c_str());
    const QJsonObject json = object(limn.output);
    QCOMPARE(json["kind"].toString(), QString("unknown"));
    QCOMPARE(json["problems"].toArray().size(), 1);
}

void tst_InspectCommand::goesOnAfterAFailure() {
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", "--json", kModel, "/nothing/there", kPicture}), 1);
    const QStringList lines = QString::fromStdString(limn.output).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(object(lines[0].toStdString())["kind"].toString(), QString("checkpoint"));
    QCOMPARE(object(lines[1].toStdString())["kind"].toString(), QString("unknown"));
    QCOMPARE(object(lines[1].toStdString())["problems"].toArray().size(), 1);
    QCOMPARE(object(lines[2].toStdString())["kind"].toString(), QString("picture"));
}

void tst_InspectCommand::hostileNamesCannotForgeLines() {
    const QTemporaryDir folder;
    const std::string file = folder.path().toStdString() + "/a\n\x1b[2Jlimn: all is well";
    std::ofstream(file, std::ios::binary) << "no model";
    CommandLineRun limn;
    QCOMPARE(limn.run({"inspect", file}), 1);
    QCOMPARE(std::count(limn.error.begin(), limn.error.end(), '\n'), 1);
    QVERIFY2(limn.error.find('\x1b') == std::string::npos, limn.error.c_str());
}

void tst_InspectCommand::cancelled() {
    CommandLineRun limn;
    limn.interrupts.raise();
    QCOMPARE(limn.run({"inspect", "--json", kModel}), 130);
    QCOMPARE(limn.output, std::string());
}

QTEST_APPLESS_MAIN(tst_InspectCommand)
#include "tst_InspectCommand.moc"
