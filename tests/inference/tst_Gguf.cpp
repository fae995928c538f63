// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/index_parsers.h"

#include <QtTest>

#include <functional>

using namespace limn;
using namespace limn::checkpoint;

namespace {

template <class T>
std::string number(T value) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    }
    return bytes;
}

std::string text(const std::string& value) { return number(std::uint64_t{value.size()}) + value; }
std::string entry(const std::string& key, std::uint32_t type, const std::string& value) { return text(key) + number(type) + value; }

struct Tensor {
    std::string name = "a";
    std::vector<std::uint64_t> shape = {4, 2};
    std::uint32_t type = 0;  // F32
    std::uint64_t offset = 0;
    std::uint32_t rank = 0xFFFF;  ///< if it is not shape.size()
};

/// A file of version 3 with everything in reach of a test's hand.
struct File {
    std::string magic = "GGUF";
    std::uint32_t version = 3;
    std::vector<std::string> entries;
    std::vector<Tensor> tensors;
    std::optional<std::uint64_t> tensorCount;
    std::optional<std::uint64_t> entryCount;
    std::size_t alignment = 32;
    std::size_t dataBytes = 0;

    std::string bytes() const {
        std::string out = magic + number(version) + number(tensorCount.value_or(tensors.size())) + number(entryCount.value_or(entries.size()));
        for (const std::string& item : entries) {
            out += item;
        }
        for (const Tensor& tensor : tensors) {
            out += text(tensor.name) + number(tensor.rank == 0xFFFF ? static_cast<std::uint32_t>(tensor.shape.size()) : tensor.rank);
            for (const std::uint64_t dimension : tensor.shape) {
                out += number(dimension);
            }
            out += number(tensor.type) + number(tensor.offset);
        }
        out.resize((out.size() + alignment - 1) / alignment * alignment);
        return out + std::string(dataBytes, '\1');
    }
};

Result<CheckpointIndex> parse(const std::string& bytes) {
    return parseGguf(MemorySource("m.gguf", std::as_bytes(std::span(bytes))));
}

constexpr std::uint32_t kUint32 = 4;
constexpr std::uint32_t kFloat32 = 6;
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;

}  // namespace

class GgufTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsValues();
    void readsTensors();
    void knowsBlockSizes_data();
    void knowsBlockSizes();
    void refuses_data();
    void refuses();
    void refusesEveryCut();
    void skipsLongArraysCheaply();
};

void GgufTest::readsValues() {
    File file;
    file.entries = {entry("general.architecture", kString, text("sd1")), entry("n", kUint32, number(std::uint32_t{7})),
                    entry("i8", 1, "\xFE"), entry("i16", 3, number(std::int16_t{-300})), entry("i64", 11, number(std::int64_t{-1} << 40)),
                    entry("u64", 10, number(~std::uint64_t{0})), entry("b", 7, "\1"), entry("f", kFloat32, number(0x3FC00000U)),
                    entry("d", 12, number(0x3FD0000000000000ULL)), entry("tokens", kArray, number(kString) + number(std::uint64_t{2}) + text("x") + text("yz")),
                    entry("scores", kArray, number(kFloat32) + number(std::uint64_t{3}) + std::string(12, '\0'))};
    const auto index = parse(file.bytes());
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->format, FileFormat::Gguf);
    QCOMPARE(index->metadata.at("general.architecture"), std::string("sd1"));
    QCOMPARE(index->metadata.at("n"), std::string("7"));
    QCOMPARE(index->metadata.at("i8"), std::string("-2"));
    QCOMPARE(index->metadata.at("i16"), std::string("-300"));
    QCOMPARE(index->metadata.at("i64"), std::string("-1099511627776"));
    QCOMPARE(index->metadata.at("u64"), std::string("18446744073709551615"));
    QCOMPARE(index->metadata.at("b"), std::string("true"));
    QCOMPARE(index->metadata.at("f"), std::string("1.500000"));
    QCOMPARE(index->metadata.at("d"), std::string("0.250000"));
    QCOMPARE(index->metadata.at("tokens"), std::string("[2 x string]"));
    QCOMPARE(index->metadata.at("scores"), std::string("[3 x float32]"));
    file.version = 2;
    QVERIFY(parse(file.bytes()).has_value());
}

void GgufTest::readsTensors() {
    File file;
    file.alignment = 64;
    file.entries = {entry("general.alignment", kUint32, number(std::uint32_t{64}))};
    file.tensors = {{"w", {4, 2}, 0, 0}, {"q", {64, 3}, 2, 64}, {"h", {5}, 1, 192}, {"e", {0}, 0, 256}, {"s", {}, 24, 256}};
    file.dataBytes = 257;
    const std::string bytes = file.bytes();
    const auto index = parse(bytes);
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    const std::uint64_t dataOffset = bytes.size() - 257;
    QCOMPARE(index->find("w")->shape, (std::vector<std::int64_t>{2, 4}));  // rows first, as everywhere else in Limn
    QCOMPARE(index->find("w")->byteOffset, dataOffset);
    QCOMPARE(index->find("w")->byteSize, std::uint64_t{32});
    QCOMPARE(index->find("q")->type, ElementType::Other);
    QCOMPARE(index->find("q")->typeName, std::string("Q4_0"));
    QCOMPARE(index->find("q")->byteSize, std::uint64_t{3 * 2 * 18});
    QCOMPARE(index->find("h")->type, ElementType::F16);
    QCOMPARE(index->find("h")->byteOffset, dataOffset + 192);
    QCOMPARE(index->find("e")->byteSize, std::uint64_t{0});
    QCOMPARE(index->find("s")->type, ElementType::I8);
}

void GgufTest::knowsBlockSizes_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("elements");
    QTest::addColumn<int>("bytes");
    // From ggml's documentation of each format: scales, minima, quants.
    QTest::newRow("Q8_0: half, 32 bytes") << 8 << 32 << 2 + 32;
    QTest::newRow("Q5_1: 2 halves, 4 bytes of high bits, 16 bytes") << 7 << 32 << 4 + 4 + 16;
    QTest::newRow("Q4_K: 2 halves, 12 bytes of scales, 128 bytes") << 12 << 256 << 4 + 12 + 128;
    QTest::newRow("Q6_K: 128 + 64 bytes, 16 scales, half") << 14 << 256 << 128 + 64 + 16 + 2;
    QTest::newRow("BF16") << 30 << 1 << 2;
}

void GgufTest::knowsBlockSizes() {
    QFETCH(int, type);
    QFETCH(int, elements);
    QFETCH(int, bytes);
    File file;
    file.tensors = {{"a", {static_cast<std::uint64_t>(elements)}, static_cast<std::uint32_t>(type), 0}};
    file.dataBytes = static_cast<std::size_t>(bytes);
    QVERIFY(parse(file.bytes()).has_value());
    file.dataBytes -= 1;
    const auto cut = parse(file.bytes());
    QVERIFY(!cut.has_value());
    QVERIFY2(QString::fromStdString(cut.error().message).contains("cut short, 1 of its"), cut.error().message.c_str());
}

void GgufTest::refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentencePart");
    const auto row = [](const char* name, const std::function<void(File&)>& change, const char* part) {
        File file;
        file.entries = {entry("k", kUint32, number(std::uint32_t{1}))};
        file.tensors = {{}};
        file.dataBytes = 32;
        change(file);
        QTest::newRow(name) << QByteArray::fromStdString(file.bytes()) << QString::fromUtf8(part);
    };
    const std::uint64_t huge = 0x7fffffffffffffffULL;
    row("magic", [](File& f) { f.magic = "GGUX"; }, "does not begin");
    row("version 0", [](File& f) { f.version = 0; }, "version 0");
    row("version 1", [](File& f) { f.version = 1; }, "version 1");
    row("version 4", [](File& f) { f.version = 4; }, "version 4");
    row("big-endian", [](File& f) { f.version = 0x03000000; }, "big-endian");
    row("tensor count", [&](File& f) { f.tensorCount = huge; }, "claims 9223372036854775807 tensors");
    row("entry count", [&](File& f) { f.entryCount = huge; }, "metadata entries");
    row("more tensors than bytes", [](File& f) { f.tensorCount = 199'999; }, "can hold");
    row("more entries than bytes", [](File& f) { f.entryCount = 65'000; }, "can hold");
    row("entry type", [](File& f) { f.entries = {entry("k", 13, "1234")}; }, "unknown type 13");
    row("key length", [&](File& f) { f.entries = {number(huge) + "kkkkkkkkkkkk"}; }, "a metadata key claims");
    row("key twice", [](File& f) { f.entries.push_back(f.entries[0]); }, "'k' appears twice");
    row("text length", [&](File& f) { f.entries = {entry("k", kString, number(huge))}; }, "a metadata text claims");
    row("text of 2^64 - 1", [](File& f) { f.entries = {entry("k", kString, number(~std::uint64_t{0}))}; }, "a metadata text claims");
    row("array of arrays", [](File& f) { f.entries = {entry("k", kArray, number(kArray) + number(std::uint64_t{1}) + std::string(20, '\0'))}; }, "impossible type 9");
    row("array type", [](File& f) { f.entries = {entry("k", kArray, number(std::uint32_t{99}) + number(std::uint64_t{1}))}; }, "impossible type 99");
    row("array length", [&](File& f) { f.entries = {entry("k", kArray, number(kUint32) + number(huge))}; }, "claims 9223372036854775807 items");
    row("array length wraps", [](File& f) { f.entries = {entry("k", kArray, number(kUint32) + number(std::uint64_t{1} << 62U))}; }, "items");
    row("array beyond the file", [](File& f) { f.entries = {entry("k", kArray, number(kUint32) + number(std::uint64_t{1000}))}; }, "1000 items");
    row("alignment type", [](File& f) { f.entries = {entry("general.alignment", 10, number(std::uint64_t{32}))}; }, "of type uint64");
    row("alignment text", [](File& f) { f.entries = {entry("general.alignment", kString, text("32"))}; }, "of type string");
    for (const std::uint32_t bad : {0U, 1U, 4U, 13U, 33U, 8192U, 0x80000000U, 0xFFFFFFFFU}) {
        row(qPrintable(QString("alignment %1").arg(bad)), [=](File& f) { f.entries = {entry("general.alignment", kUint32, number(bad))}; }, "a power of two");
    }
    row("name length", [](File& f) { f.tensors[0].name = std::string(1025, 'n'); }, "a tensor name claims 1025");
    row("rank", [](File& f) { f.tensors[0].shape = {1, 1, 1, 1, 2}; }, "5 dimensions");
    row("rank of 2^32 - 1", [](File& f) { f.tensors[0].rank = 0xFFFFFFFFU; }, "4294967295 dimensions");
    row("negative dimension", [](File& f) { f.tensors[0].shape = {~std::uint64_t{0}}; }, "impossible dimension");
    row("product wraps", [](File& f) { f.tensors[0].shape = {1ULL << 40U, 1ULL << 40U}; }, "impossibly large");
    row("bytes wrap", [](File& f) { f.tensors[0] = {"a", {1ULL << 40U, 1ULL << 20U}, 28, 0}; }, "cut short");
    row("type", [](File& f) { f.tensors[0].type = 255; }, "type number 255");
    row("type given up", [](File& f) { f.tensors[0].type = 4; }, "type number 4");
    row("row of half blocks", [](File& f) { f.tensors[0] = {"a", {48}, 2, 0}; }, "no multiple of the 32");
    row("offset", [](File& f) { f.tensors[0].offset = 32; }, "byte 0 was expected");
    row("offset not aligned", [](File& f) { f.tensors[0].offset = 1; }, "byte 0 was expected");
    row("same name twice", [](File& f) { f.tensors.push_back({"a", {4}, 0, 32}); f.dataBytes = 64; }, "two tensors are named");
    row("same place twice", [](File& f) { f.tensors.push_back({"b", {4}, 0, 0}); f.dataBytes = 64; }, "byte 32 was expected");
    row("hole", [](File& f) { f.tensors.push_back({"b", {4}, 0, 64}); f.dataBytes = 128; }, "byte 32 was expected");
    row("sizes add up beyond 64 bits", [](File& f) {
        f.tensors.clear();
        for (std::uint64_t i = 0; i < 3; ++i) {
            f.tensors.push_back({"t" + std::to_string(i), {1ULL << 40U, 1ULL << 20U}, 28, i << 63U});
        }
    }, "more than 64 bits");
    row("data cut", [](File& f) { f.dataBytes = 31; }, "1 of its");
}

void GgufTest::refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentencePart);
    const auto index = parse(bytes.toStdString());
    QVERIFY(!index.has_value());
    const QString message = QString::fromStdString(index.error().message);
    QVERIFY2(message.contains(sentencePart) && message.contains("m.gguf") && message.endsWith('.'), qPrintable(message));
}

void GgufTest::refusesEveryCut() {
    File file;
    file.entries = {entry("general.name", kString, text("tiny")), entry("t", kArray, number(kString) + number(std::uint64_t{1}) + text("x"))};
    file.tensors = {{}, {"b", {32}, 8, 32}};
    file.dataBytes = 66;
    const std::string bytes = file.bytes();
    QVERIFY(parse(bytes).has_value());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        QVERIFY2(!parse(bytes.substr(0, size)).has_value(), qPrintable(QString("cut to %1 bytes").arg(size)));
    }
}

void GgufTest::skipsLongArraysCheaply() {
    File file;
    std::string tokens = number(kString) + number(std::uint64_t{200'000});
    for (int i = 0; i < 200'000; ++i) {
        tokens += text("tok" + std::to_string(i));
    }
    file.entries = {entry("tokens", kArray, tokens)};
    const auto index = parse(file.bytes());
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->metadata.at("tokens"), std::string("[200000 x string]"));
}

QTEST_APPLESS_MAIN(GgufTest)
#include "tst_Gguf.moc"
