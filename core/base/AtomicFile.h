// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace limn {

enum class Overwrite {
    Never = 1,  ///< an existing target is an error, also when it appears while we write
    Replace,    ///< an existing regular file is replaced in one step
};

/// A file that appears under its name whole or not at all. Bytes go to a nameless file in the
/// target's folder (or to a hidden name where the file system has none); commit() flushes it, gives
/// it its name and flushes the folder. Without commit() the destructor leaves nothing behind. One
/// owner, one thread at a time. Every failure is ErrorCode::WriteFailed with a sentence that says
/// which of these it was: the folder is missing or may not be written, the target exists, the disk
/// is full, or the system's own words.
class AtomicFile {
public:
    static Result<AtomicFile> create(const std::filesystem::path& target, Overwrite overwrite);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    ~AtomicFile();

    /// Appends. After a failure only destruction makes sense.
    Status write(std::span<const std::byte> bytes);
    Status write(std::span<const std::uint8_t> bytes) { return write(std::as_bytes(bytes)); }

    /// Guarantees: on success the bytes are on the medium under the target's name; on failure a
    /// former target is as it was. Call it once.
    Status commit();

    std::uint64_t sizeBytes() const noexcept { return m_sizeBytes; }

private:
    AtomicFile() = default;

    Status openTemporary();
    Status nameNeverReplacing();
    Status nameReplacing();
    void discard() noexcept;
    Error failure(int systemError, const std::string& whatFailed) const;
    Error alreadyExists() const;

    std::filesystem::path m_target;
    Overwrite m_overwrite = Overwrite::Never;
    std::string m_name;           // of the target inside its folder
    std::string m_temporaryName;  // empty: the file has no name
    std::uint64_t m_sizeBytes = 0;
    int m_folder = -1;
    int m_file = -1;
};

/// The whole of it in one call.
Status writeFileAtomically(const std::filesystem::path& target, std::span<const std::uint8_t> bytes,
                           Overwrite overwrite);

}  // namespace limn
