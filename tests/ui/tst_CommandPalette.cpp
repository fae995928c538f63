// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/mainwindow/CommandPalette.h"

#include "ui/mainwindow/ShortcutSheet.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/style/Theme.h"
#include "ui/widgets/key_notes.h"
#include "ui/widgets/spoken_text.h"

#include <QAccessible>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QSignalSpy>
#include <QtTest/QtTest>

#include <memory>

using namespace limn::ui;

class TestCommandPalette : public QObject {
    Q_OBJECT

private:
    Theme m_theme;

private Q_SLOTS:
    void wordsMatchByTheirBeginnings() {
        const QString text = QStringLiteral("Add a folder to the gallery");
        QVERIFY(matchOf(text, QStringLiteral("gal add")) > matchOf(text, QStringLiteral("lery")));
        QVERIFY(matchOf(text, QStringLiteral("lery")) > 0);
        QCOMPARE(matchOf(text, QStringLiteral("gal model")), 0);
        QVERIFY(matchOf(text, QString()) > 0);
    }

    void typingAndEnterRunACommand() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        CommandPalette palette(window, m_theme);
        QSignalSpy ran(&actions[Command::ShowModels], &QAction::triggered);
        QSignalSpy used(&palette, &CommandPalette::used);
        palette.open({});
        auto* field = palette.findChild<QLineEdit*>(QStringLiteral("paletteLineEdit"));
        QTest::keyClicks(field, QStringLiteral("models"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(ran.count(), 1);
        QCOMPARE(used.at(0).at(0).toString(), QStringLiteral("Models"));
        QVERIFY(!palette.isVisible());
    }

    void wordsThatAreNoCommandLookForPictures() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        CommandPalette palette(window, m_theme);
        QSignalSpy searched(&palette, &CommandPalette::searchRequested);
        palette.open({});
        auto* field = palette.findChild<QLineEdit*>(QStringLiteral("paletteLineEdit"));
        QTest::keyClicks(field, QStringLiteral("blue poster xyz"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(searched.count(), 1);
        QCOMPARE(searched.at(0).at(0).toString(), QStringLiteral("blue poster xyz"));
    }

    /// As when a menu closes behind the palette: its orders are gone, in the list and when they are chosen.
    void ordersMayGoWhileItIsOpen() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        auto first = std::make_unique<QAction>(QStringLiteral("Zebra crossing"), &window);
        auto second = std::make_unique<QAction>(QStringLiteral("Zebra finch"), &window);
        CommandPalette palette(window, m_theme);
        QSignalSpy used(&palette, &CommandPalette::used);
        palette.open({});
        auto* field = palette.findChild<QLineEdit*>(QStringLiteral("paletteLineEdit"));
        auto* list = palette.findChild<QListWidget*>(QStringLiteral("paletteListWidget"));
        QTest::keyClicks(field, QStringLiteral("zebr"));
        QCOMPARE(list->count(), 3);  // and the search for pictures
        first.reset();
        QTest::keyClicks(field, QStringLiteral("a"));
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->item(0)->text(), QStringLiteral("Zebra finch"));
        second.reset();
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(used.count(), 0);
    }

    void arrowsGoRound() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        CommandPalette palette(window, m_theme);
        palette.open({});
        auto* field = palette.findChild<QLineEdit*>(QStringLiteral("paletteLineEdit"));
        auto* list = palette.findChild<QListWidget*>(QStringLiteral("paletteListWidget"));
        QCOMPARE(list->currentRow(), 0);
        QTest::keyClick(field, Qt::Key_Up);
        QCOMPARE(list->currentRow(), list->count() - 1);
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(list->currentRow(), 0);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
    }

    /// The list has no keys of its own: a screen reader is told where it stands.
    void theCurrentCommandIsSpoken() {
        QAccessible::setActive(true);
        if (!QAccessible::isActive()) {
            QSKIP("This platform plugin passes nothing on to screen readers");
        }
        static QStringList heard;
        heard.clear();
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        auto* rating = new QAction(QStringLiteral("Rate ★★★"), &window);
        setSpokenText(*rating, QStringLiteral("Rate with 3 stars"));
        rating->setShortcut(Qt::Key_3);
        new QAction(QStringLiteral("Rate nothing"), &window);
        CommandPalette palette(window, m_theme);
        auto* field = palette.findChild<QLineEdit*>(QStringLiteral("paletteLineEdit"));
        QAccessible::setActive(true);
        QAccessible::installUpdateHandler([](QAccessibleEvent* event) {
            QAccessibleInterface* source = event->accessibleInterface();
            if (event->type() == QAccessible::Focus && source != nullptr &&
                source->role() == QAccessible::ListItem) {
                heard += source->text(QAccessible::Name);
            }
        });
        palette.open({});
        QVERIFY(!heard.isEmpty());
        QCOMPARE(heard.last(), QStringLiteral("Rate with 3 stars, 3"));
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(heard.last(), QStringLiteral("Rate nothing"));
        QTest::keyClicks(field, QStringLiteral("3 stars"));
        QAccessible::installUpdateHandler(nullptr);
        QCOMPARE(heard.last(), QStringLiteral("Rate with 3 stars, 3"));
    }

    void whatWasUsedLastComesFirst() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        CommandPalette palette(window, m_theme);
        palette.open({QStringLiteral("Full screen"), QStringLiteral("Dark")});
        auto* list = palette.findChild<QListWidget*>(QStringLiteral("paletteListWidget"));
        QCOMPARE(list->item(0)->text(), QStringLiteral("Full screen"));
        QCOMPARE(list->item(1)->text(), QStringLiteral("Dark"));
    }

    void actionsOfThePanesAreThereAndWhatIsDisabledIsNot() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        auto* pane = new QWidget(&window);
        auto* action = new QAction(QStringLiteral("Invert the &mask…"), pane);
        auto* disabled = new QAction(QStringLiteral("Never now"), pane);
        disabled->setEnabled(false);
        pane->addActions({action, disabled});
        CommandPalette palette(window, m_theme);
        palette.open({});
        auto* list = palette.findChild<QListWidget*>(QStringLiteral("paletteListWidget"));
        QCOMPARE(list->findItems(QStringLiteral("Invert the mask"), Qt::MatchExactly).size(), 1);
        QCOMPARE(list->findItems(QStringLiteral("Never now"), Qt::MatchExactly).size(), 0);
    }

    void noTwoActionsOfTheWindowShareAKey() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        QHash<QKeySequence, QString> owners;
        for (const QAction* action : allActionsOf(window)) {
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!owners.contains(key), qPrintable(action->text() + owners.value(key)));
                owners.insert(key, action->text());
            }
        }
        QVERIFY(owners.size() > 12);
    }

    void theSheetShowsEveryKey() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        const ShortcutSheet sheet(window);
        QStringList texts;
        for (const QLabel* label : sheet.findChildren<QLabel*>()) {
            texts += label->text();
        }
        for (const QAction* action : allActionsOf(window)) {
            if (!action->shortcut().isEmpty()) {
                QVERIFY2(texts.contains(plainTextOf(*action)), qPrintable(action->text()));
            }
        }
    }

    void theSheetPutsKeysUnderTheirPanes() {
        QMainWindow window;
        window.resize(900, 700);
        window.show();
        const StudioActions actions(window, m_theme);
        auto* pane = new QWidget(&window);
        setKeyGroup(*pane, QStringLiteral("Easel"));
        auto* owner = new QObject(pane);  // actions may be further down, and in no widget
        auto* action = new QAction(QStringLiteral("Wash the brush"), owner);
        action->setShortcut(Qt::Key_W);
        auto* view = new QWidget(pane);
        noteKeys(*view, {{QStringLiteral("Hold the paper"), QStringLiteral("Space")}});
        ShortcutSheet sheet(window);
        sheet.show();
        QStringList texts;
        for (const QLabel* label : sheet.findChildren<QLabel*>()) {
            texts += label->text();
        }
        const auto easel = texts.indexOf(QStringLiteral("Easel"));
        QVERIFY(easel > texts.indexOf(QStringLiteral("Everywhere")));
        QCOMPARE(texts.mid(easel),
                 (QStringList{QStringLiteral("Easel"), QStringLiteral("Hold the paper"),
                              QStringLiteral("Space"), QStringLiteral("Wash the brush"),
                              QStringLiteral("W")}));

        sheet.findChild<QLineEdit*>()->setText(QStringLiteral("hold the"));
        QStringList shown;
        for (const QLabel* label : sheet.findChildren<QLabel*>()) {
            shown += label->isVisible() ? QStringList{label->text()} : QStringList();
        }
        QCOMPARE(shown, (QStringList{QStringLiteral("Easel"), QStringLiteral("Hold the paper"),
                                     QStringLiteral("Space")}));
    }
};

QTEST_MAIN(TestCommandPalette)
#include "tst_CommandPalette.moc"
