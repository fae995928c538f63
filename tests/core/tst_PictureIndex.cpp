// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/PictureIndex.h"

#include "core/gallery/picture_files.h"
#include "core/gallery/picture_search.h"
#include "tests/support/GalleryFixture.h"

#include <QSignalSpy>

#include <fstream>

#include <unistd.h>

using namespace limn;
using limn::test::GalleryFixture;

class TstPictureIndex : public QObject {
    Q_OBJECT

    std::unique_ptr<GalleryFixture> m_gallery;
    std::unique_ptr<PictureIndex> m_index;

    std::filesystem::path file(const char* name) const { return m_gallery->pictures() / name; }

    PictureId add(const char* name, int number) {
        GalleryFixture::save(file(name), number, QStringLiteral("prompt"));
        QSignalSpy taken(m_index.get(), &PictureIndex::taken);
        m_index->takeIn(file(name));
        [&]() {
            QTRY_COMPARE(taken.count(), 1);
        }();
        return taken[0][0].toLongLong();
    }

    PictureRow row(PictureId id) {
        return m_gallery->read([id](Connection& connection) { return pictureById(connection, id); })
            .value()
            .value_or(PictureRow{});
    }

    template <class Order>
    void edited(Order order) {
        QSignalSpy changed(m_index.get(), &PictureIndex::picturesChanged);
        order();
        QTRY_COMPARE(changed.count(), 1);
    }

private Q_SLOTS:
    void init() {
        m_gallery = std::make_unique<GalleryFixture>();
        m_index = std::make_unique<PictureIndex>(m_gallery->database(), m_gallery->background());
    }
    void cleanup() {
        m_index.reset();
        m_gallery.reset();
    }

    /// Of a picture that no folder of the gallery holds too: whoever writes words into its file finds it by them.
    void wordsComeWithAPictureThatIsTakenIn() {
        GalleryFixture::save(file("a.png"), 1);
        QSignalSpy kept(m_index.get(), &PictureIndex::wordsKept);
        EditedWords edits{.file = file("a.png"), .alt = "My boat."};
        m_index->takeIn(file("a.png"),
                        {.file = file("a.png"),
                         .description = "a boat",
                         .seenText = "KIEL",
                         .tags = {"boat"},
                         .alt = "A boat."},
                        [&edits] { return edits; });
        edits.alt = "Anna's boat.";  // typed while the file is being looked at
        QTRY_COMPARE(kept.count(), 2);
        const auto picture = kept[1][0].value<PictureRow>();
        QCOMPARE(picture.alt, std::string("Anna's boat."));
        QCOMPARE(picture.description, std::string("a boat"));
        QCOMPARE(picture.seenText, std::string("KIEL"));
        QCOMPARE(picture.tags, std::vector<std::string>{"boat"});
    }

    void everyEditCanBeUndoneAndRedone() {
        const PictureId id = add("a.png", 1);
        edited([&] { m_index->rate({id}, 4); });
        edited([&] { m_index->setFavourite({id}, true); });
        edited([&] { m_index->setTags(id, {QStringLiteral("sea"), QStringLiteral("sky")}); });
        edited(
            [&] { m_index->changeTags({id}, {QStringLiteral("boat")}, {QStringLiteral("sea")}); });
        edited([&] { m_index->describe(id, QStringLiteral("a boat")); });
        edited([&] { m_index->rename(id, QStringLiteral("b.png")); });
        edited([&] { m_index->moveToTrash({id}); });
        QVERIFY(!isThere(file("a.png")));
        QVERIFY(!isThere(file("b.png")));
        QVERIFY(row(id).deletedAtMs > 0);

        edited([&] { m_index->undo(); });
        QVERIFY(isThere(file("b.png")));
        QCOMPARE(row(id).deletedAtMs, 0);
        QVERIFY(!isThere(trashFolderFor(file("b.png"))));  // nothing is left lying about
        edited([&] { m_index->undo(); });
        QVERIFY(isThere(file("a.png")));
        edited([&] { m_index->undo(); });
        QCOMPARE(row(id).description, std::string());
        edited([&] { m_index->undo(); });
        QCOMPARE(row(id).tags, (std::vector<std::string>{"sea", "sky"}));
        edited([&] { m_index->undo(); });
        QVERIFY(row(id).tags.empty());
        edited([&] { m_index->undo(); });
        QVERIFY(!row(id).isFavourite);
        edited([&] { m_index->undo(); });
        QCOMPARE(row(id).rating, 0);
        QVERIFY(!m_index->canUndo());
        for (int i = 0; i < 7; ++i) {
            edited([&] { m_index->redo(); });
        }
        QVERIFY(!m_index->canRedo());
        QVERIFY(row(id).deletedAtMs > 0);
        QCOMPARE(row(id).rating, 4);
    }

    void manyAtOnceAreOneStep() {
        const QList<qint64> ids = {add("a.png", 1), add("b.png", 2), add("c.png", 3)};
        QSignalSpy trashed(m_index.get(), &PictureIndex::trashed);
        edited([&] { m_index->moveToTrash(ids); });
        QTRY_COMPARE(trashed.count(), 1);
        QCOMPARE(trashed[0][0].value<QList<qint64>>(), ids);
        QVERIFY(std::filesystem::is_empty(m_gallery->pictures()) == false);  // the trash folder
        edited([&] { m_index->undo(); });
        for (const char* name : {"a.png", "b.png", "c.png"}) {
            QVERIFY(isThere(file(name)));
        }
    }

    void aRestoredPictureReplacesNothing() {
        const PictureId id = add("a.png", 1);
        edited([&] { m_index->moveToTrash({id}); });
        std::ofstream(file("a.png")) << "another file";
        edited([&] { m_index->restore({id}); });
        QVERIFY(row(id).file == file("a (2).png"));
        QVERIFY(isThere(file("a (2).png")));
        QCOMPARE(std::filesystem::file_size(file("a.png")), std::uintmax_t{12});
    }

    void whereAFileLiesIsTold() {
        const PictureId id = add("a.png", 1);
        QSignalSpy moved(m_index.get(), &PictureIndex::placeChanged);
        const auto last = [&] {
            return QStringList{moved.back()[1].toString(), moved.back()[2].toString()};
        };
        const QString a = QString::fromStdString(file("a.png").string());
        const QString b = QString::fromStdString(file("b.png").string());
        edited([&] { m_index->rename(id, QStringLiteral("b.png")); });
        QTRY_COMPARE(moved.count(), 1);
        QCOMPARE(moved[0][0].toLongLong(), id);
        QCOMPARE(last(), (QStringList{a, b}));
        edited([&] { m_index->undo(); });
        QTRY_COMPARE(moved.count(), 2);
        QCOMPARE(last(), (QStringList{b, a}));
        edited([&] { m_index->moveToTrash({id}); });
        QTRY_COMPARE(moved.count(), 3);
        QCOMPARE(last(), (QStringList{a, QString()}));
        edited([&] { m_index->undo(); });
        QTRY_COMPARE(moved.count(), 4);
        QVERIFY(isThere(file("a.png")));
        QCOMPARE(last(), (QStringList{a, a}));
        edited([&] { m_index->rate({id}, 3); });
        QCOMPARE(moved.count(), 4);
    }

    void whoNamesARenamedFileFollows() {
        m_index->setPlaceFollower([](Connection& connection, const std::filesystem::path& before,
                                     const std::filesystem::path& after) {
            return connection.execute("UPDATE note SET file = ?2 WHERE file = ?1", before.string(),
                                      after.string());
        });
        QVERIFY(m_gallery->write([&](Connection& connection) -> Status {
            const Status made = connection.execute("CREATE TABLE note (file TEXT NOT NULL) STRICT");
            return made ? connection.execute("INSERT INTO note (file) VALUES (?1)",
                                             file("a.png").string())
                        : made;
        }));
        const auto noted = [&] {
            return m_gallery->read([](Connection& connection) {
                return connection.rows("SELECT file FROM note",
                                       [](const Statement& row) { return row.text(0); });
            });
        };
        const PictureId id = add("a.png", 1);
        edited([&] { m_index->rename(id, QStringLiteral("b.png")); });
        QCOMPARE(noted()->front(), file("b.png").string());
        edited([&] { m_index->undo(); });
        QCOMPARE(noted()->front(), file("a.png").string());
        m_index->rename(id, QStringLiteral("c.png"));
        m_index.reset();  // also what waits at the end
        QCOMPARE(noted()->front(), file("c.png").string());
        m_index = std::make_unique<PictureIndex>(m_gallery->database(), m_gallery->background());
    }

    void aFileThatTheGalleryDoesNotKnowGoesToTheTrashToo() {
        const QString a = QString::fromStdString(file("a.png").string());
        GalleryFixture::save(file("a.png"), 1);
        QSignalSpy trashed(m_index.get(), &PictureIndex::trashed);
        m_index->moveFileToTrash(a);
        QTRY_COMPARE(trashed.count(), 1);
        QVERIFY(!isThere(file("a.png")));
        const auto ids = trashed[0][0].value<QList<qint64>>();
        QCOMPARE(ids.size(), 1);
        edited([&] { m_index->restore(ids); });
        QVERIFY(isThere(file("a.png")));
        m_index->moveFileToTrash(a);  // known now, by the same row
        QTRY_COMPARE(trashed.count(), 2);
        QCOMPARE(trashed[1][0].value<QList<qint64>>(), ids);
    }

    void whyAFileStaysIsTold_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("it is not there") << QByteArray();
        QTest::newRow("it is no picture") << QByteArray("words");
    }
    void whyAFileStaysIsTold() {
        QFETCH(QByteArray, content);
        if (!content.isEmpty()) {
            std::ofstream(file("a.png")) << content.toStdString();
        }
        QSignalSpy failed(m_index.get(), &PictureIndex::failed);
        m_index->moveFileToTrash(QString::fromStdString(file("a.png").string()));
        QTRY_COMPARE(failed.count(), 1);
        const std::string sentence = failed[0][0].value<Error>().message;
        QVERIFY(sentence.starts_with("Nothing was moved to the trash: "));
        QVERIFY(sentence.find("a.png") != std::string::npos);
        QCOMPARE(isThere(file("a.png")), !content.isEmpty());
        QVERIFY(!m_index->canUndo());
    }

    void refusedNamesChangeNothing_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("taken") << "b.png";
        QTest::newRow("another folder") << "../a.png";
        QTest::newRow("absolute") << "/tmp/a.png";
        QTest::newRow("empty") << "";
        QTest::newRow("hidden") << ".a.png";
        QTest::newRow("no picture's ending") << "a.txt";
        QTest::newRow("a device of Windows") << "con.png";
        QTest::newRow("a line feed") << "a\n.png";
        QTest::newRow("too long") << QString(260, QLatin1Char('a')) + ".png";
    }
    void refusedNamesChangeNothing() {
        QFETCH(QString, name);
        const PictureId id = add("a.png", 1);
        add("b.png", 2);
        QSignalSpy failed(m_index.get(), &PictureIndex::failed);
        m_index->rename(id, name);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(row(id).file == file("a.png"));
        QVERIFY(isThere(file("a.png")));
        QVERIFY(!m_index->canUndo());
    }

    void whatWasDeletedOutsideCanStillBeDeleted() {
        const PictureId id = add("a.png", 1);
        std::filesystem::remove(file("a.png"));
        edited([&] { m_index->moveToTrash({id}); });
        edited([&] { m_index->undo(); });
        QVERIFY(row(id).isMissing);
    }

    void brokenOffMovesAreFinished_data() {
        QTest::addColumn<bool>("isDeletion");
        QTest::addColumn<bool>("hasFileMoved");
        QTest::newRow("deleted, file not moved yet") << true << false;
        QTest::newRow("deleted, file moved") << true << true;
        QTest::newRow("restored, file not moved yet") << false << false;
        QTest::newRow("restored, file moved") << false << true;
    }
    void brokenOffMovesAreFinished() {
        QFETCH(bool, isDeletion);
        QFETCH(bool, hasFileMoved);
        const PictureId id = add("a.png", 1);
        const auto trash = trashFileFor(id, file("a.png"));
        QVERIFY(m_gallery->write([&](Connection& connection) {
            return markTrashed(connection, id, trash, 1'700'000'000'000);
        }));
        if (!isDeletion) {
            QVERIFY(m_gallery->write([&](Connection& connection) {
                return markRestored(connection, id, file("a.png"));
            }));
        }
        if (isDeletion == hasFileMoved) {  // the file lies in the trash
            QVERIFY(prepareTrash(file("a.png")));
            QVERIFY(moveFile(file("a.png"), trash));
        }
        QVERIFY(m_gallery->onWorker([&](const std::stop_token& stop) {
            return finishBrokenOff(m_gallery->database(), stop);
        }));
        QCOMPARE(isThere(file("a.png")), !isDeletion);
        QCOMPARE(isThere(trash), isDeletion);
        QCOMPARE(row(id).deletedAtMs != 0, isDeletion);
        QVERIFY(!row(id).isMissing);
        const auto left =
            m_gallery->read([](Connection& connection) { return trashedPictures(connection); });
        QCOMPARE(left->size(), std::size_t{isDeletion ? 1U : 0U});
    }

    void theTrashIsKeptForItsTime() {
        const PictureId old = add("old.png", 1);
        const PictureId young = add("young.png", 2);
        edited([&] { m_index->moveToTrash({old, young}); });
        const auto oldFile = trashFileFor(old, file("old.png"));
        const auto youngFile = trashFileFor(young, file("young.png"));
        QVERIFY(m_gallery->write([&](Connection& connection) {
            return connection.execute(
                "UPDATE picture SET deleted_at = deleted_at - ?2 WHERE id = ?1", old,
                kTrashKeptMs + 60'000);
        }));
        QSignalSpy changed(m_index.get(), &PictureIndex::listChanged);
        m_index->start();
        QTRY_COMPARE(changed.count(), 1);
        QVERIFY(!isThere(oldFile));
        QVERIFY(isThere(youngFile));
        QCOMPARE(row(old).id, 0);
        QVERIFY(row(young).id == young);
    }

    void editsThatWaitAtTheEndAreDone() {
        const PictureId id = add("a.png", 1);
        for (int i = 0; i < 20; ++i) {
            m_index->rate({id}, i % 5 + 1);
        }
        m_index.reset();
        QCOMPARE(row(id).rating, 5);
        m_index = std::make_unique<PictureIndex>(m_gallery->database(), m_gallery->background());
    }

    void aReadOnlyFolderKeepsItsPictures() {
        if (geteuid() == 0) {
            QSKIP("root may write everywhere");
        }
        const PictureId id = add("a.png", 1);
        std::filesystem::permissions(m_gallery->pictures(), std::filesystem::perms::owner_read |
                                                                std::filesystem::perms::owner_exec);
        QSignalSpy failed(m_index.get(), &PictureIndex::failed);
        m_index->moveToTrash({id});
        QTRY_COMPARE(failed.count(), 1);
        std::filesystem::permissions(m_gallery->pictures(), std::filesystem::perms::owner_all);
        QVERIFY(isThere(file("a.png")));
        QCOMPARE(row(id).deletedAtMs, 0);
    }

    /// The same for root: a file stands where the trash folder would be.
    void aTrashThatCannotBeMadeKeepsThePicture() {
        const PictureId id = add("a.png", 1);
        std::ofstream(trashFolderFor(file("a.png"))) << "in the way";
        QSignalSpy failed(m_index.get(), &PictureIndex::failed);
        m_index->moveToTrash({id});
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(isThere(file("a.png")));
        QCOMPARE(row(id).deletedAtMs, 0);
        QVERIFY(!m_index->canUndo());
    }
};

QTEST_GUILESS_MAIN(TstPictureIndex)
#include "tst_PictureIndex.moc"
