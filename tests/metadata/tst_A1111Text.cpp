// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/a1111_text.h"
#include "core/metadata/scheduler_names.h"

#include <QtTest/QtTest>

using namespace limn;

namespace {

GenerationData readOrFail(const std::string& text) {
    const auto data = readA1111Text(text);
    if (!data) {
        qFatal("No settings were found in: %s", text.c_str());
    }
    return *data;
}

/// A text of that many bytes that begins with `head` and repeats `part`.
std::string repeated(const std::string& head, const std::string& part, std::size_t bytes) {
    std::string text = head;
    while (text.size() < bytes) {
        text += part;
    }
    return text;
}

}  // namespace

class TstA1111Text : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheWebUi() {
        const auto data = readOrFail(
            "a (red:1.2) fox,\nin snow <lora:fur v2:0.75> <lora:style>\n"
            "Negative prompt: blurry,\nlow quality\n"
            "Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: "
            "4294967297, "
            "Size: 512x768, Model hash: 6ce0161689, Model: v1-5-pruned, VAE: vae-ft.pt, "
            "Denoising strength: 0.4, Clip skip: 2, Lora hashes: \"fur v2: ab12, other: cd34\", "
            "Template: \"a {red|blue} fox, in snow\", Version: v1.10.1");
        QCOMPARE(data.dialect, MetadataDialect::A1111);
        QCOMPARE(data.prompt, "a (red:1.2) fox,\nin snow <lora:fur v2:0.75> <lora:style>");
        QCOMPARE(data.negativePrompt, "blurry,\nlow quality");
        QCOMPARE(data.steps, std::optional(28));
        QCOMPARE(data.scheduler, "DPM++ 2M Karras");
        QCOMPARE(data.guidanceScale, std::optional(6.5));
        QCOMPARE(data.seed, std::optional<std::uint64_t>(4294967297ULL));
        QCOMPARE(data.widthPx, std::optional(512));
        QCOMPARE(data.heightPx, std::optional(768));
        QCOMPARE(data.model, "v1-5-pruned");
        QCOMPARE(data.modelHash, "6ce0161689");
        QCOMPARE(data.vae, "vae-ft.pt");
        QCOMPARE(data.strength, std::optional(0.4));
        QCOMPARE(data.clipSkip, std::optional(2));
        QCOMPARE(data.program, "v1.10.1");
        QCOMPARE(data.promptTemplate, "a {red|blue} fox, in snow");
        const std::vector<UsedLora> loras = {
            {"fur v2", 0.75, "ab12"}, {"style", std::nullopt, ""}, {"other", std::nullopt, "cd34"}};
        QCOMPARE(data.loras.size(), loras.size());
        QVERIFY(data.loras == loras);
    }

    void readsItsImitators_data() {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QByteArray>("scheduler");
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("Forge") << QByteArray(
                                      "Steps: 20, Sampler: Euler, Schedule type: Simple, CFG "
                                      "scale: 1, Distilled CFG Scale: 3.5, "
                                      "Seed: 7, Size: 64x64, Model: m, Version: "
                                      "f2.0.1v1.10.1-previous-636, Module 1: ae")
                               << QByteArray("Euler Simple")
                               << QByteArray("f2.0.1v1.10.1-previous-636");
        QTest::newRow("SD.Next")
            << QByteArray(
                   "Steps: 20, Size: 64x64, Sampler: UniPC, Seed: 7, CFG scale: 1, App: SD.Next, "
                   "Version: 1b3ac1f, Pipeline: StableDiffusionPipeline, Model: m")
            << QByteArray("UniPC") << QByteArray("SD.Next 1b3ac1f");
        QTest::newRow("Krita AI") << QByteArray(
                                         "Steps: 20, Sampler: Euler - Simple, CFG scale: 1.0, "
                                         "Seed: 7, Size: 64x64, Model: m, "
                                         "Version: Krita AI Diffusion 1.30")
                                  << QByteArray("Euler - Simple")
                                  << QByteArray("Krita AI Diffusion 1.30");
        QTest::newRow("a site's JSON behind it")
            << QByteArray(
                   "Steps: 20, Sampler: Euler a, CFG scale: 1, Seed: 7, Size: 64x64, Model: m, "
                   "Hashes: "
                   "{\"model\": \"a, b: c\", \"x\": [1, {}]}, Version: v1, Civitai resources: "
                   "[{\"a\":\"},]\"}]")
            << QByteArray("Euler a") << QByteArray("v1");
    }
    void readsItsImitators() {
        QFETCH(QByteArray, settings);
        QFETCH(QByteArray, scheduler);
        QFETCH(QByteArray, program);
        const auto data = readOrFail("a fox\n" + settings.toStdString());
        QCOMPARE(data.prompt, "a fox");
        QCOMPARE(data.negativePrompt, "");
        QCOMPARE(data.steps, std::optional(20));
        QCOMPARE(data.seed, std::optional<std::uint64_t>(7));
        QCOMPARE(data.guidanceScale, std::optional(1.0));
        QCOMPARE(data.widthPx, std::optional(64));
        QCOMPARE(data.model, "m");
        QCOMPARE(data.scheduler, scheduler.toStdString());
        QCOMPARE(data.program, program.toStdString());
    }

    void readsStableDiffusionCpp() {
        const auto data = readOrFail(
            "rounded\nNegative prompt: rounded\nSteps: 1, CFG scale: 5.00, Seed: 42, Size: 64x64, "
            "Model: sd.gguf, RNG: cuda, Sampler: euler_a, Version: stable-diffusion.cpp, SDCPP: "
            "{\"schema\":\"sdcpp.image.params/v1\",\"seed\":18446744073709551615,\"width\":640,"
            "\"height\":384,\"prompt\":{\"positive\":\"a, b: \\\"c\\\"\",\"negative\":\"d\"},"
            "\"sampling\":{\"steps\":30,\"method\":\"dpm++2m\",\"scheduler\":\"karras\","
            "\"guidance\":{\"txt_cfg\":5.125}},\"models\":{\"model\":\"sd15-q8.gguf\"},"
            "\"loras\":[{\"name\":\"s.safetensors\",\"multiplier\":0.5}],\"clip_skip\":-1,"
            "\"generator\":{\"name\":\"stable-diffusion.cpp\",\"version\":\"master-709\"}}");
        QCOMPARE(data.dialect, MetadataDialect::StableDiffusionCpp);
        QCOMPARE(data.prompt, "a, b: \"c\"");
        QCOMPARE(data.negativePrompt, "d");
        QCOMPARE(data.seed, std::optional<std::uint64_t>(18446744073709551615ULL));
        QCOMPARE(data.steps, std::optional(30));
        QCOMPARE(data.guidanceScale, std::optional(5.125));
        QCOMPARE(data.scheduler, "dpm++2m karras");
        QCOMPARE(data.model, "sd15-q8");
        QCOMPARE(data.widthPx, std::optional(640));
        QVERIFY(!data.clipSkip);
        QCOMPARE(data.loras.size(), std::size_t{1});
        QCOMPARE(data.program, "stable-diffusion.cpp master-709");
        const auto old = readOrFail("a\nSteps: 3, Seed: 1, Version: stable-diffusion.cpp");
        QCOMPARE(old.dialect, MetadataDialect::StableDiffusionCpp);
        QCOMPARE(old.steps, std::optional(3));
    }

    void isNotFooledByWords_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a comment") << QByteArray("Photographed at: dawn, by me");
        QTest::newRow("a camera's") << QByteArray("ASCII    ");
        QTest::newRow("colons alone") << QByteArray("::::,,,,::::");
    }
    void isNotFooledByWords() {
        QFETCH(QByteArray, text);
        QVERIFY(!readA1111Text(text.toStdString()));
    }

    void nonsenseIsNotSaid() {
        const auto data = readOrFail(
            "Steps: -4, CFG scale: nan, Seed: -1, Size: 99999999999x0, Clip skip: 1e99, Model: ");
        QVERIFY(!data.steps && !data.guidanceScale && !data.seed && !data.clipSkip);
        QVERIFY(!data.widthPx && !data.heightPx);
        QCOMPARE(data.prompt, "");
    }

    void hostileTextsTakeOnePass_data() {
        QTest::addColumn<QByteArray>("text");
        constexpr std::size_t kBytes = std::size_t{8} << 20U;
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        row("brackets that never close", repeated("Steps: 1, ", "a: [, ", kBytes));
        row("quotes that never close", repeated("Steps: 1, ", "ab: \"\\", kBytes));
        row("LoRA tags", repeated("", "<lora:", kBytes) + "\nSteps: 1");
        row("lines", repeated("", "\nSteps: ", kBytes));
        row("colons", repeated("Steps: 1, ", ":", kBytes));
        row("hashes", repeated("a\nSteps: 1, Lora hashes: \"", "a: b, ", kBytes) + "\"");
    }
    void hostileTextsTakeOnePass() {
        QFETCH(QByteArray, text);
        const std::string hostile = text.toStdString();
        QElapsedTimer timer;
        timer.start();
        const auto data = readA1111Text(hostile);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!data || data->loras.size() <= 100);
    }

    void whatIsWrittenIsRead_data() {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("negative");
        QTest::newRow("plain") << QByteArray("a fox") << QByteArray();
        QTest::newRow("lines") << QByteArray("a fox,\nin snow") << QByteArray("bad\nworse");
        QTest::newRow("beyond Latin") << QByteArray("狐 🦊 лиса") << QByteArray("ß");
        QTest::newRow("looks like settings")
            << QByteArray("a: b, c: d, e: f") << QByteArray("x: y");
        QTest::newRow("no prompt") << QByteArray() << QByteArray("grey");
    }
    void whatIsWrittenIsRead() {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, negative);
        GenerationData data;
        data.dialect = MetadataDialect::A1111;
        data.program = "Limn 0.1.0";
        data.prompt = prompt.toStdString();
        data.negativePrompt = negative.toStdString();
        data.seed = 18446744073709551615ULL;
        data.steps = 25;
        data.guidanceScale = 7.5;
        data.scheduler = "dpmpp_2m_karras";
        data.model = "a, \"strange\": model";
        data.widthPx = 512;
        data.heightPx = 640;
        data.upscale = 2;
        data.strength = 0.625;
        data.clipSkip = 2;
        GenerationData read = readOrFail(writeA1111Text(data));
        QCOMPARE(read.scheduler, "DPM++ 2M Karras");
        read.scheduler = data.scheduler;
        QCOMPARE(read.model, data.model);
        QVERIFY(read == data);
    }

    void schedulersAreRecognised_data() {
        QTest::addColumn<QByteArray>("foreign");
        QTest::addColumn<QByteArray>("limn");
        const auto row = [](const char* foreign, const char* limn) {
            QTest::newRow(foreign) << QByteArray(foreign) << QByteArray(limn);
        };
        row("Euler a", "euler_a");
        row("k_euler_ancestral", "euler_a");
        row("euler", "euler");
        row("DPM++ 2M Karras", "dpmpp_2m_karras");
        row("dpmpp_2m karras", "dpmpp_2m_karras");
        row("dpmpp_2m_k", "dpmpp_2m_karras");
        row("dpm++2m", "dpmpp_2m");
        row("PLMS", "pndm");
        row("UniPC", "unipc");
        row("ddim", "ddim");
        row("LCM", "lcm");
        row("DPM2 a", "");
        row("", "");
    }
    void schedulersAreRecognised() {
        QFETCH(QByteArray, foreign);
        QFETCH(QByteArray, limn);
        QCOMPARE(limnSchedulerName(foreign.toStdString()).value_or(""), limn.toStdString());
    }
};

QTEST_APPLESS_MAIN(TstA1111Text)
#include "tst_A1111Text.moc"
