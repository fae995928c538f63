// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/Database.h"
#include "core/gallery/FolderScan.h"
#include "core/gallery/PictureEdit.h"
#include "core/gallery/gallery_schema.h"
#include "core/gallery/picture_files.h"
#include "core/gallery/picture_rows.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

using namespace limn;

/// A process that works on a gallery is killed anywhere, again and again; nothing that it had promised may be lost.
/// LIMN_KILLS says how often; a bench runs it with 200.
class TstKilledGallery : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QThreadPool m_pool;

    std::filesystem::path root() const { return m_folder.path().toStdString(); }

    struct Promises {
        std::set<std::string> made;
        std::map<PictureId, std::set<int>>
            ratings;  // the last one that was done, and what was begun after it
    };

    Promises readLedger() {
        Promises promises;
        std::ifstream file(root() / "ledger");
        for (std::string line; std::getline(file, line);) {
            std::istringstream fields(line);
            std::string what;
            fields >> what;
            if (what == "made") {
                std::string hash;
                fields >> hash;
                promises.made.insert(hash);
            }
            PictureId id = 0;
            int rating = 0;
            if (what == "rating" && fields >> id >> rating) {
                auto& possible = promises.ratings[id];
                if (possible.empty()) {
                    possible.insert(0);
                }
                possible.insert(rating);
            } else if (what == "rated" && fields >> id >> rating) {
                promises.ratings[id] = {rating};
            }
        }
        return promises;
    }

    /// What a start of the program does, and then every promise is looked up.
    void check() {
        Background background(m_pool);
        Database database({.file = root() / "limn.db", .steps = gallerySteps()}, background);
        QVERIFY(
            database.writeAndWait([](Connection& connection) { return connection.quickCheck(); }));
        QVERIFY(finishBrokenOff(database, {}));
        Outcome<ScanReport> scan = FolderScan(
                                       database, root() / "pictures", FolderDepth::Whole,
                                       [](const ScanProgress&) {}, [] {})
                                       .run({});
        QVERIFY(scan.isDone());
        QCOMPARE(scan.value().unreadable, 0);  // no half file
        QVERIFY(database.writeAndWait([](Connection& connection) {
            return connection.run(
                "INSERT INTO picture_words (picture_words) VALUES ('integrity-check')");
        }));

        std::multiset<std::string> onDisk;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(root() / "pictures")) {
            if (entry.is_regular_file()) {
                const Outcome<std::string> hash = hashFile(entry.path(), {});
                QVERIFY(hash.isDone());
                onDisk.insert(hash.value());
            }
        }
        std::map<std::string, PictureRow> rows;
        const auto all =
            database.readAndWait([](Connection& connection) -> Result<std::vector<PictureRow>> {
                const auto ids = connection.rows(
                    "SELECT id FROM picture", [](const Statement& row) { return row.integer(0); });
                return ids ? picturesById(connection, *ids) : ids.error();
            });
        QVERIFY(all);
        for (const PictureRow& row : *all) {
            QVERIFY2(rows.emplace(row.sha256, row).second, "two rows for one picture");
            QVERIFY2(!row.isMissing, row.file.c_str());
            const auto file = row.deletedAtMs != 0 ? row.trashFile : row.file;
            QVERIFY2(isThere(file), file.c_str());
        }
        const Promises promises = readLedger();
        for (const std::string& hash : promises.made) {
            QCOMPARE(onDisk.count(hash), std::size_t{1});
            QVERIFY(rows.contains(hash));
        }
        for (const PictureRow& row : *all) {
            const auto possible = promises.ratings.find(row.id);
            QVERIFY(possible == promises.ratings.end() ? row.rating == 0
                                                       : possible->second.contains(row.rating));
        }
        m_pictures = promises.made.size();
    }

    std::size_t m_pictures = 0;

private Q_SLOTS:
    void nothingIsLost() {
        QVERIFY(m_folder.isValid());
        std::filesystem::create_directories(root() / "pictures");
        bool isNumber = false;
        const int wanted = qEnvironmentVariable("LIMN_KILLS").toInt(&isNumber);
        const int kills = isNumber ? wanted : 10;
        std::mt19937 random(20260101);
        for (int i = 0; i < kills; ++i) {
            QProcess process;
            process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process.start(QStringLiteral(LIMN_GALLERY_CHURN),
                          {m_folder.path(), QString::number(i + 1)});
            QVERIFY(process.waitForStarted());
            // So many steps, and then somewhere inside the next ones.
            int steps = static_cast<int>(random() % 40U);
            const unsigned spin = random() % 200'000U;
            while (steps > 0 && process.waitForReadyRead(60'000)) {
                steps -= static_cast<int>(process.readAllStandardOutput().count('\n'));
            }
            QCOMPARE(process.state(), QProcess::Running);
            volatile unsigned turns = 0;
            while (turns < spin) {
                turns = turns + 1;
            }
            process.kill();
            QVERIFY(process.waitForFinished());
            QVERIFY(process.exitStatus() == QProcess::CrashExit);
            check();
            if (QTest::currentTestFailed()) {
                m_folder.setAutoRemove(false);
                qWarning("kill %d; kept: %s", i, qPrintable(m_folder.path()));
                return;
            }
        }
        QVERIFY(m_pictures > static_cast<std::size_t>(kills) / 2);
        qInfo("%d kills, %zu pictures, none lost", kills, m_pictures);
    }
};

QTEST_GUILESS_MAIN(TstKilledGallery)
#include "tst_KilledGallery.moc"
