// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/CommandLineRun.h"

#include <QRegularExpression>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using limn::test::CommandLineRun;

namespace {

std::vector<std::string> words(const QStringList& list) {
    std::vector<std::string> out;
    for (const QString& each : list) {
        out.push_back(each.toStdString());
    }
    return out;
}

}  // namespace

/// What the arguments are taken for: refusals, help, and where the common options may stand.
class tst_CommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wrongUsage_data();
    void wrongUsage();
    void failsWithOneSentence_data();
    void failsWithOneSentence();
    void helpTellsEveryOption_data();
    void helpTellsEveryOption();
    void helpFitsTheTerminal();
    void version_data();
    void version();
    void commonOptionsBeforeAndAfterTheCommand();
    void badListOfModelsIsNamed();
};

void tst_CommandLine::wrongUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, QStringList arguments, const char* named) {
        QTest::newRow(name) << arguments << QString(named);
    };
    row("a switch with a value", {"generate", "a", "--overwrite=false"}, "overwrite");
    row("an option before its command", {"--seed", "3", "generate", "a"}, "behind 'generate'");
    row("an unknown option before the command", {"--nope", "generate", "a"}, "'--nope'");
    row("unknown command", {"generrate"}, "'generate'");
    row("unknown option", {"--foo"}, "--foo");
    row("no prompt", {"generate"}, "--prompt");
    row("two prompts", {"generate", "a", "--prompt", "b"}, "--prompt");
    row("prompt without quotes", {"generate", "a", "red", "fox"}, "'red'");
    row("misspelt option", {"generate", "a", "--step", "3"}, "--steps");
    row("value missing", {"generate", "a", "--seed"}, "--seed");
    row("option twice", {"generate", "a", "--seed", "1", "--seed", "2"}, "--seed");
    row("seed negative", {"generate", "a", "--seed", "-1"}, "--seed");
    row("seed 2^64", {"generate", "a", "--seed", "18446744073709551616"}, "--seed");
    row("seed a fraction", {"generate", "a", "--seed", "1.5"}, "--seed");
    row("seed hexadecimal", {"generate", "a", "--seed", "0x10"}, "--seed");
    row("seed empty", {"generate", "a", "--seed", ""}, "--seed");
    row("seeds run past the end",
        {"generate", "a", "--seed", "18446744073709551615", "--count", "2"}, "--seed");
    row("steps zero", {"generate", "a", "--steps", "0"}, "--steps");
    row("steps 1001", {"generate", "a", "--steps", "1001"}, "--steps");
    row("steps text", {"generate", "a", "--steps", "many"}, "--steps");
    row("guidance NaN", {"generate", "a", "--guidance-scale", "nan"}, "--guidance-scale");
    row("guidance infinite", {"generate", "a", "--guidance-scale", "inf"}, "--guidance-scale");
    row("guidance overflow", {"generate", "a", "--guidance-scale", "1e999"}, "--guidance-scale");
    row("guidance comma", {"generate", "a", "--guidance-scale", "7,5"}, "--guidance-scale");
    row("guidance negative", {"generate", "a", "--guidance-scale", "-1"}, "--guidance-scale");
    row("width zero", {"generate", "a", "--width", "0"}, "--width");
    row("width negative", {"generate", "a", "--width", "-8"}, "nearest size that works is 8");
    row("width too large", {"generate", "a", "--width", "8193"}, "nearest size that works is 8192");
    row("width enormous", {"generate", "a", "--width", "99999999999999999999"},
        "it is 99999999999999999999; the nearest size that works is 8192");
    row("width enormous, negative", {"generate", "a", "--width", "-99999999999999999999"},
        "nearest size that works is 8");
    row("width with a letter", {"generate", "a", "--width", "9999999999999999999x"}, "whole number");
    row("height zero", {"generate", "a", "--height", "0"}, "--height");
    row("height text", {"generate", "a", "--height", "tall"}, "--height");
    row("scheduler unknown", {"generate", "a", "--scheduler", "magic"}, "--scheduler");
    row("clip skip zero", {"generate", "a", "--clip-skip", "0"}, "--clip-skip");
    row("strength too large", {"generate", "a", "--image", "x.png", "--strength", "1.01"},
        "--strength");
    row("strength negative", {"generate", "a", "--image", "x.png", "--strength", "-0.1"},
        "--strength");
    row("strength without image", {"generate", "a", "--strength", "0.5"}, "--strength");
    row("mask without image", {"generate", "a", "--mask", "m.png"}, "--mask");
    row("image empty", {"generate", "a", "--image", ""}, "--image");
    row("lora empty", {"generate", "a", "--lora", ""}, "--lora");
    row("lora scale only", {"generate", "a", "--lora", ":1"}, "--lora");
    row("lora scale NaN", {"generate", "a", "--lora", "x.safetensors:nan"}, "--lora");
    row("lora scale missing", {"generate", "a", "--lora", "x.safetensors:"}, "--lora");
    row("lora scale too large", {"generate", "a", "--lora", "x.safetensors:101"}, "--lora");
    row("count zero", {"generate", "a", "--count", "0"}, "--count");
    row("count 1001", {"generate", "a", "--count", "1001"}, "--count");
    row("upscale below one", {"generate", "a", "--upscale", "0.5"}, "--upscale");
    row("upscaler alone", {"generate", "a", "--upscaler", "x"}, "--upscaler");
    row("output empty", {"generate", "a", "--output", ""}, "--output");
    row("model empty", {"generate", "a", "--model", ""}, "--model");
    row("device", {"generate", "a", "--device", "tpu"}, "--device");
    row("device number", {"generate", "a", "--device", "cuda:x"}, "--device");
    row("dtype", {"generate", "a", "--dtype", "int8"}, "--dtype");
    row("threads", {"generate", "a", "--threads", "0"}, "--threads");
    row("log level", {"generate", "a", "--log-level", "loud"}, "--log-level");
    row("common option before the command", {"--threads", "-1", "inspect", "x"}, "--threads");
    row("inspect nothing", {"inspect"}, "PATH");
    row("models add nothing", {"models", "add"}, "PATH");
    row("models remove nothing", {"models", "remove"}, "NAME");
    row("an option in place of a value", {"generate", "a", "--negative-prompt", "--quiet"},
        "'--negative-prompt' needs a value");
    row("an option in place of a file", {"generate", "a", "--output", "--overwrite"},
        "'--output' needs a value");
    row("models unknown action", {"models", "polish"}, "'polish'");
    row("models actions of an unknown one", {"models", "polish"}, "list, add, remove, verify");
    row("match without a prompt", {"describe", "x.png", "--task", "match"}, "--prompt");
    row("bench steps", {"bench", "--steps", "0"}, "--steps");
    row("bench width", {"bench", "--width", "0"}, "--width");
    row("bench odd height", {"bench", "--height", "500"}, "504");
}

void tst_CommandLine::wrongUsage() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    CommandLineRun limn;
    QCOMPARE(limn.run(words(arguments)), 2);
    QVERIFY2(QString::fromStdString(limn.error).contains(named), limn.error.c_str());
    QCOMPARE(std::count(limn.error.begin(), limn.error.end(), '\n'), 1);
    QCOMPARE(limn.output, std::string());
    QVERIFY(limn.script->loads.empty());
}

void tst_CommandLine::failsWithOneSentence_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("told");
    QTest::newRow("the studio") << QStringList{} << "limn generate";
    QTest::newRow("describe") << QStringList{"describe", "x.png", "--task", "tags"}
                              << "describing model";
    QTest::newRow("describe text")
        << QStringList{"describe", "x.png", "--task", "text"} << "x.png";
    QTest::newRow("describe without a model") << QStringList{"describe", "x.png"} << "x.png";
    QTest::newRow("describe match")
        << QStringList{"describe", "x.png", "--prompt", "a fox"} << "x.png";
    QTest::newRow("chat") << QStringList{"chat", "--json"} << "no assistant";
    QTest::newRow("no starter") << QStringList{"generate", "a"} << "--model";
    QTest::newRow("no such model")
        << QStringList{"generate", "a", "--model", "nobody"} << "'nobody'";
    QTest::newRow("bench without engine") << QStringList{"bench"} << "engine";
    QTest::newRow("remove unknown") << QStringList{"models", "remove", "nobody"} << "'nobody'";
    QTest::newRow("verify unknown") << QStringList{"models", "verify", "nobody"} << "'nobody'";
}

void tst_CommandLine::failsWithOneSentence() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, told);
    const QTemporaryDir folder;
    CommandLineRun limn;
    limn.folders = {.data = folder.path().toStdString(),
                    .starter = folder.filePath("starter").toStdString()};
    QCOMPARE(limn.run(words(arguments)), 1);
    QVERIFY2(QString::fromStdString(limn.error).contains(told), limn.error.c_str());
    QCOMPARE(std::count(limn.error.begin(), limn.error.end(), '\n'), 1);
    QCOMPARE(limn.output, std::string());
}

void tst_CommandLine::helpTellsEveryOption_data() {
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QStringList>("told");
    QTest::newRow("limn") << QStringList{}
                          << QStringList{"generate", "describe", "chat",     "inspect",
                                         "models",   "bench",    "--version"};
    QTest::newRow("generate") << QStringList{"generate"}
                              << QStringList{"--prompt",    "--negative-prompt",
                                             "--model",     "--seed",
                                             "--steps",     "--guidance-scale",
                                             "--width",     "--height",
                                             "--scheduler", "--clip-skip",
                                             "--image",     "--strength",
                                             "--mask",      "--lora",
                                             "--upscale",   "--upscaler",
                                             "--count",     "--output",
                                             "--overwrite", "18446744073709551615",
                                             "0.8"};
    QTest::newRow("inspect") << QStringList{"inspect"} << QStringList{"PATH"};
    QTest::newRow("models") << QStringList{"models"}
                            << QStringList{"list", "add", "remove", "verify"};
    QTest::newRow("models add") << QStringList{"models", "add"} << QStringList{"PATH", "--name"};
    QTest::newRow("bench") << QStringList{"bench"}
                           << QStringList{"--model", "--width", "--height", "--steps"};
    QTest::newRow("describe") << QStringList{"describe"}
                              << QStringList{"IMAGE",    "--task",           "--question",
                                             "--prompt", "--model",          "--temperature",
                                             "--seed",   "--max-new-tokens", "caption",
                                             "detailed", "answer",           "flaws"};
}

void tst_CommandLine::helpTellsEveryOption() {
    QFETCH(QStringList, command);
    QFETCH(QStringList, told);
    told += {"--help", "--json", "--quiet", "--device", "--dtype", "--threads", "--log-level"};
    CommandLineRun limn;
    QCOMPARE(limn.run(words(command + QStringList{"--help"})), 0);
    const QString help = QString::fromStdString(limn.output);
    for (const QString& each : told) {
        QVERIFY2(help.contains(each), qPrintable(each));
    }
    QVERIFY(
        help.contains("Usage: limn" + (command.isEmpty() ? QString() : " " + command.join(' '))));
    QCOMPARE(limn.error, std::string());
}

void tst_CommandLine::helpFitsTheTerminal() {
    CommandLineRun limn;
    QCOMPARE(limn.run({"generate", "--help"}), 0);
    for (const QString& line : QString::fromStdString(limn.output).split('\n')) {
        QVERIFY2(line.size() <= 80, qPrintable(line));
    }
}

void tst_CommandLine::version_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("alone") << QStringList{"--version"};
    QTest::newRow("after a command") << QStringList{"generate", "--version"};
}

void tst_CommandLine::version() {
    QFETCH(QStringList, arguments);
    CommandLineRun limn;
    QCOMPARE(limn.run(words(arguments)), 0);
    QVERIFY(QRegularExpression("^limn \\d+\\.\\d+\\.\\d+\n$")
                .match(QString::fromStdString(limn.output))
                .hasMatch());
}

void tst_CommandLine::commonOptionsBeforeAndAfterTheCommand() {
    const QTemporaryDir folder;
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--json", "models", "list"},
          {"models", "--json", "list"},
          {"models", "list", "--json"}}) {
        CommandLineRun limn;
        limn.folders.data = folder.path().toStdString();
        QCOMPARE(limn.run(arguments), 0);
        QCOMPARE(limn.output, std::string("{\"models\":[]}\n"));
    }
}

void tst_CommandLine::badListOfModelsIsNamed() {
    const QTemporaryDir folder;
    std::ofstream(folder.filePath("models.json").toStdString()) << "{";
    CommandLineRun limn;
    limn.folders.data = folder.path().toStdString();
    QCOMPARE(limn.run({"models", "list"}), 1);
    QVERIFY2(QString::fromStdString(limn.error).contains("models.json"), limn.error.c_str());
}

QTEST_APPLESS_MAIN(tst_CommandLine)
#include "tst_CommandLine.moc"
