// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/document/CanvasHistory.h"

#include <QByteArray>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// The file that keeps the canvas through a crash: records are appended, each with its length and checksum, so that
/// after kill -9 at any moment all but the last, half-written one are there. When it grows too long it is written anew
/// from the history, under a temporary name, and renamed. Pictures that have no file of their own lie beside it. One
/// thread at a time; file work, so not the GUI thread.
class CanvasJournal {
public:
    struct Opened;
    static constexpr std::uint64_t kLongBytes = std::uint64_t{64} << 20;

    /// Makes the folder where it is missing, reads what is there and cuts off a half-written end. A journal that
    /// cannot be understood is kept beside under another name and named in `problems`, never a reason to fail.
    /// Fails only where nothing can be written.
    static Result<Opened> open(const std::filesystem::path& folder,
                               const CanvasHistory::Limits& limits);

    CanvasJournal(CanvasJournal&& other) noexcept;
    CanvasJournal& operator=(CanvasJournal&&) = delete;
    ~CanvasJournal();

    /// Guarantees: a killed program keeps it; flush() keeps it through a power cut, too.
    Status append(const std::vector<QByteArray>& records);
    Status flush();
    /// Begins a new file with this history, and removes pictures of the journal that it does not name.
    Status rewrite(const CanvasHistory& history);
    /// Since it was written anew, and past what that took: time for rewrite().
    bool isLong() const noexcept { return m_sizeBytes > m_longBytes; }
    std::uint64_t sizeBytes() const noexcept { return m_sizeBytes; }

    /// A file name for a picture without one; unique in this folder. Any thread.
    static std::filesystem::path newPictureFile(const std::filesystem::path& folder);
    /// Writes the pixels there as PNG, whole or not at all.
    static Status writePicture(const std::filesystem::path& file, const Image& image);

private:
    explicit CanvasJournal(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::filesystem::path file() const { return m_folder / "canvas.journal"; }
    Status openForAppending(std::uint64_t keptBytes);
    void removeUnnamedPictures(const CanvasHistory& history) const;
    Error failure(const char* what) const;

    std::filesystem::path m_folder;
    int m_descriptor = -1;
    std::uint64_t m_sizeBytes = 0;
    std::uint64_t m_longBytes = kLongBytes;
};

struct CanvasJournal::Opened {
    CanvasJournal journal;
    CanvasHistory history;
    std::vector<std::string> problems;  ///< full sentences
};

}  // namespace limn
