// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasDocument.h"
#include "tests/ui/canvas/CanvasStudio.h"
#include "ui/canvas/CanvasActions.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QSlider>
#include <QToolButton>

#include <cmath>
#include <iterator>
#include <random>

using namespace limn;
using namespace limn::ui;
using namespace limn::test;

/// The canvas in the hands of somebody who draws on it.
class TstCanvasTools : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
        CanvasStudio studio;
        studio.document.showPicture(picture(64, 64));
        studio.view().setTool(ToolKind::Lasso);
        QTest::keyClick(&studio.view(), Qt::Key(key));
        QCOMPARE(int(studio.view().tool()), tool);
    }

    void lettersInTheFieldAreText() {
        CanvasStudio studio;
        studio.document.showPicture(picture(64, 64));
        studio.view().setTool(ToolKind::Brush);
        auto* field = studio.find<QLineEdit>("repaintPromptLineEdit");
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("blue hut [5]"));
        QCOMPARE(field->text(), QStringLiteral("blue hut [5]"));
        QCOMPARE(studio.view().tool(), ToolKind::Brush);
    }

    void aBrushStrokeMasksAndCanBeUndone() {
        CanvasStudio studio;
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

    void textIsSelectedWordByWord() {
        CanvasStudio studio;
        QSignalSpy wanted(&studio.pane, &CanvasPane::textRequested);
        const CanvasPicture page = picture(400, 400);
        studio.document.showPicture(page);
        QCOMPARE(wanted.size(), 0);
        QTest::keyClick(&studio.view(), Qt::Key_T);
        QCOMPARE(studio.view().tool(), ToolKind::Text);
        QCOMPARE(wanted.size(), 1);
        studio.drag(studio.at(40, 60), studio.at(300, 60));  // too early: nothing happens
        QVERIFY(studio.view().selectedText().isEmpty());
        vision::TextReading reading;
        reading.lines = {{"red green",
                          40,
                          50,
                          220,
                          30,
                          0.9,
                          {{"red", 40, 50, 80, 30}, {"green", 140, 50, 120, 30}}},
                         {"blue", 40, 100, 100, 30, 0.9, {{"blue", 40, 100, 100, 30}}}};
        studio.pane.showText(picture(10, 10), reading);
        QVERIFY(!studio.view().hasText());  // of another picture
        studio.pane.showText(studio.document.picture(), reading);
        studio.drag(studio.at(150, 60), studio.at(350, 118));
        QCOMPARE(studio.view().selectedText(), QStringLiteral("green\nblue"));
        QSignalSpy copied(&studio.pane, &CanvasPane::textCopied);
        QTest::keyClick(&studio.view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("green\nblue"));
        QCOMPARE(copied.size(), 1);
        QTest::mouseClick(&studio.view(), Qt::LeftButton, {}, studio.at(60, 65));
        QCOMPARE(studio.view().selectedText(), QStringLiteral("red"));
        QTest::mouseClick(&studio.view(), Qt::LeftButton, {}, studio.at(200, 300));
        QVERIFY(studio.view().selectedText().isEmpty());
        QTest::keyClick(&studio.view(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(studio.view().selectedText(), QStringLiteral("red green\nblue"));
        QVERIFY(studio.document.mask().isClear());
        QTest::keyClick(&studio.view(), Qt::Key_Escape);
        QVERIFY(studio.view().selectedText().isEmpty());
        // Another picture: its own text, and only once.
        studio.document.showPicture(picture(300, 300));
        QVERIFY(!studio.view().hasText());
        QCOMPARE(wanted.size(), 2);
        studio.view().setTool(ToolKind::Move);
        studio.view().setTool(ToolKind::Text);
        QCOMPARE(wanted.size(), 2);
    }

    void anotherPictureMayComeWhileTextIsSelected() {
        CanvasStudio studio;
        studio.document.showPicture(picture(400, 400));
        studio.view().setTool(ToolKind::Text);
        vision::TextReading reading;
        reading.lines = {{"red", 40, 50, 80, 30, 0.9, {{"red", 40, 50, 80, 30}}}};
        studio.pane.showText(studio.document.picture(), reading);
        QTest::mousePress(&studio.view(), Qt::LeftButton, {}, studio.at(60, 60));
        studio.document.showPicture(picture(400, 400, 90));
        QTest::mouseMove(&studio.view(), studio.at(200, 200));
        QTest::mouseRelease(&studio.view(), Qt::LeftButton, {}, studio.at(200, 200));
        QVERIFY(studio.view().selectedText().isEmpty());
        QVERIFY(!studio.view().hasText());
    }

    void whatAnAnswerPointedAtIsFramed() {
        CanvasStudio studio;
        studio.document.showPicture(picture(400, 400));
        const QImage bare = studio.view().grab().toImage();
        studio.view().setMarks({{"sun", 0.5, 0.3, 0.75, 0.55}});
        const QImage framed = studio.view().grab().toImage();
        const auto differs = [&](double x, double y) {
            const QPoint at = studio.at(x, y) * framed.devicePixelRatio();
            return bare.pixel(at) != framed.pixel(at);
        };
        QVERIFY(differs(200, 200) && differs(300, 200) && differs(250, 220));
        QVERIFY(!differs(250, 180) && !differs(150, 200));
        QTest::keyClick(&studio.view(), Qt::Key_Escape);
        QVERIFY(studio.view().marks().empty());
        studio.view().setMarks({{"sun", 0.5, 0.3, 0.75, 0.55}});
        studio.document.showPicture(picture(400, 400, 90));
        QVERIFY(studio.view().marks().empty());
    }

    void escGivesAStrokeUp() {
        CanvasStudio studio;
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
        CanvasStudio studio;
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
        CanvasStudio studio;
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
        CanvasStudio studio;
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
        CanvasStudio studio;
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
        CanvasStudio studio;
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

    /// Whatever a monkey does, picture and mask fit each other, and everything can be undone.
    void aMonkeyBreaksNothing() {
        CanvasStudio studio;
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
};

QTEST_MAIN(TstCanvasTools)
#include "tst_CanvasTools.moc"
