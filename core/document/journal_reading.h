// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/document/CanvasHistory.h"

#include <QByteArray>

#include <cstdint>
#include <filesystem>
#include <string>

namespace limn {

// The shape of the journal's file: a head, then records with length and checksum.

inline constexpr std::size_t kJournalHeadBytes = 12;
QByteArray journalHead();
/// The record as it stands in the file.
QByteArray framedRecord(const QByteArray& record);

struct JournalContent {
    CanvasHistory history;
    std::uint64_t soundBytes = 0;  ///< up to here the file is whole; 0: not even its head is
    /// A full sentence, where more is wrong than that the last record was being written.
    std::string problem;
};

/// Reads as far as the file is sound. Fails only where it cannot be read at all.
Result<JournalContent> readJournal(const std::filesystem::path& file,
                                   const CanvasHistory::Limits& limits);

}  // namespace limn
