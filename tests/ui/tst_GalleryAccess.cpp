// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/GalleryPaneTest.h"
#include "ui/gallery/FilterButton.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/widgets/spoken_text.h"

#include <QAccessible>
#include <QFileInfo>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyleOptionViewItem>
#include <QUrl>

using namespace limn;
using namespace limn::ui;
using limn::test::GalleryFixture;

/// The pane by ear, by names and by other programs: what screen readers find, orders by name, what is copied.
class TstGalleryAccess : public test::GalleryPaneTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { moveIn(); }
    void cleanup() { moveOut(); }

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

QTEST_MAIN(TstGalleryAccess)
#include "tst_GalleryAccess.moc"
