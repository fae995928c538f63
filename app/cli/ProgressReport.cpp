// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/ProgressReport.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace limn::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLiveInterval = 66ms;
constexpr auto kPlainInterval = 1s;
constexpr int kBarColumns = 20;

template <class... Values>
std::string formatted(const char* format, Values... values) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, format, values...);
    return buffer;
}

std::string bar(int step, int of) {
    const int filled = static_cast<int>(static_cast<std::int64_t>(kBarColumns) * step / of);
    std::string text = "[";
    for (int i = 0; i < kBarColumns; ++i) {
        text += i < filled ? "#" : "·";
    }
    return text + "]";
}

}  // namespace

ProgressReport::ProgressReport(Console& console, int pictures, Clock clock)
    : m_console(console), m_pictures(pictures), m_clock(std::move(clock)) {}

ProgressReport::~ProgressReport() {
    end();
}

void ProgressReport::end() {
    if (m_console.showsLiveLine()) {
        m_console.endLive();
    }
}

void ProgressReport::show(const Progress& progress) {
    if (m_console.isQuiet()) {
        return;
    }
    const auto now = m_clock();
    const bool isNewPhase = m_phase != progress.phase || m_imageIndex != progress.imageIndex;
    if (isNewPhase) {
        m_phase = progress.phase;
        m_imageIndex = progress.imageIndex;
        m_phaseStart = now;
        m_firstStep = progress.step;
    }
    const bool isLive = m_console.showsLiveLine();
    const bool isLast = progress.of > 0 && progress.step >= progress.of;
    const bool isDue = now - m_lastShown >= (isLive ? std::chrono::nanoseconds(kLiveInterval)
                                                    : std::chrono::nanoseconds(kPlainInterval));
    // A plain log of a batch would repeat short phases for each picture; only the long one is worth
    // a line then.
    const bool isWorthLine = isNewPhase || (isLast && progress.phase == Phase::Denoise);
    if (!isDue && !isWorthLine) {
        return;
    }
    m_lastShown = now;
    if (isLive) {
        m_console.showLive(describe(progress, now));
    } else {
        m_console.printNote(describe(progress, now));
    }
}

std::string ProgressReport::describe(const Progress& progress,
                                     std::chrono::steady_clock::time_point now) const {
    std::string line = phaseTitle(progress.phase);
    if (m_pictures > 1 && progress.phase != Phase::Load) {
        line += " picture " + std::to_string(progress.imageIndex + 1) + " of " +
                std::to_string(m_pictures);
    }
    if (progress.of <= 1) {
        return line + "…";
    }
    const int step = std::clamp(progress.step, 0, progress.of);
    if (m_console.showsLiveLine()) {
        line += "  " + bar(step, progress.of);
    }
    line += "  " + std::to_string(step) + "/" + std::to_string(progress.of);

    const int done = step - m_firstStep;
    const double seconds = std::chrono::duration<double>(now - m_phaseStart).count();
    if (progress.phase == Phase::Denoise && done > 0) {
        const double secondsPerStep = seconds / done;
        const int picturesAfter = std::max(0, m_pictures - progress.imageIndex - 1);
        const double left = secondsPerStep *
                            (progress.of - step + static_cast<double>(picturesAfter) * progress.of);
        line += "  " + formatted("%.2f s/step", secondsPerStep);
        if (left > 0) {
            line += "  " + formatSeconds(left) + " left";
        }
    }
    return line;
}

std::string phaseTitle(Phase phase) {
    switch (phase) {
    case Phase::Load:
        return "Loading";
    case Phase::EncodePrompt:
        return "Reading the prompt";
    case Phase::EncodeImage:
        return "Reading the picture";
    case Phase::Denoise:
        return "Denoising";
    case Phase::Decode:
        return "Decoding";
    case Phase::Upscale:
        return "Upscaling";
    case Phase::Save:
        return "Saving";
    case Phase::Describe:
        return "Writing";
    }
    return "Working";
}

std::string formatSeconds(double seconds) {
    if (seconds < 10) {
        return formatted("%.2f s", std::max(seconds, 0.0));
    }
    if (seconds < 59.5) {
        return formatted("%.0f s", seconds);
    }
    const long long whole = std::llround(std::min(seconds, 1e9));
    if (whole < 3600) {
        return formatted("%lld min %02lld s", whole / 60, whole % 60);
    }
    return formatted("%lld h %02lld min", whole / 3600, whole % 3600 / 60);
}

std::string formatBytes(double bytes) {
    static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    while (bytes >= 1000 && unit + 1 < std::size(kUnits)) {
        bytes /= 1000;
        ++unit;
    }
    return formatted(unit == 0 ? "%.0f %s" : "%.1f %s", bytes, kUnits[unit]);
}

}  // namespace limn::cli
