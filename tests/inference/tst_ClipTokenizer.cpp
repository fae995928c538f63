// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/ClipTokenizer.h"

#include "inference/tokenizers/clip_vocabulary.h"
#include "inference/tokenizers/text_normalization.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace limn;
using namespace limn::tokenizers;
using nlohmann::json;

namespace {

/// OpenAI's bpe_simple_vocab_16e6.txt.gz is not in the repository; packaging puts it where this
/// looks.
std::filesystem::path vocabularyFile() {
    const QByteArray set = qgetenv("LIMN_CLIP_VOCAB");
    return set.isEmpty() ? std::filesystem::path(LIMN_CLIP_VOCAB)
                         : std::filesystem::path(set.toStdString());
}

/// Against transformers, see tests/golden/make_clip_tokenizer_goldens.py.
const json& goldens() {
    static const json loaded = json::parse(std::ifstream(LIMN_TEST_GOLDEN "/clip_tokenizer.json"));
    return loaded;
}

void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

json tokenObject(const std::string& content) {
    return {{"content", content},
            {"lstrip", false},
            {"normalized", true},
            {"rstrip", false},
            {"single_word", false}};
}

/// A small vocabulary: the letters of "low", "lower" and what they merge to.
const json kSmallVocab = {{"l", 0},
                          {"o", 1},
                          {"w", 2},
                          {"e", 3},
                          {"r", 4},
                          {"w</w>", 5},
                          {"r</w>", 6},
                          {"lo", 7},
                          {"er</w>", 8},
                          {"low</w>", 9},
                          {"<|startoftext|>", 10},
                          {"<|endoftext|>", 11}};
const std::string kSmallMerges = "#version: 0.2\nl o\ne r</w>\nlo w</w>\n";

std::vector<int> idsOf(const json& list) {
    return list.get<std::vector<int>>();
}

}  // namespace

class tst_ClipTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void ids_data();
    void ids();
    void prompts_data();
    void prompts();
    void readsTokenizerJsonAlike();
    void configuresSingleFiles();
    void smallVocabulary();
    void unknownBytesBecomeTheUnknownToken();
    void brokenUtf8BecomesReplacement();
    void decodes();
    void addedTokens();
    void refuses_data();
    void refuses();
    void refusesBrokenOpenAiFile();
    void longTextsTakeLinearTime_data();
    void longTextsTakeLinearTime();

private:
    std::filesystem::path folder(const std::string& name) const {
        return std::filesystem::path(m_root.path().toStdString()) / name;
    }
    std::filesystem::path smallFolder(const std::string& name, const json& vocab = kSmallVocab,
                                      const std::string& merges = kSmallMerges) const {
        std::filesystem::create_directories(folder(name));
        write(folder(name) / "vocab.json", vocab.dump());
        write(folder(name) / "merges.txt", merges);
        return folder(name);
    }
    void writeFolder(const std::string& name, const std::string& padToken) const;
    const ClipTokenizer& tokenizer(const std::string& name) const { return *m_tokenizers.at(name); }

    QTemporaryDir m_root;
    BytePairVocabulary m_vocabulary;
    std::map<std::string, std::unique_ptr<ClipTokenizer>> m_tokenizers;
};

/// The folder that the golden script made; without a pad token there is no configuration at all.
void tst_ClipTokenizer::writeFolder(const std::string& name, const std::string& padToken) const {
    json vocab;
    for (const auto& [token, id] : m_vocabulary.tokens) {
        vocab[token] = id;
    }
    std::string merges = "#version: 0.2\n";
    for (const auto& [left, right] : m_vocabulary.merges) {
        merges += left + " " + right + "\n";
    }
    smallFolder(name, vocab, merges);
    if (!padToken.empty()) {
        json config = {{"model_max_length", 77}, {"pad_token", "<|endoftext|>"}};
        json special = {{"pad_token", padToken}};
        for (const char* key : {"bos_token", "eos_token", "unk_token"}) {
            special[key] =
                tokenObject(std::string(key) == "bos_token" ? "<|startoftext|>" : "<|endoftext|>");
            config[key] = special[key];
            config[key]["__type"] = "AddedToken";
        }
        write(folder(name) / "tokenizer_config.json", config.dump());
        write(folder(name) / "special_tokens_map.json", special.dump());
    }
}

void tst_ClipTokenizer::initTestCase() {
    auto vocabulary = readOpenAiVocabulary(vocabularyFile());
    QVERIFY2(vocabulary.has_value(), vocabulary ? "" : vocabulary.error().message.c_str());
    m_vocabulary = std::move(*vocabulary);
    for (const auto& [name, pad] :
         {std::pair{"sd1", "<|endoftext|>"}, std::pair{"sd2", "!"}, std::pair{"bare", ""}}) {
        writeFolder(name, pad);
        auto loaded = ClipTokenizer::fromFolder(folder(name));
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QCOMPARE(loaded->vocabularySize(), 49408);
        m_tokenizers[name] = std::make_unique<ClipTokenizer>(std::move(*loaded));
    }
    QCOMPARE(tokenizer("sd1").padId(), 49407);
    QCOMPARE(tokenizer("sd2").padId(), 0);
    QCOMPARE(tokenizer("sd1").bosId(), 49406);
    QCOMPARE(tokenizer("sd1").modelMaxLength(), std::optional<int>(77));
    QVERIFY(!tokenizer("bare").modelMaxLength());
}

void tst_ClipTokenizer::ids_data() {
    QTest::addColumn<QString>("set");
    QTest::addColumn<int>("index");
    QVERIFY(goldens()["sets"]["sd1"].size() >= 2000);
    for (const auto& [name, cases] : goldens()["sets"].items()) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            QTest::addRow("%s %zu", name.c_str(), i)
                << QString::fromStdString(name) << static_cast<int>(i);
        }
    }
}

void tst_ClipTokenizer::ids() {
    QFETCH(QString, set);
    QFETCH(int, index);
    const std::string name = set.toStdString();
    const json& one = goldens()["sets"][name][static_cast<std::size_t>(index)];
    const std::vector<int> found = tokenizer(name).encode(one[0].get<std::string>());
    QVERIFY2(
        found == idsOf(one[1]),
        (one[0].dump() + " gives " + json(found).dump() + ", expected " + one[1].dump()).c_str());
}

void tst_ClipTokenizer::prompts_data() {
    QTest::addColumn<QString>("set");
    QTest::addColumn<int>("index");
    for (const auto& [name, cases] : goldens()["prompts"].items()) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            QTest::addRow("%s %zu", name.c_str(), i)
                << QString::fromStdString(name) << static_cast<int>(i);
        }
    }
}

/// Padding, the cut at 77 and the text that diffusers' warning quotes.
void tst_ClipTokenizer::prompts() {
    QFETCH(QString, set);
    QFETCH(int, index);
    const std::string name = set.toStdString();
    const json& one = goldens()["prompts"][name][static_cast<std::size_t>(index)];
    const PromptTokens found = tokenizer(name).encodePrompt(one[0].get<std::string>());
    QCOMPARE(found.ids.size(), std::size_t(77));
    QCOMPARE(found.ids, idsOf(one[1]));
    QCOMPARE(found.truncatedText, one[2].get<std::string>());
}

/// tokenizer.json in both of its spellings of merges, and the lists of added tokens that go with
/// it.
void tst_ClipTokenizer::readsTokenizerJsonAlike() {
    for (const bool pairs : {false, true}) {
        const std::string name = pairs ? "whole-pairs" : "whole-texts";
        json model = {{"type", "BPE"}, {"vocab", json::object()}, {"merges", json::array()}};
        for (const auto& [token, id] : m_vocabulary.tokens) {
            model["vocab"][token] = id;
        }
        for (const auto& [left, right] : m_vocabulary.merges) {
            model["merges"].push_back(pairs ? json{left, right} : json(left + " " + right));
        }
        json added = json::array();
        for (const auto& [id, content] : {std::pair{0, "!"}, std::pair{49406, "<|startoftext|>"},
                                          std::pair{49407, "<|endoftext|>"}}) {
            added.push_back({{"id", id},
                             {"content", content},
                             {"single_word", false},
                             {"lstrip", false},
                             {"rstrip", false},
                             {"normalized", id != 0},
                             {"special", true}});
        }
        std::filesystem::create_directories(folder(name));
        write(folder(name) / "tokenizer.json",
              json{{"model", model}, {"added_tokens", added}}.dump());
        write(folder(name) / "tokenizer_config.json",
              R"({"pad_token": "!", "model_max_length": 1000000000000000019884624838656})");
        const auto loaded = ClipTokenizer::fromFolder(folder(name));
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QVERIFY(!loaded->modelMaxLength());
        for (const json& one : goldens()["sets"]["sd2"]) {
            QCOMPARE(loaded->encode(one[0].get<std::string>()), idsOf(one[1]));
        }
    }
}

void tst_ClipTokenizer::configuresSingleFiles() {
    for (const auto& [name, pad] : {std::pair{"sd1", "<|endoftext|>"}, std::pair{"sd2", "!"}}) {
        const auto loaded = ClipTokenizer::fromOpenAiVocabulary(
            vocabularyFile(), ClipTokenizerConfig::stableDiffusion(pad));
        QVERIFY(loaded.has_value());
        for (const json& one : goldens()["sets"][name]) {
            QCOMPARE(loaded->encode(one[0].get<std::string>()), idsOf(one[1]));
        }
        QCOMPARE(loaded->padId(), tokenizer(name).padId());
    }
}

void tst_ClipTokenizer::smallVocabulary() {
    const auto small = ClipTokenizer::fromFolder(smallFolder("small"));
    QVERIFY(small.has_value());
    QCOMPARE(small->encode("low LOW lower"), (std::vector<int>{9, 9, 7, 2, 8}));
    QCOMPARE(small->encodePrompt("low", 5).ids, (std::vector<int>{10, 9, 11, 11, 11}));
    QCOMPARE(small->encodePrompt("low low lower", 4).ids, (std::vector<int>{10, 9, 9, 11}));
    QCOMPARE(small->encodePrompt("low low lower", 4).truncatedText, std::string("lower"));
    QCOMPARE(small->encodePrompt("low low", 4).truncatedText, std::string());
    QCOMPARE(small->encodePrompt("low", 2).ids, (std::vector<int>{10, 11}));
}

void tst_ClipTokenizer::unknownBytesBecomeTheUnknownToken() {
    const auto small = ClipTokenizer::fromFolder(smallFolder("unknown"));
    QVERIFY(small.has_value());
    QCOMPARE(small->encode("lo"), (std::vector<int>{0, 11}));  // "o</w>" is not in it
    QCOMPARE(small->encode("\u00e9"), (std::vector<int>{11, 11}));
}

void tst_ClipTokenizer::brokenUtf8BecomesReplacement() {
    const ClipTokenizer& clip = tokenizer("sd1");
    const std::string mark = "\ufffd";
    const std::pair<std::string, std::string> cases[] = {
        {"\xff", mark},
        {"a\x80"
         "b",
         "a" + mark + "b"},
        {"\xe4\xb8", mark},
        {"\xc0\xaf", mark + mark},
        {"\xed\xa0\x80", mark + mark + mark},
        {"\xf0\x9f\x98", mark},
        {"\xf4\x90\x80\x80", mark + mark + mark + mark},
        {std::string("a\0b", 3), std::string("a\0b", 3)}};
    for (const auto& [broken, repaired] : cases) {
        QCOMPARE(clip.encode(broken), clip.encode(repaired));
        QCOMPARE(repairedUtf8(broken), repaired);
    }
}

void tst_ClipTokenizer::decodes() {
    const ClipTokenizer& clip = tokenizer("sd1");
    for (const char* text : {"a photo of a cat", "caf\u00e9 \u4e00\u53ea\u732b", "\U0001f600"}) {
        QCOMPARE(clip.decode(clip.encode(text)), std::string(text));
    }
    QCOMPARE(clip.decode(std::vector<int>{}), std::string());
    // Half of a character's bytes.
    const std::vector<int> ids = clip.encode("\U0001fae8");
    QVERIFY(ids.size() > 1);
    QCOMPARE(clip.decode(std::span(ids).first(1)), std::string("\ufffd"));
}

/// A token that training added has the next id and is found inside the text.
void tst_ClipTokenizer::addedTokens() {
    const std::filesystem::path place = smallFolder("added");
    json decoder = {{"10", tokenObject("<|startoftext|>")},
                    {"11", tokenObject("<|endoftext|>")},
                    {"12", tokenObject("<Concept>")}};
    decoder["12"]["normalized"] = false;
    write(place / "tokenizer_config.json", json{{"added_tokens_decoder", decoder}}.dump());
    const auto loaded = ClipTokenizer::fromFolder(place);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    QCOMPARE(loaded->vocabularySize(), 13);
    QCOMPARE(loaded->encode("low<Concept>low"), (std::vector<int>{9, 12, 9}));
    QCOMPARE(loaded->encode("low<|ENDOFTEXT|>low"), (std::vector<int>{9, 11, 9}));
}

void tst_ClipTokenizer::refuses_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("named");
    const auto vocab = [](const json& change) {
        json changed = kSmallVocab;
        changed.update(change);
        return QString::fromStdString(changed.dump());
    };
    QTest::newRow("id missing") << "vocab.json" << vocab({{"er</w>", 99}}) << "er</w>";
    QTest::newRow("id twice") << "vocab.json" << vocab({{"er</w>", 7}}) << "er</w>";
    QTest::newRow("id negative") << "vocab.json" << vocab({{"lo", -1}}) << "'lo'";
    QTest::newRow("id text") << "vocab.json" << vocab({{"lo", "7"}}) << "'lo'";
    QTest::newRow("vocab list") << "vocab.json"
                                << "[1, 2]"
                                << "vocab.json";
    QTest::newRow("vocab empty") << "vocab.json"
                                 << "{}"
                                 << "vocab.json";
    QTest::newRow("vocab broken") << "vocab.json"
                                  << "{"
                                  << "vocab.json";
    QTest::newRow("token twice") << "vocab.json"
                                 << R"({"l": 0, "l": 1})"
                                 << "vocab.json";
    QTest::newRow("unknown part") << "merges.txt"
                                  << "l o\nx y\n"
                                  << "merge 2 ('x y')";
    QTest::newRow("unknown whole") << "merges.txt"
                                   << "#version\nl w\n"
                                   << "'lw'";
    QTest::newRow("one word") << "merges.txt"
                              << "l o\nlo\n"
                              << "line 2";
    QTest::newRow("three words") << "merges.txt"
                                 << "l o w\n"
                                 << "line 1";
    QTest::newRow("blank line") << "merges.txt"
                                << "l o\n\ne r</w>\n"
                                << "line 2";
    QTest::newRow("unknown pad") << "tokenizer_config.json"
                                 << R"({"pad_token": "<pad>"})"
                                 << "<pad>";
    QTest::newRow("token type") << "tokenizer_config.json"
                                << R"({"bos_token": 5})"
                                << "bos_token";
    QTest::newRow("config list") << "tokenizer_config.json"
                                 << "[]"
                                 << "tokenizer_config.json";
    QTest::newRow("length") << "tokenizer_config.json"
                            << R"({"model_max_length": -1})"
                            << "model_max_length";
    QTest::newRow("map type") << "special_tokens_map.json"
                              << R"({"pad_token": []})"
                              << "special_tokens_map.json";
    QTest::newRow("wrong id")
        << "tokenizer_config.json"
        << R"({"added_tokens_decoder": {"3": {"content": "lo", "normalized": false}}})"
        << "'lo'";
    QTest::newRow("no id") << "tokenizer_config.json"
                           << R"({"added_tokens_decoder": {"x": {"content": "lo"}}})"
                           << "added_tokens_decoder";
    QTest::newRow("single word") << "special_tokens_map.json"
                                 << R"({"pad_token": {"content": "lo", "single_word": true}})"
                                 << "pad_token";
    QTest::newRow("other model")
        << "tokenizer.json"
        << R"({"model": {"type": "Unigram", "vocab": {"a": 0}, "merges": []}})"
        << "Unigram";
    QTest::newRow("no model") << "tokenizer.json"
                              << "{}"
                              << "tokenizer.json";
    QTest::newRow("merges type") << "tokenizer.json"
                                 << R"({"model": {"vocab": {"a": 0}, "merges": "a b"}})"
                                 << "merges";
    QTest::newRow("merge type") << "tokenizer.json"
                                << R"({"model": {"vocab": {"a": 0}, "merges": [["a"]]}})"
                                << "merge 1";
}

void tst_ClipTokenizer::refuses() {
    QFETCH(QString, file);
    QFETCH(QString, text);
    QFETCH(QString, named);
    const std::filesystem::path place =
        smallFolder(std::string("refuses ") + QTest::currentDataTag());
    write(place / file.toStdString(), text.toStdString());
    const auto loaded = ClipTokenizer::fromFolder(place);
    QVERIFY(!loaded.has_value());
    const std::string& message = loaded.error().message;
    QVERIFY2(message.find(named.toStdString()) != std::string::npos, message.c_str());
    QVERIFY2(message.find(place.string()) != std::string::npos, message.c_str());
}

void tst_ClipTokenizer::refusesBrokenOpenAiFile() {
    const auto config = ClipTokenizerConfig::stableDiffusion("!");
    const std::filesystem::path file = folder("broken.gz");
    QVERIFY(!ClipTokenizer::fromOpenAiVocabulary(file, config).has_value());
    std::ifstream good(vocabularyFile(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(good)), {});
    for (const std::string& broken : {std::string(), std::string("text"), bytes.substr(0, 1000),
                                      bytes.substr(0, bytes.size() - 9)}) {
        write(file, broken);
        const auto loaded = ClipTokenizer::fromOpenAiVocabulary(file, config);
        QVERIFY(!loaded.has_value());
        QVERIFY2(loaded.error().message.find("broken.gz") != std::string::npos,
                 loaded.error().message.c_str());
    }
}

void tst_ClipTokenizer::longTextsTakeLinearTime_data() {
    QTest::addColumn<QString>("pattern");
    QTest::newRow("words") << "a photo of an astronaut, ";
    QTest::newRow("one word") << "abcdefghij";
    QTest::newRow("one letter") << "a";
    QTest::newRow("symbols") << "!?.";
    QTest::newRow("quotes") << "'";
    QTest::newRow("marks out of order") << QString(QChar(0x0315)) + QChar(0x0323) + QChar(0x0334);
    QTest::newRow("spaces") << " ";
    QTest::newRow("half markers") << "<|startoftext|";
    QTest::newRow("emoji") << QString::fromUtf8("\U0001f468\u200d");
    QTest::newRow("chinese") << QString::fromUtf8("\u4e00\u53ea\u732b");
}

/// A megabyte takes less than a second when optimised. Quadratic work on this would take minutes.
void tst_ClipTokenizer::longTextsTakeLinearTime() {
    QFETCH(QString, pattern);
    const std::string piece = pattern.toStdString();
    std::string text;
    while (text.size() < 400'000) {
        text += piece;
    }
    QElapsedTimer timer;
    timer.start();
    const PromptTokens prompt = tokenizer("sd2").encodePrompt(text);
    qInfo("%lld ms", timer.elapsed());
    QCOMPARE(prompt.ids.size(), std::size_t(77));
    QVERIFY(timer.elapsed() < 60'000);
}

QTEST_APPLESS_MAIN(tst_ClipTokenizer)
#include "tst_ClipTokenizer.moc"
