// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/widgets/Announcer.h"

#include "ui/dialogs/Notices.h"
#include "ui/style/Theme.h"

#include <QAccessible>
#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
constexpr QAccessible::Event kSpoken = QAccessible::Announcement;
#else
constexpr QAccessible::Event kSpoken = QAccessible::ObjectShow;
#endif

QStringList heard;

/// As a screen reader does: only what appears as a notification is read out, by its name.
void listen(QAccessibleEvent* event) {
    QAccessibleInterface* source = event->accessibleInterface();
    if (event->type() == kSpoken && source != nullptr &&
        source->role() == QAccessible::Notification && !source->state().invisible) {
        heard += source->text(QAccessible::Name);
    }
}

}  // namespace

/// What a screen reader is told, once each.
class TestAnnouncer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QAccessible::setActive(true);
        QAccessible::installUpdateHandler(listen);
    }
    void cleanupTestCase() { QAccessible::installUpdateHandler(nullptr); }
    void init() { heard.clear(); }

    void wordsAreHeardOnce() {
        if (!QAccessible::isActive()) {
            QSKIP("This platform plugin passes nothing on to screen readers");
        }
        QWidget window;
        Announcer announcer(&window);
        window.show();
        announcer.say(QStringLiteral("Picture ready: a fox"));
        QCOMPARE(heard, QStringList{QStringLiteral("Picture ready: a fox")});
        announcer.say(QStringLiteral("Stopped."));
        QCOMPARE(heard.size(), 2);
        QCOMPARE(heard.last(), QStringLiteral("Stopped."));
    }

    void oldWordsAreNotHeardAgainWhenTheWindowComesBack() {
        if (!QAccessible::isActive()) {
            QSKIP("This platform plugin passes nothing on to screen readers");
        }
        QWidget window;
        Announcer announcer(&window);
        window.show();
        announcer.say(QStringLiteral("Stopped."));
        heard.clear();
        window.hide();
        window.show();
        QVERIFY(heard.isEmpty());
    }

    void itIsInNobodysWay() {
        QWidget window;
        Announcer announcer(&window);
        window.show();
        QVERIFY(!announcer.isVisible());
        QCOMPARE(announcer.focusPolicy(), Qt::NoFocus);
    }

    void aNoticeIsHeardOnce() {
        if (!QAccessible::isActive()) {
            QSKIP("This platform plugin passes nothing on to screen readers");
        }
        const Theme theme;
        QWidget window;
        window.resize(800, 600);
        Notices notices(theme, window);
        window.show();
        notices.showNotice(QStringLiteral("Moved to the trash."));
        QCOMPARE(heard, QStringList{QStringLiteral("Moved to the trash.")});
    }
};

QTEST_MAIN(TestAnnouncer)
#include "tst_Announcer.moc"
