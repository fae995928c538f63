// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/CardPictures.h"

#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest/QtTest>

using namespace limn;
using limn::ui::CardPictures;

class TestCardPictures : public QObject {
    Q_OBJECT

private:
    static constexpr int kSidePx = 64;

    static bool save(const QString& file) {
        QImage image(40, 30, QImage::Format_RGB888);
        image.fill(Qt::red);
        return image.save(file);
    }

private Q_SLOTS:
    void aPictureThatWentAndCameBackIsShownAgain() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("a.png"));
        QVERIFY(save(file));
        QThreadPool pool;
        Background background(pool);
        CardPictures pictures(background);
        QTRY_VERIFY(!pictures.picture(file, kSidePx).isNull());

        QVERIFY(QFile::remove(file));
        pictures.forget(file);
        QVERIFY(pictures.picture(file, kSidePx).isNull());
        QTRY_VERIFY(pictures.problem(file).has_value());

        QVERIFY(save(file));
        pictures.forget(file);
        QVERIFY(!pictures.problem(file).has_value());
        QTRY_VERIFY(!pictures.picture(file, kSidePx).isNull());
    }

    /// What is read while the file is away must not be what stays.
    void aReadingOfBeforeDoesNotCount() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("a.png"));
        QThreadPool pool;
        Background background(pool);
        CardPictures pictures(background);
        QSignalSpy failed(&pictures, &CardPictures::failed);
        QVERIFY(pictures.picture(file, kSidePx).isNull());
        pool.waitForDone();  // it has failed, and nobody was told yet

        QVERIFY(save(file));
        pictures.forget(file);
        QVERIFY(pictures.picture(file, kSidePx).isNull());
        QSignalSpy loaded(&pictures, &CardPictures::loaded);
        QTRY_COMPARE(loaded.count(), 1);
        QVERIFY(!pictures.picture(file, kSidePx).isNull());
        QVERIFY(!pictures.problem(file).has_value());
        QCOMPARE(failed.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCardPictures)
#include "tst_CardPictures.moc"
