// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/described_pictures.h"
#include "core/gallery/gallery_schema.h"
#include "core/gallery/picture_rows.h"
#include "core/gallery/picture_search.h"

#include "core/database/database_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace limn;

class TstPictureRows : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<OpenDatabase> m_open;

    Connection& connection() { return *m_open->connection; }

    static PictureFacts facts(int number) {
        PictureFacts picture;
        picture.file = "/pictures/set/" + std::to_string(number) + ".png";
        picture.stamp = {1000 + number, 5'000'000 + number};
        picture.sha256 = std::string(60, 'a') + std::to_string(1000 + number);
        picture.widthPx = number % 3 == 0 ? 512 : 768;
        picture.heightPx = number % 3 == 1 ? 512 : 768;
        picture.madeAtMs = 1'700'000'000'000 + number;
        picture.model = number % 2 == 0 ? "Zebra" : "alpha";
        picture.prompt = "a lighthouse number " + std::to_string(number);
        picture.seed = std::to_string(number);
        return picture;
    }

    PictureId put(const PictureFacts& picture) {
        const Result<PictureId> id = putPicture(connection(), picture);
        if (!id) {
            qWarning("%s\n%s", id.error().message.c_str(), id.error().detail.c_str());
        }
        return id ? *id : -1;
    }

    /// The numbers of facts(), in the query's order.
    QList<int> found(const GalleryQuery& query,
                     std::size_t limit = std::numeric_limits<std::size_t>::max()) {
        const auto ids = findPictures(connection(), query, limit);
        if (!ids) {
            qWarning("%s\n%s", ids.error().message.c_str(), ids.error().detail.c_str());
            return {-1};
        }
        QList<int> numbers;
        const auto rows = picturesById(connection(), *ids);
        for (const PictureRow& row : *rows) {
            numbers += std::stoi(row.seed);
        }
        return numbers;
    }

private Q_SLOTS:
    void init() {
        m_open.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        Result<OpenDatabase> open =
            openDatabase({m_folder->path().toStdString() + "/limn.db", gallerySteps()});
        QVERIFY2(open, open ? "" : (open.error().message + open.error().detail).c_str());
        m_open.emplace(std::move(*open));
    }

    void whatIsPutComesBack() {
        PictureFacts picture = facts(7);
        picture.madeFrom = std::string(64, 'b');
        picture.description = "a tower by the sea";
        picture.turnId = 4;
        const PictureId id = put(picture);
        const auto row = pictureById(connection(), id);
        QVERIFY(row && *row);
        QVERIFY((*row)->file == picture.file);
        QVERIFY((*row)->stamp == picture.stamp);
        QCOMPARE((*row)->sha256, picture.sha256);
        QCOMPARE((*row)->widthPx, picture.widthPx);
        QCOMPARE((*row)->heightPx, picture.heightPx);
        QCOMPARE((*row)->madeAtMs, picture.madeAtMs);
        QCOMPARE((*row)->model, picture.model);
        QCOMPARE((*row)->prompt, picture.prompt);
        QCOMPARE((*row)->seed, picture.seed);
        QCOMPARE((*row)->madeFrom, picture.madeFrom);
        QCOMPARE((*row)->description, picture.description);
        QCOMPARE((*row)->turnId, picture.turnId);
        QVERIFY(pictureByFile(connection(), picture.file).value()->id == id);
        QVERIFY(!*pictureByFile(connection(), "/elsewhere/7.png"));
    }

    void puttingAgainKeepsWhatThePersonDid() {
        const PictureId id = put(facts(1));
        const PictureId ids[] = {id};
        QVERIFY(setRating(connection(), ids, 4));
        const std::string tags[] = {"sea"};
        QVERIFY(setTags(connection(), id, tags));
        QVERIFY(setDescription(connection(), id, "mine"));
        PictureFacts changed = facts(1);
        changed.stamp.sizeBytes = 5;
        changed.prompt = "another prompt";
        QCOMPARE(put(changed), id);
        const PictureRow row = **pictureById(connection(), id);
        QCOMPARE(row.rating, 4);
        QCOMPARE(row.tags, std::vector<std::string>{"sea"});
        QCOMPARE(row.description, std::string("mine"));
        QCOMPARE(row.prompt, std::string("another prompt"));
    }

    void aMovedFileFindsItsRow() {
        const PictureId id = put(facts(1));
        const PictureId ids[] = {id};
        QVERIFY(setRating(connection(), ids, 5));
        PictureFacts moved = facts(1);
        moved.file = "/pictures/other/new name.png";
        // A copy is a picture of its own while the first is there.
        QVERIFY(put(moved) != id);
        QVERIFY(removeRow(connection(), put(moved)));
        QVERIFY(setMissing(connection(), ids, true));
        QCOMPARE(put(moved), id);
        const PictureRow row = **pictureById(connection(), id);
        QCOMPARE(row.rating, 5);
        QVERIFY(!row.isMissing);
        QVERIFY(row.file == moved.file);
    }

    void orders_data() {
        QTest::addColumn<int>("sort");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("newest") << static_cast<int>(GallerySort::Newest)
                                << QList<int>{5, 4, 3, 2, 1};
        QTest::newRow("oldest") << static_cast<int>(GallerySort::Oldest)
                                << QList<int>{1, 2, 3, 4, 5};
        QTest::newRow("name") << static_cast<int>(GallerySort::Name) << QList<int>{1, 2, 3, 4, 5};
        QTest::newRow("best rated")
            << static_cast<int>(GallerySort::BestRated) << QList<int>{2, 4, 5, 3, 1};
        QTest::newRow("model, by its name whatever its case")
            << static_cast<int>(GallerySort::Model) << QList<int>{5, 3, 1, 4, 2};
    }
    void orders() {
        QFETCH(int, sort);
        QFETCH(QList<int>, expected);
        for (int i = 1; i <= 5; ++i) {
            const PictureId ids[] = {put(facts(i))};
            QVERIFY(setRating(connection(), ids, i == 2 ? 5 : i == 4 ? 3 : 0));
        }
        GalleryQuery query;
        query.sort = static_cast<GallerySort>(sort);
        QCOMPARE(found(query), expected);
        QCOMPARE(found(query, 2), expected.mid(0, 2));
        // Nothing of it may sort at run time: that is what the indexes are for.
        query.words = "lighthouse";
        QCOMPARE(found(query), expected);
    }

    void filters() {
        for (int i = 1; i <= 12; ++i) {
            const PictureId id = put(facts(i));
            const PictureId ids[] = {id};
            QVERIFY(setRating(connection(), ids, i % 6));
            QVERIFY(setFavourite(connection(), ids, i % 4 == 0));
            QVERIFY(setSeenText(connection(), id, i == 3 ? "EXIT" : ""));
        }
        QCOMPARE(found({.minRating = 4}), (QList<int>{11, 10, 5, 4}));
        QCOMPARE(found({.onlyFavourites = true}), (QList<int>{12, 8, 4}));
        QCOMPARE(found({.onlyWithText = true}), QList<int>{3});
        QCOMPARE(found({.model = "Zebra"}), (QList<int>{12, 10, 8, 6, 4, 2}));
        QCOMPARE(found({.model = "unknown"}), QList<int>{});
        QCOMPARE(found({.aspect = PictureAspect::Tall}), (QList<int>{12, 9, 6, 3}));
        QCOMPARE(found({.aspect = PictureAspect::Wide}), (QList<int>{10, 7, 4, 1}));
        QCOMPARE(found({.aspect = PictureAspect::Square}), (QList<int>{11, 8, 5, 2}));
        QCOMPARE(found({.madeFromMs = 1'700'000'000'003, .madeToMs = 1'700'000'000'005}),
                 (QList<int>{4, 3}));
        QCOMPARE(found({.words = "exit"}), QList<int>{3});
        QCOMPARE(found({.words = "number", .minRating = 4, .model = "alpha"}), (QList<int>{11, 5}));
    }

    void words_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("a word of the prompt") << "lighthouse" << true;
        QTest::newRow("its beginning, in capitals") << "LIGHTH" << true;
        QTest::newRow("two words in another order") << "sea lighthouse" << true;
        QTest::newRow("a word too many") << "lighthouse zeppelin" << false;
        QTest::newRow("the middle of a word") << "house" << false;
        QTest::newRow("the file's name") << "IMG_0042" << true;
        QTest::newRow("the description") << "keeper" << true;
        QTest::newRow("a tag") << "holiday" << true;
        QTest::newRow("without its accent") << "cafe" << true;
        QTest::newRow("with its accent") << QStringLiteral("caf\u00e9") << true;
        QTest::newRow("japanese") << QStringLiteral("\u706f\u53f0") << true;
        QTest::newRow("operators are text") << "lighthouse OR zeppelin" << false;
        QTest::newRow("a quote") << "\"lighthouse" << true;
        QTest::newRow("a column filter is text") << "prompt:lighthouse" << false;
        QTest::newRow("nothing but signs") << "*^\"()" << true;
    }
    void words() {
        QFETCH(QString, words);
        QFETCH(bool, isFound);
        PictureFacts picture = facts(1);
        picture.prompt = "a Lighthouse by the sea, caf\xc3\xa9 \xe7\x81\xaf\xe5\x8f\xb0";
        picture.file = "/pictures/IMG_0042.png";
        picture.description = "the keeper waves";
        const PictureId id = put(picture);
        const std::string tags[] = {"  Holiday 2026 ", "holiday 2026", ""};
        QVERIFY(setTags(connection(), id, tags));
        QCOMPARE((**pictureById(connection(), id)).tags, std::vector<std::string>{"Holiday 2026"});
        GalleryQuery query;
        query.words = words.toStdString();
        QCOMPARE(!found(query).isEmpty(), isFound);
    }

    void searchFollowsChanges() {
        const PictureId id = put(facts(1));
        QVERIFY(setDescription(connection(), id, "a windmill"));
        QCOMPARE(found({.words = "windmill"}), QList<int>{1});
        QVERIFY(setDescription(connection(), id, "a boat"));
        QCOMPARE(found({.words = "windmill"}), QList<int>{});
        QVERIFY(removeRow(connection(), id));
        QCOMPARE(found({.words = "boat"}), QList<int>{});
        QVERIFY(connection().execute(
            "INSERT INTO picture_words (picture_words) VALUES ('integrity-check')"));
    }

    void altTextsAreFound() {
        const PictureId id = put(facts(1));
        QVERIFY(setAlt(connection(), id, "a windmill"));
        QCOMPARE((**pictureById(connection(), id)).alt, std::string("a windmill"));
        QCOMPARE(found({.words = "windmill"}), QList<int>{1});
        QVERIFY(setAlt(connection(), id, ""));
        QCOMPARE(found({.words = "windmill"}), QList<int>{});
    }

    /// Files from before alt texts were kept: everything is found as it was.
    void anOlderFileLearnsAltTexts() {
        const std::filesystem::path file = m_folder->path().toStdString() + "/older.db";
        m_open.reset();
        auto steps = gallerySteps();
        steps.resize(3);
        {
            auto older = openDatabase({file, steps});
            QVERIFY(older);
            QVERIFY(older->connection->run(
                "INSERT INTO model_label (id, name) VALUES (1, 'm');"
                "INSERT INTO picture (id, folder, name, size_bytes, modified_ns, sha256, width_px,"
                " height_px, aspect, made_at, label, seed, description, seen_text)"
                " VALUES (7, '/p', 'a.png', 1, 1, 'x', 10, 10, 2, 1, 1, '7', 'a mill', 'OPEN'),"
                " (8, '/p', 'b.png', 1, 1, 'y', 10, 10, 2, 1, 1, '8', '', 'SHUT');"
                "INSERT INTO picture_words (rowid, prompt, description, tags, name, seen_text)"
                " SELECT id, prompt, description, tags, name, seen_text FROM picture;"
                "INSERT INTO described_picture (picture, description, tags)"
                " VALUES (7, 'a mill', '');"));
        }
        auto now = openDatabase({file, gallerySteps()});
        QVERIFY2(now, now ? "" : (now.error().message + now.error().detail).c_str());
        m_open.emplace(std::move(*now));
        QCOMPARE(found({.words = "mill"}), QList<int>{7});
        QCOMPARE(found({.words = "open"}), QList<int>{7});
        // The writing is the program's own, and gives way to what it reads later.
        QVERIFY(putDescription(connection(), {.file = "/p/a.png",
                                              .description = "a mill",
                                              .seenText = "CLOSED",
                                              .tags = {},
                                              .alt = "sails"}));
        QCOMPARE(found({.words = "closed"}), QList<int>{7});
        QCOMPARE(found({.words = "open"}), QList<int>{});
        QCOMPARE(found({.words = "sails"}), QList<int>{7});
        // Also where it was read before the program noted what it put there.
        QVERIFY(putDescription(
            connection(), {.file = "/p/b.png", .description = "", .seenText = "AJAR", .tags = {}}));
        QCOMPARE(found({.words = "ajar"}), QList<int>{8});
        QCOMPARE(found({.words = "shut"}), QList<int>{});
        QVERIFY(connection().execute(
            "INSERT INTO picture_words (picture_words) VALUES ('integrity-check')"));
    }

    void manyMatchesKeepTheOrder() {
        QVERIFY(connection().transaction([&](Connection& open) -> Status {
            for (int i = 1; i <= 5000; ++i) {
                if (const auto id = putPicture(open, facts(i)); !id) {
                    return id.error();
                }
            }
            return Unit{};
        }));
        QList<int> expected;
        for (int i = 5000; i > 4900; --i) {
            expected += i;
        }
        QCOMPARE(found({.words = "lighthouse"}, 100), expected);
        QCOMPARE(found({.words = "lighthouse 4321"}), QList<int>{4321});
        QCOMPARE(found({.words = "lighthouse"}).size(), 5000);
    }

    void noOrderIsSortedAtRunTime() {
        const char* prefix = "EXPLAIN QUERY PLAN SELECT id FROM picture p INDEXED BY ";
        const std::pair<const char*, const char*> orders[] = {
            {"picture_by_date", "made_at DESC, id DESC"},
            {"picture_by_date", "made_at, id"},
            {"picture_by_name", "name COLLATE NOCASE, id"},
            {"picture_by_rating", "rating DESC, made_at DESC, id DESC"}};
        for (const auto& [index, order] : orders) {
            const auto plan = connection().rows(
                std::string(prefix) + index +
                    " WHERE p.shelf = 1 AND p.rating >= 3 AND p.aspect = 1 ORDER BY " + order,
                [](const Statement& row) { return row.text(3); });
            QVERIFY(plan);
            for (const std::string& step : *plan) {
                QVERIFY2(step.find("TEMP B-TREE") == std::string::npos, step.c_str());
                QVERIFY2(step.find("COVERING INDEX") != std::string::npos, step.c_str());
            }
        }
    }

    void lineageFollowsContentAndEndsInCircles() {
        PictureFacts first = facts(1);
        PictureFacts second = facts(2);
        PictureFacts third = facts(3);
        second.madeFrom = first.sha256;
        third.madeFrom = second.sha256;
        put(first);
        const PictureId middle = put(second);
        const PictureId last = put(third);
        Result<Lineage> lineage = lineageOf(connection(), last);
        QVERIFY(lineage);
        QCOMPARE(lineage->ancestors.size(), std::size_t{2});
        QCOMPARE(lineage->ancestors[0].seed, std::string("2"));
        QCOMPARE(lineage->ancestors[1].seed, std::string("1"));
        QCOMPARE(found({.familyOf = middle}), (QList<int>{1, 2, 3}));
        lineage = lineageOf(connection(), middle);
        QCOMPARE(lineage->children.size(), std::size_t{1});
        QCOMPARE(lineage->children[0].seed, std::string("3"));
        first.madeFrom = third.sha256;
        put(first);
        QCOMPARE(lineageOf(connection(), last)->ancestors.size(), std::size_t{2});
    }

    void aFolderThatComesBackBringsWhatWasKnown() {
        QVERIFY(addGalleryFolder(connection(), "/pictures"));
        const PictureId id = put(facts(1));
        PictureFacts beside = facts(2);
        beside.file = "/pictures2/x.png";
        put(beside);
        const PictureId ids[] = {id};
        QVERIFY(setRating(connection(), ids, 3));
        QVERIFY(removeGalleryFolder(connection(), "/pictures/"));
        QCOMPARE(found({}), QList<int>{2});  // a name that merely begins alike stays
        QVERIFY(addGalleryFolder(connection(), "/pictures"));
        QCOMPARE(found({.minRating = 3}), QList<int>{1});
        // Held twice: taking the inner one out changes nothing.
        QVERIFY(addGalleryFolder(connection(), "/pictures/set"));
        QVERIFY(removeGalleryFolder(connection(), "/pictures/set"));
        QCOMPARE(found({.minRating = 3}), QList<int>{1});
    }

    void tagsAreCounted() {
        const PictureId ids[] = {put(facts(1)), put(facts(2))};
        QVERIFY(addTag(connection(), ids, "sea"));
        QVERIFY(addTag(connection(), {ids, 1}, "Boat"));
        auto tags = tagsInUse(connection());
        QVERIFY(tags);
        QCOMPARE(tags->size(), std::size_t{2});
        QCOMPARE((*tags)[0].name, std::string("sea"));
        QCOMPARE((*tags)[0].pictures, 2);
        QVERIFY(removeTag(connection(), ids, "sea"));
        tags = tagsInUse(connection());
        QCOMPARE(tags->size(), std::size_t{1});
        QCOMPARE(modelsInUse(connection()).value(), (std::vector<std::string>{"alpha", "Zebra"}));
    }
};

QTEST_GUILESS_MAIN(TstPictureRows)
#include "tst_PictureRows.moc"
