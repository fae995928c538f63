// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/Interrupts.h"
#include "app/studio/Studio.h"
#include "tests/support/FakeEngine.h"
#include "tests/support/journey_parts.h"
#include "ui/dialogs/Notices.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest/QtTest>

#include <memory>

namespace limn::test {

/// The whole studio with a window, a home of its own, and an engine that needs no model; used by keys and clicks.
class StudioTest : public QObject {
protected:
    QTemporaryDir m_home;
    Interrupts m_interrupts;
    std::shared_ptr<FakeEngineScript> m_script;
    Gate m_gate;
    ChosenFile m_dialogs;
    std::unique_ptr<studio::Studio> m_studio;

    void start() {
        m_script = std::make_shared<test::FakeEngineScript>();
        m_script->beforeProgress = [this](const Progress& progress, const std::stop_token& stop) {
            m_gate.pass(progress, stop);
        };
        const std::filesystem::path home = m_home.path().toStdString();
        // The engine is not real, but the window asks the disk whether there is a starter.
        QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("starter")));
        QFile index(m_home.filePath(QStringLiteral("starter/model_index.json")));
        QVERIFY(index.open(QFile::WriteOnly) && index.write("{}") == 2);
        index.close();
        m_studio = std::make_unique<studio::Studio>(
            *qApp,
            StudioRequest{.files = {},
                          .placement = {},
                          .folders = {.data = home / "data", .starter = home / "starter"},
                          .interrupts = m_interrupts,
                          .makeEngine =
                              [script = m_script] {
                                  return std::make_unique<test::FakeEngine>(script);
                              }},
            &m_dialogs);
        QSignalSpy painted(&m_studio->window(), &ui::StudioWindow::firstPainted);
        m_studio->open();
        QTRY_COMPARE(painted.count(), 1);
    }

    studio::StudioServices& services() { return m_studio->services(); }
    template <class Widget>
    Widget* find(const char* name) {
        return m_studio->window().findChild<Widget*>(QLatin1String(name));
    }

    void say(const QString& words) {
        auto* composer = find<QPlainTextEdit>("composerPlainTextEdit");
        QVERIFY(composer != nullptr);
        composer->setFocus();
        QTest::keyClicks(composer, words);
        QTest::keyClick(composer, Qt::Key_Return, Qt::ControlModifier);
    }

    /// One for each attached picture.
    QList<QToolButton*> attachmentButtons() {
        auto buttons = m_studio->window().findChildren<QToolButton*>(
            QStringLiteral("removeAttachmentToolButton"));
        buttons.removeIf([](const QToolButton* button) { return !button->isVisible(); });
        return buttons;
    }

    ui::Notices& emptyNotices() {
        ui::Notices& notices = m_studio->window().notices();
        while (!notices.currentText().isEmpty()) {
            find<QToolButton>("noticeCloseToolButton")->click();
        }
        return notices;
    }

    void maskWithTheMouse() {
        auto* view = find<QWidget>("canvasView");
        QVERIFY(view != nullptr);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_U);
        const QPoint middle = view->rect().center();
        QTest::mousePress(view, Qt::LeftButton, {}, middle - QPoint(20, 20));
        QTest::mouseMove(view, middle);
        QTest::mouseMove(view, middle + QPoint(20, 20));
        QTest::mouseRelease(view, Qt::LeftButton, {}, middle + QPoint(20, 20));
    }

    /// Before the first start(): nothing of the person's own home is touched.
    void moveIn() {
        QVERIFY(m_home.isValid());
        const QByteArray home = QFile::encodeName(m_home.path());
        qputenv("HOME", home);
        qputenv("XDG_CONFIG_HOME", home + "/config");
        qputenv("XDG_CACHE_HOME", home + "/cache");
        qputenv("XDG_DATA_HOME", home + "/share");
        QDir(m_home.path()).mkpath(QStringLiteral("Pictures"));
    }
};

}  // namespace limn::test
