// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/Console.h"

#include "app/cli/terminal_text.h"
#include "core/base/display_text.h"

#include <algorithm>
#include <limits>

namespace limn::cli {
namespace {

constexpr const char* kRed = "\x1b[31m";
constexpr const char* kYellow = "\x1b[33m";
constexpr const char* kPlain = "\x1b[0m";
constexpr const char* kEraseLine = "\r\x1b[K";

std::string escaped(std::string_view text) {
    return displayText(text, std::numeric_limits<std::size_t>::max());
}

}  // namespace

Console::Console(std::ostream& output, std::ostream& error, TerminalTraits traits)
    : m_output(output), m_error(error), m_traits(std::move(traits)) {}

void Console::setQuiet(bool isQuiet) {
    const std::lock_guard lock(m_mutex);
    m_isQuiet = isQuiet;
}

void Console::printResult(std::string_view line) {
    const std::lock_guard lock(m_mutex);
    eraseLive();
    m_output << (m_traits.isOutputTerminal ? escaped(line) : std::string(line)) << '\n';
    m_output.flush();
}

bool Console::streamsResults() const {
    const std::lock_guard lock(m_mutex);
    return m_traits.isOutputTerminal;
}

void Console::printPiece(std::string_view piece) {
    const std::lock_guard lock(m_mutex);
    eraseLive();
    while (m_traits.isOutputTerminal && !piece.empty()) {
        const auto end = std::min(piece.find('\n'), piece.size());
        m_output << escaped(piece.substr(0, end));
        if (end < piece.size()) {
            m_output << '\n';
        }
        piece.remove_prefix(std::min(end + 1, piece.size()));
    }
    m_output << piece;
    m_output.flush();
}

void Console::printText(std::string_view text) {
    const std::lock_guard lock(m_mutex);
    eraseLive();
    m_output << text;
    m_output.flush();
}

bool Console::flushResults() {
    const std::lock_guard lock(m_mutex);
    m_output.flush();
    return m_output.good();
}

void Console::printNote(std::string_view sentence) {
    if (!isQuiet()) {
        printErrorLine({}, nullptr, sentence);
    }
}

void Console::printWarning(std::string_view sentence) {
    if (!isQuiet()) {
        printErrorLine("Warning: ", kYellow, sentence);
    }
}

void Console::printError(std::string_view sentence) {
    printErrorLine("limn: ", kRed, sentence);
}

void Console::printLog(std::string_view line) {
    printErrorLine({}, nullptr, line);
}

bool Console::showsLiveLine() const {
    const std::lock_guard lock(m_mutex);
    return m_traits.isErrorTerminal && !m_isQuiet;
}

bool Console::isQuiet() const {
    const std::lock_guard lock(m_mutex);
    return m_isQuiet;
}

int Console::widthColumns() const {
    const int width = m_traits.widthColumns ? m_traits.widthColumns() : 80;
    return std::clamp(width, 20, 400);
}

void Console::showLive(std::string_view line) {
    // One column stays free: some terminals wrap when the last one is filled.
    std::string cut = cutToColumns(line, widthColumns() - 1);
    const std::lock_guard lock(m_mutex);
    if (cut == m_live) {
        return;
    }
    m_error << kEraseLine << cut;
    m_error.flush();
    m_live = std::move(cut);
}

void Console::endLive() {
    const std::lock_guard lock(m_mutex);
    eraseLive();
    m_error.flush();
}

void Console::printErrorLine(std::string_view prefix, const char* colour, std::string_view text) {
    const std::lock_guard lock(m_mutex);
    eraseLive();
    if (colour != nullptr && m_traits.usesColour) {
        m_error << colour << prefix << kPlain;
    } else {
        m_error << prefix;
    }
    m_error << escaped(text) << '\n';
    m_error.flush();
}

void Console::eraseLive() {
    if (!m_live.empty()) {
        m_error << kEraseLine;
        m_live.clear();
    }
}

}  // namespace limn::cli
