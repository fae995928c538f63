// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/Database.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <atomic>
#include <fstream>
#include <future>

using namespace limn;

class TstDatabase : public QObject {
    Q_OBJECT

    QThreadPool m_pool;
    std::unique_ptr<QTemporaryDir> m_folder;

    DatabaseOptions options() const {
        return {
            m_folder->path().toStdString() + "/limn.db",
            {{"test", 1, "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"}}};
    }

    static auto addWord(const std::string& text) {
        return [text](Connection& connection) {
            return connection.insert("INSERT INTO word (text) VALUES (?1)", text);
        };
    }

    static auto countWords() {
        return [](Connection& connection) {
            return connection.integer("SELECT count(*) FROM word");
        };
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void ordersGivenBeforeItIsOpenAreKept() {
        Background background(m_pool);
        Database database(options(), background);
        QSignalSpy opened(&database, &Database::opened);
        QSignalSpy checked(&database, &Database::fileChecked);
        QObject context;
        std::int64_t id = 0;
        std::int64_t seen = -1;
        database.write(addWord("a"), &context, [&](const Result<std::int64_t>& written) {
            QVERIFY(written);
            id = *written;
            database.read(countWords(), &context,
                          [&](const Result<std::optional<std::int64_t>>& count) {
                              QVERIFY(count);
                              seen = **count;
                          });
        });
        QTRY_COMPARE(seen, 1);
        QCOMPARE(id, 1);
        QCOMPARE(opened.count(), 1);
        QTRY_COMPARE(checked.count(), 1);
    }

    void writesAreFinishedBeforeTheEnd() {
        Background background(m_pool);
        {
            Database database(options(), background);
            for (int i = 0; i < 50; ++i) {
                database.write([i](Connection& connection) {
                    return connection.execute("INSERT INTO word (text) VALUES (?1)",
                                              std::to_string(i));
                });
            }
        }
        Database again(options(), background);
        QObject context;
        std::int64_t seen = -1;
        again.read(countWords(), &context, [&](const Result<std::optional<std::int64_t>>& count) {
            seen = count ? **count : -2;
        });
        QTRY_COMPARE(seen, 50);
    }

    void aFailureIsToldAndUndone() {
        Background background(m_pool);
        Database database(options(), background);
        QSignalSpy failed(&database, &Database::writeFailed);
        database.write([](Connection& connection) -> Status {
            if (Status added = connection.execute("INSERT INTO word (text) VALUES ('a')"); !added) {
                return added;
            }
            return connection.execute("INSERT INTO word (text) VALUES (NULL)");
        });
        QTRY_COMPARE(failed.count(), 1);
        QObject context;
        std::int64_t seen = -1;
        database.read(countWords(), &context,
                      [&](const Result<std::optional<std::int64_t>>& count) { seen = **count; });
        QTRY_COMPARE(seen, 0);
    }

    void readsCannotWrite() {
        Background background(m_pool);
        Database database(options(), background);
        QObject context;
        std::optional<bool> isRefused;
        database.read(addWord("no"), &context,
                      [&](const Result<std::int64_t>& written) { isRefused = !written; });
        QTRY_VERIFY(isRefused.has_value());
        QVERIFY(*isRefused);
    }

    void aCancelledReadIsBrokenOffAndSilent() {
        Background background(m_pool);
        Database database(options(), background);
        QObject context;
        std::promise<void> started;
        bool hasArrived = false;
        DatabaseRead endless = database.read(
            [&started](Connection& connection) {
                started.set_value();
                return connection.integer(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                    "FROM n) SELECT count(*) FROM n");
            },
            &context, [&](const Result<std::optional<std::int64_t>>&) { hasArrived = true; });
        started.get_future().wait();
        endless.cancel();
        std::int64_t seen = -1;
        database.read(countWords(), &context,
                      [&](const Result<std::optional<std::int64_t>>& count) { seen = **count; });
        QTRY_COMPARE(seen, 0);
        QVERIFY(!hasArrived);
    }

    void workersMayWait() {
        Background background(m_pool);
        Database database(options(), background);
        QObject context;
        std::int64_t seen = -1;
        background.start(
            &context,
            [&database](const std::stop_token&) -> std::int64_t {
                for (int i = 0; i < 10; ++i) {
                    if (!database.writeAndWait(addWord("w"))) {
                        return -2;
                    }
                }
                const auto count = database.readAndWait(countWords());
                return count ? **count : -3;
            },
            [&](std::int64_t count) { seen = count; });
        QTRY_COMPARE(seen, 10);
    }

    void everyOrderHearsWhyNothingIsOpen() {
        std::ofstream(m_folder->path().toStdString() + "/file") << "in the way";
        DatabaseOptions wrong = options();
        wrong.file = m_folder->path().toStdString() + "/file/limn.db";
        Background background(m_pool);
        Database database(wrong, background);
        QSignalSpy failed(&database, &Database::openFailed);
        QObject context;
        QStringList messages;
        database.write(addWord("a"), &context, [&](const Result<std::int64_t>& written) {
            messages += QString::fromStdString(written ? "" : written.error().message);
        });
        database.read(countWords(), &context,
                      [&](const Result<std::optional<std::int64_t>>& count) {
                          messages += QString::fromStdString(count ? "" : count.error().message);
                      });
        QTRY_COMPARE(messages.size(), 2);
        QVERIFY(messages[0].contains(QStringLiteral("cannot be made")));
        QCOMPARE(messages[1], messages[0]);
        QCOMPARE(failed.count(), 1);
    }

    void damageIsFoundAndMendedWhileItRuns() {
        Background background(m_pool);
        {
            Database database(options(), background);
            database.write([](Connection& connection) -> Status {
                return connection.run(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    "3000) "
                    "INSERT INTO word (text) SELECT hex(zeroblob(200)) FROM n");
            });
        }
        {
            const std::string file = options().file.string();
            std::fstream raw(file, std::ios::in | std::ios::out | std::ios::binary);
            raw.seekp(
                static_cast<std::streamoff>(std::filesystem::file_size(file) / 2 / 4096 * 4096));
            raw << std::string(4096, '\xa5');
        }
        Database database(options(), background);
        QSignalSpy rebuilt(&database, &Database::rebuilt);
        QObject context;
        std::int64_t newest = -1;
        QTRY_COMPARE(rebuilt.count(), 1);
        const auto report = rebuilt[0][0].value<OpenReport>();
        QVERIFY(std::filesystem::exists(report.damagedCopy));
        QVERIFY(report.rowsSalvaged > 2900);
        database.read(
            [](Connection& connection) { return connection.integer("SELECT max(id) FROM word"); },
            &context,
            [&](const Result<std::optional<std::int64_t>>& found) {
                newest = found && *found ? **found : -2;
            });
        QTRY_COMPARE(newest, 3000);
        QSignalSpy checked(&database, &Database::fileChecked);
        database.checkFile();
        QTRY_COMPARE(checked.count(), 1);
    }

    void nothingArrivesAtAContextThatEnded() {
        Background background(m_pool);
        Database database(options(), background);
        bool hasArrived = false;
        {
            QObject context;
            database.write(addWord("a"), &context,
                           [&](const Result<std::int64_t>&) { hasArrived = true; });
        }
        QObject context;
        std::int64_t seen = -1;
        database.write(addWord("b"), &context,
                       [&](const Result<std::int64_t>& written) { seen = *written; });
        QTRY_COMPARE(seen, 2);  // both were kept
        QVERIFY(!hasArrived);
    }
};

QTEST_GUILESS_MAIN(TstDatabase)
#include "tst_Database.moc"
