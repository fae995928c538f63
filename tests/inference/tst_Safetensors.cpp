// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/MappedFile.h"
#include "inference/checkpoint/index_parsers.h"
#include "inference/checkpoint/safetensors_writer.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>

using namespace limn;
using namespace limn::checkpoint;

namespace {

/// Header length, header, `dataBytes` zeros.
std::string fileBytes(const std::string& header, std::size_t dataBytes) {
    std::string bytes;
    for (unsigned i = 0; i < 8; ++i) {
        bytes += static_cast<char>(header.size() >> (8 * i));
    }
    return bytes + header + std::string(dataBytes, '\0');
}

Result<CheckpointIndex> parse(const std::string& bytes) {
    return parseSingleFile(MemorySource("m.safetensors", std::as_bytes(std::span(bytes))));
}

std::string tensor(const std::string& name, const std::string& type, const std::string& shape, std::uint64_t from, std::uint64_t to) {
    return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + std::to_string(from) +
           "," + std::to_string(to) + "]}";
}

void writeText(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::filesystem::path referenceFile(const char* name) {
    return std::filesystem::path(LIMN_TEST_DATA) / "checkpoints" / name;
}

}  // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheReferenceWritersFile();
    void writesTheSameBytesAsTheReference();
    void writesWholeOrNotAtAll();
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void saysHowManyBytesAreMissing();
    void listsUnknownTypes();
    void namesWhatIsNoModel_data();
    void namesWhatIsNoModel();
    void readsShards();
    void refusesShards_data();
    void refusesShards();
    void readsEachShardOnce();
    void followsLinksOnlyInside();
    void mapsRegularFiles();
    void scansLargeFilesFast();
};

void SafetensorsTest::readsTheReferenceWritersFile() {
    const auto index = readCheckpointIndex(referenceFile("reference.safetensors"));
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->format, FileFormat::Safetensors);
    QCOMPARE(index->tensors.size(), std::size_t{12});
    QCOMPARE(index->metadata.at("format"), std::string("pt"));
    QVERIFY(index->warnings.empty());
    const TensorRecord* const record = index->find("b.f32");
    QVERIFY(record != nullptr);
    QCOMPARE(record->type, ElementType::F32);
    QCOMPARE(record->shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(record->byteSize, std::uint64_t{24});
    QVERIFY(index->find("b.f3") == nullptr);
    QVERIFY(index->find("umlaut \xC3\xA4\n") != nullptr);

    const auto mapped = MappedFile::open(index->files[0]);
    QVERIFY(mapped.has_value());
    float values[6];
    std::memcpy(values, (*mapped)->bytes().data() + record->byteOffset, sizeof values);
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(values[i], static_cast<float>(i));
    }
}

void SafetensorsTest::writesTheSameBytesAsTheReference() {
    const auto index = readCheckpointIndex(referenceFile("reference.safetensors"));
    QVERIFY(index.has_value());
    const auto mapped = MappedFile::open(index->files[0]);
    std::vector<TensorToWrite> tensors;
    for (const TensorRecord& record : index->tensors) {  // by name: not the order of the file
        tensors.push_back({record.name, record.type, record.shape, (*mapped)->bytes().subspan(record.byteOffset, record.byteSize)});
    }
    QTemporaryDir folder;
    const std::filesystem::path copy = folder.filePath("copy.safetensors").toStdString();
    const Status written = writeSafetensors(copy, tensors, Overwrite::Never);
    QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
    QFile ours(QString::fromStdString(copy.string()));
    QVERIFY(ours.open(QFile::ReadOnly));
    const QByteArray bytes = ours.readAll();
    QCOMPARE(bytes, QByteArray(reinterpret_cast<const char*>((*mapped)->bytes().data()), static_cast<qsizetype>((*mapped)->bytes().size())));
}

void SafetensorsTest::writesWholeOrNotAtAll() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.safetensors").toStdString();
    const std::array<float, 2> values = {1, 2};
    const auto bytes = std::as_bytes(std::span(values));
    const auto write = [&](std::vector<TensorToWrite> tensors) { return writeSafetensors(file, tensors, Overwrite::Never); };
    QCOMPARE(write({{"a", ElementType::F32, {3}, bytes}}).error().code, ErrorCode::InvalidRequest);
    QCOMPARE(write({{"a", ElementType::Other, {2}, bytes}}).error().code, ErrorCode::InvalidRequest);
    QCOMPARE(write({{"a", ElementType::F32, {2}, bytes}, {"a", ElementType::F32, {2}, bytes}}).error().code, ErrorCode::InvalidRequest);
    QCOMPARE(write({{"\xFF", ElementType::F32, {2}, bytes}}).error().code, ErrorCode::InvalidRequest);
    QVERIFY(std::filesystem::is_empty(file.parent_path()));
    QVERIFY(write({{"a", ElementType::F32, {2}, bytes}}).has_value());
    QCOMPARE(write({{"b", ElementType::F32, {2}, bytes}}).error().code, ErrorCode::WriteFailed);
    QVERIFY(readCheckpointIndex(file)->find("a") != nullptr);
    QCOMPARE(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}), std::ptrdiff_t{1});
}

void SafetensorsTest::accepts_data() {
    QTest::addColumn<QString>("header");
    QTest::addColumn<int>("dataBytes");
    QTest::addColumn<int>("tensorCount");
    const auto row = [](const char* name, const std::string& header, int dataBytes, int count) {
        QTest::newRow(name) << QString::fromStdString(header) << dataBytes << count;
    };
    row("leading and trailing space", "  {" + tensor("a", "U8", "[2]", 0, 2) + "}  ", 2, 1);
    row("null metadata", "{\"__metadata__\":null," + tensor("a", "U8", "[2]", 0, 2) + "}", 2, 1);
    row("unaligned", "{" + tensor("a", "U8", "[1]", 0, 1) + "," + tensor("b", "F32", "[1]", 1, 5) + "}", 5, 2);
    row("scalar", "{" + tensor("a", "F64", "[]", 0, 8) + "}", 8, 1);
    row("empty tensors at boundaries", "{" + tensor("e0", "F32", "[0]", 0, 0) + "," + tensor("a", "U8", "[2]", 0, 2) + "," +
            tensor("e1", "F32", "[3,0]", 2, 2) + "," + tensor("e2", "F32", "[0]", 2, 2) + "," + tensor("b", "U8", "[1]", 2, 3) + "}", 3, 5);
    row("out of order", "{" + tensor("b", "U8", "[1]", 1, 2) + "," + tensor("a", "U8", "[1]", 0, 1) + "}", 2, 2);
    row("eight dimensions", "{" + tensor("a", "U8", "[1,1,1,1,1,1,1,2]", 0, 2) + "}", 2, 1);
    row("names are not paths", "{" + tensor("../../x", "U8", "[1]", 0, 1) + "," + tensor("", "U8", "[1]", 1, 2) + "," +
            tensor("\\u0000", "U8", "[1]", 2, 3) + "}", 3, 3);
    row("four bits", "{" + tensor("a", "F4", "[2,3]", 0, 3) + "}", 3, 1);
    row("eight bits float", "{" + tensor("a", "F8_E4M3", "[3]", 0, 3) + "}", 3, 1);
    row("unknown fields", R"({"a":{"dtype":"U8","x":[1,[2]],"shape":[1],"y":null,"data_offsets":[0,1]}})", 1, 1);
    row("no tensors", "{}      ", 0, 0);
}

void SafetensorsTest::accepts() {
    QFETCH(QString, header);
    QFETCH(int, dataBytes);
    QFETCH(int, tensorCount);
    const auto index = parse(fileBytes(header.toStdString(), static_cast<std::size_t>(dataBytes)));
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(static_cast<int>(index->tensors.size()), tensorCount);
}

void SafetensorsTest::refuses_data() {
    QTest::addColumn<QString>("header");
    QTest::addColumn<int>("dataBytes");
    QTest::addColumn<QString>("sentencePart");
    const auto row = [](const char* name, const std::string& header, int dataBytes, const char* part) {
        QTest::newRow(name) << QString::fromStdString(header) << dataBytes << QString::fromUtf8(part);
    };
    const std::string a = tensor("a", "U8", "[2]", 0, 2);
    row("no JSON", "{" + a, 2, "not valid JSON");
    row("second value", "{" + a + "}{}", 2, "not valid JSON");
    row("same name twice", "{" + a + "," + tensor("a", "U8", "[2]", 2, 4) + "}", 4, "two tensors are named 'a'");
    row("metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}," + a + "}", 2, "__metadata__ appears twice");
    row("metadata key twice", "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}," + a + "}", 2, "'k' appears twice");
    row("field twice", R"({"a":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}})", 2, "'dtype' twice");
    row("unknown field twice", R"({"a":{"x":1,"x":1,"dtype":"U8","shape":[2],"data_offsets":[0,2]}})", 2, "'x' twice");
    row("metadata of numbers", "{\"__metadata__\":{\"k\":1}," + a + "}", 2, "'k' is a number");
    row("metadata of objects", "{\"__metadata__\":{\"k\":{}}," + a + "}", 2, "'k' is an object");
    row("metadata of null", "{\"__metadata__\":{\"k\":null}," + a + "}", 2, "'k' is null");
    row("metadata is a list", "{\"__metadata__\":[]," + a + "}", 2, "__metadata__ is an array");
    row("tensor is a number", R"({"a":1})", 0, "'a' is a number");
    row("no dtype", R"({"a":{"shape":[2],"data_offsets":[0,2]}})", 2, "lacks its dtype");
    row("one offset", R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0]}})", 2, "lacks");
    row("three offsets", R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2,3]}})", 2, "more than two");
    row("negative dimension", "{" + tensor("a", "U8", "[-2]", 0, 2) + "}", 2, "a negative number");
    row("negative zero", "{" + tensor("a", "U8", "[-0]", 0, 0) + "}", 0, "a negative number");
    row("dimension with fraction", "{" + tensor("a", "U8", "[2.0]", 0, 2) + "}", 2, "fraction");
    row("dimension with exponent", "{" + tensor("a", "U8", "[2e0]", 0, 2) + "}", 2, "exponent");
    row("dimension as text", "{" + tensor("a", "U8", "[\"2\"]", 0, 2) + "}", 2, "a text");
    row("dimension of 2^48", "{" + tensor("a", "U8", "[281474976710656,0]", 0, 0) + "}", 0, "2^48 - 1");
    row("dimension of 2^64", "{" + tensor("a", "U8", "[18446744073709551616]", 0, 2) + "}", 2, "more than 64 bits");
    row("product wraps", "{" + tensor("a", "F32", "[4294967296,4294967296]", 0, 0) + "}", 0, "impossibly large");
    row("product wraps before zero", "{" + tensor("a", "F32", "[0,281474976710655,281474976710655]", 0, 0) + "}", 0, "impossibly large");
    row("bits wrap", "{" + tensor("a", "F64", "[288230376151711744]", 0, 0) + "}", 0, "2^48 - 1");
    row("bits wrap in product", "{" + tensor("a", "F64", "[268435456,4294967296]", 0, 0) + "}", 0, "need another number");
    row("nine dimensions", "{" + tensor("a", "U8", "[1,1,1,1,1,1,1,1,2]", 0, 2) + "}", 2, "more than 8 dimensions");
    row("ends before it begins", "{" + tensor("a", "U8", "[2]", 2, 0) + "}", 2, "before it begins");
    row("size does not fit", "{" + tensor("a", "F32", "[2]", 0, 2) + "}", 2, "need another number");
    row("half bytes", "{" + tensor("a", "F4", "[3]", 0, 1) + "}", 1, "need another number");
    row("hole", "{" + a + "," + tensor("b", "U8", "[1]", 3, 4) + "}", 4, "there is a hole");
    row("hole at the start", "{" + tensor("a", "U8", "[1]", 1, 2) + "}", 2, "there is a hole");
    row("overlap", "{" + a + "," + tensor("b", "U8", "[2]", 1, 3) + "}", 3, "overlaps");
    row("same place", "{" + a + "," + tensor("b", "U8", "[2]", 0, 2) + "}", 2, "overlaps");
    row("empty tensor inside another", "{" + a + "," + tensor("b", "U8", "[0]", 1, 1) + "}", 2, "overlaps");
    row("empty tensor beyond", "{" + a + "," + tensor("b", "U8", "[0]", 9, 9) + "}", 2, "there is a hole");
    row("bytes left over", "{" + a + "}", 3, "1 more follow");
    row("name too long", "{" + tensor(std::string(1025, 'n'), "U8", "[2]", 0, 2) + "}", 2, "1025 bytes");
    row("list", " []", 0, "not an object");
    row("too deep", R"({"a":{"x":[[[[[[[[1]]]]]]]]}})", 0, "nests deeper");
}

void SafetensorsTest::refuses() {
    QFETCH(QString, header);
    QFETCH(int, dataBytes);
    QFETCH(QString, sentencePart);
    const auto index = parse(fileBytes(header.toStdString(), static_cast<std::size_t>(dataBytes)));
    QVERIFY(!index.has_value());
    QCOMPARE(index.error().code, ErrorCode::FileDamaged);
    const QString message = QString::fromStdString(index.error().message);
    QVERIFY2(message.contains(sentencePart) && message.contains("m.safetensors") && message.endsWith('.'), qPrintable(message));
}

void SafetensorsTest::saysHowManyBytesAreMissing() {
    const std::string bytes = fileBytes("{" + tensor("a", "U8", "[100]", 0, 100) + "}", 40);
    const auto index = parse(bytes);
    QVERIFY(!index.has_value());
    QVERIFY2(QString::fromStdString(index.error().message).contains("60 of its " + QString::number(bytes.size() + 60) + " bytes are missing"),
             index.error().message.c_str());
    const auto header = parse(bytes.substr(0, 30));
    QVERIFY2(QString::fromStdString(header.error().message).contains("the file has 30"), header.error().message.c_str());
    std::string huge = bytes;
    huge[7] = '\x80';
    QVERIFY(QString::fromStdString(parse(huge).error().message).contains("claims a header of 9223372036854775"));
}

void SafetensorsTest::listsUnknownTypes() {
    const auto index = parse(fileBytes("{" + tensor("a", "F12_X", "[2]", 0, 3) + "," + tensor("b", "U16", "[2]", 3, 7) + "}", 7));
    QVERIFY(index.has_value());
    QCOMPARE(index->find("a")->type, ElementType::Other);
    QCOMPARE(index->find("a")->typeName, std::string("F12_X"));
    QCOMPARE(index->find("b")->type, ElementType::Other);
    QCOMPARE(index->warnings.size(), std::size_t{1});
}

void SafetensorsTest::namesWhatIsNoModel_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentencePart");
    QTest::newRow("empty") << QByteArray() << "is empty";
    QTest::newRow("few bytes") << QByteArray("\x01\x02\x03") << "3 bytes, too few";
    QTest::newRow("web page") << QByteArray("\n<!DOCTYPE html><html>404") << "web page";
    QTest::newRow("git-lfs") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:0\n") << "Git LFS pointer";
    QTest::newRow("text") << QByteArray("Access denied.") << "begins with 'Access denied.'";
    QTest::newRow("json") << QByteArray("{\"a\":1}") << "JSON text";
    QTest::newRow("zeros") << QByteArray(4096, '\0') << "begins with zeros";
    QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1a\n0000") << "PNG picture";
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08\x00\x01\x02\x03\x04\x05\x06", 10) << "unpacked first";
    QTest::newRow("tar") << QByteArray(257, 'a') + "ustar" + QByteArray(300, '\0') << "TAR archive";
    QTest::newRow("noise") << QByteArray("\x01\x02\x03\x04\x05\x06\x07\x08\x11\x10") << "no model file";
}

void SafetensorsTest::namesWhatIsNoModel() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentencePart);
    const auto index = parse(bytes.toStdString());
    QVERIFY(!index.has_value());
    QVERIFY2(QString::fromStdString(index.error().message).contains(sentencePart), index.error().message.c_str());
}

void SafetensorsTest::readsShards() {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    writeText(root / "m-1.safetensors", fileBytes("{" + tensor("b", "U8", "[2]", 0, 2) + "}", 2));
    writeText(root / "m-2.safetensors", fileBytes("{" + tensor("a", "U8", "[3]", 0, 3) + "," + tensor("z", "U8", "[1]", 3, 4) + "}", 4));
    writeText(root / "m.safetensors.index.json",
              R"({"metadata":{"total_size":5},"weight_map":{"a":"m-2.safetensors","b":"m-1.safetensors"}})");
    const auto index = readCheckpointIndex(root / "m.safetensors.index.json");
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->files.size(), std::size_t{2});
    QCOMPARE(index->tensors.size(), std::size_t{2});
    QCOMPARE(index->files[index->find("a")->fileIndex].filename().string(), std::string("m-2.safetensors"));
    QCOMPARE(index->files[index->find("b")->fileIndex].filename().string(), std::string("m-1.safetensors"));
    QCOMPARE(index->metadata.at("total_size"), std::string("5"));
    QCOMPARE(index->warnings.size(), std::size_t{1});  // about z

    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!readShardedIndex(root / "m.safetensors.index.json", stop.get_token()).has_value());
}

void SafetensorsTest::refusesShards_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* json, ErrorCode code) { QTest::newRow(name) << json << static_cast<int>(code); };
    row("absolute", R"({"weight_map":{"a":"/etc/passwd"}})", ErrorCode::FileRefused);
    row("parent", R"({"weight_map":{"a":"../s"}})", ErrorCode::FileRefused);
    row("dots", R"({"weight_map":{"a":".."}})", ErrorCode::FileRefused);
    row("backslash", R"({"weight_map":{"a":"..\\s"}})", ErrorCode::FileRefused);
    row("drive", R"({"weight_map":{"a":"C:s"}})", ErrorCode::FileRefused);
    row("NUL", R"({"weight_map":{"a":"s\u0000"}})", ErrorCode::FileRefused);
    row("empty", R"({"weight_map":{"a":""}})", ErrorCode::FileRefused);
    row("absent", R"({"weight_map":{"a":"absent"}})", ErrorCode::FileNotFound);
    row("number", R"({"weight_map":{"a":7}})", ErrorCode::FileDamaged);
    row("list", R"({"weight_map":[]})", ErrorCode::FileDamaged);
    row("twice", R"({"weight_map":{"a":"s","a":"s"}})", ErrorCode::FileDamaged);
    row("tensor is not there", R"({"weight_map":{"q":"s"}})", ErrorCode::FileDamaged);
    row("itself", R"({"weight_map":{"a":"index.json"}})", ErrorCode::Unsupported);
    row("no map", R"({"a":1})", ErrorCode::Unsupported);
}

void SafetensorsTest::refusesShards() {
    QFETCH(QString, json);
    QFETCH(int, code);
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    writeText(root / "s", fileBytes("{" + tensor("a", "U8", "[2]", 0, 2) + "}", 2));
    writeText(root / "index.json", json.toStdString());
    const auto index = readCheckpointIndex(root / "index.json");
    QVERIFY(!index.has_value());
    QCOMPARE(static_cast<int>(index.error().code), code);
}

void SafetensorsTest::followsLinksOnlyInside() {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const std::string shard = fileBytes("{" + tensor("a", "U8", "[2]", 0, 2) + "}", 2);
    const std::string json = R"({"weight_map":{"a":"s"}})";
    std::filesystem::create_directories(root / "model/snapshots/1");
    std::filesystem::create_directories(root / "model/blobs");
    std::filesystem::create_directories(root / "plain");
    writeText(root / "model/blobs/0", shard);
    writeText(root / "outside", shard);
    for (const char* const place : {"model/snapshots/1", "plain"}) {
        writeText(root / place / "index.json", json);
    }
    std::filesystem::create_symlink("../../blobs/0", root / "model/snapshots/1/s");
    std::filesystem::create_symlink("../outside", root / "plain/s");
    const auto cached = readCheckpointIndex(root / "model/snapshots/1/index.json");
    QVERIFY2(cached.has_value(), cached ? "" : cached.error().message.c_str());
    QCOMPARE(readCheckpointIndex(root / "plain/index.json").error().code, ErrorCode::FileRefused);

    std::filesystem::remove(root / "model/snapshots/1/s");
    std::filesystem::create_symlink(root / "outside", root / "model/snapshots/1/s");
    QCOMPARE(readCheckpointIndex(root / "model/snapshots/1/index.json").error().code, ErrorCode::FileRefused);
}

void SafetensorsTest::readsEachShardOnce() {
    const QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    writeText(root / "s", fileBytes("{" + tensor("a", "U8", "[2]", 0, 2) + "," +
                                        tensor("b", "U8", "[2]", 2, 4) + "}",
                                    4));
    writeText(root / "index.json", R"({"weight_map":{"a":"s","b":"t"}})");
    std::filesystem::create_hard_link(root / "s", root / "t");
    const auto linked = readCheckpointIndex(root / "index.json");
    QCOMPARE(linked.error().code, ErrorCode::FileRefused);
    QVERIFY2(linked.error().message.find("the same file") != std::string::npos,
             linked.error().message.c_str());

    for (const char* const name : {"u", "v"}) {
        std::string header = "{";
        for (int i = 0; i < 100'001; ++i) {
            header += (i == 0 ? "" : ",") + tensor(name + std::to_string(i), "U8", "[0]", 0, 0);
        }
        writeText(root / name, fileBytes(header + "}", 0));
    }
    writeText(root / "many.json", R"({"weight_map":{"u0":"u","v0":"v"}})");
    const auto many = readCheckpointIndex(root / "many.json");
    QCOMPARE(many.error().code, ErrorCode::FileRefused);
    QVERIFY2(many.error().message.find("200000 tensors in all") != std::string::npos,
             many.error().message.c_str());
}

void SafetensorsTest::mapsRegularFiles() {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    writeText(root / "a", "12345678");
    const auto mapped = MappedFile::open(root / "a");
    QVERIFY(mapped.has_value());
    QCOMPARE((*mapped)->bytes().size(), std::size_t{8});
    QVERIFY((*mapped)->checkUnchanged().has_value());
    (*mapped)->prefetch(3, 100);
    std::filesystem::resize_file(root / "a", 20);
    const Status changed = (*mapped)->checkUnchanged();
    QVERIFY(!changed.has_value());
    QVERIFY(QString::fromStdString(changed.error().message).contains("had 8 bytes and has 20"));
    QCOMPARE(MappedFile::open(root).error().code, ErrorCode::FileRefused);
    QCOMPARE(MappedFile::open(root / "b").error().code, ErrorCode::FileNotFound);
    writeText(root / "empty", "");
    QCOMPARE(MappedFile::open(root / "empty").error().code, ErrorCode::FileDamaged);
}

void SafetensorsTest::scansLargeFilesFast() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("sd.safetensors").toStdString();
    constexpr std::uint64_t kBytes = 1'900'000;
    std::string header = "{\"__metadata__\":{\"format\":\"pt\"}";
    for (std::uint64_t i = 0; i < 1131; ++i) {
        header += "," + tensor("model.diffusion_model.input_blocks.1.1.transformer_blocks." + std::to_string(i) + ".weight", "F16",
                               "[1000,950]", i * kBytes, (i + 1) * kBytes);
    }
    header += "}";
    writeText(file, fileBytes(header, 0));
    std::filesystem::resize_file(file, 8 + header.size() + 1131 * kBytes);  // sparse, 2.1 GB
    QElapsedTimer timer;
    timer.start();
    const auto index = readCheckpointIndex(file);
    const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
    QCOMPARE(index->tensors.size(), std::size_t{1131});
    qInfo("header scan of a 2.1 GB file with 1131 tensors: %.2f ms", milliseconds);

    header = "{";
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        header += (i == 0 ? "" : ",") + tensor("blocks." + std::to_string(i) + ".attention.weight", "U8", "[1,2]", 2 * i, 2 * i + 2);
    }
    const std::string most = fileBytes(header + "}", 400'000);
    timer.restart();
    QCOMPARE(parse(most)->tensors.size(), std::size_t{200'000});
    qInfo("header of 200,000 tensors, %.1f MB: %lld ms", static_cast<double>(header.size()) / 1e6, timer.elapsed());
    const std::string tooMany = fileBytes(header + "," + tensor("one more", "U8", "[0]", 400'000, 400'000) + "}", 400'000);
    QVERIFY(QString::fromStdString(parse(tooMany).error().message).contains("more than 200000 tensors"));
}

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "tst_Safetensors.moc"
