// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <functional>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace limn::cli {

/// What is known about the two output streams.
struct TerminalTraits {
    bool isOutputTerminal = false;  ///< standard output is a terminal
    bool isErrorTerminal = false;   ///< standard error is a terminal: a live line may be drawn
    bool usesColour = false;        ///< on standard error; never when NO_COLOR is set
    std::function<int()>
        widthColumns;  ///< of the terminal, asked anew for every live line; empty = 80
};

/// The only place that writes to the person: results to standard output, everything else to
/// standard error. Keeps one live line (the progress bar) at the bottom and out of the way of other
/// lines. Text from outside is escaped where a terminal or a one-line message could be fooled by
/// it. Any thread may call.
class Console {
public:
    Console(std::ostream& output, std::ostream& error, TerminalTraits traits);

    /// Quiet: only results and errors.
    void setQuiet(bool isQuiet);

    /// One line of standard output. Escaped on a terminal, as given in a pipe.
    void printResult(std::string_view line);
    /// Standard output is a terminal: words may be shown as they come.
    bool streamsResults() const;
    /// A piece of a result in words, line breaks as they are, everything else escaped on a terminal. Ends no line.
    void printPiece(std::string_view piece);
    /// Text of our own, in several lines, such as --help.
    void printText(std::string_view text);
    /// False if standard output did not take everything (a closed pipe, a full disk).
    bool flushResults();

    void printNote(std::string_view sentence);
    void printWarning(std::string_view sentence);
    void printError(std::string_view sentence);
    /// A line of the log; shown also when quiet, for its level was asked for.
    void printLog(std::string_view line);

    bool showsLiveLine() const;
    bool isQuiet() const;
    int widthColumns() const;
    /// Replaces the live line. Only if showsLiveLine().
    void showLive(std::string_view line);
    /// Removes it.
    void endLive();

private:
    void printErrorLine(std::string_view prefix, const char* colour, std::string_view text);
    void eraseLive();

    mutable std::mutex m_mutex;
    std::ostream& m_output;
    std::ostream& m_error;
    TerminalTraits m_traits;
    bool m_isQuiet = false;
    std::string m_live;
};

}  // namespace limn::cli
