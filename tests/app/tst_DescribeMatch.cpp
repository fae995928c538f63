// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/task_prompts.h"
#include "tests/support/DescribeTest.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace limn;
using namespace limn::test;

namespace {

/// Says yes to what names a ball, and no to the rest.
Description answerOf(const DescribeRequest& request) {
    const bool isBall = request.turns.back().text.find("ball") != std::string::npos;
    Description answer;
    answer.text = request.choices.empty() ? "A red ball." : isBall ? "Yes." : "No.";
    answer.choices = {isBall ? 0.8 : 0.1, 0.0, isBall ? 0.2 : 0.9, 0.0};
    return answer;
}

}  // namespace

/// `limn describe --prompt`: comparing a picture with a prompt, with an engine that needs no model.
class tst_DescribeMatch : public DescribeTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { makePictures(); }
    void comparesWithAPrompt();
    void comparisonInJson();
    void comparisonWithATask();
    void whatTheModelDisownsIsNotPrinted();
    void comparisonsTakeTheSeed();
    void comparisonIsATask();
    void comparesWithoutAModel();
};

void tst_DescribeMatch::comparesWithAPrompt() {
    CommandLineRun limn;
    makeDescriber(limn);
    limn.script->reply = answerOf;
    QCOMPARE(limn.run(arguments({file("a.png"), "--prompt", "a red ball at night"})),
             0);  // a comparison is no failure
    QCOMPARE(
        QString::fromStdString(limn.output),
        QStringLiteral("yes  a ball - the model says yes (0.80)\n"
                       "yes  a red ball - the model says yes (0.80); 100 % of the picture is red\n"
                       "no   at night - the model says no (0.90)\n"
                       "2 of 3 claims hold (score 0.57). Missing: at night.\n"));
    QCOMPARE(limn.script->loads.size(), std::size_t{1});
    QCOMPARE(limn.script->questions.size(),
             std::size_t{3});  // and no caption, which nobody asked for
}

void tst_DescribeMatch::comparisonInJson() {
    CommandLineRun limn;
    makeDescriber(limn);
    limn.script->reply = answerOf;
    QCOMPARE(limn.run(arguments(
                 {file("a.png"), file("b.png"), "--json", "--prompt", "a ball at night"})),
             0);
    QCOMPARE(std::count(limn.output.begin(), limn.output.end(), '\n'), 2);
    const auto line = QByteArray::fromStdString(limn.output).split('\n').front();
    const auto object = QJsonDocument::fromJson(line).object();
    for (const char* key : {"image", "task", "model", "text", "token_ids", "confidence", "seconds",
                            "match", "facts"}) {
        QVERIFY2(object.contains(key), key);
    }
    QCOMPARE(object["seconds"].toObject()["load"].toDouble(), 0.25);
    const auto match = object["match"].toObject();
    QVERIFY(std::abs(match["score"].toDouble() - 0.45) < 0.01);
    const auto checks = match["checks"].toArray();
    QCOMPARE(checks.size(), 2);
    QCOMPARE(checks[0].toObject()["claim"].toString(), QString("a ball"));
    QCOMPARE(checks[0].toObject()["holds"].toBool(), true);
    QCOMPARE(checks[1].toObject()["holds"].toBool(true), false);
    QVERIFY(checks[1].toObject()["evidence"].toString().contains("model says no"));
    QCOMPARE(match["missing"].toArray(), (QJsonArray{"at night"}));
}

void tst_DescribeMatch::comparisonWithATask() {
    CommandLineRun limn;
    makeDescriber(limn);
    limn.script->reply = answerOf;
    QCOMPARE(limn.run(arguments({file("a.png"), "--task", "caption", "--prompt", "a ball"})), 0);
    QVERIFY(limn.output.starts_with("A red ball.\nyes  a ball"));
    QCOMPARE(limn.script->questions.at(0).turns.at(0).text, std::string(promptOf("caption")));
    CommandLineRun json;
    makeDescriber(json);
    json.script->reply = answerOf;
    QCOMPARE(json.run(arguments({file("a.png"), "--task", "tags", "--prompt", "a ball", "--json"})),
             0);
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(json.output)).object();
    QCOMPARE(object["tags"].toArray(), (QJsonArray{"a red ball"}));
    QCOMPARE(object["match"].toObject()["checks"].toArray().size(), 1);
}

/// Whether words are asked for with a comparison or without.
void tst_DescribeMatch::whatTheModelDisownsIsNotPrinted() {
    for (const bool compares : {false, true}) {
        CommandLineRun limn;
        makeDescriber(limn);
        limn.script->reply = [](const DescribeRequest&) {
            Description said;
            said.text = "A zebra.";
            said.strangeness = 2.0;
            return said;
        };
        auto all = arguments({file("a.png"), "--task", "caption"});
        if (compares) {
            all.insert(all.end(), {"--prompt", "a ball"});
        }
        QCOMPARE(limn.run(all), 0);
        QVERIFY2(limn.output.starts_with("I cannot tell"), limn.output.c_str());
        QVERIFY(limn.output.find("What can be measured: ") != std::string::npos);
        QVERIFY(limn.output.find("zebra") == std::string::npos);
    }
}

void tst_DescribeMatch::comparisonsTakeTheSeed() {
    CommandLineRun limn;
    makeDescriber(limn);
    limn.script->reply = answerOf;
    QCOMPARE(limn.run(arguments({file("a.png"), "--task", "caption", "--prompt", "a ball",
                                 "--temperature", "1", "--seed", "7"})),
             0);
    QCOMPARE(limn.script->questions.at(0).seed, std::uint64_t{7});
    QCOMPARE(limn.script->questions.at(0).temperature, 1.0);
    QCOMPARE(limn.script->questions.at(1).temperature, 0.0);  // claims are no matter of chance
    QVERIFY(QString::fromStdString(limn.error).contains("Seed 7"));
    CommandLineRun random;
    makeDescriber(random);
    random.script->reply = answerOf;
    QCOMPARE(random.run(arguments(
                 {file("a.png"), "--task", "caption", "--prompt", "a ball", "--temperature", "1"})),
             0);
    QCOMPARE(random.script->questions.at(0).seed, std::uint64_t{4711});
}

/// What the JSON calls the task is what --task takes.
void tst_DescribeMatch::comparisonIsATask() {
    const auto taskWith = [&](const std::vector<std::string>& more) {
        CommandLineRun limn;
        makeDescriber(limn);
        limn.script->reply = answerOf;
        auto all = arguments({file("a.png"), "--prompt", "a ball", "--json"});
        all.insert(all.end(), more.begin(), more.end());
        const bool isDone = limn.run(all) == 0;
        const auto object =
            QJsonDocument::fromJson(QByteArray::fromStdString(limn.output)).object();
        return isDone && object.contains("match") ? object["task"].toString() : QString();
    };
    QCOMPARE(taskWith({}), QString("match"));
    QCOMPARE(taskWith({"--task", "match"}), QString("match"));
}

/// What nobody can judge is null and counts for nothing.
void tst_DescribeMatch::comparesWithoutAModel() {
    CommandLineRun limn;
    limn.hasEngine = false;
    QCOMPARE(limn.run({"describe", file("a.png"), "--json", "--prompt", "a blue ball"}), 0);
    const auto match = QJsonDocument::fromJson(QByteArray::fromStdString(limn.output))
                           .object()["match"]
                           .toObject();
    const auto checks = match["checks"].toArray();
    QCOMPARE(checks.size(), 2);
    QVERIFY(checks[0].toObject()["holds"].isNull());
    QCOMPARE(checks[1].toObject()["holds"].toBool(true), false);  // nothing is blue
    QVERIFY(match["score"].toDouble() < 0.5);
    QVERIFY(QString::fromStdString(limn.error).contains("--model"));
}

QTEST_APPLESS_MAIN(tst_DescribeMatch)
#include "tst_DescribeMatch.moc"
