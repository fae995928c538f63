// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/layers/layer_rules.h"
#include "tests/layers/source_text.h"

#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using namespace limn::layers;

namespace {

const char* const kHead =
    "// SPDX-License-Identifier: Apache-2.0\n// SPDX-FileCopyrightText: The Limn authors\n";

std::string readFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The findings of a good file with one more line.
std::vector<Finding> checkLine(const std::string& path, const std::string& line) {
    const std::string guard = path.ends_with(".h") ? "#pragma once\n" : "";
    return checkFile(path, kHead + guard + line + "\n");
}

}  // namespace

/// Holds the arrows between the folders, and the calls that no folder may make. The first tests show
/// that the checker can fail; the last one checks every file of the project.
class TstLayers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lines_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("isAllowed");
        const auto row = [](const char* path, const char* line, bool isAllowed) {
            QTest::addRow("%s: %s", path, line) << QString(path) << QString(line) << isAllowed;
        };
        row("core/base/A.h", "#include <vector>", true);
        row("core/base/A.h", "#include <sys/stat.h>", true);
        row("core/base/A.h", "#include \"core/base/Result.h\"", true);
        row("core/base/A.h", "#include \"core/engine/Engine.h\"", false);
        row("core/base/A.h", "#include <QString>", false);
        row("core/base/A.h", "#include <QtCore/QString>", false);
        row("core/base/A.h", "#include <nlohmann/json.hpp>", false);
        row("core/base/A.h", "  #  include <QString>", false);
        row("core/base/A.h", "// #include <QString>", true);
        row("core/base/A.h", "#include \"Result.h\"", false);
        row("core/base/A.h", "#include \"core/base/../engine/Engine.h\"", false);
        row("core/base/A.h", "#include <boost/any.hpp>", false);
        row("core/engine/A.h", "#include \"core/base/Result.h\"", true);
        row("core/gallery/A.h", "#include <QString>", true);
        row("core/gallery/A.h", "#include <ATen/ATen.h>", false);
        row("core/gallery/A.h", "#include \"inference/nn/layers.h\"", false);
        row("core/gallery/A.h", "#include \"ui/canvas/View.h\"", false);
        row("core/io/A.cpp", "#include <png.h>", true);
        row("core/gallery/A.cpp", "#include <png.h>", false);
        row("inference/nn/A.cpp", "#include <ATen/ATen.h>", true);
        row("inference/nn/A.cpp", "#include <QString>", false);
        row("inference/nn/A.cpp", "#include \"inference/models/clip/ClipTextModel.h\"", false);
        row("inference/nn/A.cpp", "#include \"inference/models/clip/ClipTextConfig.h\"", true);
        row("inference/models/clip/A.cpp", "#include \"inference/nn/layers.h\"", true);
        row("inference/checkpoint/A.cpp", "#include <ATen/ATen.h>", false);
        row("inference/checkpoint/A.cpp", "#include \"inference/nn/layers.h\"", false);
        row("inference/checkpoint/A.cpp", "#include \"inference/schedulers/SchedulerConfig.h\"",
            true);
        row("inference/schedulers/A.cpp", "#include \"inference/pipelines/preview.h\"", false);
        row("inference/engine/A.cpp", "#include \"inference/pipelines/preview.h\"", true);
        row("inference/engine/A.cpp", "#include \"app/cli/Console.h\"", false);
        row("ui/canvas/A.cpp", "#include \"core/base/Image.h\"", true);
        row("ui/canvas/A.cpp", "#include \"inference/engine/TorchEngine.h\"", false);
        row("app/cli/A.cpp", "#include \"inference/engine/TorchEngine.h\"", true);
        row("app/cli/A.cpp", "#include <ATen/ATen.h>", false);
        row("tests/inference/tst_A.cpp", "#include <ATen/ATen.h>", true);
        row("tests/core/tst_A.cpp", "#include <ATen/ATen.h>", false);
        row("tests/core/tst_A.cpp", "#include \"tst_A.moc\"", true);
        row("elsewhere/A.cpp", "int a;", false);

        row("inference/checkpoint/A.cpp", "torch::load(x, path);", false);
        row("inference/checkpoint/A.cpp", "torch::jit::load(path);", false);
        row("inference/checkpoint/A.cpp", "auto v = torch::pickle_load(data);", false);
        row("inference/checkpoint/A.cpp", "// never torch::load", true);
        row("inference/checkpoint/A.cpp", "say(\"torch::load\");", true);
        row("inference/checkpoint/A.cpp", "torch::loader(x);", true);
        row("ui/canvas/A.cpp", "QCoreApplication::processEvents();", false);
        row("ui/canvas/A.cpp", "QEventLoop loop;", false);
        row("ui/canvas/A.cpp", "connect(a, b, c, d, Qt::BlockingQueuedConnection);", false);
        row("ui/words/A.cpp", "auto* field = new QPlainTextEdit(this);", false);
        row("ui/words/A.cpp", "auto* field = new TextField(this);", true);
        row("core/jobs/A.h", "class Worker : public QThread {", false);
        row("core/jobs/A.cpp", "std::thread worker(run);", false);
        row("core/jobs/A.cpp", "std::jthread worker(run);", true);
        row("core/jobs/A.cpp", "std::this_thread::yield();", true);
        row("core/io/A.cpp", "std::system(command);", false);
        row("core/io/A.cpp", "filesystem(path);", true);
        row("core/io/A.cpp", "popen(command, \"r\");", false);
        row("core/io/A.cpp", "std::this_thread::sleep_for(1ms);", false);
        row("tests/app/tst_A.cpp", "system(\"limn --version\");", true);
        row("tests/app/tst_A.cpp", "QTest::qWait(100);", false);
        row("tests/app/tst_A.cpp", "QTest::qSleep(100);", false);
        row("tests/app/tst_A.cpp", "std::this_thread::sleep_for(1ms);", false);
        row("tests/app/tst_A.cpp", "usleep(10);", false);
        row("tests/app/tst_A.cpp", "QTRY_COMPARE(a, b);", true);

        row("core/io/A.cpp",
            "// TO"
            "DO: later",
            false);
        row("core/io/A.cpp",
            "// TO"
            "DO(#12): later",
            true);
        row("core/io/A.cpp",
            "int A_TO"
            "DOLIST;",
            true);
        row("core/io/utils.cpp", "int a;", false);
        row("core/io/ImageHelper.cpp", "int a;", false);
        row("core/common/A.cpp", "int a;", false);
        row("app/cli/CommonOptions.cpp", "int a;", true);
    }
    void lines() {
        QFETCH(QString, path);
        QFETCH(QString, line);
        QFETCH(bool, isAllowed);
        const std::vector<Finding> findings = checkLine(path.toStdString(), line.toStdString());
        const std::string first = findings.empty() ? "" : findings.front().message;
        QVERIFY2(findings.empty() == isAllowed, first.c_str());
    }

    void headsAreChecked() {
        const std::string head = kHead;
        const std::string oneLine = head.substr(0, head.find('\n') + 1);
        QVERIFY(checkFile("core/base/A.cpp", head).empty());
        QVERIFY(!checkFile("core/base/A.cpp", "int a;\n").empty());
        QVERIFY(!checkFile("core/base/A.cpp", "").empty());
        QVERIFY(!checkFile("core/base/A.cpp", oneLine).empty());
        const std::string foreign =
            "// SPDX-License-Identifier: Apache-2.0 AND Unicode-3.0\n"
            "// SPDX-FileCopyrightText: The Limn authors; Unicode, Inc. for the character data\n";
        QVERIFY(checkFile("core/base/A.cpp", foreign).empty());
        QVERIFY(
            !checkFile("core/base/A.cpp", "// SPDX-License-Identifier: Apache-2.0-only\n").empty());
        QVERIFY(!checkFile("core/base/A.h", head).empty());  // no #pragma once
        QVERIFY(checkFile("core/base/A.h", head + "#pragma once\n").empty());
        QVERIFY(
            checkFile("core/CMakeLists.txt", "# SPDX-License-Identifier: Apache-2.0\n").empty());
        QVERIFY(checkFile("packaging/run.sh", "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n")
                    .empty());
        QVERIFY(!checkFile("packaging/run.sh", "#!/bin/sh\necho\n").empty());
    }

    void longFilesAreFindings() {
        const auto fileOf = [](std::size_t lines) {
            std::string text = kHead;
            for (std::size_t i = 2; i < lines; ++i) {
                text += "\n";
            }
            return text;
        };
        QVERIFY(checkFile("core/base/A.cpp", fileOf(kMostLines)).empty());
        const std::vector<Finding> findings = checkFile("core/base/A.cpp", fileOf(kMostLines + 1));
        QCOMPARE(findings.size(), std::size_t{1});
        QCOMPARE(findings[0].line, kMostLines + 1);
    }

    void findingsNameTheLine() {
        const std::vector<Finding> findings = checkLine("core/base/A.cpp", "\n\nusleep(3);");
        QCOMPARE(findings.size(), std::size_t{1});
        QCOMPARE(findings[0].line, std::size_t{5});
        QCOMPARE(findings[0].path, std::string("core/base/A.cpp"));
    }

    void literalsAndCommentsAreNoCode_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("code");
        QTest::newRow("plain") << "int a = 1;"
                               << "int a = 1;";
        QTest::newRow("line comment") << "a; // b\nc;"
                                      << "a;     \nc;";
        QTest::newRow("block comment") << "a /* b\n c */ d"
                                       << "a     \n      d";
        QTest::newRow("open comment") << "a /* b"
                                      << "a     ";
        QTest::newRow("string") << "f(\"a // b\");"
                                << "f(        );";
        QTest::newRow("escaped quote") << "f(\"a\\\"b\", c)"
                                       << "f(      , c)";
        QTest::newRow("open string ends with its line") << "f(\"a\nb"
                                                        << "f(  \nb";
        QTest::newRow("character") << "c == '\"'; d"
                                   << "c ==    ; d";
        QTest::newRow("digits") << "1'000'000 + a"
                                << "1'000'000 + a";
        QTest::newRow("raw string") << "f(R\"x(a \" )\" b)x\", c)"
                                    << "f(               , c)";
    }
    void literalsAndCommentsAreNoCode() {
        QFETCH(QString, text);
        QFETCH(QString, code);
        QCOMPARE(QString::fromStdString(codeOnly(text.toStdString())), code);
    }

    void everyFileKeepsTheRules() {
        const std::filesystem::path root = LIMN_SOURCE_DIR;
        const std::set<std::string> kinds = {".h", ".cpp", ".txt", ".cmake", ".sh", ".py"};
        std::size_t files = 0;
        QStringList faults;
        for (const char* folder : {"app", "ui", "core", "inference", "tests", "packaging"}) {
            if (!std::filesystem::exists(root / folder)) {
                continue;
            }
            for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
                const std::string path = entry.path().lexically_relative(root).generic_string();
                const bool isCode = entry.path().extension() != ".txt" ||
                                    entry.path().filename() == "CMakeLists.txt";
                if (!entry.is_regular_file() || !kinds.contains(entry.path().extension()) ||
                    !isCode) {
                    continue;
                }
                ++files;
                const std::string text = readFile(entry.path());
                for (const Finding& finding : checkFile(path, text)) {
                    faults += QStringLiteral("%1:%2: %3")
                                  .arg(QString::fromStdString(finding.path))
                                  .arg(finding.line)
                                  .arg(QString::fromStdString(finding.message));
                }
                if (splitLines(text).size() > kComfortableLines) {
                    qWarning("%s has more than %zu lines", path.c_str(), kComfortableLines);
                }
            }
        }
        QVERIFY(files > 40);
        QVERIFY2(faults.isEmpty(), qPrintable("\n" + faults.join('\n')));
    }
};

QTEST_APPLESS_MAIN(TstLayers)
#include "tst_Layers.moc"
