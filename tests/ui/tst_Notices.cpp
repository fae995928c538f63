// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/dialogs/Notices.h"

#include "ui/style/Theme.h"

#include <QApplication>
#include <QEnterEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QtTest/QtTest>

using namespace limn::ui;

namespace {

struct Desk {
    Theme theme;
    QWidget window;
    QLineEdit field{&window};
    Notices notices{theme, window};
    QTimer* timer = notices.findChild<QTimer*>(QString(), Qt::FindDirectChildrenOnly);
    QPushButton* button = notices.findChild<QPushButton*>(QStringLiteral("noticeActionPushButton"));
    QToolButton* close = notices.findChild<QToolButton*>(QStringLiteral("noticeCloseToolButton"));
    int undone = 0;

    Desk() {
        window.resize(800, 600);
        window.show();
        window.activateWindow();
        field.setFocus();
    }
    void tellTrashed() {
        notices.showNotice(QStringLiteral("Moved to the trash."), {QStringLiteral("Undo"), [this] {
                                                                       ++undone;
                                                                   }});
    }
};

}  // namespace

/// A message stays for as long as somebody is at it.
class TestNotices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneWithAButtonStaysLonger() {
        Desk desk;
        desk.notices.showNotice(QStringLiteral("Saved."));
        QVERIFY(desk.timer->isActive());
        const int shortMs = desk.timer->interval();
        desk.tellTrashed();
        QVERIFY(desk.timer->isActive());
        QCOMPARE(desk.notices.currentText(), QStringLiteral("Moved to the trash."));
        QVERIFY(desk.timer->interval() >= 15'000 && desk.timer->interval() > shortMs);
        desk.notices.showError(QStringLiteral("The disk is full."));
        QVERIFY(!desk.timer->isActive());
    }

    void itStaysUnderThePointer() {
        Desk desk;
        desk.tellTrashed();
        QEnterEvent enter(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1));
        QApplication::sendEvent(&desk.notices, &enter);
        QVERIFY(!desk.timer->isActive());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&desk.notices, &leave);
        QVERIFY(desk.timer->isActive());
    }

    void theKeysReachItsButtonAndComeBack() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window));
        desk.notices.takeKeys();
        QVERIFY(desk.field.hasFocus());  // there is none yet
        desk.tellTrashed();
        desk.notices.takeKeys();
        QVERIFY(desk.button->hasFocus());
        QVERIFY(!desk.timer->isActive());
        QTest::keyClick(desk.button, Qt::Key_Tab);
        QVERIFY(desk.close->hasFocus());
        QVERIFY(!desk.timer->isActive());
        QEvent leave(QEvent::Leave);  // wherever this platform has put the pointer
        QApplication::sendEvent(&desk.notices, &leave);
        desk.field.setFocus();
        QVERIFY(desk.timer->isActive());
        desk.notices.takeKeys();
        QTest::keyClick(desk.button, Qt::Key_Space);
        QCOMPARE(desk.undone, 1);
        QVERIFY(desk.notices.isHidden());
        QVERIFY(desk.field.hasFocus());
    }

    void escClosesTheOneThatHasTheKeys() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window));
        desk.notices.showError(QStringLiteral("The disk is full."));
        desk.notices.showError(QStringLiteral("The folder is gone."));
        desk.notices.takeKeys();
        QVERIFY(desk.close->hasFocus());  // the only button
        QTest::keyClick(desk.close, Qt::Key_Escape);
        QCOMPARE(desk.notices.currentText(), QStringLiteral("The folder is gone."));
        QVERIFY(desk.close->hasFocus());
        QTest::keyClick(desk.close, Qt::Key_Escape);
        QVERIFY(desk.notices.isHidden());
        QVERIFY(desk.field.hasFocus());
        QCOMPARE(desk.undone, 0);
    }
};

QTEST_MAIN(TestNotices)
#include "tst_Notices.moc"
