// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasDocument.h"
#include "ui/canvas/CanvasActions.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/canvas/CanvasView.h"
#include "ui/canvas/picture_exchange.h"
#include "ui/style/Theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPointingDevice>
#include <QPrinter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>
#include <iterator>
#include <random>

using namespace limn;
using namespace limn::ui;

namespace {

/// A sky, a sea and a sun: something to look at.
Image scene(int width, int height, int hue) {
    QImage image(width, height, QImage::Format_RGB888);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 0, height);
    sky.setColorAt(0, QColor::fromHsv(hue, 120, 200));
    sky.setColorAt(0.6, QColor::fromHsv((hue + 30) % 360, 90, 250));
    painter.fillRect(image.rect(), sky);
    painter.fillRect(0, height * 6 / 10, width, height,
                     QColor::fromHsv((hue + 200) % 360, 130, 120));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 230, 150));
    painter.drawEllipse(QPointF(width * 0.62, height * 0.42), width * 0.11, width * 0.11);
    painter.end();
    Image result(width, height, 3);
    for (int y = 0; y < height; ++y) {
        std::copy_n(image.constScanLine(y), result.rowBytes(), result.row(y));
    }
    return result;
}

CanvasPicture picture(int width, int height, int hue = 200, const char* file = "") {
    CanvasPicture result;
    result.file = file;
    result.widthPx = width;
    result.heightPx = height;
    result.origin.handle = QStringLiteral("#12");
    result.origin.prompt = QStringLiteral("a lighthouse at sunset");
    result.origin.modelName = QStringLiteral("Starter");
    result.origin.seed = 41;
    result.pixels = std::make_shared<const Image>(scene(width, height, hue));
    return result;
}

}  // namespace

class TstCanvasPane : public QObject {
    Q_OBJECT
private:
    struct Studio {
        QThreadPool pool;
        Background background{pool};
        Theme theme;
        bool isDressed;
        CanvasDocument document;
        CanvasPane pane;

        explicit Studio(QSize size = {900, 700})
            : isDressed(dress(theme)), document(background, {}), pane(document, background, theme) {
            pane.resize(size);
            pane.show();
            pane.activateWindow();
            (void)QTest::qWaitForWindowActive(&pane);
            pane.view().setFocus();
        }
        /// Before the first widget, as the program does it.
        static bool dress(Theme& theme) {
            theme.applyTo(*qApp);
            return true;
        }
        CanvasView& view() { return pane.view(); }
        QPoint at(double x, double y) { return view().transform().toView(QPointF(x, y)).toPoint(); }
        void drag(const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton,
                  Qt::KeyboardModifiers modifiers = {}) {
            QTest::mousePress(&view(), button, modifiers, from);
            for (int i = 1; i <= 8; ++i) {
                const QPoint now = from + (to - from) * i / 8;
                QMouseEvent move(QEvent::MouseMove, QPointF(now), view().mapToGlobal(QPointF(now)),
                                 Qt::NoButton, button, modifiers);
                QApplication::sendEvent(&view(), &move);
            }
            QTest::mouseRelease(&view(), button, modifiers, to);
        }
        template <class W>
        W* find(const char* name) {
            return pane.findChild<W*>(QLatin1String(name));
        }
        void wheel(const QPoint& at_, int notches) {
            QWheelEvent event(QPointF(at_), view().mapToGlobal(QPointF(at_)), QPoint(),
                              QPoint(0, 120 * notches), Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(&view(), &event);
        }
    };

private Q_SLOTS:
    void theEmptyCanvasOffersExamples() {
        Studio studio;
        QSignalSpy chosen(&studio.pane, &CanvasPane::exampleChosen);
        QTest::mouseClick(studio.find<QPushButton>("example1PushButton"), Qt::LeftButton);
        QCOMPARE(chosen.value(0).value(0).toString(), QStringLiteral("a lighthouse at sunset"));
        QVERIFY(studio.find<QWidget>("toolColumn")->isHidden());
        QCOMPARE(studio.view().accessibleDescription(), QStringLiteral("No picture."));
        studio.document.showPicture(picture(64, 64));
        QVERIFY(studio.find<QWidget>("emptyCanvas")->isHidden());
        QVERIFY(studio.find<QWidget>("toolColumn")->isVisible());
    }

    void keysChooseTools_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("tool");
        QTest::addRow("B") << int(Qt::Key_B) << int(ToolKind::Brush);
        QTest::addRow("E") << int(Qt::Key_E) << int(ToolKind::Eraser);
        QTest::addRow("U") << int(Qt::Key_U) << int(ToolKind::Rectangle);
        QTest::addRow("L") << int(Qt::Key_L) << int(ToolKind::Lasso);
        QTest::addRow("H") << int(Qt::Key_H) << int(ToolKind::Pan);
        QTest::addRow("V") << int(Qt::Key_V) << int(ToolKind::Move);
    }
    void keysChooseTools() {
        QFETCH(int, key);
        QFETCH(int, tool);
        Studio studio;
        studio.document.showPicture(picture(64, 64));
        studio.view().setTool(ToolKind::Lasso);
        QTest::keyClick(&studio.view(), Qt::Key(key));
        QCOMPARE(int(studio.view().tool()), tool);
    }

    void lettersInTheFieldAreText() {
        Studio studio;
        studio.document.showPicture(picture(64, 64));
        studio.view().setTool(ToolKind::Brush);
        auto* field = studio.find<QLineEdit>("repaintPromptLineEdit");
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("blue hut [5]"));
        QCOMPARE(field->text(), QStringLiteral("blue hut [5]"));
        QCOMPARE(studio.view().tool(), ToolKind::Brush);
    }

    void aBrushStrokeMasksAndCanBeUndone() {
        Studio studio;
        studio.document.showPicture(picture(400, 400));
        QTest::keyClick(&studio.view(), Qt::Key_B);
        studio.drag(studio.at(100, 200), studio.at(300, 200));
        const Mask& mask = studio.document.mask();
        QCOMPARE(mask.at(200, 200), std::uint8_t{255});
        QCOMPARE(mask.at(200, 100), std::uint8_t{0});
        QCOMPARE(studio.document.history().undoKind(), OperationKind::BrushStroke);
        QCOMPARE(studio.pane.actions()[CanvasOrder::Undo].text(),
                 QStringLiteral("Undo brush stroke"));
        QTest::keyClick(&studio.view(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(studio.document.mask().isClear());
        QTest::keyClick(&studio.view(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(studio.document.mask().at(200, 200), std::uint8_t{255});
        QTest::keyClick(&studio.view(), Qt::Key_E);
        studio.drag(studio.at(200, 150), studio.at(200, 250));
        QCOMPARE(studio.document.mask().at(200, 200), std::uint8_t{0});
        QCOMPARE(studio.document.history().undoKind(), OperationKind::EraserStroke);
    }

    void escGivesAStrokeUp() {
        Studio studio;
        studio.document.showPicture(picture(400, 400));
        studio.view().setTool(ToolKind::Brush);
        QTest::mousePress(&studio.view(), Qt::LeftButton, {}, studio.at(100, 100));
        QTest::mouseMove(&studio.view(), studio.at(200, 200));
        QVERIFY(!studio.view().shownMask().isClear());
        QTest::keyClick(&studio.view(), Qt::Key_Escape);
        QTest::mouseRelease(&studio.view(), Qt::LeftButton, {}, studio.at(200, 200));
        QVERIFY(studio.document.mask().isClear());
        QCOMPARE(studio.document.history().steps().size(), std::size_t{1});
    }

    void rectangleLassoAndSubtract() {
        Studio studio;
        studio.document.showPicture(picture(400, 400));
        studio.view().setTool(ToolKind::Rectangle);
        studio.view().setZoom(1);
        studio.drag(studio.at(50, 60), studio.at(150, 260));
        QCOMPARE(studio.document.mask().bounds(), QRect(50, 60, 100, 200));
        QTest::mouseClick(studio.find<QToolButton>("subtractFromMaskToolButton"), Qt::LeftButton);
        studio.drag(studio.at(50, 60), studio.at(150, 160));
        QCOMPARE(studio.document.mask().bounds(), QRect(50, 160, 100, 100));
        // Alt turns the mode around for once.
        studio.drag(studio.at(300, 300), studio.at(310, 310), Qt::LeftButton, Qt::AltModifier);
        QCOMPARE(studio.document.mask().at(305, 305), std::uint8_t{255});
        QTest::mouseClick(studio.find<QToolButton>("addToMaskToolButton"), Qt::LeftButton);
        QTest::keyClick(&studio.view(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(studio.document.mask().isClear());
        studio.view().setTool(ToolKind::Lasso);
        QTest::mousePress(&studio.view(), Qt::LeftButton, {}, studio.at(100, 100));
        for (const QPoint& corner :
             {studio.at(300, 100), studio.at(300, 300), studio.at(100, 300)}) {
            QTest::mouseMove(&studio.view(), corner);
        }
        QTest::mouseRelease(&studio.view(), Qt::LeftButton, {}, studio.at(100, 300));
        QCOMPARE(studio.document.mask().at(200, 200), std::uint8_t{255});
        QCOMPARE(studio.document.mask().at(90, 200), std::uint8_t{0});
    }

    void drawingNeedsNoMouse() {
        Studio studio;
        studio.document.showPicture(picture(400, 400));
        QTest::keyClick(&studio.view(), Qt::Key_U);
        QTest::keyClick(&studio.view(), Qt::Key_Return);
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(&studio.view(), Qt::Key_Right, Qt::AltModifier);
            QTest::keyClick(&studio.view(), Qt::Key_Down, Qt::AltModifier);
        }
        QTest::keyClick(&studio.view(), Qt::Key_Return);
        QCOMPARE(studio.document.mask().bounds(), QRect(200, 200, 48, 48));
        QTest::keyClick(&studio.view(), Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(studio.document.mask().at(0, 0), std::uint8_t{255});
        QTest::keyClick(&studio.view(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(studio.document.mask().at(220, 220), std::uint8_t{255});
    }

    void bracketsSizeTheBrush() {
        Studio studio;
        studio.document.showPicture(picture(400, 400));
        studio.view().setTool(ToolKind::Brush);
        const double before = studio.view().toolOptions().brush.radiusPx;
        QTest::keyClick(&studio.view(), Qt::Key_BracketRight);
        QVERIFY(studio.view().toolOptions().brush.radiusPx > before);
        QTest::keyClick(&studio.view(), Qt::Key_BracketLeft);
        QVERIFY(std::abs(studio.view().toolOptions().brush.radiusPx - before) < 1e-9);
        studio.find<QSlider>("brushSizeSlider")->setValue(60);
        QVERIFY(std::abs(studio.view().toolOptions().brush.radiusPx - 32) < 1e-9);
    }

    void zoomAndPan() {
        Studio studio;
        studio.document.showPicture(picture(800, 800));
        QVERIFY(studio.view().transform().isFitted());
        QTest::keyClick(&studio.view(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(studio.view().transform().zoom(), 1.0);
        QTest::keyClick(&studio.view(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(studio.view().transform().zoom(), 2.0);
        QCOMPARE(studio.find<QToolButton>("zoomToolButton")->text(), QStringLiteral("200 %"));
        const QPoint pointer(300, 200);
        const QPointF under = studio.view().transform().toPicture(pointer);
        studio.wheel(pointer, 4);
        QVERIFY(std::abs(studio.view().transform().zoom() - 4) < 0.01);
        QVERIFY((studio.view().transform().toPicture(pointer) - under).manhattanLength() < 1e-6);
        const QPointF before = studio.view().transform().pictureArea().topLeft();
        studio.drag({300, 300}, {340, 320}, Qt::MiddleButton);
        QCOMPARE(studio.view().transform().pictureArea().topLeft() - before, QPointF(40, 20));
        QTest::keyPress(&studio.view(), Qt::Key_Space);
        studio.view().setTool(ToolKind::Brush);
        studio.drag({300, 300}, {310, 300});
        QTest::keyRelease(&studio.view(), Qt::Key_Space);
        QCOMPARE(studio.view().transform().pictureArea().topLeft() - before, QPointF(50, 20));
        QVERIFY(studio.document.mask().isClear());
        QTest::keyClick(&studio.view(), Qt::Key_Left);
        QCOMPARE(studio.view().transform().pictureArea().topLeft() - before, QPointF(98, 20));
        QTest::keyClick(&studio.view(), Qt::Key_0, Qt::ControlModifier);
        QVERIFY(studio.view().transform().isFitted());
        QVERIFY(!studio.find<QToolButton>("fitToolButton")->isEnabled());
    }

    void touchPadsPinchAndScroll() {
        Studio studio;
        studio.document.showPicture(picture(800, 800));
        studio.view().setZoom(2);
        const QPointF at(300, 200);
        const QPointF under = studio.view().transform().toPicture(at);
        QNativeGestureEvent pinch(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(),
                                  2, at, at, studio.view().mapToGlobal(at), 0.5, QPointF());
        QApplication::sendEvent(&studio.view(), &pinch);
        QVERIFY(std::abs(studio.view().transform().zoom() - 3) < 1e-9);
        QVERIFY((studio.view().transform().toPicture(at) - under).manhattanLength() < 1e-6);
        const QPointF before = studio.view().transform().pictureArea().topLeft();
        QWheelEvent scroll(at, studio.view().mapToGlobal(at), QPoint(-7, 11), QPoint(-56, 88),
                           Qt::NoButton, Qt::NoModifier, Qt::ScrollUpdate, false);
        QApplication::sendEvent(&studio.view(), &scroll);
        QCOMPARE(studio.view().transform().pictureArea().topLeft() - before, QPointF(-7, 11));
        QTest::mouseDClick(&studio.view(), Qt::LeftButton, {}, QPoint(300, 200));
        QVERIFY(studio.view().transform().isFitted());
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
        Studio studio;
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

    void aPartIsPreviewedInItsPlace() {
        Studio studio;
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
        Studio studio;
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
        Studio studio;
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
        Studio studio;
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
        Studio studio;
        studio.document.showPicture(picture(64, 64));
        studio.document.beginGenerating(2, QSize(64, 64), false);
        studio.document.failGenerating(2,
                                       {ErrorCode::OutOfMemory, "There is too little memory.", {}});
        QCOMPARE(studio.pane.noticeText(), QStringLiteral("There is too little memory."));
        QTest::mouseClick(studio.find<QToolButton>("closeCanvasNoticeToolButton"), Qt::LeftButton);
        QVERIFY(studio.pane.noticeText().isEmpty());
        QVERIFY(studio.document.stateAs<LoadedCanvas>());
    }

    void aWaitingPictureIsOffered() {
        Studio studio;
        studio.document.beginGenerating(2, QSize(64, 64), false);
        studio.document.showPicture(picture(32, 32));
        studio.document.takePicture(2, picture(64, 64));
        QVERIFY(!studio.pane.noticeText().isEmpty());
        QTest::mouseClick(studio.find<QPushButton>("canvasNoticePushButton"), Qt::LeftButton);
        QCOMPARE(studio.document.picture().widthPx, 64);
    }

    void copyGivesPictureAndFile() {
        Studio studio;
        studio.document.showPicture(picture(40, 30, 200, "/tmp/limn fox.png"));
        QTest::keyClick(&studio.view(), Qt::Key_C, Qt::ControlModifier);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->urls().value(0).toLocalFile(), QStringLiteral("/tmp/limn fox.png"));
        QCOMPARE(qvariant_cast<QImage>(data->imageData()).size(), QSize(40, 30));
    }

    void ordersGoOutAsSignals() {
        Studio studio;
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
        Studio studio;
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
        Studio studio;
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

    void theStripChooses() {
        Studio studio;
        QTemporaryDir dir;
        std::vector<StripModel::Entry> entries;
        for (int i = 0; i < 3; ++i) {
            const QString file = dir.filePath(QStringLiteral("%1.png").arg(i));
            QImage(30, 20, QImage::Format_RGB888).save(file);
            entries.push_back({file.toStdString(), QStringLiteral("#%1").arg(i)});
        }
        auto* strip = studio.find<QListView>("pictureStripListView");
        QVERIFY(strip->isHidden());
        studio.pane.setStrip(entries);
        QVERIFY(strip->isVisible());
        QSignalSpy chosen(&studio.pane, &CanvasPane::pictureChosen);
        QTest::mouseClick(strip->viewport(), Qt::LeftButton, {},
                          strip->visualRect(strip->model()->index(1, 0)).center());
        QCOMPARE(chosen.count(), 1);
        QTest::keyClick(strip, Qt::Key_Right);
        QCOMPARE(chosen.count(), 2);
        QTRY_VERIFY(
            !strip->model()->index(0, 0).data(Qt::DecorationRole).value<QPixmap>().isNull());
    }

    void sideBySideIsLinked() {
        Studio studio;
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
        QTest::keyClick(compare, Qt::Key_Escape);
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

    /// Whatever a monkey does, picture and mask fit each other, and everything can be undone.
    void aMonkeyBreaksNothing() {
        Studio studio;
        std::mt19937 dice(11);
        const auto roll = [&dice](int sides) {
            return static_cast<int>(dice() % unsigned(sides));
        };
        const Qt::Key keys[] = {Qt::Key_B,
                                Qt::Key_E,
                                Qt::Key_U,
                                Qt::Key_L,
                                Qt::Key_V,
                                Qt::Key_H,
                                Qt::Key_C,
                                Qt::Key_Left,
                                Qt::Key_Down,
                                Qt::Key_BracketLeft,
                                Qt::Key_BracketRight,
                                Qt::Key_Return,
                                Qt::Key_Escape,
                                Qt::Key_Backslash,
                                Qt::Key_Space};
        const CanvasOrder orders[] = {
            CanvasOrder::Undo,       CanvasOrder::Redo,        CanvasOrder::MaskAll,
            CanvasOrder::InvertMask, CanvasOrder::FeatherMask, CanvasOrder::ClearMask,
            CanvasOrder::Fit,        CanvasOrder::ZoomIn,      CanvasOrder::ZoomOut,
            CanvasOrder::ZoomTo400,  CanvasOrder::Close};
        const Qt::MouseButton buttons[] = {Qt::LeftButton, Qt::LeftButton, Qt::MiddleButton};
        JobId job = 1;
        for (int i = 0; i < 600; ++i) {
            const QPoint somewhere(roll(900), roll(700));
            const int size = 32 + roll(120);
            switch (roll(10)) {
            case 0:
            case 1:
                QTest::keyClick(&studio.view(), keys[roll(std::size(keys))],
                                roll(4) == 0 ? Qt::AltModifier : Qt::NoModifier);
                break;
            case 2:
                // A press without its release, as when another window takes the pointer.
                QTest::mousePress(&studio.view(), buttons[roll(3)], {}, somewhere);
                break;
            case 3:
            case 4:
                QTest::mouseMove(&studio.view(), somewhere);
                break;
            case 5:
                QTest::mouseRelease(&studio.view(), buttons[roll(3)], {}, somewhere);
                break;
            case 6:
                studio.wheel(somewhere, roll(9) - 4);
                break;
            case 7:
                studio.pane.actions()[orders[roll(std::size(orders))]].trigger();
                break;
            case 8:
                studio.document.beginGenerating(++job, QSize(size, size), roll(2) == 0);
                studio.document.showProgress(job, {Phase::Denoise, 1, 4, 0, scene(8, 8, 10)});
                break;
            default:
                studio.document.takePicture(job,
                                            picture(size, roll(2) == 0 ? size : 60, roll(360)));
                studio.document.endGenerating(job);
                break;
            }
            QCOMPARE(studio.document.mask().widthPx(), studio.document.picture().widthPx);
            QCOMPARE(studio.document.mask().heightPx(), studio.document.picture().heightPx);
            QVERIFY(!studio.view().grab().isNull());
        }
        studio.document.cancelGenerating(job);
        QVERIFY(studio.document.history().steps().size() > 10);
        while (studio.document.canUndo()) {
            studio.document.undo();
        }
        QVERIFY(studio.document.picture().isNone());
    }

    /// For looking at: LIMN_SCREENSHOTS=folder.
    void screenshots() {
        const QString folder = qEnvironmentVariable("LIMN_SCREENSHOTS");
        if (folder.isEmpty()) {
            QSKIP("LIMN_SCREENSHOTS is not set");
        }
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            for (const QSize& size : {QSize(704, 792), QSize(360, 300), QSize(1600, 1000)}) {
                Studio studio(size);
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
