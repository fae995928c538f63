// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/display_text.h"
#include "core/json/strict_json.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

using limn::ErrorCode;
using limn::JsonLimits;
using limn::parseStrictJson;

class StrictJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acceptsWellFormedText();
    void keepsIntegersExactly();
    void refuses_data();
    void refuses();
    void countsDepthAndElements();
    void readsRegularFilesOnly();
    void showsUntrustedTextSafely();
};

void StrictJsonTest::acceptsWellFormedText() {
    const auto value = parseStrictJson(R"( {"a":[1,-2,2.5,true,null,"\u00e9\ud83d\ude00"],"b":{"a":{}}} )", "t");
    QVERIFY(value.has_value());
    QCOMPARE(value->at("a").size(), std::size_t{6});
    QCOMPARE(value->at("a")[1].get<int>(), -2);
    QCOMPARE(value->at("a")[2].get<double>(), 2.5);
    QCOMPARE(value->at("a")[5].get<std::string>(), std::string("\xC3\xA9\xF0\x9F\x98\x80"));
    QVERIFY(value->at("b").at("a").is_object());
    QVERIFY(parseStrictJson("7", "t").has_value());
}

void StrictJsonTest::keepsIntegersExactly() {
    const auto value = parseStrictJson("[18446744073709551615,-9223372036854775808,9007199254740993,-0]", "t");
    QVERIFY(value.has_value());
    QCOMPARE((*value)[0].get<std::uint64_t>(), std::uint64_t{18446744073709551615ULL});
    QVERIFY((*value)[1].is_number_integer());
    QCOMPARE((*value)[1].get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
    QCOMPARE((*value)[2].get<std::uint64_t>(), std::uint64_t{9007199254740993ULL});
    QCOMPARE((*value)[3].get<int>(), 0);
}

void StrictJsonTest::refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentencePart");
    const auto row = [](const char* name, const QByteArray& text, const char* part) {
        QTest::newRow(name) << text << QString::fromUtf8(part);
    };
    row("duplicate key", R"({"a":1,"a":2})", "'a' appears twice");
    row("duplicate key below", R"({"x":[{"a":1,"b":0,"a":2}]})", "'a' appears twice");
    row("duplicate key by escape", R"({"a":1,"\u0061":2})", "'a' appears twice");
    row("empty", "", "not valid JSON");
    row("white space only", "  ", "not valid JSON");
    row("trailing bytes", "{}{}", "not valid JSON at byte 3");
    row("trailing NUL", QByteArray("{}\0", 3), "byte 2 is NUL");
    row("hidden behind NUL", QByteArray("{}\0{\"a\":1}", 10), "NUL");
    row("byte order mark", "\xEF\xBB\xBF{}", "byte order mark");
    row("comment", "{/* */}", "not valid JSON");
    row("trailing comma", "[1,]", "not valid JSON");
    row("NaN", "[NaN]", "not valid JSON");
    row("infinity", "[1e999]", "not valid JSON");
    row("65 bits", "[18446744073709551616]", "more than 64 bits");
    row("-64 bits", "[-9223372036854775809]", "more than 64 bits");
    row("leading zero", "[01]", "not valid JSON");
    row("plus", "[+1]", "not valid JSON");
    row("single quotes", "{'a':1}", "not valid JSON");
    row("lone surrogate", R"(["\ud800"])", "not valid JSON");
    row("raw surrogate", "[\"\xED\xA0\x80\"]", "not valid JSON");
    row("overlong", "[\"\xC0\xAF\"]", "not valid JSON");
    row("bad byte", "[\"\xFF\"]", "not valid JSON");
    row("control character", "[\"a\nb\"]", "not valid JSON");
    row("cut", R"({"a":[1,2)", "not valid JSON");
    row("cut in string", R"({"a)", "not valid JSON");
    row("too deep", QByteArray(100'000, '['), "nests deeper than 64");
    row("too deep objects", QByteArray("{\"a\":").repeated(70), "nests deeper than 64");
}

void StrictJsonTest::refuses() {
    QFETCH(QByteArray, text);
    QFETCH(QString, sentencePart);
    const auto value = parseStrictJson(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), "cfg.json");
    QVERIFY(!value.has_value());
    QCOMPARE(value.error().code, ErrorCode::FileDamaged);
    const QString message = QString::fromStdString(value.error().message);
    QVERIFY2(message.contains(sentencePart), qPrintable(message));
    QVERIFY2(message.contains("cfg.json"), qPrintable(message));
    QVERIFY2(message.endsWith('.'), qPrintable(message));
}

void StrictJsonTest::countsDepthAndElements() {
    JsonLimits limits;
    limits.maxDepth = 2;
    limits.maxElements = 4;
    QVERIFY(parseStrictJson("[[1,2]]", "t", limits).has_value());
    QVERIFY(!parseStrictJson("[[1,2,3]]", "t", limits).has_value());
    QVERIFY(!parseStrictJson("[[[1]]]", "t", limits).has_value());
    QVERIFY(parseStrictJson("[[],[],[]]", "t", limits).has_value());
    limits.maxBytes = 3;
    QVERIFY(parseStrictJson("[1]", "t", limits).has_value());
    QVERIFY(!parseStrictJson("[10]", "t", limits).has_value());
}

void StrictJsonTest::readsRegularFilesOnly() {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    std::ofstream(root / "good.json") << R"({"a":1})";
    QCOMPARE(limn::readStrictJsonFile(root / "good.json")->at("a").get<int>(), 1);

    QCOMPARE(limn::readStrictJsonFile(root / "absent.json").error().code, ErrorCode::FileNotFound);
    QCOMPARE(limn::readStrictJsonFile(root).error().code, ErrorCode::FileRefused);
    QCOMPARE(::mkfifo((root / "pipe.json").c_str(), 0600), 0);
    QCOMPARE(limn::readStrictJsonFile(root / "pipe.json").error().code, ErrorCode::FileRefused);
    QCOMPARE(limn::readStrictJsonFile("/dev/zero").error().code, ErrorCode::FileRefused);

    std::ofstream(root / "huge.json") << "{}";
    std::filesystem::resize_file(root / "huge.json", 1ULL << 40U);  // sparse
    const auto huge = limn::readStrictJsonFile(root / "huge.json");
    QVERIFY(!huge.has_value());
    QVERIFY(QString::fromStdString(huge.error().message).contains("1099511627776 bytes"));
}

void StrictJsonTest::showsUntrustedTextSafely() {
    QCOMPARE(limn::displayText("a\n\x1B[31m\xE9"), std::string("a\\x0A\\x1B[31m\\xE9"));
    QCOMPARE(limn::displayText("\xE2\x80\xAE" "gpj.exe"), std::string("\\xE2\\x80\\xAEgpj.exe"));
    QCOMPARE(limn::displayText("\xC2\x9B" "x\xC3\xA9"), std::string("\\xC2\\x9Bx\xC3\xA9"));
    QCOMPARE(limn::displayText("abcdef", 3), std::string("abc..."));
    QVERIFY(limn::isValidUtf8("\xF4\x8F\xBF\xBF"));
    QVERIFY(!limn::isValidUtf8("\xF4\x90\x80\x80"));
    QVERIFY(!limn::isValidUtf8("\xE2\x82"));
}

QTEST_APPLESS_MAIN(StrictJsonTest)
#include "tst_StrictJson.moc"
