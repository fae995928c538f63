// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// bench_stalls [PICTURES]: how long the event loop was ever busy at once while the studio starts, loads, draws with
// previews, scans a folder of PICTURES and scrolls. Prints one line a phase: beats, p99 and the longest lateness, in ms.

#include "tests/bench/studio/StudioStage.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>

using namespace limn;

namespace {

/// A heart that beats every five milliseconds: how late each beat comes is how long the window could not have answered.
/// (The dispatcher's own signals do not tell: GLib's says awake after the work is done.)
class LoopWatch : public QObject {
public:
    LoopWatch() {
        m_beat.setTimerType(Qt::PreciseTimer);
        connect(&m_beat, &QTimer::timeout, this, [this] {
            const double late = static_cast<double>(m_clock.nsecsElapsed()) / 1e6 - kBeatMs;
            m_rounds.push_back(std::max(0.0, late));
            m_clock.start();
        });
        m_clock.start();
        m_beat.start(kBeatMs);
    }
    void report(const char* phase) {
        std::sort(m_rounds.begin(), m_rounds.end());
        if (!m_rounds.empty()) {
            const std::size_t p99 = m_rounds.size() * 99 / 100;
            std::printf("%-28s %6zu beats   p99 %7.2f ms   longest %7.2f ms\n", phase,
                        m_rounds.size(), m_rounds[std::min(p99, m_rounds.size() - 1)],
                        m_rounds.back());
        }
        m_rounds.clear();
    }

private:
    static constexpr int kBeatMs = 5;
    QTimer m_beat;
    QElapsedTimer m_clock;
    std::vector<double> m_rounds;
};

}  // namespace

int main(int argc, char** argv) {
    const int pictures = argc > 1 ? QByteArray(argv[1]).toInt() : 2000;
    const QTemporaryDir home;
    qputenv("HOME", QFile::encodeName(home.path()));
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.path() + QStringLiteral("/config")));
    qputenv("XDG_CACHE_HOME", QFile::encodeName(home.path() + QStringLiteral("/cache")));
    QDir(home.path()).mkpath(QStringLiteral("Pictures/Limn"));
    test::StudioStage::makePictures(home.path() + QStringLiteral("/set"), pictures);
    QApplication application(argc, argv);
    LoopWatch watch;
    test::StudioStage stage(application, home.path(), 30);
    stage.studio().open();
    stage.window().resize(1440, 900);

    test::Steps steps;
    steps.add(1500, [&] { watch.report("start"); });
    steps.add(0, [&] { stage.say(QStringLiteral("a lighthouse at dusk")); });
    steps.add(3000, [&] { watch.report("load and draw with previews"); });
    steps.add(0, [&] { stage.services().folders.addFolder(home.path() + QStringLiteral("/set")); });
    steps.add(2000 + pictures * 4, [&] { watch.report("scan"); });
    auto* grid = stage.window().findChild<QAbstractItemView*>(QStringLiteral("thumbnailGrid"));
    for (int i = 0; grid != nullptr && i <= 200; ++i) {
        steps.add(16, [&, i] {
            QScrollBar* bar = grid->verticalScrollBar();
            bar->setValue(bar->maximum() * i / 200);
        });
    }
    steps.add(500, [&] { watch.report("scroll through all"); });
    steps.run();
    return QApplication::exec();
}
