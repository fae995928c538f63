// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Log.h"

#include <QtTest/QtTest>

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace limn;

class TstLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { setLogSink({}); }

    void withoutASinkLinesAreDropped() {
        setLogSink({});
        log(LogLevel::Error, "base", "nobody reads this");  // must not crash
    }

    void theSinkGetsWhatWasSaid() {
        std::vector<std::string> lines;
        setLogSink([&lines](LogLevel level, std::string_view area, std::string_view message) {
            lines.push_back(std::to_string(static_cast<int>(level)) + ' ' + std::string(area) +
                            ' ' + std::string(message));
        });
        log(LogLevel::Debug, "checkpoint", "first");
        log(LogLevel::Error, "engine", "");
        QCOMPARE(lines, (std::vector<std::string>{"1 checkpoint first", "4 engine "}));
    }

    void aNewSinkReplacesTheOld() {
        int first = 0;
        int second = 0;
        const auto kept = std::make_shared<int>(0);
        setLogSink([&first, kept](LogLevel, std::string_view, std::string_view) { ++first; });
        QCOMPARE(kept.use_count(), 2L);
        log(LogLevel::Info, "base", "a");
        setLogSink([&second](LogLevel, std::string_view, std::string_view) { ++second; });
        QCOMPARE(kept.use_count(), 1L);
        log(LogLevel::Info, "base", "b");
        log(LogLevel::Info, "base", "c");
        QCOMPARE(first, 1);
        QCOMPARE(second, 2);
    }

    /// A sink may log or replace itself: nothing is locked while it runs.
    void aSinkMayLog() {
        int depth = 0;
        setLogSink([&depth](LogLevel level, std::string_view area, std::string_view message) {
            if (++depth == 1) {
                log(level, area, message);
                setLogSink({});
            }
        });
        log(LogLevel::Info, "base", "twice");
        log(LogLevel::Info, "base", "dropped");
        QCOMPARE(depth, 2);
    }

    void manyThreadsMayLog() {
        constexpr int kThreads = 4;
        constexpr int kLines = 500;
        std::atomic<int> seen = 0;
        const LogSink sink = [&seen](LogLevel, std::string_view, std::string_view) {
            ++seen;
        };
        setLogSink(sink);
        {
            std::array<std::jthread, kThreads> threads;
            for (std::jthread& thread : threads) {
                thread = std::jthread([&sink] {
                    for (int i = 0; i < kLines; ++i) {
                        log(LogLevel::Info, "base", "line");
                        if (i % 100 == 0) {
                            setLogSink(sink);
                        }
                    }
                });
            }
        }
        QCOMPARE(seen.load(), kThreads * kLines);
    }
};

QTEST_APPLESS_MAIN(TstLog)
#include "tst_Log.moc"
