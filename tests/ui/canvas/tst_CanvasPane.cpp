// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasDocument.h"
#include "tests/ui/canvas/CanvasStudio.h"
#include "ui/canvas/CanvasActions.h"
#include "ui/canvas/picture_exchange.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPrinter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyleOptionViewItem>
#include <QTemporaryDir>
#include <QToolButton>

#include <cmath>
#include <semaphore>

using namespace limn;
using namespace limn::ui;
using namespace limn::test;

/// The canvas as a pane: what it shows, offers and tells others.
class TstCanvasPane : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theEmptyCanvasOffersExamples() {
        CanvasStudio studio;
        QSignalSpy chosen(&studio.pane, &CanvasPane::exampleChosen);
        QTest::mouseClick(studio.find<QPushButton>("example1PushButton"), Qt::LeftButton);
        QCOMPARE(chosen.value(0).value(0).toString(), QStringLiteral("two blue owls on a snowy night"));
        QVERIFY(studio.find<QWidget>("toolColumn")->isHidden());
        QCOMPARE(studio.view().accessibleDescription(), QStringLiteral("No picture."));
        studio.document.showPicture(picture(64, 64));
        QVERIFY(studio.find<QWidget>("emptyCanvas")->isHidden());
        QVERIFY(studio.find<QWidget>("toolColumn")->isVisible());
    }

    /// What a drag out of the window or the clipboard carries.
    void aPictureLeavesAsARealFile() {
        CanvasPicture pasted = picture(40, 30);
        pasted.journalFile = "/tmp/journal/picture-1.png";
        const std::unique_ptr<QMimeData> kept(
            mimeDataOf(pasted, QImage(40, 30, QImage::Format_RGB32)));
        QCOMPARE(kept->urls().value(0).toLocalFile(), QStringLiteral("/tmp/journal/picture-1.png"));
        pasted.journalFile.clear();
        const std::unique_ptr<QMimeData> pixels(
            mimeDataOf(pasted, QImage(40, 30, QImage::Format_RGB32)));
        QVERIFY(!pixels->hasUrls());
        QVERIFY(pixels->hasImage());
    }

    void aPreviewNeverMovesThePicture() {
        CanvasStudio studio;
        studio.document.showPicture(picture(512, 512, 20));
        studio.view().setZoom(1.3);
        const QRectF area = studio.view().transform().pictureArea();
        studio.document.beginGenerating(3, QSize(512, 512), false);
        QCOMPARE(studio.view().transform().pictureArea(), area);
        studio.document.showProgress(3, {Phase::Denoise, 4, 20, 0, scene(64, 64, 90)});
        QCOMPARE(studio.view().transform().pictureArea(), area);
        QVERIFY(studio.find<QWidget>("maskBar")->isHidden());
        const QImage shot = studio.view().grab().toImage();
        const QPoint sky = studio.at(256, 20);
        QVERIFY(QColor(shot.pixel(sky * shot.devicePixelRatio())).hsvHue() > 60);  // the preview's
        studio.document.takePicture(3, picture(512, 512, 200));
        studio.document.endGenerating(3);
        QCOMPARE(studio.view().transform().pictureArea(), area);
        QVERIFY(studio.view().accessibleDescription().contains(QStringLiteral("a lighthouse")));
    }

    /// Who does not see the picture is told what is in it, and the next one by its own words.
    void theAltTextIsSaidOfItsOwnPictureAlone() {
        CanvasStudio studio;
        studio.document.showPicture(picture(64, 48, 0, "/a.png"));
        studio.view().setAltText("/a.png", QStringLiteral("Two boats on a lake."));
        QCOMPARE(studio.view().accessibleDescription(), QStringLiteral("Two boats on a lake."));
        studio.view().setAltText("/a.png", QStringLiteral("Two red boats."));
        QCOMPARE(studio.view().accessibleDescription(), QStringLiteral("Two red boats."));
        studio.document.showPicture(picture(64, 48, 90, "/b.png"));
        QVERIFY(studio.view().accessibleDescription().contains(QStringLiteral("a lighthouse")));
        studio.view().setAltText("/b.png", {});
        QVERIFY(studio.view().accessibleDescription().contains(QStringLiteral("a lighthouse")));
    }

    void aPartIsPreviewedInItsPlace() {
        CanvasStudio studio;
        studio.document.showPicture(picture(400, 400, 0));
        studio.document.beginGenerating(3, QSize(400, 400), true, QRect(100, 100, 100, 100));
        studio.document.showProgress(3, {Phase::Denoise, 4, 20, 0, scene(16, 16, 120)});
        const QImage shot = studio.view().grab().toImage();
        const auto hueAt = [&](double x, double y) {
            return QColor(shot.pixel(studio.at(x, y) * shot.devicePixelRatio())).hsvHue();
        };
        QVERIFY(hueAt(120, 115) > 100);
        QVERIFY(hueAt(90, 115) < 60);
        QVERIFY(hueAt(210, 115) < 60);
    }

    void theMaskBarHasRoomThatStays() {
        CanvasStudio studio;
        studio.document.showPicture(picture(512, 512));
        studio.view().setTool(ToolKind::Brush);
        const QRectF area = studio.view().transform().pictureArea();
        const QRect bar = studio.find<QWidget>("maskBar")->geometry();
        QVERIFY(!QRectF(bar).intersects(area));
        studio.document.beginGenerating(3, QSize(512, 512), false);
        QCOMPARE(studio.view().transform().pictureArea(), area);
        studio.document.takePicture(3, picture(512, 512, 90));
        studio.document.endGenerating(3);
        QCOMPARE(studio.view().transform().pictureArea(), area);
    }

    void compareShowsBeforeAndAfter() {
        CanvasStudio studio;
        studio.document.showPicture(picture(400, 400, 0));
        QVERIFY(!studio.pane.actions()[CanvasOrder::UseCompare].isEnabled());
        studio.document.showPicture(picture(400, 400, 120));
        QVERIFY(studio.pane.actions()[CanvasOrder::UseCompare].isEnabled());
        QTest::keyClick(&studio.view(), Qt::Key_C);
        QVERIFY(studio.view().isComparing());
        const auto hueAt = [&](double x, double y) {
            const QImage shot = studio.view().grab().toImage();
            return QColor(shot.pixel(studio.at(x, y) * shot.devicePixelRatio())).hsvHue();
        };
        QVERIFY(hueAt(100, 120) < 60);   // before: red
        QVERIFY(hueAt(300, 120) > 100);  // after: green
        studio.drag(studio.at(200, 200), studio.at(350, 200));
        QVERIFY(std::abs(studio.view().comparePosition() - 0.875) < 0.01);
        QVERIFY(hueAt(300, 120) < 60);
        QTest::keyClick(&studio.view(), Qt::Key_C);
        QVERIFY(!studio.view().isComparing());
        QTest::keyPress(&studio.view(), Qt::Key_Backslash);
        QVERIFY(hueAt(300, 120) < 60);
        QTest::keyRelease(&studio.view(), Qt::Key_Backslash);
        QVERIFY(hueAt(300, 120) > 100);
    }

    void repaintAsksWithItsPrompt() {
        CanvasStudio studio;
        studio.document.showPicture(picture(400, 400));
        studio.view().setTool(ToolKind::Rectangle);
        auto* button = studio.find<QPushButton>("repaintPushButton");
        QVERIFY(!button->isEnabled());
        studio.drag(studio.at(50, 60), studio.at(150, 260));
        QVERIFY(button->isEnabled());
        QSignalSpy asked(&studio.pane, &CanvasPane::repaintRequested);
        auto* field = studio.find<QLineEdit>("repaintPromptLineEdit");
        field->setText(QStringLiteral(" a boat "));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.value(0).value(0).toString(), QStringLiteral("a boat"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.count(), 2);
        CanvasPicture repainted = picture(400, 400, 90);
        repainted.origin.pixelsChangedOutsideMask = 0;
        studio.document.beginGenerating(2, QSize(400, 400), true);
        studio.document.takePicture(2, repainted);
        studio.document.endGenerating(2);
        auto* outside = studio.find<QLabel>("outsideLabel");
        QVERIFY(outside->isVisible());
        QVERIFY(outside->text().startsWith(QLatin1Char('0')));
    }

    void failuresAreOneSentence() {
        CanvasStudio studio;
        studio.document.showPicture(picture(64, 64));
        studio.document.beginGenerating(2, QSize(64, 64), false);
        studio.document.failGenerating(2,
                                       {ErrorCode::OutOfMemory, "There is too little memory.", {}});
        QVERIFY(studio.pane.noticeText().startsWith(
            QStringLiteral("There is too little memory. ")));  // and what to do
        QTest::mouseClick(studio.find<QToolButton>("closeCanvasNoticeToolButton"), Qt::LeftButton);
        QVERIFY(studio.pane.noticeText().isEmpty());
        QVERIFY(studio.document.stateAs<LoadedCanvas>());
    }

    void aWaitingPictureIsOffered() {
        CanvasStudio studio;
        studio.document.beginGenerating(2, QSize(64, 64), false);
        studio.document.showPicture(picture(32, 32));
        studio.document.takePicture(2, picture(64, 64));
        QVERIFY(!studio.pane.noticeText().isEmpty());
        QTest::mouseClick(studio.find<QPushButton>("canvasNoticePushButton"), Qt::LeftButton);
        QCOMPARE(studio.document.picture().widthPx, 64);
    }

    void copyGivesPictureAndFile() {
        CanvasStudio studio;
        studio.document.showPicture(picture(40, 30, 200, "/tmp/limn fox.png"));
        QTest::keyClick(&studio.view(), Qt::Key_C, Qt::ControlModifier);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->urls().value(0).toLocalFile(), QStringLiteral("/tmp/limn fox.png"));
        QCOMPARE(qvariant_cast<QImage>(data->imageData()).size(), QSize(40, 30));
    }

    void ordersGoOutAsSignals() {
        CanvasStudio studio;
        QVERIFY(!studio.pane.actions()[CanvasOrder::SaveAs].isEnabled());
        studio.document.showPicture(picture(40, 30));
        QSignalSpy saved(&studio.pane, &CanvasPane::saveAsRequested);
        QSignalSpy started(&studio.pane, &CanvasPane::startFromRequested);
        QSignalSpy described(&studio.pane, &CanvasPane::describeRequested);
        QTest::keyClick(&studio.view(), Qt::Key_S, Qt::ControlModifier);
        studio.pane.actions()[CanvasOrder::StartFrom].trigger();
        studio.pane.actions()[CanvasOrder::Describe].trigger();
        QCOMPARE(saved.count() + started.count() + described.count(), 3);
    }

    void theMenuHasTheOrders() {
        CanvasStudio studio;
        studio.document.showPicture(picture(40, 30));
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, QPoint(9, 9), QPoint(9, 9));
        QApplication::sendEvent(&studio.view(), &asked);
        auto* menu = studio.find<QMenu>("canvasMenu");
        QVERIFY(menu);
        QVERIFY(menu->isVisible());
        QVERIFY(menu->actions().contains(&studio.pane.actions()[CanvasOrder::InvertMask]));
        menu->close();
    }

    void everyButtonHasANameAndAKey() {
        CanvasStudio studio;
        studio.document.showPicture(picture(40, 30));
        studio.view().setTool(ToolKind::Brush);
        for (const QWidget* widget : studio.pane.findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<const QToolButton*>(widget) != nullptr ||
                                   qobject_cast<const QPushButton*>(widget) != nullptr ||
                                   qobject_cast<const QSlider*>(widget) != nullptr ||
                                   qobject_cast<const QLineEdit*>(widget) != nullptr;
            if (isControl && widget->isVisible()) {
                QAccessibleInterface* face =
                    QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
                QVERIFY2(!face->text(QAccessible::Name).isEmpty(),
                         qPrintable(widget->objectName()));
                QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(widget->objectName()));
                QVERIFY2(!widget->objectName().isEmpty(), qPrintable(widget->accessibleName()));
            }
        }
    }

    void startingFromAMaskedPictureSaysThatTheMaskIsLeftOut() {
        CanvasStudio studio;
        studio.document.showPicture(picture(100, 100));
        const QAction& start = studio.pane.actions()[CanvasOrder::StartFrom];
        QCOMPARE(start.text(), QStringLiteral("Start from this picture"));
        studio.document.apply(
            std::make_unique<RectangleOperation>(QRect(10, 10, 20, 20), MaskMode::Add));
        QCOMPARE(start.text(), QStringLiteral("Start from the whole picture, without the mask"));
        QCOMPARE(start.toolTip(), start.text());
        studio.pane.focusRepaint();
        QVERIFY(studio.find<QLineEdit>("repaintPromptLineEdit")->hasFocus());
        studio.document.undo();
        QCOMPARE(start.text(), QStringLiteral("Start from this picture"));
    }

    void theStripChooses() {
        CanvasStudio studio;
        QTemporaryDir dir;
        std::vector<StripModel::Entry> entries;
        for (int i = 0; i < 3; ++i) {
            const QString file = dir.filePath(QStringLiteral("%1.png").arg(i));
            QImage(30, 20, QImage::Format_RGB888).save(file);
            entries.push_back(
                {file.toStdString(), QStringLiteral("<img src=\"/x.png\"> #%1").arg(i)});
        }
        auto* strip = studio.find<QListView>("pictureStripListView");
        QVERIFY(strip->isHidden());
        studio.pane.setStrip(entries);
        QVERIFY(strip->isVisible());
        const QString spoken = strip->model()->index(1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.startsWith(QStringLiteral("Picture 2 of 3: ")), qPrintable(spoken));
        QVERIFY(spoken.endsWith(QString::fromStdString(entries[1].file.filename().string())));
        // What a foreign prompt holds is shown, and is no markup.
        const QString tip = strip->model()->index(2, 0).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(QStringLiteral("&lt;img src=&quot;/x.png&quot;&gt; #2")),
                 qPrintable(tip));
        QSignalSpy chosen(&studio.pane, &CanvasPane::pictureChosen);
        QTest::mouseClick(strip->viewport(), Qt::LeftButton, {},
                          strip->visualRect(strip->model()->index(1, 0)).center());
        QCOMPARE(chosen.count(), 1);
        QTest::keyClick(strip, Qt::Key_Right);
        QCOMPARE(chosen.count(), 2);
        QTRY_VERIFY(
            !strip->model()->index(0, 0).data(Qt::DecorationRole).value<QPixmap>().isNull());
        const auto painted = [&](bool hasFocus) {
            QImage cell(52, 52, QImage::Format_RGB32);
            cell.fill(Qt::white);
            QPainter painter(&cell);
            QStyleOptionViewItem option;
            option.rect = cell.rect();
            option.state = QStyle::State_Enabled | QStyle::State_Selected;
            option.state.setFlag(QStyle::State_HasFocus, hasFocus);
            strip->itemDelegate()->paint(&painter, option, strip->model()->index(0, 0));
            return cell.pixelColor(26, 3);  // in the middle of the upper edge
        };
        QCOMPARE(painted(true), studio.theme.color(ColorToken::Text));
        QVERIFY(painted(false) != painted(true));
    }

    void theStripFollowsAFileThatGoesAndComesBack() {
        CanvasStudio studio;
        QTemporaryDir dir;
        std::vector<StripModel::Entry> entries;
        const auto save = [&](int number) {
            const QString file = dir.filePath(QStringLiteral("%1.png").arg(number));
            QImage(30, 20, QImage::Format_RGB888).save(file);
            return file;
        };
        for (int i = 0; i < 2; ++i) {
            entries.push_back({save(i).toStdString(), QStringLiteral("#%1").arg(i)});
        }
        studio.pane.setStrip(entries);
        auto* strip = studio.find<QListView>("pictureStripListView");
        const auto view = [&] {
            return strip->model()->index(0, 0).data(Qt::DecorationRole).value<QPixmap>();
        };
        QTRY_VERIFY(!view().isNull());
        QVERIFY(QFile::remove(QString::fromStdString(entries[0].file.string())));
        studio.pane.refreshPicture(entries[0].file);
        QTRY_VERIFY(view().isNull());
        save(0);
        studio.pane.refreshPicture(entries[0].file);
        QTRY_VERIFY(!view().isNull());
        studio.pane.refreshPicture("/not/in/the/strip.png");
    }

    void sideBySideIsLinked() {
        CanvasStudio studio;
        QTemporaryDir dir;
        std::vector<CompareView::Entry> entries;
        for (int i = 0; i < 3; ++i) {
            const QString file = dir.filePath(QStringLiteral("%1.png").arg(i));
            QImage(100 * (i + 1), 100 * (i + 1), QImage::Format_RGB888).save(file);
            entries.push_back({file.toStdString(), QStringLiteral("#%1").arg(i)});
        }
        studio.pane.compareSideBySide(entries);
        QVERIFY(studio.pane.isComparingSideBySide());
        auto* compare = studio.find<CompareView>("compareView");
        QCOMPARE(compare->count(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i) {
            QTRY_COMPARE(compare->transformOf(i).pictureSize().width(), 100 * int(i + 1));
        }
        const QPoint at = compare->cellArea(1).center();
        QWheelEvent wheel(QPointF(at), compare->mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 480),
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(compare, &wheel);
        const double shown = compare->transformOf(1).pictureArea().width();
        QVERIFY(std::abs(compare->transformOf(0).pictureArea().width() - shown) < 1e-6);
        QVERIFY(std::abs(compare->transformOf(2).pictureArea().width() - shown) < 1e-6);
        // Whoever gives the keyboard to the canvas gives it to what is shown.
        QCOMPARE(studio.pane.focusProxy(), compare);
        QTest::keyClick(compare, Qt::Key_Escape);
        QVERIFY(!studio.pane.isComparingSideBySide());
        QCOMPARE(studio.pane.focusProxy(), &studio.view());
        studio.pane.compareSideBySide(entries);
        QTest::mouseClick(studio.find<QToolButton>("closeCompareToolButton"), Qt::LeftButton);
        QVERIFY(!studio.pane.isComparingSideBySide());
    }

    void printingPlacesThePicture() {
        QCOMPARE(placeOnPage(QSizeF(100, 100), QRectF(0, 0, 500, 700), 72),
                 QRectF(200, 300, 100, 100));
        QCOMPARE(placeOnPage(QSizeF(1000, 500), QRectF(0, 0, 500, 700), 300),
                 QRectF(0, 225, 500, 250));
        QTemporaryDir dir;
        QPrinter printer;
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(dir.filePath(QStringLiteral("page.pdf")));
        QImage image(64, 64, QImage::Format_RGB32);
        image.fill(Qt::red);
        printPage(printer, image);
        QVERIFY(QFileInfo(printer.outputFileName()).size() > 500);
    }

    void printingIsNotDoneOnTheWindowsThread() {
        QTemporaryDir dir;
        QThreadPool pool;
        pool.setMaxThreadCount(1);
        std::binary_semaphore goOn{0};
        Background background(pool);
        QObject context;
        background.start(
            &context,
            [&goOn](const std::stop_token&) {
                goOn.acquire();
                return 0;
            },
            [](int) {});
        const auto printer = std::make_shared<QPrinter>();
        printer->setOutputFormat(QPrinter::PdfFormat);
        printer->setOutputFileName(dir.filePath(QStringLiteral("page.pdf")));
        QImage image(64, 64, QImage::Format_RGB32);
        image.fill(Qt::red);
        printInBackground(background, &context, printer, image);
        const bool isEarly = QFileInfo::exists(printer->outputFileName());
        goOn.release();
        QVERIFY(!isEarly);
        QTRY_VERIFY(QFileInfo(printer->outputFileName()).size() > 500);
    }

    void whatIsDraggedIsSmall() {
        CanvasStudio studio;
        QVERIFY(studio.view().imageFor({128, 128}).isNull());
        studio.document.showPicture(picture(1024, 512));
        QCOMPARE(studio.view().image().size(), QSize(1024, 512));
        QCOMPARE(studio.view().imageFor({128, 128}).size(), QSize(128, 64));
        QCOMPARE(studio.view().imageFor({300, 300}).size(), QSize(512, 256));
        QCOMPARE(studio.view().imageFor({4000, 4000}).size(), QSize(1024, 512));
    }

    /// For looking at: LIMN_SCREENSHOTS=folder.
    void screenshots() {
        const QString folder = qEnvironmentVariable("LIMN_SCREENSHOTS");
        if (folder.isEmpty()) {
            QSKIP("LIMN_SCREENSHOTS is not set");
        }
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            for (const QSize& size : {QSize(704, 792), QSize(360, 300), QSize(1600, 1000)}) {
                CanvasStudio studio(size);
                studio.theme.setChoice(choice);
                const auto shoot = [&](const char* name) {
                    const QString file =
                        QStringLiteral("%1/%2-%3-%4.png")
                            .arg(folder, QLatin1String(name),
                                 choice == ThemeChoice::Light ? QStringLiteral("light")
                                                              : QStringLiteral("dark"))
                            .arg(size.width());
                    QVERIFY(studio.pane.grab().save(file));
                };
                shoot("empty");
                studio.document.beginGenerating(1, QSize(512, 512), false);
                studio.document.showProgress(1, {Phase::Denoise, 12, 20, 0, scene(64, 64, 200)});
                shoot("generating");
                studio.document.takePicture(1, picture(512, 512, 200));
                studio.document.endGenerating(1);
                shoot("finished");
                studio.view().setTool(ToolKind::Brush);
                ToolOptions options = studio.view().toolOptions();
                options.brush.radiusPx = 40;
                studio.view().setToolOptions(options);
                studio.drag(studio.at(280, 220), studio.at(360, 200));
                studio.drag(studio.at(280, 180), studio.at(350, 250));
                shoot("masked");
                CanvasPicture repainted = picture(512, 512, 300);
                repainted.origin.pixelsChangedOutsideMask = 0;
                studio.document.beginGenerating(2, QSize(512, 512), true);
                studio.document.takePicture(2, repainted);
                studio.document.endGenerating(2);
                shoot("repainted");
                studio.view().setTool(ToolKind::Compare);
                shoot("compare");
                studio.view().setTool(ToolKind::Move);
                studio.view().setZoom(16);
                shoot("zoomed");
                studio.document.beginGenerating(4, QSize(512, 512), true);
                studio.document.failGenerating(
                    4, {ErrorCode::OutOfMemory,
                        "There is too little memory for 2048 x 2048 pixels; try 1024 x 1024.",
                        {}});
                shoot("failed");
                std::vector<StripModel::Entry> entries;
                for (int i = 0; i < 6; ++i) {
                    const QString file = QStringLiteral("%1/strip%2.png").arg(folder).arg(i);
                    const Image one = scene(256 + 40 * i, 256, i * 60);
                    QImage(one.pixels.data(), one.widthPx, one.heightPx, qsizetype(one.rowBytes()),
                           QImage::Format_RGB888)
                        .save(file);
                    entries.push_back({file.toStdString(), QStringLiteral("#%1").arg(i + 7)});
                }
                studio.document.dismissFailure();
                studio.view().fit();
                studio.pane.setStrip(entries);
                studio.document.openFile(entries[3].file);
                QTRY_VERIFY(studio.document.stateAs<LoadedCanvas>());
                auto* strip = studio.find<QListView>("pictureStripListView");
                for (int i = 0; i < 6; ++i) {
                    QTRY_VERIFY(!strip->model()
                                     ->index(i, 0)
                                     .data(Qt::DecorationRole)
                                     .value<QPixmap>()
                                     .isNull());
                }
                shoot("strip");
                std::vector<CompareView::Entry> four;
                for (int i = 0; i < 4; ++i) {
                    four.push_back({entries[std::size_t(i)].file, entries[std::size_t(i)].title});
                }
                studio.pane.compareSideBySide(four);
                auto* compare = studio.find<CompareView>("compareView");
                for (std::size_t i = 0; i < 4; ++i) {
                    QTRY_VERIFY(!compare->transformOf(i).pictureSize().isEmpty());
                }
                shoot("four");
            }
        }
    }
};

QTEST_MAIN(TstCanvasPane)
#include "tst_CanvasPane.moc"
