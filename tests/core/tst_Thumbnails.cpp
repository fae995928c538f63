// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Image.h"
#include "core/gallery/ThumbnailProvider.h"
#include "core/gallery/picture_files.h"
#include "core/gallery/thumbnail_files.h"
#include "tests/support/GalleryFixture.h"

#include <QFileInfo>
#include <QSet>
#include <QSignalSpy>

#include <fstream>
#include <future>

using namespace limn;
using limn::test::GalleryFixture;

class TstThumbnails : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QThreadPool m_pool;

    std::filesystem::path root() const { return m_folder->path().toStdString(); }
    std::filesystem::path cache() const { return root() / "thumbnails"; }
    static std::int64_t modified(const std::filesystem::path& file) {
        return stampOf(file)->modifiedNs;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    /// The example of the standard itself, and names as g_filename_to_uri() escapes them.
    void namesAreThoseOfTheStandard() {
        QVERIFY(thumbnailFile("/home/jens/.thumbnails", "/home/jens/photos/me.png",
                              ThumbnailSize::Normal) ==
                "/home/jens/.thumbnails/normal/c6ee772d9e49320e97ec29a7eb5b1697.png");
        QCOMPARE(thumbnailUri("/a b/\xc3\xa4;[x]#%?&='!.png"),
                 QByteArray("file:///a%20b/%C3%A4%3B%5Bx%5D%23%25%3F&='!.png"));
    }

    void sizes_data() {
        QTest::addColumn<int>("px");
        QTest::addColumn<QString>("folder");
        QTest::newRow("small") << 60 << "normal";
        QTest::newRow("just") << 128 << "normal";
        QTest::newRow("more") << 129 << "large";
        QTest::newRow("more again") << 300 << "x-large";
        QTest::newRow("most") << 3000 << "xx-large";
    }
    void sizes() {
        QFETCH(int, px);
        QFETCH(QString, folder);
        const auto file = thumbnailFile("/t", "/a.png", thumbnailSizeFor(px));
        QCOMPARE(QString::fromStdString(file.parent_path().filename().string()), folder);
    }

    void whatIsMadeIsStoredForOthersAndFoundAgain() {
        const auto picture = root() / "wide.png";
        GalleryFixture::save(picture, 1, {}, {900, 300});
        const std::int64_t time = modified(picture);
        QVERIFY(storedThumbnail(cache(), picture, time, ThumbnailSize::Large).isNull());
        const Outcome<QImage> made =
            makeThumbnail(cache(), picture, time, ThumbnailSize::Large, {});
        QVERIFY(made.isDone());
        QCOMPARE(made.value().size(), QSize(256, 85));
        const auto file = thumbnailFile(cache(), picture, ThumbnailSize::Large);
        const QImage raw(QString::fromStdString(file.string()));
        QCOMPARE(raw.text(QStringLiteral("Thumb::URI")),
                 QString::fromLatin1(thumbnailUri(picture)));
        QCOMPARE(raw.text(QStringLiteral("Thumb::MTime")), QString::number(time / 1'000'000'000));
        QCOMPARE(static_cast<int>(QFileInfo(QString::fromStdString(file.string())).permissions() &
                                  0x077),
                 0);
        QCOMPARE(storedThumbnail(cache(), picture, time, ThumbnailSize::Large), made.value());
        // A picture that was changed since has none.
        QVERIFY(
            storedThumbnail(cache(), picture, time + 1'000'000'000, ThumbnailSize::Large).isNull());
        // One with the right name of another picture counts for nothing.
        const auto other = root() / "other.png";
        std::filesystem::copy_file(file, thumbnailFile(cache(), other, ThumbnailSize::Large));
        QVERIFY(storedThumbnail(cache(), other, time, ThumbnailSize::Large).isNull());
    }

    void smallPicturesAreNotBlownUp() {
        const auto picture = root() / "small.png";
        GalleryFixture::save(picture, 1);
        QCOMPARE(makeThumbnail(cache(), picture, 1, ThumbnailSize::Large, {}).value().size(),
                 QSize(48, 32));
    }

    void aFolderThatCannotBeWrittenCostsNothing() {
        std::ofstream(cache()) << "in the way";
        const auto picture = root() / "a.png";
        GalleryFixture::save(picture, 1);
        QVERIFY(
            makeThumbnail(cache(), picture, modified(picture), ThumbnailSize::Normal, {}).isDone());
    }

    void transparencyIsPremultiplied() {
        Image image(1, 1, 4);
        image.pixels = {200, 100, 50, 128};
        const QImage painted = imageForPainting(image);
        QVERIFY(painted.format() == QImage::Format_ARGB32_Premultiplied);
        QCOMPARE(qAlpha(painted.pixel(0, 0)), 128);
    }

    void answersComeLaterAndStay() {
        Background background(m_pool);
        ThumbnailProvider provider(background, cache(), 2);
        const auto picture = root() / "a.png";
        GalleryFixture::save(picture, 1, {}, {300, 300});
        const QString file = QString::fromStdString(picture.string());
        QSignalSpy ready(&provider, &ThumbnailProvider::thumbnailReady);
        QVERIFY(provider.thumbnail(file, modified(picture), 100).isNull());
        QVERIFY(provider.thumbnail(file, modified(picture), 100).isNull());
        QTRY_COMPARE(ready.count(), 1);
        QCOMPARE(provider.thumbnail(file, modified(picture), 100).width(), 128);
        // While a larger one is made, the smaller one stands in.
        QCOMPARE(provider.thumbnail(file, modified(picture), 200).width(), 128);
        QTRY_COMPARE(ready.count(), 2);
        QCOMPARE(provider.thumbnail(file, modified(picture), 200).width(), 256);
        QVERIFY(provider.memoryUsed() > 0);
    }

    void whatCannotBeReadIsAskedForOnce() {
        Background background(m_pool);
        ThumbnailProvider provider(background, cache(), 1);
        const auto picture = root() / "broken.png";
        std::ofstream(picture) << "no picture";
        const QString file = QString::fromStdString(picture.string());
        QSignalSpy ready(&provider, &ThumbnailProvider::thumbnailReady);
        provider.thumbnail(file, 1, 100);
        QTRY_COMPARE(ready.count(), 1);
        QVERIFY(provider.problem(file).contains(QStringLiteral("broken.png")));
        provider.thumbnail(file, 1, 100);
        QCOMPARE(provider.waitingCount(), 0);
        // When the file has changed, it is tried again.
        GalleryFixture::save(picture, 1);
        provider.thumbnail(file, 2, 100);
        QTRY_VERIFY(!provider.thumbnail(file, 2, 100).isNull());
        QCOMPARE(provider.problem(file), QString());
    }

    void theNewestWishIsFirstAndTheRestCanBeDropped() {
        m_pool.setMaxThreadCount(1);
        Background background(m_pool);
        ThumbnailProvider provider(background, {}, 1);
        QObject context;
        std::promise<void> mayGo;
        std::shared_future<void> go = mayGo.get_future().share();
        background.start(
            &context,
            [go](const std::stop_token&) {
                go.wait();
                return 1;
            },
            [](int) {}, BackgroundPriority::High);
        QStringList files;
        for (int i = 0; i < 5; ++i) {
            const auto picture = root() / (std::to_string(i) + ".png");
            GalleryFixture::save(picture, i);
            files += QString::fromStdString(picture.string());
            provider.thumbnail(files.back(), 1, 100);
        }
        QCOMPARE(provider.waitingCount(), 4);  // one has been handed to the pool
        provider.dropWaiting();
        provider.thumbnail(files[1], 1, 100);
        provider.thumbnail(files[2], 1, 100);
        QSignalSpy ready(&provider, &ThumbnailProvider::thumbnailReady);
        mayGo.set_value();
        QTRY_COMPARE(ready.count(), 3);
        QCOMPARE(ready[0][0].toString(), files[0]);
        QCOMPARE(ready[1][0].toString(), files[2]);
        QCOMPARE(ready[2][0].toString(), files[1]);
    }

    void theMemoryIsBounded() {
        Background background(m_pool);
        ThumbnailProvider provider(background, {}, 2);
        provider.setMemoryLimit(200 * 1024);
        QSignalSpy ready(&provider, &ThumbnailProvider::thumbnailReady);
        for (int i = 0; i < 20; ++i) {
            const auto picture = root() / (std::to_string(i) + ".png");
            GalleryFixture::save(picture, i, {}, {128, 128});
            provider.thumbnail(QString::fromStdString(picture.string()), 1, 128);
        }
        QTRY_COMPARE(ready.count(), 20);
        QVERIFY(provider.memoryUsed() <= 200 * 1024);
        QVERIFY(provider.memoryUsed() >= 64 * 1024);
    }
};

QTEST_GUILESS_MAIN(TstThumbnails)
#include "tst_Thumbnails.moc"
