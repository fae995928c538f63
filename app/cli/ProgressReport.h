// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Console.h"
#include "core/engine/Engine.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace limn::cli {

/// Turns an engine's progress into what the person sees on standard error: one live line on a
/// terminal (phase, bar, step, speed, time left), otherwise plain lines, at most one a second
/// besides the phases' first and last. Lives on the thread that runs the order. Shows nothing when
/// the console is quiet.
class ProgressReport {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    /// `pictures`: how many the order makes, for the time left.
    explicit ProgressReport(Console& console, int pictures = 1,
                            Clock clock = std::chrono::steady_clock::now);
    ~ProgressReport();
    ProgressReport(const ProgressReport&) = delete;
    ProgressReport& operator=(const ProgressReport&) = delete;

    void show(const Progress& progress);
    /// Removes the live line.
    void end();

private:
    std::string describe(const Progress& progress, std::chrono::steady_clock::time_point now) const;

    Console& m_console;
    int m_pictures = 1;
    Clock m_clock;
    std::optional<Phase> m_phase;
    int m_imageIndex = 0;
    int m_firstStep = 0;
    std::chrono::steady_clock::time_point m_phaseStart;
    std::chrono::steady_clock::time_point m_lastShown;
};

/// "Denoising"
std::string phaseTitle(Phase phase);
/// "0.42 s", "1 min 05 s", "2 h 03 min"
std::string formatSeconds(double seconds);
/// "1.5 GB"
std::string formatBytes(double bytes);

}  // namespace limn::cli
