// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/StudioTest.h"
#include "ui/chat/ChatPane.h"
#include "ui/dialogs/Notices.h"
#include "ui/gallery/FilterButton.h"
#include "ui/mainwindow/StudioActions.h"

#include <QAbstractItemView>
#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QLineEdit>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace limn;

/// A person's first evening with the program, from typing to the next start, by keys and clicks.
class TestStudioJourney : public test::StudioTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        moveIn();
        start();
    }

    void typingDrawsAndEscCancels() {
        QSignalSpy cancelled(&services().inference, &InferenceService::jobCancelled);
        QSignalSpy progressed(&services().inference, &InferenceService::jobProgressed);
        m_gate.holdAtStep = 3;
        say(QStringLiteral("a lighthouse at sunset"));
        QTRY_VERIFY(services().document.stateAs<GeneratingCanvas>() != nullptr);
        QTRY_VERIFY(services().document.stateAs<GeneratingCanvas>()->preview != nullptr);
        QVERIFY(progressed.count() > 0);
        auto* cancel = find<QPushButton>("cancelPushButton");
        QVERIFY(cancel->isVisible());
        QTest::keyClick(find<QPlainTextEdit>("composerPlainTextEdit"), Qt::Key_Escape);
        QTRY_COMPARE(cancelled.count(), 1);
        QTRY_VERIFY(!services().session.isAnswering());
        QVERIFY(!cancel->isVisible());
        m_gate.holdAtStep = -1;
    }

    void thePictureIsInTheChatTheCanvasAndTheGallery() {
        auto* composer = find<QPlainTextEdit>("composerPlainTextEdit");
        composer->setFocus();
        QTest::keyClicks(composer, QStringLiteral("a lighthouse at dusk"));
        m_studio->window().actions()[ui::Command::Send].trigger();
        QTRY_COMPARE(services().gallery.rowCount(), 1);
        QTRY_VERIFY(services().document.stateAs<LoadedCanvas>() != nullptr);
        QCOMPARE(services().document.picture().origin.prompt,
                 QStringLiteral("a lighthouse at dusk"));
        QVERIFY(std::filesystem::exists(services().document.picture().file));
        const TranscriptModel& transcript = services().session.transcript();
        QCOMPARE(transcript.rowCount(), 4);  // two messages, two answers
        QTRY_COMPARE(transcript.turnAt(3).state, TurnState::Done);
        QCOMPARE(transcript.turnAt(3).cards.size(), std::size_t{1});
    }

    void aRepaintStaysInsideItsMaskAndCanBeUndone() {
        const std::filesystem::path before = services().document.picture().file;
        const QAction& repaint = m_studio->window().actions()[ui::Command::Repaint];
        QVERIFY(!repaint.isEnabled());
        maskWithTheMouse();
        QTRY_VERIFY(!services().document.mask().isClear());
        QTRY_VERIFY(repaint.isEnabled());
        auto* prompt = find<QLineEdit>("repaintPromptLineEdit");
        QTRY_VERIFY(prompt->isVisible());
        prompt->setFocus();
        QTest::keyClicks(prompt, QStringLiteral("a blue door"));
        QTest::mouseClick(find<QPushButton>("repaintPushButton"), Qt::LeftButton);
        QTRY_VERIFY(services().document.picture().file != before &&
                    services().document.stateAs<LoadedCanvas>() != nullptr);
        QCOMPARE(services().document.picture().origin.pixelsChangedOutsideMask, std::int64_t{0});
        QTRY_COMPARE(services().gallery.rowCount(), 2);
        auto* view = find<QWidget>("canvasView");
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(services().document.picture().file, before);
        QTest::keyClick(view, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(services().document.picture().file != before);
    }

    void startingFromAMaskedPictureIsTold() {
        auto* action = find<QPushButton>("noticeActionPushButton");
        auto* chat = find<ui::ChatPane>("chatPane");
        const std::filesystem::path file = services().document.picture().file;
        services().document.apply(std::make_unique<ClearMaskOperation>());
        QTRY_VERIFY(services().document.mask().isClear());
        Q_EMIT chat->startPictureChosen(QString::fromStdString(file.string()));
        QTRY_VERIFY(services().generation.startPicture().has_value());
        QVERIFY(!action->isVisible());
        services().document.apply(
            std::make_unique<RectangleOperation>(QRect(10, 10, 50, 50), MaskMode::Add));
        Q_EMIT chat->startPictureChosen(QString::fromStdString(file.string()));
        QTRY_VERIFY(action->isVisible());
        QTest::mouseClick(action, Qt::LeftButton);
        QVERIFY(!services().generation.startPicture().has_value());
        QTRY_VERIFY(find<QLineEdit>("repaintPromptLineEdit")->isVisible());
        services().document.undo();
        QVERIFY(services().document.mask().isClear());
    }

    void picturesAreRatedFoundDeletedAndBroughtBack() {
        auto* grid = find<QAbstractItemView>("thumbnailGrid");
        QVERIFY(grid != nullptr);
        grid->setFocus();
        grid->setCurrentIndex(services().gallery.index(0));
        QTest::keyClick(grid, Qt::Key_5);
        QTRY_COMPARE(services().gallery.index(0).data(GalleryModel::RatingRole).toInt(), 5);

        auto* search = find<QLineEdit>("gallerySearchLineEdit");
        QVERIFY(search != nullptr);
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("blue door"));
        QTRY_COMPARE(services().gallery.rowCount(), 1);
        search->clear();
        QTRY_COMPARE(services().gallery.rowCount(), 2);

        grid->setFocus();
        grid->setCurrentIndex(services().gallery.index(0));
        const QString file = services().gallery.index(0).data(GalleryModel::FileRole).toString();
        QTest::keyClick(grid, Qt::Key_Delete);
        QTRY_COMPARE(services().gallery.rowCount(), 1);
        QTRY_VERIFY(!QFile::exists(file));
        grid->setFocus();
        QTest::keyClick(grid, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(services().gallery.rowCount(), 2);
        QTRY_VERIFY(QFile::exists(file));
    }

    /// By its card, with the notice's undo: the strip shows it again at once.
    void aCardsPictureIsDeletedAndBroughtBack() {
        const QString file = services().session.transcript().turnAt(3).cards.at(0).file;
        const QAbstractItemModel* strip = find<QAbstractItemView>("pictureStripListView")->model();
        const auto viewOfFile = [&] {
            for (int row = 0; row < strip->rowCount(); ++row) {
                const QModelIndex cell = strip->index(row, 0);
                if (cell.data(Qt::UserRole).toString() == file) {
                    return cell.data(Qt::DecorationRole).value<QPixmap>();
                }
            }
            return QPixmap();
        };
        QTRY_VERIFY(!viewOfFile().isNull());
        Q_EMIT find<ui::ChatPane>("chatPane")->deleteRequested(file);
        auto* undo = find<QPushButton>("noticeActionPushButton");
        QTRY_VERIFY(undo->isVisible() && !QFile::exists(file));
        QTRY_VERIFY(viewOfFile().isNull());
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_VERIFY(QFile::exists(file));
        QTRY_VERIFY(!viewOfFile().isNull());
        QTRY_COMPARE(services().gallery.rowCount(), 2);
    }

    /// The chat's notice is about what was ordered there: it does not come when the gallery deletes the picture later.
    void aCardsPictureThatCouldNotBeDeletedIsForgotten() {
        const QString file = m_home.filePath(QStringLiteral("late.png"));
        PictureIndex& index = services().index;
        QSignalSpy failed(&index, &PictureIndex::failed);
        Q_EMIT find<ui::ChatPane>("chatPane")->deleteRequested(file);
        QTRY_COMPARE(failed.count(), 1);
        ui::Notices& notices = emptyNotices();
        QImage late(9, 7, QImage::Format_RGB32);
        late.fill(Qt::darkRed);
        QVERIFY(late.save(file));
        QSignalSpy taken(&index, &PictureIndex::taken);
        index.takeIn(std::filesystem::path(file.toStdString()));
        QTRY_COMPARE(taken.count(), 1);
        QSignalSpy placed(&index, &PictureIndex::placeChanged);
        index.moveToTrash({taken[0][0].toLongLong()});
        QTRY_COMPARE(placed.count(), 1);
        QCOMPARE(notices.currentText(), QString());
        QTRY_COMPARE(services().gallery.rowCount(), 2);
    }

    void aRenamedPictureIsFoundByTheChatTheStripAndTheCanvas() {
        const QString before = services().session.transcript().turnAt(3).cards.at(0).file;
        const QString after = QFileInfo(before).dir().filePath(QStringLiteral("renamed.png"));
        QCOMPARE(services().document.picture().origin.madeFrom.string(), before.toStdString());
        const auto isNamed = [&](const QString& file) {
            const auto* strip = find<QAbstractItemView>("pictureStripListView")->model();
            bool isInStrip = false;
            for (int row = 0; row < strip->rowCount(); ++row) {
                isInStrip = isInStrip || strip->index(row, 0).data(Qt::UserRole) == file;
            }
            const TranscriptModel& transcript = services().session.transcript();
            return isInStrip && transcript.turnAt(3).cards.at(0).file == file &&
                   transcript.turnAt(5).cards.at(0).madeFrom == file &&
                   services().document.picture().origin.madeFrom == file.toStdString();
        };
        QVERIFY(isNamed(before));
        qint64 id = 0;
        for (int row = 0; row < services().gallery.rowCount(); ++row) {
            const QModelIndex cell = services().gallery.index(row);
            QTRY_VERIFY(!cell.data(GalleryModel::FileRole).toString().isEmpty());
            id = cell.data(GalleryModel::FileRole) == before
                     ? cell.data(GalleryModel::IdRole).toLongLong()
                     : id;
        }
        services().index.rename(id, QStringLiteral("renamed.png"));
        QTRY_VERIFY(isNamed(after));
        QVERIFY(QFile::exists(after));
        services().index.undo();
        QTRY_VERIFY(isNamed(before));
        QVERIFY(QFile::exists(before));
        QTRY_COMPARE(services().gallery.rowCount(), 2);
    }

    void movablePanesAreSoAfterTheNextStart() {
        QAction& move = m_studio->window().actions()[ui::Command::MovePanes];
        QVERIFY(!move.isChecked());
        QVERIFY(!services().settings.flag(Setting::PanesMovable));
        move.setChecked(true);
        QVERIFY(services().settings.flag(Setting::PanesMovable));
        // seen by the next test
    }

    void theOrderOfTheGalleryIsKept() {
        auto* filter = find<ui::FilterButton>("filterButton");
        QVERIFY(filter != nullptr);
        GalleryQuery query = filter->query();
        QCOMPARE(query.sort, GallerySort::Newest);
        query.sort = GallerySort::Name;
        filter->setQuery(query);
        Q_EMIT filter->queryChanged();
        QCOMPARE(services().settings.number(Setting::GalleryOrder), int(GallerySort::Name));
        // seen by the next test
    }

    void afterTheNextStartEverythingIsThere() {
        QTRY_VERIFY(services().document.isJournalWritten());
        const std::filesystem::path onCanvas = services().document.picture().file;
        m_studio->window().close();
        m_studio.reset();
        start();
        QAction& move = m_studio->window().actions()[ui::Command::MovePanes];
        QVERIFY(move.isChecked());
        QVERIFY(
            find<QDockWidget>("wordsDock")->features().testFlag(QDockWidget::DockWidgetMovable));
        move.setChecked(false);
        auto* filter = find<ui::FilterButton>("filterButton");
        GalleryQuery query = filter->query();
        QCOMPARE(query.sort, GallerySort::Name);
        QCOMPARE(services().gallery.query().sort, GallerySort::Name);
        query.sort = GallerySort::Newest;
        filter->setQuery(query);
        Q_EMIT filter->queryChanged();
        QTRY_COMPARE(services().gallery.rowCount(), 2);
        QTRY_VERIFY(services().session.transcript().rowCount() >= 6);
        const TranscriptModel& transcript = services().session.transcript();
        QCOMPARE(transcript.turnAt(1).state, TurnState::Cancelled);
        QCOMPARE(transcript.turnAt(3).cards.size(), std::size_t{1});
        QTRY_COMPARE(services().document.picture().file, onCanvas);
        int rated = 0;
        for (int row = 0; row < 2; ++row) {
            QTRY_VERIFY(services().gallery.index(row).data(GalleryModel::RatingRole).isValid());
            rated += services().gallery.index(row).data(GalleryModel::RatingRole).toInt() == 5;
        }
        QCOMPARE(rated, 1);
    }

    void cleanupTestCase() { m_studio.reset(); }
};

QTEST_MAIN(TestStudioJourney)
#include "tst_StudioJourney.moc"
