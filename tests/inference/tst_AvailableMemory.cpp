// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/memory/HugePageAllocator.h"
#include "inference/memory/available_memory.h"
#include "inference/memory/cgroup_memory.h"

#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include <QDir>
#include <QFile>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

using namespace limn;

using Files = QMap<QString, QString>;

/// What may still be taken: the limits of control groups as the kernel writes them, and refusing before the kernel ends
/// the program.
class TestAvailableMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsControlGroups_data();
    void readsControlGroups();
    void refusesWhatIsNotThere();
};

void TestAvailableMemory::readsControlGroups_data() {
    QTest::addColumn<Files>("files");
    QTest::addColumn<qlonglong>("room");
    const QString groups = "proc/self/cgroup";
    const QString two = "sys/fs/cgroup/";
    const QString one = "sys/fs/cgroup/memory/";
    QTest::newRow("none") << Files{} << -1LL;
    QTest::newRow("version 2 without a limit") << Files{{groups, "0::/user\n"},
                                                        {two + "user/memory.max", "max\n"},
                                                        {two + "user/memory.current", "5\n"}}
                                               << -1LL;
    QTest::newRow("version 2") << Files{{groups, "0::/user\n"},
                                        {two + "user/memory.max", "1000\n"},
                                        {two + "user/memory.current", "300\n"}}
                               << 700LL;
    QTest::newRow("cache can be dropped")
        << Files{{groups, "0::/user\n"},
                 {two + "user/memory.max", "1000\n"},
                 {two + "user/memory.current", "900\n"},
                 {two + "user/memory.stat", "anon 400\ninactive_file 500\n"}}
        << 600LL;
    QTest::newRow("the group above is smaller") << Files{{groups, "0::/a/b\n"},
                                                         {two + "a/memory.max", "800\n"},
                                                         {two + "a/memory.current", "700\n"},
                                                         {two + "a/b/memory.max", "1000\n"},
                                                         {two + "a/b/memory.current", "300\n"}}
                                                << 100LL;
    QTest::newRow("a container sees its group as the root")
        << Files{{groups, "0::/docker/abc\n"},
                 {two + "memory.max", "1000\n"},
                 {two + "memory.current", "1\n"}}
        << 999LL;
    QTest::newRow("over its limit")
        << Files{{groups, "0::/\n"}, {two + "memory.max", "10\n"}, {two + "memory.current", "11\n"}}
        << 0LL;
    QTest::newRow("version 1") << Files{{groups, "7:cpu,memory:/box\n0::/\n"},
                                        {one + "box/memory.limit_in_bytes", "500\n"},
                                        {one + "box/memory.usage_in_bytes", "100\n"},
                                        {one + "box/memory.stat",
                                         "inactive_file 9\ntotal_inactive_file 50\n"}}
                               << 450LL;
    QTest::newRow("damaged") << Files{{groups, "0\n:::\n0::/user\n"},
                                      {two + "user/memory.max", "x\n"}}
                             << -1LL;
}

void TestAvailableMemory::readsControlGroups() {
    QFETCH(Files, files);
    QFETCH(qlonglong, room);
    const QTemporaryDir root;
    for (auto it = files.begin(); it != files.end(); ++it) {
        const QString path = root.filePath(it.key());
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(it.value().toUtf8());
    }
    QCOMPARE(qlonglong(memory::cgroupRoomBytes(root.path().toStdString()).value_or(-1)), room);
}

void TestAvailableMemory::refusesWhatIsNotThere() {
    memory::installHugePageAllocator();
    const std::int64_t tooMuch = memory::systemAvailableBytes() + (std::int64_t{1} << 30);
    QVERIFY_EXCEPTION_THROWN(at::empty({tooMuch}, at::kByte), c10::OutOfMemoryError);
    QCOMPARE(at::ones({1 << 22}, at::kByte).sum().item<int>(), 1 << 22);  // usable after it
}

QTEST_APPLESS_MAIN(TestAvailableMemory)
#include "tst_AvailableMemory.moc"
