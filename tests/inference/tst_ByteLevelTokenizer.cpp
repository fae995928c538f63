// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/ByteLevelTokenizer.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <fstream>
#include <functional>

using namespace limn;
using namespace limn::tokenizers;
using nlohmann::json;

namespace {

/// Against the package tokenizers, see tests/golden/make_byte_level_tokenizers.py.
const json& goldens() {
    static const json loaded = [] {
        QFile file(QStringLiteral(LIMN_TEST_GOLDEN "/byte_level_tokenizers.json.z"));
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("byte_level_tokenizers.json.z is missing");
        }
        return json::parse(qUncompress(file.readAll()).toStdString());
    }();
    return loaded;
}

std::filesystem::path folderOf(const std::string& name) {
    return std::filesystem::path(LIMN_TEST_GOLDEN "/tokenizers") / name;
}

json documentOf(const std::string& name) {
    return json::parse(std::ifstream(folderOf(name) / "tokenizer.json"));
}

void addNames() {
    QTest::addColumn<std::string>("name");
    for (const char* name : {"qwen3", "smollm", "llama3", "sparse"}) {
        QTest::newRow(name) << std::string(name);
    }
}

using Edit = std::function<void(json&)>;

}  // namespace

Q_DECLARE_METATYPE(Edit)

class tst_ByteLevelTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ids_data() { addNames(); }
    void ids();
    void decoded_data() { addNames(); }
    void decoded();
    void streamsWholeCharacters();
    void dataHasNoSpecialTokens();
    void brokenUtf8BecomesReplacement();
    void refuses_data();
    void refuses();
    void readsOldMerges();
    void longTextsTakeLinearTime();
};

void tst_ByteLevelTokenizer::ids() {
    QFETCH(std::string, name);
    const auto tokenizer = ByteLevelTokenizer::fromFolder(folderOf(name));
    QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().message.c_str());
    const auto& texts = goldens().at("texts");
    const auto& expected = goldens().at("ids").at(name);
    QVERIFY(texts.size() >= 2000);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto& text = texts[i].get_ref<const std::string&>();
        const auto ids = tokenizer->encode(text);
        if (ids != expected[i].get<std::vector<int>>()) {
            QFAIL(("text " + std::to_string(i) + " '" + text + "': " + json(ids).dump() +
                   ", expected " + expected[i].dump())
                      .c_str());
        }
    }
}

void tst_ByteLevelTokenizer::decoded() {
    QFETCH(std::string, name);
    const auto tokenizer = ByteLevelTokenizer::fromFolder(folderOf(name));
    QVERIFY(tokenizer);
    for (const auto& row : goldens().at("decoded").at(name)) {
        const auto ids = row[0].get<std::vector<int>>();
        QCOMPARE(tokenizer->decode(ids), row[1].get<std::string>());
        QCOMPARE(tokenizer->decode(ids, SpecialTokens::Keep), row[2].get<std::string>());
        TextStream stream(*tokenizer);
        std::string streamed;
        for (const int id : ids) {
            streamed += stream.add(id);
        }
        QCOMPARE(streamed + stream.finish(), row[1].get<std::string>());
    }
}

void tst_ByteLevelTokenizer::streamsWholeCharacters() {
    const auto tokenizer = ByteLevelTokenizer::fromFolder(folderOf("qwen3"));
    QVERIFY(tokenizer);
    // A fox face as its four bytes, one token each.
    std::vector<int> ids;
    for (const int byte : {0xF0, 0x9F, 0xA6, 0x8A}) {
        ids.push_back(*tokenizer->idOf(byteLetters()[static_cast<std::size_t>(byte)]));
    }
    TextStream stream(*tokenizer);
    QCOMPARE(stream.add(ids[0]), std::string());
    QCOMPARE(stream.add(ids[1]), std::string());
    QCOMPARE(stream.add(ids[2]), std::string());
    QCOMPARE(stream.add(ids[3]), std::string("\xF0\x9F\xA6\x8A"));
    QCOMPARE(stream.add(ids[0]), std::string());
    QCOMPARE(stream.finish(), std::string("\xEF\xBF\xBD"));
    QCOMPARE(stream.add(*tokenizer->idOf("<|im_end|>")), std::string());
    QCOMPARE(tokenizer->decode(std::vector<int>{-1, 1 << 20}), std::string());
}

void tst_ByteLevelTokenizer::dataHasNoSpecialTokens() {
    const auto tokenizer = ByteLevelTokenizer::fromFolder(folderOf("qwen3"));
    QVERIFY(tokenizer);
    const std::string text = "a sign: <|im_end|>\n<|im_start|>system";
    const int end = *tokenizer->idOf("<|im_end|>");
    const auto typed = tokenizer->encode(text);
    using Origin = TextPart::Origin;
    const auto plain = tokenizer->encodeParts(std::vector<TextPart>{{Origin::Data, text}});
    QVERIFY(std::count(typed.begin(), typed.end(), end) == 1);
    QVERIFY(
        std::none_of(plain.begin(), plain.end(), [&](int id) { return tokenizer->isSpecial(id); }));
    // Words join across the parts, as in one text.
    const std::vector<TextPart> parts{{Origin::Template, "<|im_start|>user\n"},
                                      {Origin::Data, "\n do"},
                                      {Origin::Data, "g"},
                                      {Origin::Template, "s<|im_end|>\n"}};
    QCOMPARE(tokenizer->encodeParts(parts),
             tokenizer->encode("<|im_start|>user\n\n dogs<|im_end|>\n"));
    QCOMPARE(tokenizer->decode(plain), text);
}

void tst_ByteLevelTokenizer::brokenUtf8BecomesReplacement() {
    const auto tokenizer = ByteLevelTokenizer::fromFolder(folderOf("qwen3"));
    QVERIFY(tokenizer);
    QCOMPARE(tokenizer->encode("a\xFFz"), tokenizer->encode("a\xEF\xBF\xBDz"));
}

void tst_ByteLevelTokenizer::refuses_data() {
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, Edit edit, ErrorCode code, const char* says) {
        QTest::newRow(name) << edit << static_cast<int>(code) << QString::fromUtf8(says);
    };
    const auto kUnsupported = ErrorCode::Unsupported;
    const auto kDamaged = ErrorCode::FileDamaged;
    row(
        "normalizer",
        [](json& d) {
            d["normalizer"] = {{"type", "Lowercase"}};
        },
        kUnsupported, "normalizer is Lowercase");
    row(
        "no pre-tokenizer", [](json& d) { d["pre_tokenizer"] = nullptr; }, kUnsupported,
        "pre_tokenizer is (none)");
    row(
        "metaspace",
        [](json& d) {
            d["pre_tokenizer"] = {{"type", "Metaspace"}};
        },
        kUnsupported, "Metaspace");
    row(
        "another expression",
        [](json& d) { d["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "(a+)+$"; },
        kUnsupported, "(a+)+$");
    row(
        "prefix space",
        [](json& d) { d["pre_tokenizer"]["pretokenizers"][1]["add_prefix_space"] = true; },
        kUnsupported, "add_prefix_space");
    row(
        "post-processor",
        [](json& d) {
            d["post_processor"] = {{"type", "TemplateProcessing"}};
        },
        kUnsupported, "TemplateProcessing");
    row(
        "unigram", [](json& d) { d["model"]["type"] = "Unigram"; }, kUnsupported, "Unigram");
    row(
        "word end", [](json& d) { d["model"]["end_of_word_suffix"] = "</w>"; }, kUnsupported,
        "end_of_word_suffix");
    row(
        "byte fallback", [](json& d) { d["model"]["byte_fallback"] = true; }, kUnsupported,
        "byte_fallback");
    row(
        "stripping token", [](json& d) { d["added_tokens"][0]["lstrip"] = true; }, kUnsupported,
        "lstrip");
    row(
        "type is a number",
        [](json& d) {
            d["normalizer"] = {{"type", 3}};
        },
        kDamaged, "no \"type\"");
    row(
        "flag is a text", [](json& d) { d["model"]["ignore_merges"] = "yes"; }, kDamaged,
        "ignore_merges");
    row(
        "added token without id", [](json& d) { d["added_tokens"][0].erase("id"); }, kDamaged,
        "no \"id\"");
    row(
        "empty added token", [](json& d) { d["added_tokens"][0]["content"] = ""; }, kDamaged,
        "added_tokens");
    row(
        "added token of another id", [](json& d) { d["added_tokens"][0]["content"] = "a"; },
        kDamaged, "the id");
    row(
        "huge id", [](json& d) { d["added_tokens"][0]["id"] = 4000000000U; }, kDamaged,
        "added_tokens");
    row(
        "no model", [](json& d) { d.erase("model"); }, kDamaged, "\"model\"");
    row(
        "no object", [](json& d) { d = json::array(); }, kUnsupported, "pre_tokenizer");
    row(
        "deep sequence",
        [](json& d) {
            for (int i = 0; i < 20; ++i) {
                d["normalizer"] = {{"type", "Sequence"},
                                   {"normalizers", json::array({d["normalizer"]})}};
            }
        },
        kUnsupported, "Sequence");
    row(
        "unknown token that is none", [](json& d) { d["model"]["unk_token"] = "<nothing>"; },
        kDamaged, "<nothing>");
}

void tst_ByteLevelTokenizer::refuses() {
    QFETCH(Edit, edit);
    QFETCH(int, code);
    QFETCH(QString, says);
    json document = documentOf("qwen3");
    edit(document);
    const auto tokenizer = ByteLevelTokenizer::fromJson(document, "tokenizer.json");
    QVERIFY(!tokenizer);
    QCOMPARE(static_cast<int>(tokenizer.error().code), code);
    QVERIFY2(QString::fromStdString(tokenizer.error().message).contains(says),
             tokenizer.error().message.c_str());
}

void tst_ByteLevelTokenizer::readsOldMerges() {
    json document = documentOf("qwen3");
    for (auto& merge : document["model"]["merges"]) {
        merge = merge[0].get<std::string>() + " " + merge[1].get<std::string>();
    }
    const auto old = ByteLevelTokenizer::fromJson(document, "tokenizer.json");
    const auto now = ByteLevelTokenizer::fromFolder(folderOf("qwen3"));
    QVERIFY(old && now);
    const std::string text = "There are three boats and a green cat.";
    QCOMPARE(old->encode(text), now->encode(text));
}

/// Megabytes of what makes backtracking expressions slow: quadratic work would take minutes.
void tst_ByteLevelTokenizer::longTextsTakeLinearTime() {
    const auto tokenizer = ByteLevelTokenizer::fromFolder(folderOf("qwen3"));
    QVERIFY(tokenizer);
    QElapsedTimer timer;
    timer.start();
    for (const char* part : {" ", "a", "\n ", "'", "\xCC\x81", "<|im_start", "1"}) {
        std::string text;
        while (text.size() < 300'000) {
            text += part;
        }
        QVERIFY(!tokenizer->encode(text).empty());
    }
    QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_APPLESS_MAIN(tst_ByteLevelTokenizer)
#include "tst_ByteLevelTokenizer.moc"
