// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/GalleryFixture.h"
#include "tests/support/GalleryPaneTest.h"
#include "tests/support/LeadingTranslator.h"
#include "ui/gallery/FilterButton.h"
#include "ui/gallery/GalleryPane.h"

#include <QCompleter>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

#include <fstream>

using namespace limn;
using namespace limn::ui;
using limn::test::GalleryFixture;

/// The pane as a person uses it: keys, clicks, what is to be read.
class TstGalleryPane : public test::GalleryPaneTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { moveIn(); }
    void cleanup() { moveOut(); }

    void anEmptyGallerySaysWhatCanBeDone() {
        openPane(0);
        QTRY_COMPARE(title(), QStringLiteral("No pictures yet"));
        QSignalSpy asked(m_pane.get(), &GalleryPane::addFolderRequested);
        QTest::mouseClick(m_pane->findChild<QPushButton*>(QStringLiteral("statePushButton")),
                          Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
    }

    void keysRateAndMark() {
        openPane(6);
        select({1, 2});
        QTest::keyClick(grid(), Qt::Key_4);
        QTRY_COMPARE(ratingAt(1), 4);
        QTRY_COMPARE(ratingAt(2), 4);
        QCOMPARE(ratingAt(0), 0);
        QTest::keyClick(grid(), Qt::Key_Period);
        QTRY_VERIFY(m_model->index(1).data(GalleryModel::FavouriteRole).toBool());
        QTest::keyClick(grid(), Qt::Key_Period);
        QTRY_VERIFY(!m_model->index(1).data(GalleryModel::FavouriteRole).toBool());
        QTest::keyClick(grid(), Qt::Key_0);
        QTRY_COMPARE(ratingAt(2), 0);
        QTest::keyClick(grid(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(ratingAt(2), 4);
    }

    void deletingOffersItsUndo() {
        openPane(4);
        const QString file = fileAt(1);
        select({1});
        QTest::keyClick(grid(), Qt::Key_Delete);
        QTRY_COMPARE(m_model->rowCount(), 3);
        QVERIFY(!QFile::exists(file));
        QTRY_VERIFY(notice()->text().contains(QStringLiteral("trash")));
        QTest::mouseClick(m_pane->findChild<QPushButton*>(QStringLiteral("noticePushButton")),
                          Qt::LeftButton);
        QTRY_COMPARE(m_model->rowCount(), 4);
        QVERIFY(QFile::exists(file));
    }

    /// What the notice offers to bring back is what it speaks of, whatever was done since.
    void undoOfADeletionLeavesWhatCameAfterIt() {
        openPane(4);
        const QString file = fileAt(1);
        select({1});
        QTest::keyClick(grid(), Qt::Key_Delete);
        QTRY_COMPARE(m_model->rowCount(), 3);
        select({0});
        QTest::keyClick(grid(), Qt::Key_3);
        QTRY_COMPARE(ratingAt(0), 3);
        QTest::mouseClick(m_pane->findChild<QPushButton*>(QStringLiteral("noticePushButton")),
                          Qt::LeftButton);
        QTRY_COMPARE(m_model->rowCount(), 4);
        QVERIFY(QFile::exists(file));
        QCOMPARE(ratingAt(0), 3);
    }

    /// With the keyboard alone: what was stopped can go on or be forgotten, and goes on being offered until then.
    void stoppedWorkCanGoOnOrBeForgotten() {
        openPane(0);
        const auto button = [this](const char* name) {
            return m_pane->findChild<QPushButton*>(QLatin1String(name));
        };
        QSignalSpy stopped(m_pane.get(), &GalleryPane::workStopped);
        QSignalSpy wentOn(m_pane.get(), &GalleryPane::workGoOnRequested);
        QSignalSpy forgotten(m_pane.get(), &GalleryPane::workForgotten);
        m_pane->showWork(QStringLiteral("1 of 5"), 0, 5);
        QVERIFY(button("stopWorkPushButton")->isVisible());
        QVERIFY(!button("goOnWorkPushButton")->isVisible());
        QTest::keyClick(button("stopWorkPushButton"), Qt::Key_Space);
        QCOMPARE(stopped.count(), 1);
        m_pane->pauseWork(QStringLiteral("5 wait"), 0, 5);
        QVERIFY(!button("stopWorkPushButton")->isVisible());
        QTest::keyClick(button("goOnWorkPushButton"), Qt::Key_Space);
        QCOMPARE(wentOn.count(), 1);
        QTest::keyClick(button("forgetWorkPushButton"), Qt::Key_Space);
        QCOMPARE(forgotten.count(), 1);
        m_pane->showWork(QStringLiteral("1 of 5"), 0, 5);
        QVERIFY(!button("forgetWorkPushButton")->isVisible());
        m_pane->endWork(QStringLiteral("Done"));
        QVERIFY(!button("stopWorkPushButton")->isVisible());
    }

    void aFolderCanBeTakenOutAndBroughtBack() {
        openPane(0);
        const QString folder = QString::fromStdString((m_gallery->root() / "more").string());
        QVERIFY(QDir().mkpath(folder));
        m_folders->addFolder(folder);
        QTRY_VERIFY(m_folders->folders().contains(folder));
        auto* filter = m_pane->findChild<FilterButton*>();
        Q_EMIT filter->menu()->aboutToShow();
        const auto actions = filter->menu()->findChildren<QMenu*>();
        QVERIFY(std::any_of(actions.begin(), actions.end(),
                            [&](const QMenu* menu) { return menu->title() == folder; }));
        Q_EMIT filter->folderUnwanted(folder);
        QTRY_VERIFY(!m_folders->folders().contains(folder));
        QVERIFY(QDir(folder).exists());
        QTRY_VERIFY(notice()->text().contains(folder));
        QTest::mouseClick(m_pane->findChild<QPushButton*>(QStringLiteral("noticePushButton")),
                          Qt::LeftButton);
        QTRY_VERIFY(m_folders->folders().contains(folder));
    }

    void theTrashCanBeSeenAndEmptiedBack() {
        openPane(3);
        select({0, 1});
        QTest::keyClick(grid(), Qt::Key_Delete);
        QTRY_COMPARE(m_model->rowCount(), 1);
        auto* filter = m_pane->findChild<FilterButton*>();
        GalleryQuery trash;
        trash.shelf = GalleryShelf::Trash;
        filter->setQuery(trash);
        Q_EMIT filter->queryChanged();
        QTRY_COMPARE(m_model->rowCount(), 2);
        QTRY_VERIFY(fileAt(0).contains(QStringLiteral(".limn-trash")));
        select({0, 1});
        QVERIFY(!order("delete")->isEnabled());
        order("restore")->trigger();
        QTRY_COMPARE(title(), QStringLiteral("The trash is empty"));
        QTest::mouseClick(m_pane->findChild<QPushButton*>(QStringLiteral("statePushButton")),
                          Qt::LeftButton);
        QTRY_COMPARE(m_model->rowCount(), 3);
    }

    void wordsFindAndEscapeIsNotNeeded() {
        openPane(7);
        QTest::keyClicks(search(), QStringLiteral("har"));
        QTRY_COMPARE(m_model->rowCount(), 3);
        QTest::keyClicks(search(), QStringLiteral("zzz"));
        QTRY_COMPARE(title(), QStringLiteral("No picture matches"));
        QTest::mouseClick(m_pane->findChild<QPushButton*>(QStringLiteral("statePushButton")),
                          Qt::LeftButton);
        QTRY_COMPARE(m_model->rowCount(), 7);
        QVERIFY(search()->text().isEmpty());
    }

    void filtersAreSaidInWords() {
        openPane(6);
        auto* filter = m_pane->findChild<FilterButton*>();
        Q_EMIT filter->menu()->aboutToShow();
        for (QAction* action : filter->menu()->findChildren<QAction*>()) {
            if (action->text() == QStringLiteral("Tall")) {
                action->trigger();
            }
        }
        QTRY_COMPARE(m_model->rowCount(), 2);  // 96 x 128
        QCOMPARE(m_pane->findChild<QLabel*>(QStringLiteral("filterLabel"))->text(),
                 QStringLiteral("Tall"));
        QTest::mouseClick(m_pane->findChild<QPushButton*>(QStringLiteral("clearFilterPushButton")),
                          Qt::LeftButton);
        QTRY_COMPARE(m_model->rowCount(), 6);
    }

    void renamingHappensInThePane() {
        openPane(3);
        select({0});
        const QString before = fileAt(0);
        QTest::keyClick(grid(), Qt::Key_F2);
        auto* line = m_pane->findChild<QLineEdit*>(QStringLiteral("promptLineEdit"));
        QVERIFY(line->isVisible());
        QCOMPARE(line->selectedText(), QStringLiteral("102"));  // the name without its ending
        QTest::keyClicks(line, QStringLiteral("snowy"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(!line->isVisible());
        QTRY_VERIFY(fileAt(0).endsWith(QStringLiteral("/snowy.png")));
        QVERIFY(!QFile::exists(before));
        // A name that is taken: one sentence, nothing changed.
        QString told;
        connect(m_index.get(), &PictureIndex::failed, this,
                [&told](const Error& error) { told = QString::fromStdString(error.message); });
        QTest::keyClick(grid(), Qt::Key_F2);
        line->setText(QStringLiteral("100.png"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY2(told.contains(QStringLiteral("is there already")), qPrintable(told));
        // Esc drops the line.
        QTest::keyClick(grid(), Qt::Key_F2);
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(!line->isVisible());
        QVERIFY(grid()->hasFocus());
    }

    void tagsOfSeveralPictures() {
        openPane(3);
        select({0});
        QTest::keyClick(grid(), Qt::Key_T, Qt::ControlModifier);
        auto* line = m_pane->findChild<QLineEdit*>(QStringLiteral("promptLineEdit"));
        line->setText(QStringLiteral("snow, winter"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_model->index(0).data(GalleryModel::TagsRole).toStringList().size(), 2);
        select({1});
        QTest::keyClick(grid(), Qt::Key_T, Qt::ControlModifier);
        line->setText(QStringLiteral("winter"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_model->index(1).data(GalleryModel::TagsRole).toStringList().size(), 1);
        select({0, 1});
        QTest::keyClick(grid(), Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(line->text(), QStringLiteral("winter"));  // what they share
        line->setText(QStringLiteral("fox"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_model->index(0).data(GalleryModel::TagsRole).toStringList(),
                     (QStringList{QStringLiteral("fox"), QStringLiteral("snow")}));
        QTRY_COMPARE(m_model->index(1).data(GalleryModel::TagsRole).toStringList(),
                     QStringList{QStringLiteral("fox")});
    }

    /// Enter on a suggestion takes it; only the next Enter ends the line.
    void aSuggestedTagIsTakenWhole() {
        openPane(2);
        select({0});
        QTest::keyClick(grid(), Qt::Key_T, Qt::ControlModifier);
        auto* line = m_pane->findChild<QLineEdit*>(QStringLiteral("promptLineEdit"));
        line->setText(QStringLiteral("winter"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_model->tagNames(), QStringList{QStringLiteral("winter")});
        select({1});
        QTest::keyClick(grid(), Qt::Key_T, Qt::ControlModifier);
        QTest::keyClicks(line, QStringLiteral("snow, wi"));
        auto* list = m_pane->findChild<QCompleter*>()->popup();
        QTRY_VERIFY(list->isVisible());
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(line->text(), QStringLiteral("snow, winter"));
        QVERIFY(line->isVisible());
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_model->index(1).data(GalleryModel::TagsRole).toStringList(),
                     (QStringList{QStringLiteral("snow"), QStringLiteral("winter")}));
    }

    /// A few are talked about; many are named by their rows' numbers, since not all rows are in memory.
    void aFewAreDescribedInTheChat() {
        openPane(5);
        QSignalSpy few(m_pane.get(), &GalleryPane::describeRequested);
        QSignalSpy many(m_pane.get(), &GalleryPane::describeManyRequested);
        select({0, 2, 4});
        order("describe")->trigger();
        QCOMPARE(few.count(), 1);
        QCOMPARE(few[0][0].toStringList(), (QStringList{fileAt(0), fileAt(2), fileAt(4)}));
        grid()->selectAll();
        order("describe")->trigger();
        QCOMPARE(few.count(), 1);
        QCOMPARE(many.count(), 1);
        QCOMPARE(many[0][0].value<QList<qint64>>().size(), 5);
    }

    void settingsAreRecalled() {
        openPane(3);
        select({0});
        QSignalSpy recalled(m_pane.get(), &GalleryPane::recallRequested);
        QTest::keyClick(grid(), Qt::Key_S);
        QTRY_COMPARE(recalled.count(), 1);
        QVERIFY(recalled[0][0].value<RecallWhat>() == RecallWhat::Seed);
        const auto data = recalled[0][1].value<GenerationData>();
        QCOMPARE(data.seed.value_or(0), std::uint64_t{1002});
        QCOMPARE(data.prompt, std::string("a fox in the snow"));
        QTest::keyClick(grid(), Qt::Key_A);
        QTRY_COMPARE(recalled.count(), 2);
    }

    void compareTakesTwoToFour() {
        openPane(6);
        QSignalSpy compared(m_pane.get(), &GalleryPane::compareRequested);
        select({0});
        QVERIFY(!order("compare")->isEnabled());
        select({0, 2, 4});
        QTest::keyClick(grid(), Qt::Key_C);
        QCOMPARE(compared.count(), 1);
        QCOMPARE(compared[0][0].toStringList(), (QStringList{fileAt(0), fileAt(2), fileAt(4)}));
        grid()->selectAll();
        QVERIFY(!order("compare")->isEnabled());
    }

    void enterOpensAndArrowsMove() {
        openPane(7);
        QSignalSpy activated(m_pane.get(), &GalleryPane::pictureActivated);
        QSignalSpy current(m_pane.get(), &GalleryPane::currentPictureChanged);
        grid()->setCurrentIndex(m_model->index(0));
        QTest::keyClick(grid(), Qt::Key_Right);
        QTest::keyClick(grid(), Qt::Key_Down);
        QCOMPARE(grid()->currentIndex().row(), 1 + grid()->columns());
        QTest::keyClick(grid(), Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].toString(), fileAt(1 + grid()->columns()));
        QVERIFY(current.count() >= 3);
        QTest::keyClick(grid(), Qt::Key_End);
        QCOMPARE(grid()->currentIndex().row(), 6);
        QTest::keyClick(grid(), Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(grid()->selectionModel()->selectedIndexes().size(), 7);
    }

    void thePlaceIsKeptWhenPicturesArrive() {
        openPane(60);
        grid()->verticalScrollBar()->setValue(grid()->verticalScrollBar()->maximum() / 2);
        const QModelIndex top = m_model->index(grid()->visibleRows().first);
        const qint64 id = m_model->idAt(top.row());
        const int y = grid()->visualRect(top).y();
        for (int i = 0; i < 3 * grid()->columns(); ++i) {
            GalleryFixture::save(m_gallery->pictures() / ("new" + std::to_string(i) + ".png"),
                                 500 + i);
        }
        QTRY_COMPARE(m_model->rowCount(), 60 + 3 * grid()->columns());
        QCOMPARE(grid()->visualRect(m_model->index(m_model->rowOf(id))).y(), y);
    }

    void unreadableFilesAreOneSentenceEach() {
        std::ofstream(m_gallery->pictures() / "broken.png") << "no picture";
        openPane(2);
        auto* button = m_pane->findChild<QPushButton*>(QStringLiteral("problemsPushButton"));
        QTRY_VERIFY(button->isVisible());
        const limn::test::LeadingTranslator language;  // it begins in the program's
        QTest::mouseClick(button, Qt::LeftButton);
        auto* list = m_pane->findChild<QListWidget*>(QStringLiteral("unreadableList"));
        QTRY_VERIFY(list->isVisible());
        QCOMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().startsWith(QStringLiteral("Lead: ")));
        QVERIFY(list->item(0)->text().contains(QStringLiteral("broken.png")));
        QTest::mouseClick(
            m_pane->findChild<QPushButton*>(QStringLiteral("unreadableBackPushButton")),
            Qt::LeftButton);
        QVERIFY(grid()->isVisible());
    }
};

QTEST_MAIN(TstGalleryPane)
#include "tst_GalleryPane.moc"
