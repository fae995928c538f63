// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/checkpoints/ModelList.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace limn;

class tst_ModelList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void beginsEmpty();
    void keepsWhatWasAdded();
    void refusesATakenName();
    void removes();
    void keepsFolders();
    void aListWithoutFoldersIsRead();
    void damagedListIsLeftAlone_data();
    void damagedListIsLeftAlone();
    void twoWritersLoseNothing();
    void modelNames_data();
    void modelNames();
    void fingerprintsAFile();
    void fingerprintsAFolder();
    void fingerprintCanBeCancelled();

private:
    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::filesystem::path write(const std::string& name, const std::string& content) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const std::string kHash(64, 'a');

ModelEntry entry(const std::string& name) {
    return {name,
            "/models/" + name,
            "Stable Diffusion 1.x",
            {{"unet/x.safetensors", 1234567890123, kHash}},
            "stable-diffusion-1"};
}

}  // namespace

void tst_ModelList::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

std::filesystem::path tst_ModelList::write(const std::string& name,
                                           const std::string& content) const {
    const auto path = folder() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

void tst_ModelList::beginsEmpty() {
    const auto entries = ModelList(folder() / "not" / "there").entries();
    QVERIFY(entries.has_value());
    QVERIFY(entries->empty());
}

void tst_ModelList::keepsWhatWasAdded() {
    ModelList list(folder() / "limn");
    QVERIFY(list.add(entry("one")).has_value());
    QVERIFY(list.add(entry("zwei ü")).has_value());

    const auto entries = ModelList(folder() / "limn").entries();
    QVERIFY(entries.has_value());
    QCOMPARE(entries->size(), std::size_t{2});
    QCOMPARE(entries->at(1).name, std::string("zwei ü"));
    QCOMPARE(entries->at(0).path, std::filesystem::path("/models/one"));
    QVERIFY(entries->at(0).files == entry("one").files);
    QCOMPARE(entries->at(0).family, std::string("stable-diffusion-1"));
}

void tst_ModelList::refusesATakenName() {
    ModelList list(folder());
    QVERIFY(list.add(entry("one")).has_value());
    const Status again = list.add(entry("one"));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::InvalidRequest);
    QCOMPARE(list.entries()->size(), std::size_t{1});
}

void tst_ModelList::removes() {
    ModelList list(folder());
    QVERIFY(list.add(entry("one")).has_value());
    QVERIFY(list.add(entry("two")).has_value());
    QVERIFY(list.remove("one").has_value());
    QCOMPARE(list.entries()->size(), std::size_t{1});
    QCOMPARE(list.entries()->front().name, std::string("two"));
    QVERIFY(!list.remove("one"));
}

void tst_ModelList::keepsFolders() {
    ModelList list(folder());
    QVERIFY(list.addFolder("/models/mine").has_value());
    QVERIFY(list.addFolder("/models/ours ü").has_value());
    QVERIFY(list.addFolder("/models/mine").has_value());  // once is enough
    QVERIFY(list.add(entry("one")).has_value());
    QVERIFY(list.add(entry("two")).has_value());
    QVERIFY(list.remove("one").has_value());  // what is done to models leaves the folders
    const auto content = ModelList(folder()).content();
    QVERIFY(content.has_value());
    QCOMPARE(content->folders,
             (std::vector<std::filesystem::path>{"/models/mine", "/models/ours ü"}));
    QCOMPARE(content->entries.size(), std::size_t{1});
    QVERIFY(list.removeFolder("/models/mine").has_value());
    QVERIFY(!list.removeFolder("/models/mine"));
    QCOMPARE(list.content()->folders, (std::vector<std::filesystem::path>{"/models/ours ü"}));
    QCOMPARE(list.entries()->size(), std::size_t{1});
}

void tst_ModelList::aListWithoutFoldersIsRead() {
    write("models.json", R"({"version":1,"models":[]})");
    const auto content = ModelList(folder()).content();
    QVERIFY(content.has_value());
    QVERIFY(content->folders.empty());
}

void tst_ModelList::damagedListIsLeftAlone_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("cut short") << QByteArray(R"({"version":1,"models":[{"name":"a")");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("no version") << QByteArray(R"({"models":[]})");
    QTest::newRow("later version") << QByteArray(R"({"version":2,"models":[]})");
    QTest::newRow("huge version") << QByteArray(R"({"version":18446744073709551615,"models":[]})");
    QTest::newRow("models is text") << QByteArray(R"({"version":1,"models":"x"})");
    QTest::newRow("folders are text") << QByteArray(R"({"version":1,"models":[],"folders":"/x"})");
    QTest::newRow("relative folder") << QByteArray(R"({"version":1,"models":[],"folders":["x"]})");
    QTest::newRow("folder is a number") << QByteArray(R"({"version":1,"models":[],"folders":[1]})");
    QTest::newRow("entry is null") << QByteArray(R"({"version":1,"models":[null]})");
    QTest::newRow("relative path") << QByteArray(
        R"({"version":1,"models":[{"name":"a","path":"b","architecture":"","files":[]}]})");
    QTest::newRow("name is a path") << QByteArray(
        R"({"version":1,"models":[{"name":"../a","path":"/b","architecture":"","files":[]}]})");
    QTest::newRow("hash too short") << QByteArray(
        R"({"version":1,"models":[{"name":"a","path":"/b","architecture":"","files":[{"name":"","bytes":1,"sha256":"aa"}]}]})");
    QTest::newRow("negative size") << QByteArray(
        R"({"version":1,"models":[{"name":"a","path":"/b","architecture":"","files":[{"name":"","bytes":-1,"sha256":""}]}]})");
}

void tst_ModelList::damagedListIsLeftAlone() {
    QFETCH(QByteArray, content);
    const auto file = write("models.json", content.toStdString());
    ModelList list(folder());
    QVERIFY(!list.entries());
    QVERIFY(!list.add(entry("one")));
    QVERIFY(!list.remove("a"));
    std::ifstream now(file, std::ios::binary);
    const std::string still(std::istreambuf_iterator<char>(now), {});
    QCOMPARE(QByteArray::fromStdString(still), content);
}

void tst_ModelList::twoWritersLoseNothing() {
    const auto addMany = [this](const std::string& prefix) {
        ModelList list(folder());
        for (int i = 0; i < 20; ++i) {
            QVERIFY(list.add(entry(prefix + std::to_string(i))).has_value());
        }
    };
    {
        const std::jthread other([&] { addMany("b"); });
        addMany("a");
    }
    QCOMPARE(ModelList(folder()).entries()->size(), std::size_t{40});
}

void tst_ModelList::modelNames_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("plain") << QByteArray("dreamshaper-8") << true;
    QTest::newRow("with spaces and ü") << QByteArray("my mödel v1.5") << true;
    QTest::newRow("empty") << QByteArray("") << false;
    QTest::newRow("a path") << QByteArray("a/b") << false;
    QTest::newRow("parent") << QByteArray("..") << false;
    QTest::newRow("option") << QByteArray("--json") << false;
    QTest::newRow("line break") << QByteArray("a\nb") << false;
    QTest::newRow("not UTF-8") << QByteArray("a\xff") << false;
    QTest::newRow("too long") << QByteArray(101, 'a') << false;
}

void tst_ModelList::modelNames() {
    QFETCH(QByteArray, name);
    QFETCH(bool, isAllowed);
    QCOMPARE(isModelName(name.toStdString()), isAllowed);
}

void tst_ModelList::fingerprintsAFile() {
    const auto file = write("a.safetensors", "abc");
    std::uint64_t lastDone = 0;
    const auto files =
        fingerprintModel(file, {}, [&](std::uint64_t done, std::uint64_t) { lastDone = done; });
    QVERIFY(files.isDone());
    QCOMPARE(files.value().size(), std::size_t{1});
    QCOMPARE(files.value().front().name, std::string());
    QCOMPARE(files.value().front().sizeBytes, std::uint64_t{3});
    QCOMPARE(files.value().front().sha256,
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(lastDone, std::uint64_t{3});
}

void tst_ModelList::fingerprintsAFolder() {
    write("m/model_index.json", "{}");
    write("m/unet/w.safetensors", "abc");
    write("m/unet/notes.md", "not part of a model");
    write("m/a/b/third.json", "{}");
    write("m/a/b/c/too-deep.json", "{}");
    std::filesystem::create_symlink("/", folder() / "m" / "everything");
    const auto files = fingerprintModel(folder() / "m", {}, [](std::uint64_t, std::uint64_t) {});
    QVERIFY(files.isDone());
    std::vector<std::string> names;
    for (const ModelFile& file : files.value()) {
        names.push_back(file.name);
    }
    QCOMPARE(names, (std::vector<std::string>{"a/b/third.json", "model_index.json",
                                              "unet/w.safetensors"}));
}

void tst_ModelList::fingerprintCanBeCancelled() {
    const auto file = write("a.safetensors", std::string(3'000'000, 'x'));
    std::stop_source stop;
    const auto files = fingerprintModel(file, stop.get_token(),
                                        [&](std::uint64_t, std::uint64_t) { stop.request_stop(); });
    QVERIFY(files.isCancelled());
}

QTEST_APPLESS_MAIN(tst_ModelList)
#include "tst_ModelList.moc"
