// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/ByteSource.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn::checkpoint {

/// One stored (never compressed) file inside a ZIP archive; its bytes lie inside the archive.
struct ZipEntry {
    std::string name;
    std::uint64_t byteOffset = 0;  ///< of the data, from the start of the archive
    std::uint64_t byteSize = 0;
    std::uint32_t crc32 = 0;       ///< as the central directory says; not yet checked
};

/// The table of contents of an archive as PyTorch writes it, 32 or 64 bit: entries STORED, not encrypted, names
/// unique and relative, nothing overlapping, local headers and central directory in agreement, and nothing before
/// the first or after the last structure that another reader could take for another archive.
/// Sorted by name.
Result<std::vector<ZipEntry>> readZipDirectory(const ByteSource& source);

/// The entry's bytes, whose checksum must be right. Requires entry.byteSize <= maxBytes, or fails.
Result<std::string> readZipEntry(const ByteSource& source, const ZipEntry& entry, std::uint64_t maxBytes);

/// nullptr if there is none. O(log n).
const ZipEntry* findZipEntry(const std::vector<ZipEntry>& entries, std::string_view name);

/// The checksum of ZIP and PNG (polynomial 0xEDB88320).
std::uint32_t crc32(std::span<const std::byte> bytes);

}  // namespace limn::checkpoint
