// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/GalleryPane.h"

#include "tests/support/GalleryFixture.h"
#include "tests/support/LeadingTranslator.h"
#include "ui/gallery/FilterButton.h"
#include "ui/gallery/GalleryNotice.h"
#include "ui/gallery/ThumbnailGrid.h"
#include "ui/widgets/spoken_text.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyleOptionViewItem>
#include <QUrl>

#include <fstream>

using namespace limn;
using namespace limn::ui;
using limn::test::GalleryFixture;

/// The pane as a person uses it: keys, clicks, what is to be read.
class TstGalleryPane : public QObject {
    Q_OBJECT

    std::unique_ptr<GalleryFixture> m_gallery;
    std::unique_ptr<PictureIndex> m_index;
    std::unique_ptr<GalleryModel> m_model;
    std::unique_ptr<GalleryFolders> m_folders;
    std::unique_ptr<ThumbnailProvider> m_thumbnails;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<GalleryPane> m_pane;

    ThumbnailGrid* grid() const {
        return m_pane->findChild<ThumbnailGrid*>(QStringLiteral("thumbnailGrid"));
    }
    QLineEdit* search() const {
        return m_pane->findChild<QLineEdit*>(QStringLiteral("gallerySearchLineEdit"));
    }
    QString title() const {
        return m_pane->findChild<QLabel*>(QStringLiteral("stateTitleLabel"))->text();
    }
    GalleryNotice* notice() const { return m_pane->findChild<GalleryNotice*>(); }
    QAction* order(const char* name) const {
        return m_pane->findChild<QAction*>(QString::fromLatin1(name));
    }
    QString fileAt(int row) const {
        return m_model->index(row).data(GalleryModel::FileRole).toString();
    }
    int ratingAt(int row) const {
        return m_model->index(row).data(GalleryModel::RatingRole).toInt();
    }

    static QList<QUrl> copiedUrls() {
        const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
        return copied != nullptr ? copied->urls() : QList<QUrl>();
    }

    void savePictures(int count) {
        for (int i = 0; i < count; ++i) {
            GalleryFixture::save(
                m_gallery->pictures() / (QString::number(100 + i).toStdString() + ".png"), i,
                QStringLiteral("a %1 in the snow").arg(i % 2 == 0 ? "fox" : "hare"),
                {96, 64 + i % 3 * 32});
        }
    }

    void openPane(int pictures) {
        savePictures(pictures);
        m_folders->start(QString::fromStdString(m_gallery->pictures().string()));
        m_pane = std::make_unique<GalleryPane>(GalleryParts{
            *m_model, *m_index, *m_folders, *m_thumbnails, m_gallery->background(), *m_theme});
        m_pane->resize(328, 600);
        m_pane->show();
        QTRY_COMPARE(m_model->rowCount(), pictures);
        QTRY_VERIFY(m_model->state() == GalleryModel::State::Ready);
        if (pictures > 0) {
            QTRY_VERIFY(!fileAt(pictures - 1).isEmpty());
            grid()->setFocus();
        }
    }

    void select(std::initializer_list<int> rows) {
        grid()->clearSelection();
        for (const int row : rows) {
            grid()->selectionModel()->setCurrentIndex(m_model->index(row),
                                                      QItemSelectionModel::Select);
        }
    }

private Q_SLOTS:
    void init() {
        m_gallery = std::make_unique<GalleryFixture>();
        m_index = std::make_unique<PictureIndex>(m_gallery->database(), m_gallery->background());
        m_model = std::make_unique<GalleryModel>(m_gallery->database(), *m_index);
        m_folders =
            std::make_unique<GalleryFolders>(m_gallery->database(), m_gallery->background());
        m_thumbnails = std::make_unique<ThumbnailProvider>(m_gallery->background(),
                                                           m_gallery->root() / "thumbnails", 2);
        m_theme = std::make_unique<Theme>();
    }
    void cleanup() {
        m_pane.reset();
        m_thumbnails.reset();
        m_folders.reset();
        m_model.reset();
        m_index.reset();
        m_gallery.reset();
    }

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
        QTest::keyClick(grid(), Qt::Key_F2);
        line->setText(QStringLiteral("100.png"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(notice()->text().contains(QStringLiteral("is there already")));
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

    void copyGivesRealFiles() {
        openPane(2);
        select({1});
        QTest::keyClick(grid(), Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(copiedUrls(), QList<QUrl>{QUrl::fromLocalFile(fileAt(1))});
    }

    void whatIsCopiedFromTheTrashIsThere() {
        openPane(2);
        select({0});
        QTest::keyClick(grid(), Qt::Key_Delete);
        QTRY_COMPARE(m_model->rowCount(), 1);
        auto* filter = m_pane->findChild<FilterButton*>();
        GalleryQuery trash;
        trash.shelf = GalleryShelf::Trash;
        filter->setQuery(trash);
        Q_EMIT filter->queryChanged();
        QTRY_VERIFY(fileAt(0).contains(QStringLiteral(".limn-trash")));
        QTRY_VERIFY(QFile::exists(fileAt(0)));
        select({0});
        order("copy")->trigger();
        QTRY_COMPARE(copiedUrls(), QList<QUrl>{QUrl::fromLocalFile(fileAt(0))});
    }

    void whatCannotBeCopiedOrDraggedIsCounted() {
        openPane(3);
        const PictureId gone[] = {m_model->idAt(1)};
        QVERIFY(m_gallery->write(
            [&](Connection& connection) { return setMissing(connection, gone, true); }));
        Q_EMIT m_index->picturesChanged({gone[0]});
        QTRY_VERIFY(m_model->index(1).data(GalleryModel::MissingRole).toBool());
        grid()->selectAll();
        order("copy")->trigger();
        QTRY_VERIFY(notice()->text().startsWith(QStringLiteral("2 of 3 pictures were copied")));
        QCOMPARE(copiedUrls(),
                 (QList<QUrl>{QUrl::fromLocalFile(fileAt(0)), QUrl::fromLocalFile(fileAt(2))}));
        Q_EMIT grid()->dragBegun();
        QVERIFY2(notice()->text().startsWith(QStringLiteral("2 of 3 pictures are dragged")),
                 qPrintable(notice()->text()));
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

    void ratingsAreNamedInWordsToo() {
        openPane(1);
        QCOMPARE(order("rate0")->text(), QStringLiteral("No rating"));
        QCOMPARE(order("rate3")->text(), QStringLiteral("Rate ★★★"));
        QCOMPARE(spokenTextOf(*order("rate3")), QStringLiteral("Rate with 3 star(s)"));
    }

    void foldersAreTakenOutByName() {
        const QString folder = QString::fromStdString((m_gallery->root() / "b&w").string());
        FilterButton filter(*m_theme);
        filter.setFolders({folder});
        Q_EMIT filter.menu()->aboutToShow();
        QSignalSpy unwanted(&filter, &FilterButton::folderUnwanted);
        const QString text =
            QStringLiteral("Take %1 out of the gallery")
                .arg(QString(folder).replace(QLatin1Char('&'), QLatin1String("&&")));
        for (QAction* action : filter.menu()->findChildren<QAction*>()) {
            if (action->text() == text) {
                action->trigger();
            }
        }
        QCOMPARE(unwanted.count(), 1);
        QCOMPARE(unwanted.at(0).at(0).toString(), folder);
    }

    void everyOrderHasANameAndNoKeyTwice() {
        openPane(1);
        QHash<QKeySequence, QString> keys;
        for (const QAction* action : m_pane->actions()) {
            QVERIFY(!action->text().isEmpty());
            if (!action->shortcut().isEmpty()) {
                QVERIFY2(!keys.contains(action->shortcut()), qPrintable(action->text()));
                keys.insert(action->shortcut(), action->text());
            }
        }
        QVERIFY(keys.size() >= 15);
        for (const QWidget* widget : m_pane->findChildren<QWidget*>()) {
            if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible() &&
                qobject_cast<const QPushButton*>(widget) == nullptr &&
                qobject_cast<const QScrollBar*>(widget) == nullptr) {
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
            }
        }
    }

    void theCurrentPictureHasARingOfItsOwn_data() {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<bool>("isSelected");
        QTest::addRow("light") << false << false;
        QTest::addRow("light, selected") << false << true;
        QTest::addRow("dark") << true << false;
        QTest::addRow("dark, selected") << true << true;
    }

    void theCurrentPictureHasARingOfItsOwn() {
        QFETCH(bool, isDark);
        QFETCH(bool, isSelected);
        m_theme->setChoice(isDark ? ThemeChoice::Dark : ThemeChoice::Light);
        openPane(1);
        const auto painted = [&](bool hasFocus) {
            QImage canvas(120, 120, QImage::Format_RGB32);
            canvas.fill(m_theme->color(ColorToken::Pane));
            QPainter painter(&canvas);
            QStyleOptionViewItem option;
            option.rect = QRect(12, 12, 96, 96);
            option.state = QStyle::State_Enabled;
            option.state.setFlag(QStyle::State_HasFocus, hasFocus);
            option.state.setFlag(QStyle::State_Selected, isSelected);
            grid()->itemDelegate()->paint(&painter, option, m_model->index(0));
            painter.end();
            int count = 0;
            for (int y = 0; y < canvas.height(); ++y) {
                for (int x = 0; x < canvas.width(); ++x) {
                    count += QColor(canvas.pixel(x, y)) == m_theme->color(ColorToken::Text);
                }
            }
            return count;
        };
        QVERIFY(painted(true) > painted(false) + 4 * 80);  // all around
    }

    void aScreenReaderFindsThePictures() {
        openPane(3);
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(grid());
        QVERIFY(list != nullptr);
        QCOMPARE(list->role(), QAccessible::List);
        QVERIFY(!list->text(QAccessible::Name).isEmpty());
        QCOMPARE(list->childCount(), 3);
        for (int row = 0; row < 3; ++row) {
            QAccessibleInterface* entry = list->child(row);
            QVERIFY(entry != nullptr && entry->isValid());
            QCOMPARE(entry->role(), QAccessible::ListItem);
            QCOMPARE(list->indexOfChild(entry), row);
            QVERIFY(entry->parent() == list);
            const QString name = entry->text(QAccessible::Name);
            QVERIFY2(name.contains(QFileInfo(fileAt(row)).fileName()), qPrintable(name));
            QVERIFY(!entry->state().selected);
        }
        QVERIFY(list->child(3) == nullptr);

        m_pane->activateWindow();
        grid()->setFocus();
        QTRY_VERIFY(grid()->hasFocus());
        select({1});
        QVERIFY(list->child(1)->state().selected);
        QVERIFY(list->child(1)->state().focused);
        QVERIFY(list->focusChild() == list->child(1));
        QVERIFY(!list->child(0)->state().selected);
        const QPoint middle = list->child(2)->rect().center();
        QVERIFY(list->childAt(middle.x(), middle.y()) == list->child(2));

        // Without the first one all have other places, and are asked anew.
        const QString kept = fileAt(1);
        m_index->moveToTrash({m_model->idAt(0)});
        QTRY_COMPARE(m_model->rowCount(), 2);
        QCOMPARE(list->childCount(), 2);
        QVERIFY(list->child(0)->text(QAccessible::Name).contains(QFileInfo(kept).fileName()));
    }

    void aScreenReaderOpensAPicture() {
        openPane(2);
        QSignalSpy opened(m_pane.get(), &GalleryPane::pictureActivated);
        QAccessibleInterface* entry = QAccessible::queryAccessibleInterface(grid())->child(1);
        entry->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).toString(), fileAt(1));
        QCOMPARE(grid()->currentIndex().row(), 1);
    }
};

QTEST_MAIN(TstGalleryPane)
#include "tst_GalleryPane.moc"
