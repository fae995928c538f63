// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/GalleryModel.h"

#include "tests/support/GalleryFixture.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

using namespace limn;
using limn::test::GalleryFixture;

class TstGalleryModel : public QObject {
    Q_OBJECT

    std::unique_ptr<GalleryFixture> m_gallery;
    std::unique_ptr<PictureIndex> m_index;
    std::unique_ptr<GalleryModel> m_model;

    /// Rows without files: the model never looks at files.
    void fill(int first, int count) {
        QVERIFY(m_gallery->write([&](Connection& connection) -> Status {
            for (int i = first; i < first + count; ++i) {
                PictureFacts facts;
                facts.file = "/pictures/" + std::to_string(i) + ".png";
                facts.stamp = {i, i};
                facts.sha256 = std::to_string(i);
                facts.widthPx = facts.heightPx = 64;
                facts.madeAtMs = i;
                facts.model = i % 2 == 0 ? "even" : "odd";
                facts.prompt = "number " + std::to_string(i);
                if (const auto id = putPicture(connection, facts); !id) {
                    return id.error();
                }
            }
            return Unit{};
        }));
    }

    void open(const GalleryQuery& query = {}) {
        m_model->setQuery(query);
        QTRY_VERIFY(m_model->state() == GalleryModel::State::Ready);
    }

    QString name(int row) const { return m_model->data(m_model->index(row)).toString(); }

    QStringList filesOf(const QList<qint64>& ids) {
        std::optional<QStringList> files;
        m_model->readFiles(ids, m_model.get(), [&files](const Result<QStringList>& read) {
            files = read ? *read : QStringList(QStringLiteral("failed"));
        });
        [&]() {
            QTRY_VERIFY(files.has_value());
        }();
        return files.value_or(QStringList());
    }

private Q_SLOTS:
    void init() {
        m_gallery = std::make_unique<GalleryFixture>();
        m_index = std::make_unique<PictureIndex>(m_gallery->database(), m_gallery->background());
        m_model = std::make_unique<GalleryModel>(m_gallery->database(), *m_index);
    }
    void cleanup() {
        m_model.reset();
        m_index.reset();
        m_gallery.reset();
    }

    void anEmptyGalleryIsReadyAndEmpty() {
        QVERIFY(m_model->state() == GalleryModel::State::Loading);
        open();
        QCOMPARE(m_model->rowCount(), 0);
    }

    void everyPlaceOfALongListIsReached() {
        const QAbstractItemModelTester tester(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        fill(1, 3000);
        open();
        QTRY_COMPARE(m_model->rowCount(), 3000);
        QCOMPARE(name(0), QStringLiteral("3000.png"));
        // Far away: nothing at first, and then the row.
        QCOMPARE(name(2500), QString());
        QTRY_COMPARE(name(2500), QStringLiteral("500.png"));
        QCOMPARE(m_model->data(m_model->index(2500), GalleryModel::WidthRole).toInt(), 64);
    }

    void aNewPictureIsOneInsertion() {
        fill(1, 1000);
        open();
        QTRY_COMPARE(m_model->rowCount(), 1000);
        const QPersistentModelIndex held = m_model->index(500);
        const PictureId id = m_model->idAt(500);
        QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        fill(1001, 3);
        Q_EMIT m_index->listChanged();
        QTRY_COMPARE(m_model->rowCount(), 1003);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(held.row(), 503);
        QCOMPARE(m_model->idAt(held.row()), id);
    }

    void scatteredChangesKeepWhatIsSelected() {
        const QAbstractItemModelTester tester(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        fill(1, 400);
        GalleryQuery query;
        query.sort = GallerySort::BestRated;
        open(query);
        QTRY_COMPARE(m_model->rowCount(), 400);
        const QPersistentModelIndex held = m_model->index(200);
        const PictureId id = m_model->idAt(200);
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        // One goes, one comes, one changes its place, all before the list is read again.
        fill(401, 1);
        QVERIFY(m_gallery->write([&](Connection& connection) -> Status {
            const PictureId moved[] = {10};
            if (Status removed = removeRow(connection, 50); !removed) {
                return removed;
            }
            return setRating(connection, moved, 5);
        }));
        Q_EMIT m_index->listChanged();
        QTRY_COMPARE(m_model->idAt(0), PictureId{10});
        QCOMPARE(m_model->rowCount(), 400);
        QCOMPARE(reset.count(), 0);
        QVERIFY(held.isValid());
        QCOMPARE(m_model->idAt(held.row()), id);
        QCOMPARE(m_model->rowOf(50), -1);
        QCOMPARE(m_model->rowOf(401), 1);
    }

    void editsAreSeen() {
        fill(1, 10);
        open();
        QTRY_COMPARE(m_model->rowCount(), 10);
        const PictureId id = m_model->idAt(3);
        m_index->rate({id}, 3);
        QTRY_COMPARE(m_model->data(m_model->index(3), GalleryModel::RatingRole).toInt(), 3);
        GalleryQuery rated;
        rated.minRating = 3;
        open(rated);
        QCOMPARE(m_model->rowCount(), 1);
        m_index->undo();
        QTRY_COMPARE(m_model->rowCount(), 0);
    }

    void theNewestQueryWins() {
        fill(1, 2000);
        GalleryQuery words;
        m_model->setQuery(words);
        words.words = "number 1";
        m_model->setQuery(words);
        words.words = "number 77";
        m_model->setQuery(words);
        QTRY_VERIFY(m_model->state() == GalleryModel::State::Ready);
        QTRY_COMPARE(m_model->rowCount(), 11);  // 77 and 770 ... 779
    }

    void namesForFiltersAreKnown() {
        fill(1, 10);
        QSignalSpy facets(m_model.get(), &GalleryModel::facetsChanged);
        open();
        QTRY_COMPARE(facets.count(), 1);
        QCOMPARE(m_model->modelNames(),
                 (QStringList{QStringLiteral("even"), QStringLiteral("odd")}));
    }

    void draggingGivesTheFiles() {
        fill(1, 3);
        open();
        QTRY_COMPARE(name(0), QStringLiteral("3.png"));
        const std::unique_ptr<QMimeData> data(
            m_model->mimeData({m_model->index(0), m_model->index(2)}));
        QVERIFY(data);
        QCOMPARE(data->urls(), (QList<QUrl>{QUrl(QStringLiteral("file:///pictures/3.png")),
                                            QUrl(QStringLiteral("file:///pictures/1.png"))}));
    }

    void ofTheTrashItGivesWhatLiesThere() {
        fill(1, 3);
        QVERIFY(m_gallery->write([](Connection& connection) -> Status {
            for (const PictureId id : {1, 2}) {
                const std::string name = id == 1 ? "" : "/pictures/.limn-trash/2.png";
                if (Status marked = markTrashed(connection, id, name, 5); !marked) {
                    return marked;
                }
            }
            return Unit{};
        }));
        GalleryQuery trash;
        trash.shelf = GalleryShelf::Trash;
        open(trash);
        QTRY_COMPARE(m_model->rowCount(), 2);
        const std::unique_ptr<QMimeData> data(
            m_model->mimeData({m_model->index(0), m_model->index(1)}));
        QVERIFY(data);
        QCOMPARE(data->urls(),
                 QList<QUrl>{QUrl(QStringLiteral("file:///pictures/.limn-trash/2.png"))});
        QCOMPARE(filesOf({1, 2, 3}), (QStringList{QStringLiteral("/pictures/.limn-trash/2.png"),
                                                  QStringLiteral("/pictures/3.png")}));
    }

    void filesOfRowsThatAreNotInMemoryAreRead() {
        fill(1, 2000);
        QVERIFY(m_gallery->write([](Connection& connection) {
            const PictureId gone[] = {7};
            return setMissing(connection, gone, true);
        }));
        open();
        QTRY_COMPARE(m_model->rowCount(), 2000);
        QList<qint64> ids;
        for (qint64 id = 1; id <= 2000; ++id) {
            ids += id;
        }
        const QStringList files = filesOf(ids);
        QCOMPARE(files.size(), 1999);
        QCOMPARE(files.front(), QStringLiteral("/pictures/1.png"));
        QCOMPARE(files.at(6), QStringLiteral("/pictures/8.png"));
    }

    void aPictureIsSaidInWords() {
        fill(1, 2);
        QVERIFY(m_gallery->write([](Connection& connection) -> Status {
            return setDescription(connection, 2, "A fox in the snow.");
        }));
        open();
        QCOMPARE(name(0), QStringLiteral("2.png"));
        const QModelIndex described = m_model->index(0);
        QTRY_COMPARE(described.data(Qt::AccessibleTextRole).toString(),
                     QStringLiteral("2.png; A fox in the snow.; 64 by 64 pixels"));
        // The prompt is never said as if it were what is there.
        QCOMPARE(described.data(Qt::AccessibleDescriptionRole).toString(),
                 QStringLiteral("Asked for: number 2"));
        const QModelIndex plain = m_model->index(1);
        QTRY_COMPARE(plain.data(Qt::AccessibleTextRole).toString(),
                     QStringLiteral("1.png; 64 by 64 pixels"));
    }

    void aToolTipIsNoMarkup() {
        QVERIFY(m_gallery->write([](Connection& connection) -> Status {
            PictureFacts facts;
            facts.file = "/pictures/foreign.png";
            facts.stamp = {1, 1};
            facts.sha256 = "1";
            facts.widthPx = facts.heightPx = 64;
            facts.madeAtMs = 1;
            facts.prompt = "<img src='/etc/passwd'>" + std::string(1'000'000, 'x');
            const auto id = putPicture(connection, facts);
            return id ? Status(Unit{}) : Status(id.error());
        }));
        open();
        QTRY_COMPARE(name(0), QStringLiteral("foreign.png"));
        const QString tip = m_model->index(0).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(QStringLiteral("&lt;img src=")), qPrintable(tip.left(200)));
        QVERIFY(!tip.contains(QStringLiteral("<img")));
        QVERIFY2(tip.size() < 1000, qPrintable(QString::number(tip.size())));
    }
};

QTEST_GUILESS_MAIN(TstGalleryModel)
#include "tst_GalleryModel.moc"
