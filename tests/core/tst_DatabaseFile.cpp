// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/database_file.h"
#include "core/database/network_file_system.h"
#include "core/database/salvage.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace limn;

namespace {

std::vector<MigrationStep> steps(int count) {
    const std::vector<MigrationStep> all = {
        {"test", 1, "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"},
        {"test", 2,
         "CREATE TABLE note (id INTEGER PRIMARY KEY, word INTEGER NOT NULL REFERENCES word(id)) "
         "STRICT;"
         "INSERT INTO word (text) VALUES ('from step 2');"},
        {"other", 1,
         "CREATE VIRTUAL TABLE word_search USING fts5 (text, content = 'word', content_rowid = "
         "'id');"},
    };
    return {all.begin(), all.begin() + count};
}

std::int64_t count(Connection& connection, const char* sql) {
    const auto found = connection.integer(sql);
    return found && *found ? **found : -1;
}

Status fill(Connection& connection, int rows) {
    return connection.transaction([rows](Connection& open) -> Status {
        for (int i = 0; i < rows; ++i) {
            if (Status added = open.execute("INSERT INTO word (text) VALUES (?1)",
                                            std::string(500, 'x') + std::to_string(i));
                !added) {
                return added;
            }
        }
        return Unit{};
    });
}

}  // namespace

class TstDatabaseFile : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;

    OpenDatabase opened(int stepCount, DatabaseAccess access = DatabaseAccess::ReadWrite) {
        Result<OpenDatabase> open = openDatabase({m_file, steps(stepCount), access});
        if (!open) {
            qWarning("%s\n%s", open.error().message.c_str(), open.error().detail.c_str());
            return {};
        }
        return std::move(*open);
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "a %?# folder" / "limn.db";
    }

    void settingsAreThoseOfASafeFile() {
        OpenDatabase open = opened(1);
        QVERIFY(open.connection);
        Connection& connection = *open.connection;
        const auto mode = connection.rows("PRAGMA journal_mode",
                                          [](const Statement& row) { return row.text(0); });
        QVERIFY(mode);
        QCOMPARE(mode->front(), std::string("wal"));
        QCOMPARE(count(connection, "PRAGMA synchronous"), 2);
        QCOMPARE(count(connection, "PRAGMA foreign_keys"), 1);
        QCOMPARE(count(connection, "PRAGMA trusted_schema"), 0);
        QCOMPARE(count(connection, "PRAGMA cell_size_check"), 1);
        QCOMPARE(count(connection, "PRAGMA application_id"), kApplicationId);
        QCOMPARE(count(connection, "PRAGMA user_version"), 1);
        QVERIFY(open.report.notice.empty());

        Result<Connection> reader = Connection::open(m_file, ConnectionKind::Reader);
        QVERIFY(reader);
        QCOMPARE(count(*reader, "PRAGMA query_only"), 1);
        QCOMPARE(count(*reader, "PRAGMA wal_autocheckpoint"), 0);
        QVERIFY(!reader->execute("INSERT INTO word (text) VALUES ('no')"));
    }

    void valuesComeBackAsTheyWere() {
        OpenDatabase open = opened(0);
        Connection& connection = *open.connection;
        QVERIFY(
            connection.run("CREATE TABLE t (a INTEGER, b REAL, c TEXT, d BLOB, e TEXT) STRICT"));
        const std::string text("quote ' \0 zero \xc3\xa9", 17);
        const std::vector<std::uint8_t> bytes = {0, 1, 255};
        QVERIFY(connection.execute(
            "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)", std::int64_t{-9'000'000'000'000'000'000},
            0.1, text, std::span<const std::uint8_t>(bytes), std::optional<std::string>()));
        const auto same = connection.rows("SELECT a, b, c, d, e FROM t", [&](const Statement& row) {
            return row.integer(0) == -9'000'000'000'000'000'000 && row.real(1) == 0.1 &&
                   row.text(2) == text && row.bytes(3) == bytes && row.isNull(4) && !row.isNull(2);
        });
        QVERIFY(same);
        QCOMPARE(*same, std::vector<bool>{true});
        // An empty text is not NULL.
        QVERIFY(connection.execute("UPDATE t SET c = ?1", std::string_view()));
        QCOMPARE(count(connection, "SELECT c IS NULL FROM t"), 0);
    }

    void aFailedTransactionLeavesNothing() {
        OpenDatabase open = opened(2);
        const std::int64_t before = count(*open.connection, "SELECT count(*) FROM word");
        const Status failed = open.connection->transaction([](Connection& inner) -> Status {
            if (Status added = inner.execute("INSERT INTO word (text) VALUES ('a')"); !added) {
                return added;
            }
            return inner.execute("INSERT INTO note (word) VALUES (12345)");  // points nowhere
        });
        QVERIFY(!failed);
        QCOMPARE(count(*open.connection, "SELECT count(*) FROM word"), before);
        QVERIFY(fill(*open.connection, 1));  // and the connection is usable
    }

    void stepsAreAppliedOnceAndAfterABackup() {
        {
            OpenDatabase open = opened(1);
            QVERIFY(fill(*open.connection, 10));
        }
        QVERIFY(
            !QFile::exists(QString::fromStdString((m_file.parent_path() / "backups").string())));
        {
            OpenDatabase open = opened(3);
            QCOMPARE(count(*open.connection, "SELECT count(*) FROM word"), 11);
            QCOMPARE(count(*open.connection, "PRAGMA user_version"), 3);
        }
        OpenDatabase again = opened(3);
        QCOMPARE(count(*again.connection, "SELECT count(*) FROM word"), 11);
        Result<Connection> backup = Connection::open(
            m_file.parent_path() / "backups" / "limn-before-step-2.db", ConnectionKind::Sealed);
        QVERIFY(backup);
        QCOMPARE(count(*backup, "SELECT count(*) FROM word"), 10);
    }

    void aStepThatFailsChangesNothing() {
        { QVERIFY(opened(1).connection); }
        std::vector<MigrationStep> wrong = steps(1);
        wrong.push_back({"test", 2, "CREATE TABLE half (id INTEGER) STRICT; SELECT nonsense;"});
        QVERIFY(!openDatabase({m_file, wrong}));
        OpenDatabase open = opened(1);
        QVERIFY(open.connection);
        QVERIFY(open.report.damagedCopy.empty());
        QCOMPARE(count(*open.connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"),
                 0);
    }

    void stepsMustCount() { QVERIFY(!openDatabase({m_file, {{"test", 2, "SELECT 1"}}})); }

    void aNewerFileIsOnlyRead() {
        { QVERIFY(opened(3).connection); }
        OpenDatabase old = opened(2);
        QVERIFY(old.connection);
        QVERIFY(old.report.access == DatabaseAccess::ReadOnly);
        QVERIFY(QString::fromStdString(old.report.notice).contains(QStringLiteral("newer Limn")));
        QVERIFY(!fill(*old.connection, 1));
        QCOMPARE(count(*old.connection, "SELECT count(*) FROM word"), 1);
    }

    void aSecondProgramIsRefusedAndMayRead() {
        OpenDatabase first = opened(2);
        const Result<OpenDatabase> second = openDatabase({m_file, steps(2)});
        QVERIFY(!second);
        QVERIFY(second.error().code == ErrorCode::FileRefused);
        QVERIFY(fill(*first.connection, 5));
        OpenDatabase reading = opened(2, DatabaseAccess::ReadOnly);
        QCOMPARE(count(*reading.connection, "SELECT count(*) FROM word"), 6);
        QVERIFY(!fill(*reading.connection, 1));
    }

    void aForeignDatabaseIsLeftAlone() {
        std::filesystem::create_directories(m_file.parent_path());
        {
            Result<Connection> other = Connection::open(m_file, ConnectionKind::Writer);
            QVERIFY(other && other->run("CREATE TABLE theirs (a)"));
        }
        const Result<OpenDatabase> open = openDatabase({m_file, steps(1)});
        QVERIFY(!open);
        QVERIFY(open.error().code == ErrorCode::FileRefused);
        QVERIFY(std::filesystem::exists(m_file));
    }

    void whatIsNoDatabaseIsKeptAndReplaced() {
        std::filesystem::create_directories(m_file.parent_path());
        std::ofstream(m_file) << std::string(8192, 'n');
        OpenDatabase open = opened(2);
        QVERIFY(open.connection);
        QVERIFY(!open.report.damagedCopy.empty());
        QCOMPARE(std::filesystem::file_size(open.report.damagedCopy), std::uintmax_t{8192});
        QCOMPARE(count(*open.connection, "SELECT count(*) FROM word"), 1);
    }

    void rowsAroundTheDamageAreSaved() {
        {
            OpenDatabase open = opened(3);
            QVERIFY(fill(*open.connection, 5000));
            QVERIFY(open.connection->execute("INSERT INTO note (word) VALUES (2), (2600), (4990)"));
        }
        {
            // Two pages in the middle of the file become noise.
            std::fstream raw(m_file, std::ios::in | std::ios::out | std::ios::binary);
            raw.seekp(
                static_cast<std::streamoff>(std::filesystem::file_size(m_file) / 2 / 4096 * 4096));
            raw << std::string(8192, '\xa5');
        }
        OpenDatabase open = opened(3);  // the damage is not seen yet
        QVERIFY(open.connection);
        QVERIFY(!open.connection->quickCheck());
        QVERIFY(rebuildDatabase({m_file, steps(3)}, open));
        QVERIFY(open.connection->quickCheck());
        const std::int64_t rows = count(*open.connection, "SELECT count(*) FROM word");
        QVERIFY2(rows > 4900 && rows < 5001, std::to_string(rows).c_str());
        QCOMPARE(count(*open.connection, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
        QVERIFY(count(*open.connection, "SELECT count(*) FROM note") >= 2);
        // What was found by its words is found again, although the search table itself was not carried over.
        QCOMPARE(count(*open.connection,
                       "SELECT count(*) FROM word_search WHERE word_search MATCH 'step'"),
                 1);
        QVERIFY(std::filesystem::exists(open.report.damagedCopy));
    }

    void aFullDiskIsASentenceAndLosesNothing() {
        OpenDatabase open = opened(2);
        QVERIFY(fill(*open.connection, 100));
        // No file of this process may grow: what a full disk looks like from here.
        rlimit former{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &former), 0);
        const auto formerHandler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit small = former;
        small.rlim_cur = std::filesystem::file_size(m_file.string() + "-wal") + 20'000;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const Status failed = fill(*open.connection, 5000);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &former), 0);
        std::signal(SIGXFSZ, formerHandler);
        QVERIFY(!failed);
        QVERIFY(failed.error().code == ErrorCode::WriteFailed);
        QVERIFY(failed.error().message.find("limn.db") != std::string::npos);
        QCOMPARE(count(*open.connection, "SELECT count(*) FROM word"), 101);
        QVERIFY(fill(*open.connection, 10));  // once there is room again
        QVERIFY(open.connection->quickCheck());
    }

    void aFolderThatCannotBeMadeIsASentence() {
        std::ofstream(m_folder->path().toStdString() + "/a %?# folder") << "in the way";
        const Result<OpenDatabase> open = openDatabase({m_file, steps(1)});
        QVERIFY(!open);
        QVERIFY(open.error().message.find("folder") != std::string::npos);
    }

    void aSealedFileCanBeRead() {
        {
            OpenDatabase open = opened(2);
            QVERIFY(fill(*open.connection, 5));
        }
        Result<Connection> sealed = Connection::open(m_file, ConnectionKind::Sealed);
        QVERIFY(sealed);
        QCOMPARE(count(*sealed, "SELECT count(*) FROM word"), 6);
        QVERIFY(!sealed->execute("DELETE FROM word"));
    }

    void aReadIsBrokenOffWhenAsked() {
        OpenDatabase open = opened(0);
        std::stop_source stop;
        stop.request_stop();
        const Connection::StopGuard guard(*open.connection, stop.get_token());
        const auto endless = open.connection->integer(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM "
            "n");
        QVERIFY(!endless);
    }

    void networkFoldersAreKnown_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("type");
        QTest::newRow("local") << "/home/a/data"
                               << "";
        QTest::newRow("nfs") << "/net/work/data"
                             << "nfs4";
        QTest::newRow("only the beginning of a name") << "/net/worker"
                                                      << "";
        QTest::newRow("a local disk inside a network folder") << "/net/work/local/x"
                                                              << "";
        QTest::newRow("a space in the name") << "/mnt/my share/x"
                                             << "fuse.sshfs";
        QTest::newRow("mounted over") << "/twice/x"
                                      << "cifs";
        QTest::newRow("fuse of a local disk") << "/mnt/usb"
                                              << "";
    }
    void networkFoldersAreKnown() {
        QFETCH(QString, path);
        QFETCH(QString, type);
        const char* mounts =
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
            "30 22 0:40 / /net/work rw,relatime shared:2 master:3 - nfs4 server:/x rw\n"
            "31 30 8:2 / /net/work/local rw - xfs /dev/sdb1 rw\n"
            "32 22 0:41 / /mnt/my\\040share rw - fuse.sshfs me@there:/ rw\n"
            "33 22 8:3 / /twice rw - ext4 /dev/sdc1 rw\n"
            "34 33 0:42 / /twice rw - cifs //server/share rw\n"
            "35 22 8:4 / /mnt/usb rw - fuseblk /dev/sdd1 rw\n"
            "a line that is cut";
        const auto found = networkFileSystemAt(path.toStdString(), mounts);
        QCOMPARE(QString::fromStdString(found.value_or("")), type);
    }
};

QTEST_GUILESS_MAIN(TstDatabaseFile)
#include "tst_DatabaseFile.moc"
