// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/MappedFile.h"
#include "inference/checkpoint/PickleReader.h"
#include "inference/checkpoint/index_parsers.h"
#include "inference/checkpoint/stored_sums.h"
#include "inference/checkpoint/zip_directory.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace limn;
using namespace limn::checkpoint;

namespace {

Result<CheckpointIndex> readData(const char* name) {
    return readCheckpointIndex(std::filesystem::path(LIMN_TEST_DATA) / "checkpoints" / name);
}

Result<CheckpointIndex> parse(const std::string& bytes) {
    return parseSingleFile(MemorySource("m.ckpt", std::as_bytes(std::span(bytes))));
}

template <class T>
std::string number(T value) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    }
    return bytes;
}

struct ZipItem {
    std::string name;
    std::string data;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::int64_t crcError = 0;
    std::int64_t centralSizeError = 0;
    std::string localName{};  ///< if it differs
};

/// A plain 32-bit archive; the fields of ZipItem make it wrong in one way.
std::string zip(const std::vector<ZipItem>& items, const std::string& comment = {}) {
    std::string file;
    std::string directory;
    for (const ZipItem& item : items) {
        const auto crc = static_cast<std::uint32_t>(crc32(std::as_bytes(std::span(item.data))) + item.crcError);
        const auto size = static_cast<std::uint32_t>(item.data.size());
        const auto offset = static_cast<std::uint32_t>(file.size());
        const std::string& localName = item.localName.empty() ? item.name : item.localName;
        const auto common = [&](std::uint32_t itemSize) {
            return number(item.flags) + number(item.method) + number(std::uint32_t{0}) + number(crc) + number(itemSize) + number(itemSize);
        };
        file += "PK\3\4" + number(std::uint16_t{20}) + common(size) + number(static_cast<std::uint16_t>(localName.size())) +
                number(std::uint16_t{0}) + localName + item.data;
        directory += "PK\1\2" + number(std::uint32_t{20U << 16U | 20U}) + common(static_cast<std::uint32_t>(size + item.centralSizeError)) +
                     number(static_cast<std::uint16_t>(item.name.size())) + std::string(12, '\0') + number(offset) + item.name;
    }
    const auto count = static_cast<std::uint16_t>(items.size());
    const auto end = "PK\5\6" + number(std::uint32_t{0}) + number(count) + number(count) +
                     number(static_cast<std::uint32_t>(directory.size())) + number(static_cast<std::uint32_t>(file.size())) +
                     number(static_cast<std::uint16_t>(comment.size())) + comment;
    return file + directory + end;
}

std::string text(const std::string& value) { return "X" + number(static_cast<std::uint32_t>(value.size())) + value; }
std::string integer(std::int32_t value) { return "J" + number(static_cast<std::uint32_t>(value)); }
std::string longInteger(std::int64_t value) { return "\x8a\x08" + number(value); }

/// {'a': tensor}, with the storage's key, type and count, the offset, and the pickled tuples of shape and strides.
std::string tensorPickle(const std::string& shape, const std::string& strides, const std::string& offset = integer(0),
                         const std::string& count = integer(6), const std::string& type = "FloatStorage",
                         const std::string& key = "0") {
    return "\x80\x02}" + text("a") + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\n" + type + "\n" + text(key) +
           text("cpu") + count + "tQ" + offset + shape + strides + "\x89" "ccollections\nOrderedDict\n)RtRs.";
}
std::string pair(const std::string& a, const std::string& b) { return a + b + "\x86"; }
std::string archive(const std::string& pickle, std::size_t storageBytes = 24) {
    return zip({{"m/data.pkl", pickle}, {"m/data/0", std::string(storageBytes, '\1')}});
}

}  // namespace

class PickleIndexTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryType_data();
    void readsEveryType();
    void placesViews_data();
    void placesViews();
    void readsTrainingCheckpoints();
    void joinsNestedNames();
    void refusesWhatTorchSaves_data();
    void refusesWhatTorchSaves();
    void namesForbiddenGlobals_data();
    void namesForbiddenGlobals();
    void refusesPickles_data();
    void refusesPickles();
    void refusesTensors_data();
    void refusesTensors();
    void refusesContainers_data();
    void refusesContainers();
    void acceptsOwnArchive();
    void comparesStoragesWithTheirSums();
    void boundsSharedDictionaries();
    void saysHowManyBytesAreMissing();
};

void PickleIndexTest::readsEveryType_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("zip") << "plain.pt";
    QTest::newRow("before 1.6") << "legacy.pt";
}

void PickleIndexTest::readsEveryType() {
    QFETCH(QString, file);
    const auto index = readData(file.toUtf8().constData());
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->format, FileFormat::PickleZip);
    const std::vector<std::pair<const char*, ElementType>> types = {
        {"f32", ElementType::F32}, {"f16", ElementType::F16}, {"bf16", ElementType::BF16}, {"f64", ElementType::F64},
        {"i64", ElementType::I64}, {"i32", ElementType::I32}, {"i16", ElementType::I16},   {"i8", ElementType::I8},
        {"u8", ElementType::U8},   {"bool", ElementType::Bool}, {"complex", ElementType::Other}};
    for (const auto& [name, type] : types) {
        const TensorRecord* const record = index->find(name);
        QVERIFY2(record != nullptr, name);
        QVERIFY2(record->type == type, name);
    }
    QCOMPARE(index->find("f16")->typeName, std::string("torch.HalfStorage"));
    QVERIFY(index->find("scalar")->shape.empty());
    QCOMPARE(index->find("scalar")->byteSize, std::uint64_t{4});
    QCOMPARE(index->find("empty")->shape, (std::vector<std::int64_t>{0, 4}));
    QCOMPARE(index->find("empty")->byteSize, std::uint64_t{0});
    QCOMPARE(index->find("parameter")->shape, (std::vector<std::int64_t>{2, 2}));
    if (file == "plain.pt") {  // types without a storage class exist only in the new format
        QCOMPARE(index->find("f8")->typeName, std::string("torch.float8_e4m3fn"));
        QCOMPARE(index->find("u16")->type, ElementType::Other);
        QCOMPARE(index->find("u16")->byteSize, std::uint64_t{8});
    }
}

void PickleIndexTest::placesViews_data() { readsEveryType_data(); }

/// The script saved views of arange(24) as 6 x 4, so what the strides reach is known.
void PickleIndexTest::placesViews() {
    QFETCH(QString, file);
    const auto index = readData(file.toUtf8().constData());
    QVERIFY(index.has_value());
    const auto mapped = MappedFile::open(index->files[0]);
    QVERIFY(mapped.has_value());
    const auto at = [&](const char* name, std::initializer_list<std::int64_t> place) {
        const TensorRecord* const record = index->find(name);
        std::int64_t element = 0;
        std::int64_t contiguousStride = 1;
        for (std::size_t i = record->shape.size(); i-- > 0;) {
            element += place.begin()[i] * (record->strides.empty() ? contiguousStride : record->strides[i]);
            contiguousStride *= record->shape[i];
        }
        float value = 0;
        Q_ASSERT(static_cast<std::uint64_t>(element) * 4 + 4 <= record->byteSize);
        std::memcpy(&value, (*mapped)->bytes().data() + record->byteOffset + element * 4, sizeof value);
        return value;
    };
    QVERIFY(index->find("view.rows")->strides.empty());
    QCOMPARE(at("view.rows", {1, 2}), 14.0F);
    QCOMPARE(index->find("view.transposed")->strides, (std::vector<std::int64_t>{1, 4}));
    QCOMPARE(at("view.transposed", {3, 5}), 23.0F);
    QCOMPARE(at("view.transposed", {1, 2}), 9.0F);
    QCOMPARE(index->find("view.stepped")->strides, (std::vector<std::int64_t>{8}));
    QCOMPARE(index->find("view.stepped")->byteSize, std::uint64_t{17 * 4});
    QCOMPARE(at("view.stepped", {2}), 17.0F);
    QCOMPARE(at("shared", {5, 3}), 23.0F);
    QCOMPARE(at("f32", {1, 2}), 5.0F);
    QCOMPARE(at("parameter", {1, 0}), 2.0F);
}

void PickleIndexTest::readsTrainingCheckpoints() {
    const auto index = readData("training.ckpt");
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->tensors.size(), std::size_t{2});
    QVERIFY(index->find("betas") != nullptr);
    QCOMPARE(index->find("model.diffusion_model.out.2.weight")->type, ElementType::F16);
    QCOMPARE(index->metadata.at("global_step"), std::string("470000"));
    QCOMPARE(index->warnings.size(), std::size_t{1});
    QVERIFY(QString::fromStdString(index->warnings[0]).contains("'optimizer_states'"));
}

void PickleIndexTest::joinsNestedNames() {
    const auto index = readData("nested.bin");
    QVERIFY(index.has_value());
    QCOMPARE(index->tensors.size(), std::size_t{2});
    QVERIFY(index->find("params.a.weight") != nullptr);
    QVERIFY(index->find("params.inner.b") != nullptr);
    QCOMPARE(index->metadata.at("name"), std::string("cat"));
    QCOMPARE(index->metadata.at("step"), std::string("12"));
}

void PickleIndexTest::refusesWhatTorchSaves_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentencePart");
    QTest::newRow("module") << "module.pt" << static_cast<int>(ErrorCode::FileRefused)
                            << "asks to run torch.nn.modules.linear.Linear; nothing was run";
    QTest::newRow("script") << "script.pt" << static_cast<int>(ErrorCode::FileRefused) << "TorchScript program";
    QTest::newRow("tensor") << "only_tensor.pt" << static_cast<int>(ErrorCode::Unsupported) << "no dictionary of tensors";
}

void PickleIndexTest::refusesWhatTorchSaves() {
    QFETCH(QString, file);
    QFETCH(int, code);
    QFETCH(QString, sentencePart);
    const auto index = readData(file.toUtf8().constData());
    QVERIFY(!index.has_value());
    QCOMPARE(static_cast<int>(index.error().code), code);
    QVERIFY2(QString::fromStdString(index.error().message).contains(sentencePart), index.error().message.c_str());
}

void PickleIndexTest::namesForbiddenGlobals_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* name, const std::string& pickle, const char* asked) {
        QTest::newRow(name) << QByteArray::fromStdString(pickle) << QString::fromUtf8(asked);
    };
    row("os.system", "\x80\x02" "cos\nsystem\n" + text("touch x") + "\x85R.", "os.system");
    row("posix.system", "\x80\x02" "cposix\nsystem\n" + text("touch x") + "\x85R.", "posix.system");
    row("eval", "\x80\x02" "c__builtin__\neval\n" + text("1") + "\x85R.", "__builtin__.eval");
    row("module below torch", "\x80\x02" "ctorch.hub\nload\n.", "torch.hub.load");
    row("torch.load", "\x80\x02" "ctorch\nload\n.", "torch.load");
    row("like a placeholder", "\x80\x02" "cpytorch_lightning_evil\nrun\n.", "pytorch_lightning_evil.run");
    row("like a storage", "\x80\x02" "ctorch\nEvilStorage\n.", "torch.EvilStorage");
    row("inside a name", "\x80\x02" "ccollections\nOrderedDict.__init__\n.", "collections.OrderedDict.__init__");
    row("control characters", "\x80\x02" "cos\nsys\x1b[0mtem\n.", "os.sys\\x1B[0mtem");
    row("STACK_GLOBAL", "\x80\x04" + text("os") + text("system") + "\x93.", "os.system");
    const auto framed = [](char protocol, const std::string& body) {
        return std::string("\x80") + protocol + "\x95" + number(std::uint64_t{body.size()}) + body;
    };
    const auto shortText = [](const std::string& value) {
        return "\x8c" + std::string(1, static_cast<char>(value.size())) + value + "\x94";
    };
    const std::string order = shortText("posix") + shortText("system") + "\x93\x94" + shortText("touch x") + "\x85\x94R\x94.";
    row("protocol 4", framed('\4', order), "posix.system");
    row("protocol 5", framed('\5', order), "posix.system");
    row("protocol 4, behind what tensors need",
        framed('\4', shortText("collections") + shortText("OrderedDict") + "\x93\x94)R\x94" + order), "posix.system");
    row("protocol 4, recalled", framed('\4', shortText("system") + shortText("posix") + "h" + std::string(1, '\0') + "\x93."), "posix.system");
    row("INST", "\x80\x02(" + text("touch x") + "ios\nsystem\n.", "os.system");
    row("storage as a function", "\x80\x02" "ctorch\nFloatStorage\n)R.", "torch.FloatStorage");
    row("in a placeholder's arguments", "\x80\x02" "cnumpy\ndtype\ncos\nsystem\n\x85R.", "os.system");
}

void PickleIndexTest::namesForbiddenGlobals() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, name);
    // In an archive, as an old file and as a plain pickle: the same answer.
    const std::string bare = pickle.toStdString();
    const std::string legacy = std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15) + "\x80\x02M\xe9\x03." +
                               "\x80\x02}" + text("little_endian") + "\x88s." + bare;
    for (const std::string& file : {archive(bare), legacy, bare + std::string(8, '\0')}) {
        const auto index = parse(file);
        QVERIFY(!index.has_value());
        const QString message = QString::fromStdString(index.error().message);
        QCOMPARE(index.error().code, ErrorCode::FileRefused);
        QVERIFY2(message.contains("asks to run " + name + "; nothing was run"), qPrintable(message));
    }
}

void PickleIndexTest::refusesPickles_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("sentencePart");
    const auto row = [](const char* name, const std::string& pickle, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(pickle) << QString::fromUtf8(part);
    };
    row("empty", "", "in the middle");
    row("no STOP", "\x80\x02}", "in the middle");
    row("bytes after STOP", "\x80\x02}.}", "1 bytes follow");
    row("nothing to return", "\x80\x02.", "ends with 0 values");
    row("two values", "\x80\x02}}.", "ends with 2 values");
    row("open mark", "\x80\x02}(.", "ends with 1 values");
    row("protocol", "\x80\x09}.", "unknown protocol 9");
    row("MEMOIZE", "\x80\x04}\x94.", "instruction MEMOIZE");
    row("FRAME", "\x80\x04\x95" + std::string(8, '\0') + "}.", "instruction FRAME");
    row("a dictionary of protocol 4", "\x80\x04\x95" + number(std::uint64_t{5}) + "}\x94\x8c\1a\x94Ns.", "instruction FRAME");
    row("STACK_GLOBAL of what is allowed", "\x80\x04" + text("collections") + text("OrderedDict") + "\x93)R.", "instruction STACK_GLOBAL");
    row("STACK_GLOBAL of no texts", "\x80\x04}}\x93.", "instruction STACK_GLOBAL");
    row("protocol 4 that ends early", "\x80\x04\x95" + number(std::uint64_t{9}) + "}", "instruction FRAME");
    row("EXT1", "\x80\x02\x82\x01.", "instruction EXT1");
    row("OBJ", "\x80\x02(]o.", "instruction OBJ");
    row("unknown instruction", "\x80\x02\xff.", "unknown instruction 255");
    row("append to a dictionary", "\x80\x02}Na.", "not a list");
    row("set in a list", "\x80\x02]NNs.", "not a dictionary");
    row("key without value", "\x80\x02}(Nu.", "key without a value");
    row("stack too short", "\x80\x02\x85.", "from its stack");
    row("taken from under a mark", "\x80\x02N(\x85.", "from its stack");
    row("mark never opened", "\x80\x02}t.", "never opened");
    row("memo never stored", "\x80\x02h\x05.", "recalls value 5");
    row("memo too large", "\x80\x02}r\xff\xff\xff\x7f.", "stores more than");
    row("text too long", "\x80\x02X\xff\xff\xff\x7f.", "in the middle");
    row("call of a text", "\x80\x02" + text("x") + ")R.", "not a function");
    row("call without tuple", "\x80\x02" "ccollections\nOrderedDict\n]R.", "without a tuple");
    row("attributes of a text", "\x80\x02" + text("x") + "}b.", "sets attributes");
    row("outside reference", "\x80\x02" + text("module") + "\x85Q.", "not a storage");
    row("storage without count", "\x80\x02(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "tQ.", "storage wrongly");
    row("storage of negative count", "\x80\x02(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + integer(-1) + "tQ.", "storage wrongly");
    row("storage view", "\x80\x02(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\x01}tQ.", "view of a storage");
    row("one million marks", "\x80\x02" + std::string(1'000'002, '('), "nests too deep");
    row("one million values", "\x80\x02" + std::string(1'000'002, 'N'), "piles up");
}

void PickleIndexTest::refusesPickles() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, sentencePart);
    const auto index = parse(archive(pickle.toStdString()));
    QVERIFY(!index.has_value());
    QVERIFY2(QString::fromStdString(index.error().message).contains(sentencePart), index.error().message.c_str());
}

void PickleIndexTest::refusesTensors_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("sentencePart");
    const auto row = [](const char* name, const std::string& pickle, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(pickle) << QString::fromUtf8(part);
    };
    const std::string shape = pair(integer(2), integer(3));
    const std::string strides = pair(integer(3), integer(1));
    row("claims more than the archive holds", tensorPickle(shape, strides, integer(0), integer(7)), "too few for the 7");
    row("wider type", tensorPickle(shape, strides, integer(0), integer(6), "DoubleStorage"), "too few for the 6");
    row("no such storage", tensorPickle(shape, strides, integer(0), integer(6), "FloatStorage", "1"), "does not hold");
    row("storage outside data", tensorPickle(shape, strides, integer(0), integer(6), "FloatStorage", "../data.pkl"), "does not hold");
    row("one element too far", tensorPickle(shape, strides, integer(1)), "reaches beyond");
    row("strides too wide", tensorPickle(shape, pair(integer(4), integer(1))), "reaches beyond");
    row("offset wraps", tensorPickle(shape, strides, longInteger(0x7fffffffffffffff)), "reaches beyond");
    row("negative offset", tensorPickle(shape, strides, integer(-1)), "negative offset");
    row("negative stride", tensorPickle(shape, pair(integer(-3), integer(1))), "negative or impossible");
    row("negative dimension", tensorPickle(pair(integer(-2), integer(3)), strides), "negative or impossible");
    row("product wraps", tensorPickle(pair(longInteger(1LL << 40), longInteger(1LL << 40)), pair(integer(0), integer(0))), "impossibly large");
    row("reach wraps", tensorPickle(pair(integer(2), longInteger(1LL << 47)), pair(longInteger(1LL << 47), longInteger(1LL << 47))), "reaches beyond");
    row("spread over many", tensorPickle(pair(integer(1 << 20), integer(1 << 20)), pair(integer(0), integer(0))), "spreads the 6 elements");
    row("shape and strides differ", tensorPickle(shape, integer(1) + "\x85"), "2 dimensions and 1 strides");
    row("shape is a list", tensorPickle("](K\x02K\x03" "e", strides), "no tuple");
    row("nine dimensions", tensorPickle("(" + std::string("K\1K\1K\1K\1K\1K\1K\1K\1K\1") + "t", strides), "at most 8");
    row("name not UTF-8", [&] {
        std::string pickle = tensorPickle(shape, strides);
        return pickle.replace(pickle.find("\x01\0\0\0a", 0, 5) + 4, 1, "\xff");
    }(), "not UTF-8");
}

void PickleIndexTest::refusesTensors() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, sentencePart);
    const auto index = parse(archive(pickle.toStdString()));
    QVERIFY(!index.has_value());
    QVERIFY2(QString::fromStdString(index.error().message).contains(sentencePart), index.error().message.c_str());
}

void PickleIndexTest::acceptsOwnArchive() {
    const std::string pickle = tensorPickle(pair(integer(2), integer(3)), pair(integer(3), integer(1)));
    const auto index = parse(archive(pickle));
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->find("a")->byteSize, std::uint64_t{24});
    QVERIFY(parse(zip({{"m/data.pkl", pickle}, {"m/data/0", std::string(24, '\1')}, {"m/byteorder", "little"}}, "a comment")).has_value());
}

/// The headers of a damaged archive are fine, so only whoever reads the tensors can tell.
void PickleIndexTest::comparesStoragesWithTheirSums() {
    const std::string good = archive(tensorPickle(pair(integer(2), integer(3)), pair(integer(3), integer(1))));
    const auto index = parse(good);
    QVERIFY(index.has_value());
    QCOMPARE(index->sums.size(), std::size_t{1});
    const StoredSum& sum = index->sums[0];
    QCOMPARE(sum.entry, std::string("m/data/0"));
    QCOMPARE(sum.byteSize, std::uint64_t{24});
    QCOMPARE(index->sumOf(*index->find("a")), &sum);
    QVERIFY(checkStoredSum(MemorySource("m.ckpt", std::as_bytes(std::span(good))), sum, {}));

    std::string bad = good;
    bad[sum.byteOffset + 23] ^= 1;
    QVERIFY(parse(bad).has_value());
    const Status status = checkStoredSum(MemorySource("m.ckpt", std::as_bytes(std::span(bad))), sum, {});
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::FileDamaged);
    const auto message = QString::fromStdString(status.error().message);
    QVERIFY2(message.startsWith("'m.ckpt' is damaged: the checksum of its entry 'm/data/0' is "), qPrintable(message));

    const QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "m.ckpt";
    std::ofstream(file, std::ios::binary) << bad;
    const auto stored = readCheckpointIndex(file);
    QVERIFY(stored.has_value());
    std::uint64_t mostBytes = 1000;
    QVERIFY(!checkStoredSums(*stored, mostBytes, {}));
    mostBytes = 23;
    QVERIFY(checkStoredSums(*stored, mostBytes, {}));  // one byte too few to read the entry
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!checkStoredSum(MemorySource("m.ckpt", std::as_bytes(std::span(good))), sum, stop.get_token()));
}

void PickleIndexTest::refusesContainers_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("sentencePart");
    const auto row = [](const char* name, const std::string& file, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << QString::fromUtf8(part);
    };
    const ZipItem pickle{"m/data.pkl", tensorPickle(pair(integer(2), integer(3)), pair(integer(3), integer(1)))};
    const ZipItem storage{"m/data/0", std::string(24, '\1')};
    const auto changed = [](ZipItem item, const std::function<void(ZipItem&)>& change) {
        change(item);
        return item;
    };
    row("wrong checksum", zip({changed(pickle, [](ZipItem& i) { i.crcError = 1; }), storage}), "checksum");
    row("compressed", zip({changed(pickle, [](ZipItem& i) { i.method = 8; }), storage}), "compressed");
    row("encrypted", zip({changed(pickle, [](ZipItem& i) { i.flags = 1; }), storage}), "encrypted");
    row("strongly encrypted", zip({changed(pickle, [](ZipItem& i) { i.flags = 1U << 6U; }), storage}), "encrypted");
    row("central size smaller", zip({pickle, changed(storage, [](ZipItem& i) { i.centralSizeError = -1; })}), "disagree");
    row("central size larger", zip({changed(storage, [](ZipItem& i) { i.centralSizeError = 1; }), pickle}), "overlaps");
    row("other local name", zip({changed(pickle, [](ZipItem& i) { i.localName = "m/dat4.pkl"; }), storage}), "disagree");
    row("same name twice", zip({pickle, storage, storage}), "twice");
    row("two pickles", zip({pickle, storage, {"n/data.pkl", pickle.data}}), "two pickles");
    row("no pickle", zip({storage}), "without a PyTorch pickle");
    row("pickle too deep", zip({{"m/n/data.pkl", pickle.data}, storage}), "without a PyTorch pickle");
    row("absolute name", zip({pickle, storage, {"/etc/passwd", "x"}}), "plain relative path");
    row("parent in name", zip({pickle, storage, {"m/../../x", "x"}}), "plain relative path");
    row("backslash in name", zip({pickle, storage, {"m\\x", "x"}}), "plain relative path");
    row("NUL in name", zip({pickle, storage, {std::string("m/x\0y", 5), "x"}}), "plain relative path");
    row("big-endian", zip({pickle, storage, {"m/byteorder", "big"}}), "byte order is 'big'");
    row("program", zip({pickle, storage, {"m/code/__torch__.py", "x"}}), "TorchScript");
    const std::string good = zip({pickle, storage});
    row("bytes after the end", good + "x", "no end");
    row("cut", good.substr(0, good.size() - 1), "no end");
    row("two ends", zip({pickle, storage}, "PK\5\6" + std::string(18, '\0')), "two ends");
    row("bytes before", std::string("PK\3\4") + good, "not where the end");
    std::string moved = good;
    moved[moved.size() - 6] = static_cast<char>(moved[moved.size() - 6] + 1);
    row("directory elsewhere", moved, "not where the end");
    std::string more = good;
    more[more.size() - 12] = more[more.size() - 14] = 3;
    row("more entries than there are", more, "too small for its 3 entries");
    std::string fewer = good;
    fewer[fewer.size() - 12] = fewer[fewer.size() - 14] = 1;
    row("fewer entries than there are", fewer, "more than its entries");
}

void PickleIndexTest::refusesContainers() {
    QFETCH(QByteArray, file);
    QFETCH(QString, sentencePart);
    const auto index = parse(file.toStdString());
    QVERIFY(!index.has_value());
    QVERIFY2(QString::fromStdString(index.error().message).contains(sentencePart), index.error().message.c_str());
}

/// Seven levels, each with 200 references to the one below: 10^13 paths in a pickle of 10 kB. And a dictionary in itself.
void PickleIndexTest::boundsSharedDictionaries() {
    std::string dictionary = "}q" + std::string(1, '\0');
    for (int level = 1; level < 7; ++level) {
        std::string outer = "}q" + std::string(1, static_cast<char>(level)) + "(" + text("0") + dictionary;
        for (int i = 1; i < 200; ++i) {
            outer += text(std::to_string(i)) + "h" + std::string(1, static_cast<char>(level - 1));
        }
        dictionary = outer + "u";
    }
    const auto shared = parse(archive("\x80\x02" + dictionary + "."));
    QVERIFY(!shared.has_value());
    QVERIFY2(QString::fromStdString(shared.error().message).contains("more than 2000000 entries"), shared.error().message.c_str());

    const auto cyclic = parse(archive("\x80\x02}q\x01" + text("self") + "h\x01s."));
    QVERIFY(!cyclic.has_value());
    QVERIFY2(QString::fromStdString(cyclic.error().message).contains("nest deeper than 8"), cyclic.error().message.c_str());
}

void PickleIndexTest::saysHowManyBytesAreMissing() {
    const std::filesystem::path file = std::filesystem::path(LIMN_TEST_DATA) / "checkpoints" / "legacy.pt";
    const auto mapped = MappedFile::open(file);
    const std::string whole(reinterpret_cast<const char*>((*mapped)->bytes().data()), (*mapped)->bytes().size());
    QVERIFY(parse(whole).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto index = parse(whole.substr(0, size));
        QVERIFY2(!index.has_value(), qPrintable(QString("cut to %1 bytes").arg(size)));
    }
    QVERIFY(QString::fromStdString(parse(whole.substr(0, whole.size() - 3)).error().message).contains("needs 3 more bytes"));
}

QTEST_APPLESS_MAIN(PickleIndexTest)
#include "tst_PickleIndex.moc"
