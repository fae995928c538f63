// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/write_generated.h"
#include "tests/support/StudioTest.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/dialogs/Notices.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/mainwindow/ShortcutSheet.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QUrl>
#include <QtTest/QtTest>

using namespace limn;

/// What the window does wherever the keyboard is: keys, pasting, dropping, panes, notices.
class TestStudioWindow : public test::StudioTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        moveIn();
        start();
    }

    void oneFailureIsToldOnce() {
        const auto shownTimes = [this](const QString& words) {
            int times = 0;
            for (const QLabel* label : m_studio->window().findChildren<QLabel*>()) {
                times += label->text().contains(words) && !label->isHidden() ? 1 : 0;
            }
            return times;
        };
        Q_EMIT services().index.failed({ErrorCode::WriteFailed, "It is on a read-only disk.", {}});
        QCOMPARE(shownTimes(QStringLiteral("It is on a read-only disk.")), 1);
        find<QToolButton>("noticeCloseToolButton")->click();
        Q_EMIT services().folders.failed({ErrorCode::FileNotFound, "The folder is gone.", {}});
        QCOMPARE(shownTimes(QStringLiteral("The folder is gone.")), 1);
        find<QToolButton>("noticeCloseToolButton")->click();
        QVERIFY(m_studio->window().notices().currentText().isEmpty());
    }

    void whatIsPastedAnywhereIsAttachedToTheChat_data() {
        QTest::addColumn<QString>("focused");
        QTest::addColumn<bool>("isFile");
        QTest::addColumn<int>("attached");
        QTest::addRow("a bitmap on the canvas") << QStringLiteral("canvasView") << false << 1;
        QTest::addRow("a file on the gallery") << QStringLiteral("thumbnailGrid") << true << 1;
        QTest::addRow("a bitmap in a field of words")
            << QStringLiteral("gallerySearchLineEdit") << false << 0;
    }

    void whatIsPastedAnywhereIsAttachedToTheChat() {
        QFETCH(QString, focused);
        QFETCH(bool, isFile);
        QFETCH(int, attached);
        QImage bitmap(9, 7, QImage::Format_RGB32);
        bitmap.fill(Qt::darkGreen);
        auto* copied = new QMimeData;
        if (isFile) {
            const QString file = m_home.filePath(QStringLiteral("copied.png"));
            QVERIFY(bitmap.save(file));
            copied->setUrls({QUrl::fromLocalFile(file)});
        } else {
            copied->setImageData(bitmap);
        }
        QGuiApplication::clipboard()->setMimeData(copied);
        auto* widget = m_studio->window().findChild<QWidget*>(focused);
        QVERIFY(widget != nullptr);
        widget->setFocus();
        // Nothing attached may only mean not yet: what the key does is known at once.
        QSignalSpy pasted(&m_studio->window().actions()[ui::Command::Paste], &QAction::triggered);
        QTest::keyClick(widget, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(pasted.count(), attached);
        QTRY_COMPARE(attachmentButtons().size(), attached);
        for (QToolButton* remove : attachmentButtons()) {
            remove->click();
        }
        QTRY_COMPARE(attachmentButtons().size(), 0);
    }

    void whatIsPastedCanBeChosenFor_data() {
        QTest::addColumn<bool>("isFile");
        QTest::addColumn<int>("key");
        QTest::addRow("a bitmap") << false << int(Qt::Key_2);
        QTest::addRow("a file") << true << int(Qt::Key_2);
        QTest::addRow("a bitmap, for nothing") << false << int(Qt::Key_Escape);
    }

    /// The zones of a drop, by keys.
    void whatIsPastedCanBeChosenFor() {
        QFETCH(bool, isFile);
        QFETCH(int, key);
        QImage bitmap(9, 7, QImage::Format_RGB32);
        bitmap.fill(Qt::darkBlue);
        auto* copied = new QMimeData;
        if (isFile) {
            const QString file = m_home.filePath(QStringLiteral("copied to choose.png"));
            QVERIFY(bitmap.save(file));
            copied->setUrls({QUrl::fromLocalFile(file)});
        } else {
            copied->setImageData(bitmap);
        }
        QGuiApplication::clipboard()->setMimeData(copied);
        auto* view = find<QWidget>("canvasView");
        view->setFocus();
        QTest::keyClick(view, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        auto* zones = find<QWidget>("dropOverlay");
        QVERIFY(zones->isVisible());
        QCOMPARE(find<QPushButton>("zone5PushButton")->isVisible(), isFile);  // settings
        QCOMPARE(attachmentButtons().size(), 0);
        QTest::keyClick(zones, Qt::Key(key));
        QVERIFY(!zones->isVisible());
        QTRY_COMPARE(attachmentButtons().size(), key == Qt::Key_2 ? 1 : 0);
        for (QToolButton* remove : attachmentButtons()) {
            remove->click();
        }
        QTRY_COMPARE(attachmentButtons().size(), 0);
    }

    void withoutAPictureThereIsNothingToChoose() {
        ui::Notices& notices = emptyNotices();
        QGuiApplication::clipboard()->setText(QStringLiteral("words"));
        auto* view = find<QWidget>("canvasView");
        view->setFocus();
        QTest::keyClick(view, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!find<QWidget>("dropOverlay")->isVisible());
        QVERIFY2(notices.currentText().contains(QStringLiteral("no picture to paste")),
                 qPrintable(notices.currentText()));
        emptyNotices();
    }

    void whatAFormatCannotHoldIsToldWithTheSaving_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("holdsAll");
        QTest::addRow("png") << QStringLiteral("saved.png") << true;
        QTest::addRow("jpeg") << QStringLiteral("saved.jpg") << false;
    }

    void whatAFormatCannotHoldIsToldWithTheSaving() {
        QFETCH(QString, name);
        QFETCH(bool, holdsAll);
        CanvasPicture picture;
        picture.file = m_home.filePath(QStringLiteral("long words.png")).toStdString();
        picture.widthPx = picture.heightPx = 16;
        picture.pixels = std::make_shared<const Image>(16, 16, 3);
        GenerationData data;
        data.prompt = std::string(70'000, 'x');  // more than a marker of JPEG can hold
        QVERIFY(writeGeneratedPicture(picture.file, *picture.pixels, data, Overwrite::Replace));
        ui::Notices& notices = emptyNotices();
        m_dialogs.target = m_home.filePath(name);
        Q_EMIT find<ui::CanvasPane>("canvasPane")->saveAsRequested(picture);
        const QString done = QStringLiteral("Saved as “%1”.").arg(name);
        QTRY_VERIFY(notices.currentText().startsWith(done));
        QCOMPARE(notices.currentText() == done, holdsAll);
        QCOMPARE(notices.currentText().contains(QStringLiteral("JPEG")), !holdsAll);
        emptyNotices();
    }

    void paneKeysBringTheKeyboardAndHideWhatHasIt_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("pane");
        QTest::addRow("chat") << int(Qt::Key_F6) << QStringLiteral("chatPane");
        QTest::addRow("gallery") << int(Qt::Key_F7) << QStringLiteral("galleryPane");
        QTest::addRow("settings") << int(Qt::Key_F8) << QStringLiteral("generationPanel");
        QTest::addRow("words") << int(Qt::Key_F9) << QStringLiteral("wordsPane");
    }

    void paneKeysBringTheKeyboardAndHideWhatHasIt() {
        QFETCH(int, key);
        QFETCH(QString, pane);
        auto* widget = m_studio->window().findChild<QWidget*>(pane);
        auto* canvas = find<QWidget>("canvasPane");
        QVERIFY(widget != nullptr && canvas != nullptr);
        const auto hasKeyboard = [](const QWidget& place) {
            QWidget* focused = QApplication::focusWidget();
            return focused != nullptr && (&place == focused || place.isAncestorOf(focused));
        };
        find<QWidget>("canvasView")->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key));
        QVERIFY(hasKeyboard(*widget));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key));
        QVERIFY(!widget->isVisible());
        QVERIFY(hasKeyboard(*canvas));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key));
        QVERIFY(widget->isVisible());
        QVERIFY(hasKeyboard(*widget));
    }

    void ctrlFGoesToTheSearchEvenIfTheGalleryIsHidden() {
        auto* gallery = find<QWidget>("galleryPane");
        auto* search = find<QLineEdit>("gallerySearchLineEdit");
        gallery->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F7);
        QVERIFY(!gallery->isVisible());
        auto* composer = find<QPlainTextEdit>("composerPlainTextEdit");
        composer->setFocus();
        QTest::keyClick(composer, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(gallery->isVisible());
        QVERIFY(search->hasFocus());
    }

    void keysBeginAndLeaveConversationsFromAnywhere() {
        ConversationSession& session = services().session;
        say(QStringLiteral("a boat"));
        QTRY_COMPARE(session.transcript().rowCount(), 2);
        QTRY_VERIFY(!session.isAnswering());
        const ConversationId former = session.current();
        QVERIFY(former != 0);
        auto* view = find<QWidget>("canvasView");
        view->setFocus();
        QTest::keyClick(view, Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(session.current(), ConversationId{0});
        auto* composer = find<QPlainTextEdit>("composerPlainTextEdit");
        QVERIFY(composer->hasFocus());
        const ui::StudioActions& actions = m_studio->window().actions();
        QVERIFY(!actions[ui::Command::DeleteConversation].isEnabled());
        QTest::keyClick(composer, Qt::Key_PageDown, Qt::AltModifier);
        QCOMPARE(session.current(), former);
        QVERIFY(actions[ui::Command::DeleteConversation].isEnabled());
        QTRY_COMPARE(session.transcript().rowCount(), 2);
    }

    void theSheetOfKeysHasThoseOfTheCanvas_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"Canvas", "Smaller brush", "Zoom in", "Mask with the lasso",
                                 "Compare before and after", "Move the view (with Shift: further)",
                                 "Compared pictures: show one alone"}) {
            QTest::addRow("%s", text) << QString::fromLatin1(text);
        }
    }

    void theSheetOfKeysHasThoseOfTheCanvas() {
        QFETCH(QString, text);
        const ui::ShortcutSheet sheet(m_studio->window());
        int found = 0;
        for (const QLabel* label : sheet.findChildren<QLabel*>()) {
            found += label->text() == text;
        }
        QCOMPARE(found, 1);
    }

    /// Keys of panes may repeat each other, since only one of them has the keyboard; the window's are for everywhere.
    void noKeyOfTheWindowMeansAnythingElseInAPane() {
        QHash<QKeySequence, const QAction*> ofTheWindow;
        const QList<QAction*> own = m_studio->window().QWidget::actions();
        for (const QAction* action : own) {
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!ofTheWindow.contains(key), qPrintable(key.toString()));
                ofTheWindow.insert(key, action);
            }
        }
        for (QAction* action : m_studio->window().findChildren<QAction*>()) {
            const bool isElsewhere = !own.contains(action);
            for (const QKeySequence& key : action->shortcuts()) {
                // Those of the grid come before the window's, and mean the same where both are there.
                const bool isOfGrid = action->shortcutContext() == Qt::WidgetShortcut;
                QVERIFY2(!isElsewhere || isOfGrid || !ofTheWindow.contains(key),
                         qPrintable(action->text() + QLatin1Char(' ') + key.toString()));
            }
        }
    }

    /// Not only when it is closed: a session can end without that.
    void theArrangementIsStoredSoonAfterAChange_data() {
        QTest::addColumn<int>("setting");
        QTest::addColumn<bool>("isResize");
        QTest::addRow("the window") << int(Setting::WindowGeometry) << true;
        QTest::addRow("a pane") << int(Setting::WindowState) << false;
    }

    void theArrangementIsStoredSoonAfterAChange() {
        QFETCH(int, setting);
        QFETCH(bool, isResize);
        ui::StudioWindow& window = m_studio->window();
        auto* pane = find<QDockWidget>("chatDock");
        const bool wasHidden = pane->isHidden();
        services().settings.setBytes(Setting(setting), {});
        if (isResize) {
            window.resize(window.width() + 10, window.height() - 10);
        } else {
            pane->setVisible(wasHidden);
        }
        QTRY_VERIFY(!services().settings.bytes(Setting(setting)).isEmpty());
        pane->setHidden(wasHidden);
    }

    /// Without a title bar it could be neither moved, docked nor closed with the mouse.
    void aPaneOnItsOwnHasATitleBarAndEsc() {
        ui::StudioWindow& window = m_studio->window();
        auto* pane = find<QDockWidget>("wordsDock");
        pane->show();
        QVERIFY(pane->titleBarWidget() != nullptr);  // docked: one that is empty
        pane->setFloating(true);
        QTRY_VERIFY(pane->titleBarWidget() == nullptr);
        QVERIFY(pane->features().testFlag(QDockWidget::DockWidgetMovable));
        QVERIFY(pane->features().testFlag(QDockWidget::DockWidgetFloatable));
        window.actions()[ui::Command::MovePanes].setChecked(true);
        window.actions()[ui::Command::MovePanes].setChecked(false);
        QVERIFY(pane->titleBarWidget() == nullptr);

        const QSignalSpy cancelled(&window, &ui::StudioWindow::cancelRequested);
        QTest::keyClick(pane, Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);

        services().settings.setBytes(Setting::WindowState, {});
        window.resize(window.width(), window.height() + 1);  // the next moment to store it
        QTRY_VERIFY(!services().settings.bytes(Setting::WindowState).isEmpty());
        pane->setFloating(false);
        QTRY_VERIFY(pane->titleBarWidget() != nullptr);
        window.restoreArrangement();
        QVERIFY(pane->isFloating());
        QVERIFY(pane->titleBarWidget() == nullptr);
        window.actions()[ui::Command::ResetPanes].trigger();
        QTRY_VERIFY(pane->titleBarWidget() != nullptr);
        QVERIFY(!pane->features().testFlag(QDockWidget::DockWidgetMovable));
    }

    void droppedPicturesAndFoldersAreAddedAndTheRestIsNamed() {
        const QDir home(m_home.path());
        const auto save = [&](const char* name, int number) {
            const QString file = home.filePath(QLatin1String(name));
            QImage image(24, 24, QImage::Format_RGB888);
            image.fill(QColor(number, 2, 3));
            image.save(file);
            return file;
        };
        const QString folder = home.filePath(QStringLiteral("from a friend/v1.5"));
        QVERIFY(home.mkpath(QStringLiteral("from a friend/v1.5")));
        save("from a friend/v1.5/in the folder.png", 1);
        const QStringList files = {save("one.png", 2), save("two.png", 3), folder,
                                   home.filePath(QStringLiteral("a.txt")),
                                   home.filePath(QStringLiteral("b.zip"))};
        const int before = services().gallery.rowCount();
        m_studio->openFiles(files);
        auto* zone = find<QPushButton>("zone4PushButton");
        QVERIFY(zone->isVisible());
        zone->click();
        QTRY_COMPARE(services().gallery.rowCount(), before + 3);
        QVERIFY(services().folders.folders().contains(folder));
        QCOMPARE(m_studio->window().notices().currentText(),
                 QStringLiteral("2 files are not pictures: a.txt, b.zip"));
    }

    /// 1366 x 768 at 150 % are 910 x 512, and the desktop wants some of it.
    void theWindowFitsASmallLaptop() {
        const ui::StudioWindow& window = m_studio->window();
        const QSize smallest = window.minimumSize();
        QVERIFY(smallest.width() <= 880);
        QVERIFY(smallest.height() <= 460);
        const QSize needed = window.minimumSizeHint();
        QVERIFY2(needed.width() <= smallest.width() && needed.height() <= smallest.height(),
                 qPrintable(QStringLiteral("%1 x %2").arg(needed.width()).arg(needed.height())));
    }

    void whatASettingCouldNotBeLoadedForIsTold_data() {
        QTest::addColumn<GenerationData>("data");
        QTest::addColumn<QString>("told");
        GenerationData fitting;
        fitting.prompt = "a boat";
        fitting.model = "models/Starter.safetensors";
        QTest::addRow("everything fits") << fitting << QString();
        GenerationData foreign;
        foreign.prompt = "a boat";
        foreign.model = "dream";
        foreign.scheduler = "Restart";
        foreign.widthPx = 641;
        foreign.heightPx = 480;
        foreign.loras = {{.name = "ink", .scale = {}, .hash = {}}};
        QTest::addRow("nothing fits")
            << foreign
            << QStringLiteral(
                   "Not taken over from the picture: the model “dream”, the scheduler "
                   "“Restart”, the size 641 × 480, the LoRAs.");
        GenerationData unknown;
        unknown.prompt = "a boat";
        QTest::addRow("it says little") << unknown << QString();
    }

    void whatASettingCouldNotBeLoadedForIsTold() {
        QFETCH(GenerationData, data);
        QFETCH(QString, told);
        const ui::Notices& notices = emptyNotices();
        Q_EMIT find<ui::GalleryPane>("galleryPane")->recallRequested(ui::RecallWhat::All, data);
        QCOMPARE(find<QPlainTextEdit>("composerPlainTextEdit")->toPlainText(),
                 QStringLiteral("a boat"));
        QCOMPARE(notices.currentText(), told);
        emptyNotices();
    }

    void everyControlHasANameForAScreenReader() {
        QStringList nameless;
        for (const QAbstractButton* button : m_studio->window().findChildren<QAbstractButton*>()) {
            const bool isOfQt = button->objectName().startsWith(QLatin1String("qt_")) ||
                                button->inherits("QDockWidgetTitleButton") ||
                                button->parentWidget()->inherits("QTabBar") ||
                                button->parentWidget()->inherits("QLineEdit");
            // A button that waits hidden gets its text when it is shown.
            if (!isOfQt && button->isVisible() && button->text().isEmpty() &&
                button->accessibleName().isEmpty() && button->toolTip().isEmpty()) {
                nameless +=
                    QStringLiteral("%1 in %2")
                        .arg(button->objectName(),
                             QLatin1String(button->parentWidget()->metaObject()->className()));
            }
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void cleanupTestCase() { m_studio.reset(); }
};

QTEST_MAIN(TestStudioWindow)
#include "tst_StudioWindow.moc"
