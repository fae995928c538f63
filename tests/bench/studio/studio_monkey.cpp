// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// studio_monkey SECONDS [SEED]: random keys, clicks, drags, drops and cancels at the whole studio; to be run under the
// sanitizers. Prints what it did; any crash or finding is the sanitizer's to report.

#include "tests/bench/studio/StudioStage.h"
#include "ui/mainwindow/StudioActions.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <random>

using namespace limn;

namespace {

class Monkey : public QObject {
public:
    Monkey(test::StudioStage& stage, unsigned seed, QString pictures)
        : m_stage(stage), m_random(seed), m_pictures(std::move(pictures)) {}

    int acts() const { return m_acts; }

    void act() {
        ++m_acts;
        switch (below(12)) {
        case 0:
            m_stage.say(QStringLiteral("words %1").arg(below(1000)));
            break;
        case 1:
            m_stage.services().inference.cancelAll();
            break;
        case 2:
            m_stage.studio().openFiles(
                {QStringLiteral("%1/%2.png").arg(m_pictures).arg(below(30))});
            break;
        case 3:
            runAction();
            break;
        case 4:
            closePopups();
            break;
        case 5:
        case 6:
        case 7:
            click();
            break;
        default:
            key();
        }
    }

private:
    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }

    QWidget* target() {
        if (QWidget* popup = QApplication::activePopupWidget()) {
            return popup;
        }
        if (QWidget* modal = QApplication::activeModalWidget()) {
            return modal;
        }
        return &m_stage.window();
    }

    void key() {
        static const int keys[] = {Qt::Key_Tab,   Qt::Key_Return, Qt::Key_Escape, Qt::Key_Up,
                                   Qt::Key_Down,  Qt::Key_Left,   Qt::Key_Right,  Qt::Key_Delete,
                                   Qt::Key_Space, Qt::Key_B,      Qt::Key_U,      Qt::Key_L,
                                   Qt::Key_Z,     Qt::Key_I,      Qt::Key_5,      Qt::Key_Period,
                                   Qt::Key_A,     Qt::Key_C,      Qt::Key_0,      Qt::Key_F2};
        static const Qt::KeyboardModifiers modifiers[] = {Qt::NoModifier, Qt::NoModifier,
                                                          Qt::ControlModifier, Qt::ShiftModifier,
                                                          Qt::ControlModifier | Qt::ShiftModifier};
        // Off the screen the keys' owner may still be behind a dialog, where nobody's keys reach it.
        QWidget* focus = QApplication::focusWidget();
        if (focus == nullptr || focus->window() != target()->window()) {
            focus = target();
        }
        const int code = keys[below(20)];
        const auto modifier = modifiers[below(5)];
        const QString text =
            modifier == Qt::NoModifier && code < 128 ? QString(QChar(code)).toLower() : QString();
        QKeyEvent press(QEvent::KeyPress, code, modifier, text);
        QApplication::sendEvent(focus, &press);
        QKeyEvent release(QEvent::KeyRelease, code, modifier, text);
        if (QApplication::focusWidget() != nullptr) {
            QApplication::sendEvent(QApplication::focusWidget(), &release);
        }
    }

    void click() {
        QWidget* top = target();
        const QPoint at(below(std::max(1, top->width())), below(std::max(1, top->height())));
        QWidget* child = top->childAt(at);
        QWidget* on = child != nullptr ? child : top;
        const QPointF local = on->mapFrom(top, at);
        const QPointF global = top->mapToGlobal(at);
        const QPointF away = local + QPointF(below(80) - 40, below(80) - 40);
        const QPointer<QWidget> alive(on);
        send(alive, QEvent::MouseButtonPress, local, global, Qt::LeftButton);
        send(alive, QEvent::MouseMove, away, global, Qt::LeftButton);
        send(alive, QEvent::MouseButtonRelease, away, global, Qt::NoButton);
    }

    static void send(const QPointer<QWidget>& widget, QEvent::Type type, const QPointF& local,
                     const QPointF& global, Qt::MouseButtons buttons) {
        if (widget) {
            QMouseEvent event(type, local, global,
                              type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, buttons,
                              Qt::NoModifier);
            QApplication::sendEvent(widget, &event);
        }
    }

    void runAction() {
        const std::vector<QAction*> actions = ui::allActionsOf(m_stage.window());
        QAction* action =
            actions[static_cast<std::size_t>(below(static_cast<int>(actions.size())))];
        const bool endsTheWindow = action == &m_stage.window().actions()[ui::Command::Quit];
        const bool opensAnotherProgram = action->text().contains(QLatin1String("file manager")) ||
                                         action->text().contains(QLatin1String("Print"));
        if (!endsTheWindow && !opensAnotherProgram) {
            action->trigger();
        }
    }

    /// Only what stands before everything else: nobody can close a dialog behind the message that blocks it.
    static void closePopups() {
        for (QWidget* widget : {QApplication::activePopupWidget(), QApplication::activeModalWidget()}) {
            if (widget != nullptr) {
                widget->close();
                return;
            }
        }
    }

    test::StudioStage& m_stage;
    std::mt19937 m_random;
    QString m_pictures;
    int m_acts = 0;
};

}  // namespace

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? QByteArray(argv[1]).toInt() : 60;
    const unsigned seed = argc > 2 ? QByteArray(argv[2]).toUInt() : std::random_device{}();
    const QTemporaryDir home;
    qputenv("HOME", QFile::encodeName(home.path()));
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.path() + QStringLiteral("/config")));
    qputenv("XDG_CACHE_HOME", QFile::encodeName(home.path() + QStringLiteral("/cache")));
    const QString pictures = home.path() + QStringLiteral("/Pictures/Limn/set");
    test::StudioStage::makePictures(pictures, 30);
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    test::StudioStage stage(application, home.path(), 5);
    stage.studio().open();
    std::printf("seed %u\n", seed);
    std::fflush(stdout);
    Monkey monkey(stage, seed, pictures);
    QElapsedTimer clock;
    clock.start();
    // An act may open a menu, whose own event loop ends only when somebody closes it: so the next act never waits for the
    // one before.
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &monkey, [&] {
        timer.start(10);
        if (clock.elapsed() > seconds * 1000LL) {
            QApplication::quit();
            return;
        }
        monkey.act();
        if (!stage.window().isVisible()) {
            stage.window().show();
        }
    });
    timer.start(10);
    const int code = QApplication::exec();
    std::printf("%d acts in %d s\n", monkey.acts(), seconds);
    std::fflush(stdout);  // a sanitizer with a finding ends the program before that
    return code;
}
