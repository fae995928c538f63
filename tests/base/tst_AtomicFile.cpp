// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/AtomicFile.h"

#include <QtTest/QtTest>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <thread>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace limn;
namespace fs = std::filesystem;

namespace {

std::vector<std::uint8_t> bytesOf(std::string_view text) {
    return {text.begin(), text.end()};
}

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t entriesIn(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

bool says(const Error& error, std::string_view part) {
    return error.message.find(part) != std::string::npos;
}

/// Runs `check` in a child process, so that a limit or another user stays there. 0 = good.
int inChild(const std::function<int()>& check) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(check());
    }
    int state = 0;
    ::waitpid(child, &state, 0);
    return WIFEXITED(state) ? WEXITSTATUS(state) : 1000 + state;
}

}  // namespace

class TstAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        QVERIFY(m_temporary->isValid());
        m_folder = m_temporary->path().toStdString();
    }

    void writesAWholeFile() {
        const fs::path target = m_folder / "a.png";
        auto file = AtomicFile::create(target, Overwrite::Never);
        QVERIFY(file.has_value());
        QVERIFY(file->write(bytesOf("one ")).has_value());
        QVERIFY(!fs::exists(target));
        QVERIFY(file->write(bytesOf("two")).has_value());
        QCOMPARE(file->sizeBytes(), std::uint64_t{7});
        QVERIFY(file->commit().has_value());
        QCOMPARE(contentOf(target), std::string("one two"));
        QCOMPARE(entriesIn(m_folder), std::size_t{1});
        struct stat status {};
        QCOMPARE(::stat(target.c_str(), &status), 0);
        const mode_t mask = ::umask(0);
        ::umask(mask);
        QCOMPARE(status.st_mode & 0777, 0666u & ~mask);
    }

    void leavesNothingWithoutCommit_data() {
        QTest::addColumn<bool>("targetExists");
        QTest::newRow("no target") << false;
        QTest::newRow("former target stays") << true;
    }
    void leavesNothingWithoutCommit() {
        QFETCH(bool, targetExists);
        const fs::path target = m_folder / "a.png";
        if (targetExists) {
            std::ofstream(target) << "former";
        }
        {
            auto file = AtomicFile::create(target, Overwrite::Replace);
            QVERIFY(file.has_value());
            QVERIFY(file->write(bytesOf("half a pic")).has_value());
            AtomicFile moved = std::move(*file);
            QVERIFY(moved.write(bytesOf("ture")).has_value());
        }
        QCOMPARE(entriesIn(m_folder), std::size_t{targetExists ? 1u : 0u});
        if (targetExists) {
            QCOMPARE(contentOf(target), std::string("former"));
        }
    }

    void replacesOnlyWhenAllowed() {
        const fs::path target = m_folder / "a.png";
        std::ofstream(target) << "former";
        fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
        const Status refused = writeFileAtomically(target, bytesOf("new"), Overwrite::Never);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, ErrorCode::WriteFailed);
        QVERIFY(says(refused.error(), "exists already"));
        QCOMPARE(contentOf(target), std::string("former"));
        QVERIFY(writeFileAtomically(target, bytesOf("new"), Overwrite::Replace).has_value());
        QCOMPARE(contentOf(target), std::string("new"));
        QCOMPARE(fs::status(target).permissions(), fs::perms::owner_read | fs::perms::owner_write);
        QCOMPARE(entriesIn(m_folder), std::size_t{1});
    }

    void neverReplacesATargetThatAppearsWhileWriting() {
        const fs::path target = m_folder / "a.png";
        auto file = AtomicFile::create(target, Overwrite::Never);
        QVERIFY(file.has_value());
        QVERIFY(file->write(bytesOf("ours")).has_value());
        std::ofstream(target) << "theirs";
        const Status committed = file->commit();
        QVERIFY(!committed.has_value());
        QVERIFY(says(committed.error(), "exists already"));
        QCOMPARE(contentOf(target), std::string("theirs"));
        *file = std::move(*AtomicFile::create(m_folder / "b.png", Overwrite::Never));
        QCOMPARE(entriesIn(m_folder), std::size_t{1});
    }

    void oneOfManyWritersWins() {
        const fs::path target = m_folder / "a.png";
        std::atomic<int> winners = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 8; ++i) {
                threads.emplace_back([&] {
                    if (writeFileAtomically(target, bytesOf("x"), Overwrite::Never).has_value()) {
                        ++winners;
                    }
                });
            }
        }
        QCOMPARE(winners.load(), 1);
        QCOMPARE(entriesIn(m_folder), std::size_t{1});
    }

    void followsALink() {
        const fs::path target = m_folder / "real.png";
        std::ofstream(target) << "former";
        fs::create_symlink("real.png", m_folder / "link.png");
        QVERIFY(writeFileAtomically(m_folder / "link.png", bytesOf("new"), Overwrite::Replace)
                    .has_value());
        QVERIFY(fs::is_symlink(m_folder / "link.png"));
        QCOMPARE(contentOf(target), std::string("new"));
        QVERIFY(!writeFileAtomically(m_folder / "link.png", bytesOf("new"), Overwrite::Never)
                     .has_value());
    }

    void impossibleTargets_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("part");
        QTest::newRow("missing folder") << "no/such/a.png"
                                        << "does not exist";
        QTest::newRow("file as folder") << "file/a.png"
                                        << "is not a folder";
        QTest::newRow("a folder") << "folder"
                                  << "is a folder";
        QTest::newRow("a folder, slash") << "folder/"
                                         << "names a folder";
        QTest::newRow("a pipe") << "pipe"
                                << "not a regular file";
        QTest::newRow("long name") << QString(300, 'n') << "too long";
        QTest::newRow("empty name") << ""
                                    << "names a folder";
    }
    void impossibleTargets() {
        QFETCH(QString, name);
        QFETCH(QString, part);
        std::ofstream(m_folder / "file") << "x";
        fs::create_directory(m_folder / "folder");
        QCOMPARE(::mkfifo((m_folder / "pipe").c_str(), 0600), 0);
        const fs::path target = name.isEmpty() ? fs::path() : m_folder / name.toStdString();
        const Status written = writeFileAtomically(target, bytesOf("x"), Overwrite::Replace);
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
        QVERIFY2(says(written.error(), part.toStdString()), written.error().message.c_str());
        QCOMPARE(entriesIn(m_folder), std::size_t{3});
    }

    void unwritableFolder() {
        fs::create_directory(m_folder / "closed");
        fs::permissions(m_folder, fs::perms::others_exec, fs::perm_options::add);
        fs::permissions(m_folder / "closed", static_cast<fs::perms>(0555));
        const int result = inChild([&] {
            if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
                return 2;
            }
            const Status written =
                writeFileAtomically(m_folder / "closed/a.png", bytesOf("x"), Overwrite::Never);
            return !written && says(written.error(), "may not write to its folder") ? 0 : 1;
        });
        QCOMPARE(result, 0);
        QCOMPARE(entriesIn(m_folder / "closed"), std::size_t{0});
    }

    void fileSizeLimit() {
        const int result = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{1000, 1000};
            if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
                return 2;
            }
            const std::vector<std::uint8_t> bytes(4000);
            const Status written = writeFileAtomically(m_folder / "a.png", bytes, Overwrite::Never);
            return !written && says(written.error(), "no file larger than 1000 bytes") ? 0 : 1;
        });
        QCOMPARE(result, 0);
        QCOMPARE(entriesIn(m_folder), std::size_t{0});
    }

    void fullDisk() {
        const fs::path disk = m_folder / "disk";
        fs::create_directory(disk);
        if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0) {
            QSKIP("A small file system cannot be mounted here.");
        }
        std::ofstream(disk / "former.png") << "former";
        const std::vector<std::uint8_t> bytes(200'000);
        const Status written = writeFileAtomically(disk / "former.png", bytes, Overwrite::Replace);
        const std::string former = contentOf(disk / "former.png");
        const std::size_t entries = entriesIn(disk);
        ::umount(disk.c_str());
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
        QVERIFY2(says(written.error(), "disk is full"), written.error().message.c_str());
        QCOMPARE(former, std::string("former"));
        QCOMPARE(entries, std::size_t{1});
    }

    void withoutNamelessFiles() {
        // With nothing under /proc a nameless file can get no name, so the hidden name is used
        // instead.
        constexpr int kCannot = 99;
        const int result = inChild([&] {
            if (::unshare(CLONE_NEWNS) != 0 ||
                ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                ::mount("tmpfs", "/proc", "tmpfs", 0, "size=64k") != 0) {
                return kCannot;
            }
            const fs::path target = m_folder / "a.png";
            {
                auto file = AtomicFile::create(target, Overwrite::Never);
                if (!file || !file->write(bytesOf("half")) || entriesIn(m_folder) != 1 ||
                    fs::exists(target)) {
                    return 1;
                }
            }
            if (entriesIn(m_folder) != 0) {
                return 2;
            }
            if (!writeFileAtomically(target, bytesOf("one"), Overwrite::Never) ||
                contentOf(target) != "one") {
                return 3;
            }
            auto late = AtomicFile::create(m_folder / "b.png", Overwrite::Never);
            std::ofstream(m_folder / "b.png") << "theirs";
            if (!late || late->commit() || contentOf(m_folder / "b.png") != "theirs") {
                return 4;
            }
            if (!writeFileAtomically(target, bytesOf("two"), Overwrite::Replace) ||
                contentOf(target) != "two") {
                return 5;
            }
            return 0;
        });
        if (result == kCannot) {
            QSKIP("Only root can take /proc away from a child process.");
        }
        QCOMPARE(result, 0);
        QCOMPARE(entriesIn(m_folder), std::size_t{2});
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_APPLESS_MAIN(TstAtomicFile)
#include "tst_AtomicFile.moc"
