// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/FolderScan.h"

#include "core/gallery/GalleryFolders.h"
#include "core/gallery/picture_search.h"
#include "tests/support/GalleryFixture.h"

#include <QFile>
#include <QSignalSpy>

#include <fstream>
#include <limits>

#include <sys/stat.h>

using namespace limn;
using limn::test::GalleryFixture;

class TstFolderScan : public QObject {
    Q_OBJECT

    std::unique_ptr<GalleryFixture> m_gallery;

    Outcome<ScanReport> scan(const std::filesystem::path& folder) {
        return m_gallery->onWorker([&, folder](const std::stop_token& stop) {
            return FolderScan(
                       m_gallery->database(), folder, FolderDepth::Whole,
                       [](const ScanProgress&) {}, [] {})
                .run(stop);
        });
    }

    std::vector<PictureRow> rows() {
        return m_gallery
            ->read([](Connection& connection) -> Result<std::vector<PictureRow>> {
                const auto ids = findPictures(connection, {.sort = GallerySort::Name},
                                              std::numeric_limits<std::size_t>::max());
                return ids ? picturesById(connection, *ids) : ids.error();
            })
            .value();
    }

    std::vector<UnreadableFile> unreadable() {
        return m_gallery
            ->read([](Connection& connection) { return unreadableFiles(connection, 100'000); })
            .value();
    }

private Q_SLOTS:
    void init() { m_gallery = std::make_unique<GalleryFixture>(); }
    void cleanup() { m_gallery.reset(); }

    void picturesAreTakenInWithTheirSettings() {
        const auto folder = m_gallery->pictures();
        std::filesystem::create_directories(folder / "deeper" / "still");
        std::filesystem::create_directories(folder / ".hidden");
        GalleryFixture::save(folder / "a.png", 1, QStringLiteral("a lighthouse, sunset"));
        GalleryFixture::save(folder / "deeper" / "still" / "b.PNG", 2);
        GalleryFixture::save(folder / ".hidden" / "c.png", 3);
        GalleryFixture::save(folder / ".d.png", 4);
        std::ofstream(folder / "notes.txt") << "no picture";
        Outcome<ScanReport> report = scan(folder);
        QVERIFY(report.isDone());
        QCOMPARE(report.value().taken, 2);
        QCOMPARE(report.value().folders.size(), std::size_t{3});
        const auto found = rows();
        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found[0].prompt, std::string("a lighthouse, sunset"));
        QCOMPARE(found[0].seed, std::string("1001"));
        QCOMPARE(found[0].model, std::string("dream"));
        QCOMPARE(found[0].widthPx, 48);
        QCOMPARE(found[0].sha256.size(), std::size_t{64});
        // Nothing has changed: nothing is opened again.
        QCOMPARE(scan(folder).value().taken, 0);
    }

    void changesOutsideAreNoticed() {
        const auto folder = m_gallery->pictures();
        const auto other = m_gallery->root() / "other";
        std::filesystem::create_directories(other);
        for (int i = 0; i < 5; ++i) {
            GalleryFixture::save(folder / (std::to_string(i) + ".png"), i);
        }
        QVERIFY(scan(folder).isDone());
        QVERIFY(m_gallery->write([](Connection& connection) {
            const PictureId ids[] = {1, 2, 3, 4, 5};
            return setRating(connection, ids, 5);
        }));
        std::filesystem::remove(folder / "0.png");
        std::filesystem::rename(folder / "1.png", folder / "renamed.png");
        std::filesystem::rename(folder / "2.png", other / "moved.png");
        GalleryFixture::save(folder / "3.png", 33, QStringLiteral("painted over"));
        QVERIFY(scan(other).isDone());  // the target first: it must not become a second picture
        QVERIFY(scan(folder).isDone());
        const auto found = rows();
        QCOMPARE(found.size(), std::size_t{5});
        QStringList seen;
        for (const PictureRow& row : found) {
            QCOMPARE(row.rating, 5);
            seen += QString::fromStdString(row.file.filename().string()) +
                    (row.isMissing ? QStringLiteral(" missing") : QString());
        }
        QCOMPARE(seen.join(' '), QStringLiteral("0.png missing 3.png 4.png moved.png renamed.png"));
        QCOMPARE(found[1].prompt, std::string("painted over"));
    }

    void aFolderThatIsGoneIsOneSentence() {
        const auto folder = m_gallery->pictures();
        GalleryFixture::save(folder / "a.png", 1);
        QVERIFY(scan(folder).isDone());
        std::filesystem::rename(folder, m_gallery->root() / "away");
        const Outcome<ScanReport> gone = scan(folder);
        QVERIFY(gone.isFailed());
        QVERIFY(gone.error().code == ErrorCode::FileNotFound);
        QVERIFY(rows()[0].isMissing);
        std::filesystem::rename(m_gallery->root() / "away", folder);
        QVERIFY(scan(folder).isDone());
        QVERIFY(!rows()[0].isMissing);
    }

    void aScanCanBeStopped() {
        GalleryFixture::save(m_gallery->pictures() / "a.png", 1);
        const Outcome<ScanReport> outcome = m_gallery->onWorker([&](const std::stop_token&) {
            std::stop_source stop;
            stop.request_stop();
            return FolderScan(
                       m_gallery->database(), m_gallery->pictures(), FolderDepth::Whole,
                       [](const ScanProgress&) {}, [] {})
                .run(stop.get_token());
        });
        QVERIFY(outcome.isCancelled());
    }

    void linksToFoldersAreNotFollowed() {
        std::filesystem::create_directory_symlink("..", m_gallery->pictures() / "round");
        GalleryFixture::save(m_gallery->pictures() / "a.png", 1);
        QVERIFY(scan(m_gallery->pictures()).isDone());
        QCOMPARE(rows().size(), std::size_t{1});
    }

    /// Text with a picture's name, nothing at all, cut files, bombs, pipes: each is one sentence, and the good are taken in.
    void mixedAndBrokenFiles() {
        const auto folder = m_gallery->pictures();
        // LIMN_BROKEN_FILES=1700 makes it the folder of ten thousand.
        const int each =
            std::max(1, qEnvironmentVariable("LIMN_BROKEN_FILES", QStringLiteral("40")).toInt());
        GalleryFixture::save(folder / "good.png", 1);
        std::ifstream source(folder / "good.png", std::ios::binary);
        const std::string good((std::istreambuf_iterator<char>(source)), {});
        std::string bomb = good;  // says 100,000 x 100,000 in its header
        bomb.replace(16, 8, std::string("\x00\x01\x86\xa0\x00\x01\x86\xa0", 8));
        const std::string kinds[] = {std::string(),
                                     "this is text\n",
                                     good.substr(0, 30),
                                     bomb,
                                     "\xff\xd8\xff\xe0" + std::string(100, 'x'),
                                     std::string("RIFF\xff\xff\xff\x7fWEBPVP8 ", 16)};
        for (std::size_t kind = 0; kind < std::size(kinds); ++kind) {
            for (int i = 0; i < each; ++i) {
                std::ofstream(folder / ("bad" + std::to_string(kind) + "-" + std::to_string(i) +
                                        (i % 3 == 0   ? ".png"
                                         : i % 3 == 1 ? ".jpg"
                                                      : ".webp")),
                              std::ios::binary)
                    << kinds[kind];
            }
        }
        QCOMPARE(mkfifo((folder / "pipe.png").c_str(), 0600), 0);
        Outcome<ScanReport> report = scan(folder);
        QVERIFY(report.isDone());
        QCOMPARE(report.value().unreadable, static_cast<std::int64_t>(std::size(kinds)) * each);
        QCOMPARE(rows().size(), std::size_t{1});
        const auto problems = unreadable();
        QCOMPARE(problems.size(), std::size(kinds) * static_cast<std::size_t>(each));
        for (const UnreadableFile& file : problems) {
            QVERIFY(file.problem.ends_with('.'));
            QVERIFY(file.problem.find(file.file.filename().string()) != std::string::npos);
        }
        // They are known now, and opened again only when they change.
        QCOMPARE(scan(folder).value().taken, 0);
        std::ofstream(folder / "bad0-0.png", std::ios::binary) << good;
        QVERIFY(scan(folder).isDone());
        QCOMPARE(unreadable().size(), problems.size() - 1);
        std::filesystem::remove(folder / "bad1-0.png");
        QVERIFY(scan(folder).isDone());
        QCOMPARE(unreadable().size(), problems.size() - 2);
    }

    void theWatcherSeesWhatIsAdded() {
        const auto folder = m_gallery->pictures();
        GalleryFolders folders(m_gallery->database(), m_gallery->background());
        QSignalSpy finished(&folders, &GalleryFolders::scansFinished);
        QSignalSpy changed(&folders, &GalleryFolders::listChanged);
        folders.start(QString::fromStdString(folder.string()));
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(folders.folders(), QStringList{QString::fromStdString(folder.string())});
        GalleryFixture::save(folder / "new.png", 1);
        QTRY_VERIFY(changed.count() > 0);
        QCOMPARE(rows().size(), std::size_t{1});
        std::filesystem::remove(folder / "new.png");
        QTRY_VERIFY(rows().front().isMissing);
        folders.removeFolder(QString::fromStdString(folder.string()));
        QTRY_VERIFY(rows().empty());
    }

    void foldersSayThatTheyHaveChanged_data() {
        QTest::addColumn<QStringList>("others");
        QTest::addColumn<QStringList>("changed");
        QTest::addRow("none") << QStringList() << QStringList();
        QTest::addRow("one inside") << QStringList{"a/deep"} << QStringList{"a/deep"};
        QTest::addRow("one and what is in it") << QStringList{"a", "a/deep"} << QStringList{"a"};
        QTest::addRow("a name that begins alike")
            << QStringList{"a", "ab"} << QStringList{"a", "ab"};
        QTest::addRow("it has gone") << QStringList{"gone"} << QStringList{"gone"};
    }

    void foldersSayThatTheyHaveChanged() {
        QFETCH(QStringList, others);
        QFETCH(QStringList, changed);
        const auto root = m_gallery->pictures();
        FolderTimes known;
        for (const char* name : {"a", "a/deep", "ab"}) {
            std::filesystem::create_directories(root / name);
        }
        for (const char* name : {"a", "a/deep", "ab", "away"}) {
            known.emplace(root / name, folderTime(root / name));
        }
        QVERIFY(known.at(root / "a").has_value());
        QVERIFY(!known.at(root / "away").has_value());
        for (const QString& other : others) {
            FolderTime& time = known[root / other.toStdString()];
            time = time.value_or(2) - 1;
        }
        QStringList found;
        for (const auto& folder : changedFolders(known, {})) {
            found += QString::fromStdString(folder.lexically_relative(root).string());
        }
        QCOMPARE(found, changed);
    }

    /// As a drive that is plugged in while another program is in front: nothing is watched there.
    void aFolderThatComesBackIsFound() {
        const auto away = m_gallery->root() / "drive" / "pictures";
        GalleryFolders folders(m_gallery->database(), m_gallery->background());
        QSignalSpy finished(&folders, &GalleryFolders::scansFinished);
        QSignalSpy failed(&folders, &GalleryFolders::failed);
        QVERIFY(!folders.lookForChanges(0));  // there is nothing yet
        folders.addFolder(QString::fromStdString(away.string()));
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(failed.count(), 1);
        std::filesystem::create_directories(away);
        GalleryFixture::save(away / "a.png", 1);
        QVERIFY(!folders.lookForChanges());  // the scan was just now
        QVERIFY(folders.lookForChanges(0));
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(rows().size(), std::size_t{1});
        QVERIFY(!rows().front().isMissing);

        std::filesystem::rename(m_gallery->root() / "drive", m_gallery->root() / "unplugged");
        QVERIFY(folders.lookForChanges(0));
        QTRY_VERIFY(rows().front().isMissing);
    }
};

QTEST_GUILESS_MAIN(TstFolderScan)
#include "tst_FolderScan.moc"
