// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/DropOverlay.h"

#include "ui/style/Theme.h"

#include <QApplication>
#include <QDropEvent>
#include <QImage>
#include <QLineEdit>
#include <QMainWindow>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrl>
#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

struct Window {
    Theme theme;
    QMainWindow window;
    DropOverlay overlay{window, theme};
    QSignalSpy chosen{&overlay, &DropOverlay::chosen};

    Window() {
        window.resize(1000, 700);
        window.show();
    }
    QPushButton* zone(DropZone which) {
        return overlay.findChild<QPushButton*>(
            QStringLiteral("zone%1PushButton").arg(static_cast<int>(which)));
    }
    DropZone chosenZone() const { return chosen.at(0).at(0).value<DropZone>(); }
};

}  // namespace

/// Notes which pictures are asked of it: only that is handed over, or decoded, by the program that it comes from.
class WatchedMime final : public QMimeData {
public:
    mutable QStringList asked;

protected:
    QVariant retrieveData(const QString& format, QMetaType type) const override {
        if (format.contains(QLatin1String("image"))) {
            asked += format;
        }
        return QMimeData::retrieveData(format, type);
    }
};

/// As Qt delivers it: a drop goes to the widget that took the drag.
static void dropOn(QWidget& widget, const QPoint& there, const QMimeData& mime) {
    QDragEnterEvent enter(there, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &enter);
    QDropEvent drop(there, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &drop);
}

class TestDropOverlay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreSortedByWhatTheyMayBe() {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/a/One.PNG")),
                      QUrl::fromLocalFile(QStringLiteral("/a/two.webp")),
                      QUrl::fromLocalFile(QStringLiteral("/a/sd.safetensors")),
                      QUrl::fromLocalFile(QStringLiteral("/a/notes.txt")),
                      QUrl(QStringLiteral("https://example.org/three.png"))});
        const Dropped dropped = sortDropped(mime);
        QCOMPARE(dropped.pictures.size(), 2);
        QCOMPARE(dropped.models, QStringList{QStringLiteral("/a/sd.safetensors")});
        QCOMPARE(dropped.refused, QStringList{QStringLiteral("/a/notes.txt")});
        QVERIFY(!dropped.hasBitmap);
    }

    void foldersMayHaveADotInTheirNames() {
        const Dropped dropped =
            sortFiles({QStringLiteral("/a/sdxl-1.0"), QStringLiteral("/a/sd-v1.5"),
                       QStringLiteral("/a/my.photos"), QStringLiteral("/a/Rome, 3. of May"),
                       QStringLiteral("/a/notes.txt"), QStringLiteral("/a/old.TAR")});
        const QStringList folders = {QStringLiteral("/a/sdxl-1.0"), QStringLiteral("/a/sd-v1.5"),
                                     QStringLiteral("/a/my.photos"),
                                     QStringLiteral("/a/Rome, 3. of May")};
        QCOMPARE(dropped.models, folders);
        QCOMPARE(dropped.pictures, folders);
        QCOMPARE(dropped.refused,
                 (QStringList{QStringLiteral("/a/notes.txt"), QStringLiteral("/a/old.TAR")}));
    }

    /// Qt sends a drag only to widgets under the mouse that take drops, or have a parent that does.
    void everyPlaceOfTheWindowTakesDrags() {
        Window studio;
        QVERIFY(studio.window.acceptDrops());
    }

    void aBitmapOfABrowserCounts() {
        QMimeData mime;
        mime.setImageData(QImage(4, 4, QImage::Format_RGB32));
        QVERIFY(sortDropped(mime).hasBitmap);
        QVERIFY(sortDropped(mime).bitmap == nullptr);
        const Dropped dropped = readDropped(mime);
        QVERIFY(dropped.bitmap != nullptr);
        QCOMPARE(qvariant_cast<QImage>(dropped.bitmap->imageData()).size(), QSize(4, 4));
        QMimeData text;
        text.setText(QStringLiteral("hello"));
        QVERIFY(sortDropped(text).isEmpty());
    }

    void nothingIsDecodedOnTheWay() {
        Window studio;
        WatchedMime mime;
        mime.setImageData(QImage(4, 4, QImage::Format_RGB32));
        mime.setData(QStringLiteral("image/jpeg"), "bytes of a jpeg");
        mime.setData(QStringLiteral("image/png"), "bytes of a png");
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&studio.window, &enter);
        QVERIFY(studio.overlay.isVisible());
        QCOMPARE(mime.asked, QStringList());

        QApplication::sendPostedEvents();
        const QPoint there = studio.zone(DropZone::Attach)->geometry().center();
        dropOn(studio.overlay, there, mime);
        QCOMPARE(mime.asked, QStringList(QStringLiteral("image/png")));
        const auto dropped = studio.chosen.at(0).at(1).value<Dropped>();
        QVERIFY(dropped.bitmap != nullptr);
        QCOMPARE(dropped.bitmap->data(QStringLiteral("image/png")), QByteArray("bytes of a png"));
    }

    void aDragFromOutsideShowsTheZonesThatFit() {
        Window studio;
        auto* child = new QLineEdit(&studio.window);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/a/one.png"))});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(child, &enter);
        QVERIFY(studio.overlay.isVisible());
        QVERIFY(studio.zone(DropZone::Attach)->isVisible());
        QVERIFY(studio.zone(DropZone::LoadSettings)->isVisible());
        QVERIFY(!studio.zone(DropZone::AddModel)->isVisible());

        QApplication::sendPostedEvents();
        const QPoint there = studio.zone(DropZone::StartFrom)->geometry().center();
        dropOn(studio.overlay, there, mime);
        QCOMPARE(studio.chosen.count(), 1);
        QCOMPARE(studio.chosenZone(), DropZone::StartFrom);
        QVERIFY(!studio.overlay.isVisible());
    }

    void beyondTheZonesNothingHappens() {
        Window studio;
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/a/one.png"))});
        studio.overlay.choose(sortDropped(mime));
        dropOn(studio.overlay, QPoint(1, 1), mime);
        QCOMPARE(studio.chosen.count(), 0);
        QVERIFY(!studio.overlay.isVisible());
    }

    void theKeyboardChoosesToo() {
        Window studio;
        studio.overlay.choose(sortFiles({QStringLiteral("/a/one.png")}));
        QVERIFY(studio.overlay.isVisible());
        QTest::keyClick(&studio.overlay, Qt::Key_2);
        QCOMPARE(studio.chosenZone(), DropZone::Attach);
        studio.overlay.choose(sortFiles({QStringLiteral("/a/one.png")}));
        QTest::keyClick(&studio.overlay, Qt::Key_Escape);
        QVERIFY(!studio.overlay.isVisible());
        QCOMPARE(studio.chosen.count(), 1);
    }

    void whatCannotBeUsedIsNamed() {
        Window studio;
        QSignalSpy refused(&studio.overlay, &DropOverlay::refused);
        const QStringList files = {QStringLiteral("/a/notes.txt"), QStringLiteral("/a/b.zip")};
        studio.overlay.choose(sortFiles(files));
        QVERIFY(!studio.overlay.isVisible());
        QCOMPARE(refused.count(), 1);
        QCOMPARE(refused[0][0].toStringList(), files);
        studio.overlay.choose({});
        QCOMPARE(refused.count(), 1);
        studio.overlay.choose(sortFiles(files + QStringList{QStringLiteral("/a/one.png")}));
        QTest::keyClick(&studio.overlay, Qt::Key_2);
        QCOMPARE(studio.chosen.at(0).at(1).value<Dropped>().refused, files);
    }

    void aModelAloneNeedsNoChoice() {
        Window studio;
        studio.overlay.choose(sortFiles({QStringLiteral("/a/sd.safetensors")}));
        QCOMPARE(studio.chosenZone(), DropZone::AddModel);
        QVERIFY(!studio.overlay.isVisible());
    }

    void aBitmapHasNoSettingsAndNoFolder() {
        Window studio;
        Dropped dropped;
        dropped.hasBitmap = true;
        studio.overlay.choose(dropped);
        QVERIFY(studio.zone(DropZone::Attach)->isVisible());
        QVERIFY(!studio.zone(DropZone::LoadSettings)->isVisible());
        QVERIFY(!studio.zone(DropZone::AddToGallery)->isVisible());
    }
};

QTEST_MAIN(TestDropOverlay)
#include "tst_DropOverlay.moc"
