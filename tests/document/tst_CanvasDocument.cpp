// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasDocument.h"

#include "core/document/JournalWriter.h"
#include "core/document/canvas_requests.h"
#include "core/document/masked_pixels.h"
#include "core/document/repaint.h"

#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace limn;

namespace {

CanvasPicture inMemory(int width, int height, std::uint8_t value = 7) {
    auto pixels = std::make_shared<Image>(width, height, 3);
    std::fill(pixels->pixels.begin(), pixels->pixels.end(), value);
    CanvasPicture picture;
    picture.widthPx = width;
    picture.heightPx = height;
    picture.pixels = pixels;
    return picture;
}

PictureOrigin named(const QString& handle) {
    PictureOrigin origin;
    origin.handle = handle;
    origin.seed = 41;
    return origin;
}

std::unique_ptr<Operation> rectangle(int x, int y, int width, int height) {
    return std::make_unique<RectangleOperation>(QRect(x, y, width, height), MaskMode::Add);
}

}  // namespace

class TstCanvasDocument : public QObject {
    Q_OBJECT
private:
    QThreadPool m_pool;
    std::unique_ptr<QTemporaryDir> m_dir;

    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(m_dir->path().toStdString()) / name;
    }
    std::filesystem::path writePng(const char* name, int width, int height) const {
        QImage image(width, height, QImage::Format_RGB888);
        image.fill(QColor(10, 20, 30));
        image.save(QString::fromStdString(path(name).string()));
        return path(name);
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void beginsEmpty() {
        Background background(m_pool);
        const CanvasDocument document(background, {});
        QVERIFY(document.stateAs<EmptyCanvas>());
        QVERIFY(!document.isEditable());
        QVERIFY(!document.canUndo());
        QVERIFY(document.pictureBefore().isNone());
    }

    void aFileComesToTheCanvas() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        QSignalSpy changed(&document, &CanvasDocument::pictureChanged);
        document.openFile(writePng("a.png", 40, 30), named(QStringLiteral("#1")));
        QVERIFY(document.stateAs<LoadingCanvas>());
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(document.picture().widthPx, 40);
        QCOMPARE(document.picture().origin.handle, QStringLiteral("#1"));
        QCOMPARE(document.mask().area(), QRect(0, 0, 40, 30));
        QVERIFY(document.isEditable());
        document.markSaved(document.picture(), path("copy.jpg"));  // it has its own file
        QCOMPARE(document.picture().file, path("a.png"));
    }

    void aMissingFileIsASentence() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        document.showPicture(inMemory(20, 20));
        document.openFile(path("nothing.png"));
        QTRY_VERIFY(document.stateAs<FailedCanvas>());
        QVERIFY(document.stateAs<FailedCanvas>()->error.message.find("nothing.png") !=
                std::string::npos);
        QCOMPARE(document.picture().widthPx, 20);
        QVERIFY(document.isEditable());
        document.dismissFailure();
        QVERIFY(document.stateAs<LoadedCanvas>());
    }

    void everyChangeCanBeUndone() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        document.showPicture(inMemory(100, 100, 1));
        document.apply(rectangle(10, 10, 20, 20));
        document.apply(std::make_unique<InvertOperation>());
        document.apply(std::make_unique<FeatherOperation>(5));
        document.showPicture(inMemory(50, 60, 2));
        document.close();
        QVERIFY(document.stateAs<EmptyCanvas>());
        std::vector<CanvasContent> contents;
        while (document.canUndo()) {
            contents.push_back(document.content());
            document.undo();
        }
        QCOMPARE(contents.size(), std::size_t{6});
        QVERIFY(document.stateAs<EmptyCanvas>());
        while (document.canRedo()) {
            document.redo();
            QVERIFY(document.mask() == contents.back().mask);
            QVERIFY(isSamePicture(document.picture(), contents.back().picture));
            contents.pop_back();
        }
        QVERIFY(contents.empty());
    }

    void whatFailsIsNoStep() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        QSignalSpy failed(&document, &CanvasDocument::operationFailed);
        document.apply(rectangle(0, 0, 5, 5));  // there is no picture
        QCOMPARE(failed.count(), 1);
        document.showPicture(inMemory(30, 30));
        document.apply(std::make_unique<LoadMaskOperation>(Image(29, 30, 1)));
        QCOMPARE(failed.count(), 2);
        QCOMPARE(document.history().steps().size(), std::size_t{1});
        document.apply(std::make_unique<ClearMaskOperation>());  // changes nothing
        QCOMPARE(document.history().steps().size(), std::size_t{1});
    }

    void aStrokeOnAMaskThatChangedIsRefused() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        document.showPicture(inMemory(200, 200));
        const Mask before = document.mask();
        Mask drawn = before;
        drawBrushLine(drawn, {10, 10}, {90, 90}, {}, MaskMode::Add);
        document.apply(rectangle(0, 0, 5, 5));
        QSignalSpy failed(&document, &CanvasDocument::operationFailed);
        document.apply(
            std::make_unique<DrawnMaskOperation>(OperationKind::BrushStroke, before, drawn));
        QCOMPARE(failed.count(), 1);
        QCOMPARE(document.mask().bounds(), QRect(0, 0, 5, 5));
    }

    void slowOperationsRunInTheBackground() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        document.showPicture(inMemory(1400, 1400));
        document.apply(rectangle(0, 0, 1300, 1300));
        document.apply(std::make_unique<FeatherOperation>(30));
        QVERIFY(document.isBusy());
        QVERIFY(!document.isEditable());
        QVERIFY(!document.canUndo());
        QTRY_VERIFY_WITH_TIMEOUT(!document.isBusy(), 20'000);
        QCOMPARE(document.history().undoKind(), OperationKind::Feather);
        document.undo();
        document.apply(std::make_unique<FeatherOperation>(30));
        document.cancelSlowOperation();
        QVERIFY(document.isEditable());
        QCOMPARE(document.history().undoKind(), OperationKind::Rectangle);
    }

    void aPictureGrowsAndComes() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        document.showPicture(inMemory(64, 64, 1));
        document.beginGenerating(5, QSize(64, 64), false);
        QVERIFY(!document.canUndo());
        document.showProgress(5, {Phase::Denoise, 3, 20, 0, Image(8, 8, 3)});
        document.showProgress(4, {Phase::Denoise, 9, 20, 0, {}});  // another job's
        const auto* state = document.stateAs<GeneratingCanvas>();
        QCOMPARE(state->step, 3);
        QVERIFY(state->preview);
        document.takePicture(5, inMemory(64, 64, 2));
        QVERIFY(document.stateAs<GeneratingCanvas>());  // of a batch
        document.takePicture(5, inMemory(64, 64, 3));
        document.endGenerating(5);
        QVERIFY(document.stateAs<LoadedCanvas>());
        QCOMPARE(document.picture().pixels->pixels[0], std::uint8_t{3});
        QCOMPARE(document.pictureBefore().pixels->pixels[0], std::uint8_t{2});
        document.undo();
        document.undo();
        QCOMPARE(document.picture().pixels->pixels[0], std::uint8_t{1});
    }

    void cancelAndFailureLeaveThePicture() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        document.showPicture(inMemory(64, 64, 1));
        document.beginGenerating(5, QSize(64, 64), false);
        document.showStopping(5);
        QVERIFY(document.stateAs<GeneratingCanvas>()->isStopping);
        document.cancelGenerating(5);
        QVERIFY(document.stateAs<LoadedCanvas>());
        document.beginGenerating(6, QSize(64, 64), false);
        document.failGenerating(6, {ErrorCode::OutOfMemory, "Too big.", {}});
        QVERIFY(document.stateAs<FailedCanvas>());
        QVERIFY(document.isEditable());
        QCOMPARE(document.history().steps().size(), std::size_t{1});
    }

    void lookingAwayKeepsTheNewPictureWaiting() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        QSignalSpy waiting(&document, &CanvasDocument::pictureWaiting);
        document.beginGenerating(5, QSize(64, 64), false);
        document.showPicture(inMemory(10, 10, 9));
        QVERIFY(document.stateAs<LoadedCanvas>());
        document.takePicture(5, inMemory(64, 64, 2));
        document.endGenerating(5);
        QCOMPARE(waiting.count(), 1);
        QCOMPARE(document.picture().widthPx, 10);
    }

    void aRepaintKeepsTheMask() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        document.showPicture(inMemory(64, 64, 1));
        document.apply(rectangle(5, 5, 9, 9));
        document.beginGenerating(5, QSize(64, 64), true);
        document.takePicture(5, inMemory(64, 64, 2));
        document.endGenerating(5);
        QCOMPARE(document.history().undoKind(), OperationKind::Repaint);
        QCOMPARE(document.mask().bounds(), QRect(5, 5, 9, 9));
    }

    void requestsHoldPictureAndMask() {
        Background background(m_pool);
        CanvasDocument document(background, {});
        QVERIFY(!imageToImageRequest(document.content(), {}));
        document.showPicture(inMemory(61, 68));
        QVERIFY(!repaintRequest(document.content(), {}));
        document.apply(rectangle(5, 5, 9, 9));
        GenerateRequest settings;
        settings.prompt = "a door";
        const auto request = repaintRequest(document.content(), settings);
        QVERIFY(request);
        QVERIFY(isRepaint(*request));
        QCOMPARE(request->prompt, std::string("a door"));
        QCOMPARE(request->initImage->widthPx, 61);
        QCOMPARE(request->mask->row(5)[5], std::uint8_t{255});
        QCOMPARE(*request->widthPx, 64);
        QCOMPARE(*request->heightPx, 72);
    }

    /// An engine that paints over everything changes only what the mask touches.
    void aRepaintStaysInsideItsMask() {
        GenerateRequest request;
        request.initImage = *inMemory(61, 68, 100).pixels;
        Mask mask(61, 68);
        drawBrushLine(mask, {30, 30}, {40, 40}, {9, 0.2}, MaskMode::Add);
        request.mask = mask.toImage();
        const GenerateRequest hard = engineRequest(request);
        for (std::size_t i = 0; i < hard.mask->pixels.size(); ++i) {
            QCOMPARE(hard.mask->pixels[i] == 255, request.mask->pixels[i] > 0);
        }
        Outcome<Repainted> finished = finishedRepaint(request, *inMemory(64, 72, 200).pixels, {});
        QVERIFY(finished.isDone());
        const Repainted result = std::move(finished).value();
        QCOMPARE(result.pixelsChangedOutsideMask, std::int64_t{0});
        QCOMPARE(result.image.row(0)[0], std::uint8_t{100});
        QCOMPARE(result.image.row(35)[35 * 3], std::uint8_t{200});
    }

    void aRegionIsAroundTheMask_data() {
        QTest::addColumn<QRect>("masked");
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<QSize>("drawn");
        QTest::addColumn<QRect>("region");
        const QSize model(512, 512);
        QTest::newRow("not much larger")
            << QRect(10, 10, 50, 50) << QSize(600, 600) << model << QRect();
        QTest::newRow("small mask in the middle")
            << QRect(990, 990, 20, 20) << QSize(2000, 2000) << model << QRect(743, 743, 512, 512);
        QTest::newRow("at a corner")
            << QRect(0, 1980, 20, 20) << QSize(2000, 2000) << model << QRect(0, 1488, 512, 512);
        QTest::newRow("larger than the model draws")
            << QRect(600, 600, 600, 300) << QSize(2000, 2000) << model
            << QRect(399, 249, 1000, 1000);
        QTest::newRow("reaches too far")
            << QRect(0, 0, 1900, 10) << QSize(2000, 600) << model << QRect();
        QTest::newRow("narrower than the model's shape")
            << QRect(10, 10, 50, 50) << QSize(400, 4000) << model << QRect();
        QTest::newRow("no size chosen")
            << QRect(10, 10, 50, 50) << QSize(900, 900) << QSize() << QRect();
    }
    void aRegionIsAroundTheMask() {
        QFETCH(QRect, masked);
        QFETCH(QSize, picture);
        QFETCH(QSize, drawn);
        QFETCH(QRect, region);
        QCOMPARE(repaintRegion(masked, picture, drawn), region);
    }

    /// Of a large picture only the part around the mask is drawn, and the rest stays byte for byte.
    void aLargePictureIsRepaintedInPart_data() {
        QTest::addColumn<int>("channels");
        QTest::addRow("grey") << 1;
        QTest::addRow("colour") << 3;
        QTest::addRow("with alpha") << 4;
    }
    void aLargePictureIsRepaintedInPart() {
        QFETCH(int, channels);
        CanvasContent content;
        auto pixels = std::make_shared<Image>(900, 700, channels);
        for (std::size_t i = 0; i < pixels->pixels.size(); ++i) {
            pixels->pixels[i] = static_cast<std::uint8_t>(i * 31);
        }
        content.picture = {"/large.png", 900, 700, {}, pixels, {}};
        content.mask = Mask(900, 700);
        drawBrushLine(content.mask, {600, 300}, {640, 320}, {30, 0.3}, MaskMode::Add);
        GenerateRequest settings;
        settings.widthPx = 256;
        settings.heightPx = 192;
        const auto request = repaintRequest(content, settings);
        QVERIFY(request);
        QCOMPARE(*request->widthPx, 256);
        const QRect region = repaintRegion(*request);
        QVERIFY(region.contains(content.mask.bounds()));
        const GenerateRequest engine = engineRequest(*request);
        QCOMPARE(engine.initImage->widthPx, region.width());
        QCOMPARE(engine.mask->heightPx, region.height());
        QCOMPARE(engine.initImage->row(0)[0],
                 pixels->row(region.y())[region.x() * pixels->channels]);

        Outcome<Repainted> finished =
            finishedRepaint(*request, *inMemory(256, 192, 200).pixels, {});
        QVERIFY(finished.isDone());
        const Repainted result = std::move(finished).value();
        QCOMPARE(result.image.widthPx, 900);
        QCOMPARE(result.pixelsChangedOutsideMask, std::int64_t{0});
        QCOMPARE(result.image.row(310)[620 * result.image.channels], std::uint8_t{200});
        QCOMPARE(result.image.row(0)[5 * result.image.channels], pixels->row(0)[5 * channels]);
    }

    void aMaskThatReachesTooFarMakesThePictureSmaller() {
        CanvasContent content;
        content.picture = {"/large.png", 1600, 800, {}, inMemory(1600, 800).pixels, {}};
        content.mask = Mask(1600, 800);
        drawRectangle(content.mask, QRect(0, 0, 1600, 20), MaskMode::Add);
        GenerateRequest settings;
        settings.widthPx = 512;
        settings.heightPx = 512;
        const auto request = repaintRequest(content, settings);
        QVERIFY(request);
        QCOMPARE(*request->widthPx, 728);  // as many pixels as 512 x 512, in the picture's shape
        QCOMPARE(*request->heightPx, 360);
    }

    void everythingIsThereAfterARestart() {
        Background background(m_pool);
        const auto file = writePng("a.png", 200, 150);
        Mask mask;
        {
            CanvasDocument document(background, path("journal"));
            QVERIFY(document.stateAs<LoadingCanvas>());
            document.openFile(file, named(QStringLiteral("#12")));  // waits
            QTRY_VERIFY(document.stateAs<LoadedCanvas>());
            document.apply(rectangle(10, 10, 50, 50));
            document.apply(std::make_unique<InvertOperation>());
            document.apply(std::make_unique<FeatherOperation>(9));
            document.undo();
            mask = document.mask();
        }
        CanvasDocument document(background, path("journal"));
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        QVERIFY(document.mask() == mask);
        QCOMPARE(document.picture().origin.handle, QStringLiteral("#12"));
        QCOMPARE(*document.picture().origin.seed, std::uint64_t{41});
        QVERIFY(document.canRedo());
        document.undo();
        QCOMPARE(document.mask().bounds(), QRect(10, 10, 50, 50));
        document.undo();
        document.undo();
        QVERIFY(document.stateAs<EmptyCanvas>());
    }

    void aPastedPictureIsThereAfterARestart() {
        Background background(m_pool);
        {
            CanvasDocument document(background, path("journal"));
            document.showPicture(inMemory(90, 70, 123));
            QTRY_VERIFY(document.stateAs<LoadedCanvas>());
            QTRY_VERIFY(document.isJournalWritten());
            document.markSaved(document.picture(), path("saved.png"));
            document.showPicture(inMemory(20, 20, 45));
        }
        CanvasDocument document(background, path("journal"));
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        QCOMPARE(document.picture().pixels->pixels[0], std::uint8_t{45});
        document.undo();
        QCOMPARE(document.picture().file, path("saved.png"));
        QTRY_VERIFY(document.stateAs<FailedCanvas>());  // it was never really written
        document.redo();
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
    }

    void aRenamedFileStaysOnTheCanvas() {
        Background background(m_pool);
        const auto file = writePng("a.png", 40, 30);
        Mask mask;
        {
            CanvasDocument document(background, path("journal"));
            document.openFile(file);
            QTRY_VERIFY(document.stateAs<LoadedCanvas>());
            document.apply(rectangle(5, 5, 10, 10));
            mask = document.mask();
            PictureOrigin origin;
            origin.madeFrom = file;
            document.openFile(writePng("grown.png", 20, 20), origin);
            QTRY_COMPARE(document.picture().widthPx, 20);
            std::filesystem::rename(file, path("b.png"));
            document.moveFile(file, path("b.png"));
            QCOMPARE(document.picture().origin.madeFrom, path("b.png"));
            document.undo();
            QCOMPARE(document.picture().file, path("b.png"));
            QVERIFY(document.mask() == mask);
        }
        CanvasDocument document(background, path("journal"));
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        QCOMPARE(document.picture().file, path("b.png"));
        QVERIFY(document.mask() == mask);
        QVERIFY(document.canRedo());
    }

    void aFileThatIsRenamedWhileItIsReadIsReadFromThere() {
        Background background(m_pool);
        const auto file = writePng("a.png", 40, 30);
        {
            CanvasDocument document(background, path("journal"));
            document.openFile(file);
            QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        }
        std::filesystem::rename(file, path("b.png"));
        CanvasDocument document(background, path("journal"));
        document.moveFile(file, path("b.png"));  // the journal is still being read
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        QCOMPARE(document.picture().file, path("b.png"));
    }

    void aFileThatCameBackIsReadAgain() {
        Background background(m_pool);
        const auto file = writePng("a.png", 20, 15);
        {
            CanvasDocument document(background, path("journal"));
            document.openFile(file);
            QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        }
        std::filesystem::rename(file, path("elsewhere.png"));
        CanvasDocument document(background, path("journal"));
        QTRY_VERIFY(document.stateAs<FailedCanvas>());
        std::filesystem::rename(path("elsewhere.png"), file);
        document.readAgain(path("another.png"));
        QVERIFY(document.stateAs<FailedCanvas>());
        document.readAgain(file);
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        QCOMPARE(document.picture().pixels->widthPx, 20);
    }

    /// Pixels that were let go for memory are read again when undo comes back to them.
    void undoReadsAPictureAgain() {
        Background background(m_pool);
        CanvasDocument document(background, {}, {.steps = 50, .bytes = 100'000});
        for (const char* name : {"a.png", "b.png", "c.png"}) {
            document.openFile(writePng(name, 300, 200));
            QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        }
        document.undo();
        document.undo();
        QTRY_VERIFY(document.stateAs<LoadedCanvas>());
        QCOMPARE(document.picture().file, path("a.png"));
        QVERIFY(document.picture().pixels);
        QCOMPARE(document.picture().pixels->pixels[2], std::uint8_t{30});
    }

    void aJournalThatCannotBeKeepsNoPixels() {
        Background background(m_pool);
        JournalWriter writer(background, "/proc/limn-cannot-be", {});
        QSignalSpy failed(&writer, &JournalWriter::failed);
        writer.open();
        QTRY_COMPARE(failed.count(), 1);
        std::weak_ptr<const Image> kept;
        {
            auto pixels = std::make_shared<const Image>(4, 4, 3);
            kept = pixels;
            CanvasContent content;
            content.picture.pixels = pixels;
            writer.beginAnew(CanvasHistory(content));
        }
        QVERIFY(kept.expired());
    }

    void aJournalThatCannotBeIsToldAndTheCanvasWorks() {
        Background background(m_pool);
        CanvasDocument document(background, "/proc/limn-cannot-be");
        QSignalSpy failed(&document, &CanvasDocument::journalFailed);
        QTRY_COMPARE(failed.count(), 1);
        QTRY_VERIFY(document.stateAs<EmptyCanvas>());
        document.showPicture(inMemory(20, 20));
        QVERIFY(document.isEditable());
    }
};

QTEST_GUILESS_MAIN(TstCanvasDocument)
#include "tst_CanvasDocument.moc"
