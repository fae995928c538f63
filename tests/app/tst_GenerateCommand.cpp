// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Log.h"
#include "tests/support/GenerateTest.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace limn;
using namespace limn::test;

/// `limn generate` from arguments to files, with an engine that needs no model.
class tst_GenerateCommand : public GenerateTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { enterFolder(); }
    void cleanup() { leaveFolder(); }

    void writesThePictureOfTheSeed();
    void passesEveryOptionOn();
    void leavesDefaultsToTheModel();
    void promptFromStandardInput();
    void refusesBadStandardInput_data();
    void refusesBadStandardInput();
    void promptMayBeAnything_data();
    void promptMayBeAnything();
    void randomSeedIsTold();
    void randomSeedIsToldBeforeAnythingCanFail();
    void jsonHasTheContractsKeys();
    void batchNumbersFilesBySeed();
    void outputNames_data();
    void outputNames();
    void refusesOutputs_data();
    void refusesOutputs();
    void neverOverwritesUnasked();
    void overwritesWhenAsked();
    void fileThatAppearsMeanwhileIsKept();
    void makesAFolderOnlyForAPicture();
    void sizeMustSuitTheModel();
    void upscaleNeedsAnUpscaler();
    void schedulerMustSuitTheModel();
    void theLogTellsTheDetailOfAFailedLoad();
    void quietTellsOnlyResults();
    void quietKeepsWarningsOutOfTheLog();
    void buildWithoutEngineSaysSo();
    void modelByNameOfTheList();

private:
    void verifyPicture(const QString& name, const Image& expected) const;
};

void tst_GenerateCommand::verifyPicture(const QString& name, const Image& expected) const {
    const QImage image = QImage(m_folder->filePath(name)).convertToFormat(QImage::Format_RGB888);
    QCOMPARE(image.width(), expected.widthPx);
    QCOMPARE(image.height(), expected.heightPx);
    for (int y = 0; y < expected.heightPx; ++y) {
        QVERIFY(std::equal(expected.row(y), expected.row(y) + expected.rowBytes(),
                           image.constScanLine(y)));
    }
}

void tst_GenerateCommand::writesThePictureOfTheSeed() {
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "18446744073709551615"})), 0);
    QCOMPARE(files(), QStringList{"limn-18446744073709551615.png"});
    verifyPicture("limn-18446744073709551615.png",
                  fakePicture(18446744073709551615U, "a fox", 64, 64));
    QCOMPARE(limn.output,
             std::string("limn-18446744073709551615.png  (seed 18446744073709551615, 64 × 64)\n"));
}

void tst_GenerateCommand::passesEveryOptionOn() {
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"--prompt",
                                 "a fox",
                                 "--negative-prompt",
                                 "",
                                 "--seed",
                                 "5",
                                 "--steps",
                                 "1000",
                                 "--guidance-scale",
                                 "0.5",
                                 "--width",
                                 "16",
                                 "--height",
                                 "24",
                                 "--scheduler",
                                 "euler",
                                 "--clip-skip",
                                 "2",
                                 "--lora",
                                 "a.safetensors",
                                 "--lora",
                                 "b:c.safetensors:-0.5",
                                 "--device",
                                 "cuda:1",
                                 "--dtype",
                                 "bfloat16",
                                 "--threads",
                                 "3"})),
             0);
    QCOMPARE(limn.script->loads.size(), std::size_t{1});
    const LoadRequest& load = limn.script->loads.front();
    QCOMPARE(load.model,
             std::filesystem::path(m_other->filePath("tiny.safetensors").toStdString()));
    QCOMPARE(load.loras.size(), std::size_t{2});
    QCOMPARE(load.loras[0].file, std::filesystem::path("a.safetensors"));
    QCOMPARE(load.loras[0].scale, 1.0);
    QCOMPARE(load.loras[1].file, std::filesystem::path("b:c.safetensors"));
    QCOMPARE(load.loras[1].scale, -0.5);
    QCOMPARE(load.placement.device, std::string("cuda:1"));
    QVERIFY(load.placement.dtype == DataType::BFloat16);
    QCOMPARE(load.placement.threads, 3);

    const GenerateRequest& request = limn.script->orders.front();
    QCOMPARE(request.prompt, std::string("a fox"));
    QVERIFY(request.negativePrompt && request.negativePrompt->empty());
    QCOMPARE(request.seed, std::uint64_t{5});
    QCOMPARE(request.steps.value_or(0), 1000);
    QCOMPARE(request.guidanceScale.value_or(0), 0.5);
    QCOMPARE(request.widthPx.value_or(0), 16);
    QCOMPARE(request.heightPx.value_or(0), 24);
    QCOMPARE(request.scheduler.value_or(""), std::string("euler"));
    QCOMPARE(request.clipSkip, 2);
}

void tst_GenerateCommand::leavesDefaultsToTheModel() {
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox"})), 0);
    const GenerateRequest& request = limn.script->orders.front();
    QVERIFY(!request.negativePrompt && !request.steps && !request.guidanceScale &&
            !request.widthPx && !request.heightPx && !request.scheduler && !request.initImage &&
            !request.mask);
    QCOMPARE(request.count, 1);
    QCOMPARE(request.clipSkip, 1);
    QCOMPARE(limn.script->loads.front().placement.device, std::string("auto"));
    QVERIFY(limn.script->loads.front().placement.dtype == DataType::Auto);
}

void tst_GenerateCommand::promptFromStandardInput() {
    CommandLineRun limn;
    limn.input = "a fox,\nin the snow 🦊\n";
    QCOMPARE(limn.run(arguments({"-", "--seed", "1"})), 0);
    QCOMPARE(limn.script->orders.front().prompt, std::string("a fox,\nin the snow 🦊"));
}

void tst_GenerateCommand::refusesBadStandardInput_data() {
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("not UTF-8") << QByteArray("a \xff fox");
    QTest::newRow("cut sequence") << QByteArray("fox \xf0\x9f\xa6");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("too long") << QByteArray(1'000'001, 'a');
}

void tst_GenerateCommand::refusesBadStandardInput() {
    QFETCH(QByteArray, input);
    CommandLineRun limn;
    limn.input = input.toStdString();
    QCOMPARE(limn.run(arguments({"--prompt", "-"})), 2);
    QVERIFY2(limn.error.find("standard input") != std::string::npos, limn.error.c_str());
    QVERIFY(limn.script->loads.empty());
}

void tst_GenerateCommand::promptMayBeAnything_data() {
    QTest::addColumn<QByteArray>("prompt");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("a command's name") << QByteArray("models");
    QTest::newRow("begins with dashes") << QByteArray("--ar 16:9");
    QTest::newRow("in brackets") << QByteArray("[a, b]");
    QTest::newRow("in braces") << QByteArray("{}");
    QTest::newRow("percent") << QByteArray("100 %% %s");
    QTest::newRow("quotes") << QByteArray("\"a 'fox'\"");
    QTest::newRow("emoji") << QByteArray("🦊 狐 ثعلب");
    QTest::newRow("1 MB") << QByteArray(1'000'000, 'x');
}

void tst_GenerateCommand::promptMayBeAnything() {
    QFETCH(QByteArray, prompt);
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"--prompt", prompt.toStdString(), "--seed", "1"})), 0);
    QCOMPARE(QByteArray::fromStdString(limn.script->orders.front().prompt), prompt);
}

void tst_GenerateCommand::randomSeedIsTold() {
    CommandLineRun limn;
    limn.randomSeed = 18446744073709551614U;
    QCOMPARE(limn.run(arguments({"a fox", "--json", "--count", "3"})), 0);
    // The last of the three must still be a seed.
    QCOMPARE(limn.script->orders.front().seed, std::uint64_t{18446744073709551613U});
    QVERIFY(limn.output.find("\"seed\":18446744073709551615") != std::string::npos);
}

void tst_GenerateCommand::randomSeedIsToldBeforeAnythingCanFail() {
    CommandLineRun limn;
    limn.script->generateError = Error{ErrorCode::OutOfMemory, "Too large.", {}};
    QCOMPARE(limn.run(arguments({"a fox"})), 1);
    QVERIFY2(limn.error.starts_with("Seed 4711.\n"), limn.error.c_str());
    QCOMPARE(limn.run(arguments({"a fox", "--json"})), 1);
    QVERIFY2(limn.error.find("Seed ") == std::string::npos, limn.error.c_str());
    QCOMPARE(json(limn)["seed"].toInt(), 4711);
    QCOMPARE(json(limn)["error"].toString(), QString("Too large."));
    QVERIFY(json(limn)["outputs"].toArray().isEmpty());
    // Who chose it knows it.
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "3"})), 1);
    QVERIFY2(limn.error.find("Seed ") == std::string::npos, limn.error.c_str());
}

void tst_GenerateCommand::jsonHasTheContractsKeys() {
    CommandLineRun limn;
    limn.script->model.architectureName = "Stable Diffusion 1.x";
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "7", "--count", "2", "--json"})), 0);
    QCOMPARE(std::count(limn.output.begin(), limn.output.end(), '\n'), 1);
    const QJsonObject object = json(limn);
    QStringList keys = object.keys();
    QCOMPARE(keys, (QStringList{"architecture", "device", "dtype", "family", "guidance_scale",
                                "model", "outputs", "peak_memory_bytes", "scheduler", "seconds",
                                "seconds_per_step", "steps"}));
    const QJsonArray outputs = object["outputs"].toArray();
    QCOMPARE(outputs.size(), 2);
    QCOMPARE(outputs[1].toObject().keys(), (QStringList{"height", "path", "seed", "width"}));
    QCOMPARE(outputs[1].toObject()["path"].toString(), QString("limn-8.png"));
    QCOMPARE(outputs[1].toObject()["seed"].toInt(), 8);
    QCOMPARE(outputs[1].toObject()["width"].toInt(), 64);
    QCOMPARE(object["model"].toString(), m_other->filePath("tiny.safetensors"));
    QCOMPARE(object["architecture"].toString(), QString("Stable Diffusion 1.x"));
    QCOMPARE(object["family"].toString(), QString("stable-diffusion-1"));
    QCOMPARE(object["device"].toString(), QString("cpu"));
    QCOMPARE(object["dtype"].toString(), QString("float32"));
    QCOMPARE(object["scheduler"].toString(), QString("pndm"));
    QCOMPARE(object["steps"].toInt(), 4);
    QCOMPARE(object["guidance_scale"].toDouble(), 7.5);
    QCOMPARE(object["seconds_per_step"].toDouble(), 0.5);
    QCOMPARE(object["peak_memory_bytes"].toInt(), 123456789);
    const QJsonObject seconds = object["seconds"].toObject();
    QCOMPARE(seconds.keys(), (QStringList{"decode", "denoise", "encode", "load", "total"}));
    QCOMPARE(seconds["load"].toDouble(), 0.25);
    QCOMPARE(seconds["denoise"].toDouble(), 2.0);
    QVERIFY(seconds["total"].toDouble() > 0);
}

void tst_GenerateCommand::batchNumbersFilesBySeed() {
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "9", "--count", "3", "--output", "fox.png"})),
             0);
    QCOMPARE(files(), (QStringList{"fox-10.png", "fox-11.png", "fox-9.png"}));
    verifyPicture("fox-11.png", fakePicture(11, "a fox", 64, 64));
}

void tst_GenerateCommand::outputNames_data() {
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("file");
    QTest::newRow("a file") << "fox.png"
                            << "fox.png";
    QTest::newRow("upper case") << "FOX.PNG"
                                << "FOX.PNG";
    QTest::newRow("hidden") << ".fox.png"
                            << ".fox.png";
    QTest::newRow("several dots") << "a.b.png"
                                  << "a.b.png";
    QTest::newRow("brackets") << "[a,b].png"
                              << "[a,b].png";
    QTest::newRow("not Latin") << "狐 🦊.png"
                               << "狐 🦊.png";
    QTest::newRow("a folder that is there") << "."
                                            << "limn-3.png";
    QTest::newRow("a new folder") << "new/deep/"
                                  << "new/deep/limn-3.png";
}

void tst_GenerateCommand::outputNames() {
    QFETCH(QString, output);
    QFETCH(QString, file);
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "3", "--output", output.toStdString()})), 0);
    verifyPicture(file, fakePicture(3, "a fox", 64, 64));
}

void tst_GenerateCommand::refusesOutputs_data() {
    QTest::addColumn<QString>("output");
    QTest::addColumn<int>("code");
    QTest::newRow("no extension") << "fox" << 2;
    QTest::newRow("another format") << "fox.gif" << 2;
    QTest::newRow("only an extension") << ".png" << 2;
    QTest::newRow("folder is not there") << "nowhere/fox.png" << 1;
    QTest::newRow("folder is a file") << "taken.png/fox.png" << 1;
    QTest::newRow("file exists") << "taken.png" << 1;
    QTest::newRow("dangling link") << "link.png" << 1;
    QTest::newRow("folder cannot be made") << "/proc/limn-cannot/fox.png" << 1;
    QTest::newRow("folder cannot be written") << "/proc/" << 1;
    QTest::newRow("new folder below one that cannot be written") << "/proc/limn-cannot/" << 1;
    QTest::newRow("name too long") << QString(300, 'a') + ".png" << 1;
}

void tst_GenerateCommand::refusesOutputs() {
    QFETCH(QString, output);
    QFETCH(int, code);
    std::ofstream("taken.png") << "mine";
    std::filesystem::create_symlink("nothing", "link.png");
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--output", output.toStdString()})), code);
    QCOMPARE(std::count(limn.error.begin(), limn.error.end(), '\n'), 1);
    QVERIFY2(limn.script->loads.empty(), "the model was loaded before the output was checked");
    QCOMPARE(files().filter(QRegularExpression("^(?!taken|link)")), QStringList());
}

void tst_GenerateCommand::neverOverwritesUnasked() {
    std::ofstream("limn-4.png") << "mine";
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "3", "--count", "2"})), 1);
    QVERIFY2(limn.error.find("limn-4.png") != std::string::npos, limn.error.c_str());
    QVERIFY(limn.script->loads.empty());
    QCOMPARE(files(), QStringList{"limn-4.png"});
}

void tst_GenerateCommand::overwritesWhenAsked() {
    std::ofstream("fox.png") << "mine";
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "3", "--output", "fox.png", "--overwrite"})),
             0);
    QCOMPARE(files(), QStringList{"fox.png"});
    verifyPicture("fox.png", fakePicture(3, "a fox", 64, 64));
}

void tst_GenerateCommand::fileThatAppearsMeanwhileIsKept() {
    CommandLineRun limn;
    limn.script->beforeProgress = [](const Progress& step, const std::stop_token&) {
        if (step.phase == Phase::Decode) {
            std::ofstream("fox.png") << "somebody else's";
        }
    };
    QCOMPARE(limn.run(arguments({"a fox", "--output", "fox.png"})), 1);
    std::ifstream file("fox.png");
    QCOMPARE(std::string(std::istreambuf_iterator<char>(file), {}), std::string("somebody else's"));
    QCOMPARE(files(), QStringList{"fox.png"});
}

void tst_GenerateCommand::makesAFolderOnlyForAPicture() {
    CommandLineRun limn;
    limn.script->generateError = Error{ErrorCode::NotANumber, "The result holds NaN.", {}};
    QCOMPARE(limn.run(arguments({"a fox", "--output", "new/"})), 1);
    QVERIFY(!std::filesystem::exists("new"));
}

void tst_GenerateCommand::sizeMustSuitTheModel() {
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--width", "100"})), 2);
    QVERIFY2(limn.error.find("--width") != std::string::npos &&
                 limn.error.find("works is 104") != std::string::npos,
             limn.error.c_str());
    QCOMPARE(limn.run(arguments({"a fox", "--height", "3"})), 2);
    QVERIFY2(limn.error.find("--height") != std::string::npos &&
                 limn.error.find("works is 8.") != std::string::npos,
             limn.error.c_str());
    QVERIFY(limn.script->orders.empty());
    limn.script->model.sizeMultiplePx = 2;
    QCOMPARE(limn.run(arguments({"a fox", "--width", "6", "--height", "2"})), 0);
}

void tst_GenerateCommand::upscaleNeedsAnUpscaler() {
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--upscale", "2"})), 2);
    QVERIFY2(limn.error.find("--upscaler FILE") != std::string::npos, limn.error.c_str());
    QVERIFY(limn.script->orders.empty());

    limn.script->model.canUpscale = true;
    const std::size_t loads = limn.script->loads.size();
    QCOMPARE(limn.run(arguments({"a fox", "--upscale", "2.5", "--upscaler", "x4.pth"})), 1);
    QCOMPARE(limn.error, std::string("limn: --upscaler: there is no file 'x4.pth'.\n"));
    QCOMPARE(limn.script->loads.size(), loads);

    std::ofstream("x4.pth") << "an upscaler";
    QCOMPARE(limn.run(arguments({"a fox", "--upscale", "2.5", "--upscaler", "x4.pth", "--json"})),
             0);
    QCOMPARE(limn.script->loads.back().upscaler, std::filesystem::path("x4.pth"));
    QCOMPARE(limn.script->orders.back().upscale, 2.5);
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(limn.output)).object();
    QVERIFY(json["seconds"].toObject().contains("upscale"));
}

void tst_GenerateCommand::schedulerMustSuitTheModel() {
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--scheduler", "lcm"})), 2);
    QVERIFY2(limn.error.find("--scheduler") != std::string::npos, limn.error.c_str());
}

void tst_GenerateCommand::theLogTellsTheDetailOfAFailedLoad() {
    CommandLineRun limn;
    limn.script->loadError =
        Error{ErrorCode::KeysMismatch, "It does not fit.", "missing (2):\n  unet/a: b\n  unet/a: c\n"};
    QCOMPARE(limn.run(arguments({"a fox", "--log-level", "info"})), 1);
    for (const char* line : {"missing (2):\n", "  unet/a: b\n", "  unet/a: c\n"}) {
        QVERIFY2(limn.error.find(line) != std::string::npos, limn.error.c_str());
    }
    QCOMPARE(limn.run(arguments({"a fox"})), 1);
    QVERIFY2(limn.error.find("unet/a") == std::string::npos, limn.error.c_str());
}

void tst_GenerateCommand::quietTellsOnlyResults() {
    CommandLineRun limn;
    limn.script->warnings = {"The prompt was cut."};
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "1", "--quiet"})), 0);
    QCOMPARE(limn.error, std::string());
    QCOMPARE(limn.output, std::string("limn-1.png  (seed 1, 64 × 64)\n"));
}

void tst_GenerateCommand::quietKeepsWarningsOutOfTheLog() {
    CommandLineRun limn;
    limn.script->beforeProgress = [](const Progress& now, const std::stop_token&) {
        if (now.phase == Phase::Load && now.step == 0) {
            limn::log(LogLevel::Warning, "engine", "something odd");
            limn::log(LogLevel::Error, "engine", "something bad");
        }
    };
    const auto has = [](const CommandLineRun& run, const char* line) {
        return run.error.find(line) != std::string::npos;
    };
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "1", "--quiet"})), 0);
    QVERIFY2(!has(limn, "something odd") && has(limn, "something bad"), limn.error.c_str());
    QCOMPARE(limn.run(arguments({"a fox", "--seed", "2", "--log-level", "warning", "--quiet"})), 0);
    QVERIFY2(has(limn, "something odd"), limn.error.c_str());
    // The level may stand before the command and the other option behind it.
    auto asked = arguments({"a fox", "--seed", "3", "--quiet"});
    asked.insert(asked.begin(), {"--log-level", "warning"});
    QCOMPARE(limn.run(asked), 0);
    QVERIFY2(has(limn, "something odd"), limn.error.c_str());
}

void tst_GenerateCommand::buildWithoutEngineSaysSo() {
    CommandLineRun limn;
    limn.hasEngine = false;
    QCOMPARE(limn.run(arguments({"a fox"})), 1);
    QVERIFY2(limn.error.find("without its engine") != std::string::npos, limn.error.c_str());
}

void tst_GenerateCommand::modelByNameOfTheList() {
    std::ofstream(m_other->filePath("models.json").toStdString())
        << R"({"version":1,"models":[{"name":"fox","path":"/models/fox","architecture":"x","files":[]}]})";
    std::ofstream("fox") << "a file of the same name";
    CommandLineRun limn;
    limn.folders.data = m_other->path().toStdString();
    QCOMPARE(limn.run({"generate", "a", "--model", "fox", "--json"}), 0);
    QCOMPARE(limn.script->loads.back().model, std::filesystem::path("/models/fox"));
    QCOMPARE(json(limn)["model"].toString(), QString("fox"));
    QCOMPARE(limn.run({"generate", "a", "--model", "./fox", "--output", "b.png"}), 0);
    QCOMPARE(limn.script->loads.back().model, std::filesystem::path("./fox"));
}

QTEST_APPLESS_MAIN(tst_GenerateCommand)
#include "tst_GenerateCommand.moc"
