// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/zip_directory.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <array>
#include <optional>

// The format: PKWARE's APPNOTE.TXT 6.3.10.

namespace limn::checkpoint {

namespace {

constexpr std::uint32_t kLocalSignature = 0x04034B50;
constexpr std::uint32_t kCentralSignature = 0x02014B50;
constexpr std::uint32_t kEndSignature = 0x06054B50;
constexpr std::uint32_t kEnd64Signature = 0x06064B50;
constexpr std::uint32_t kLocator64Signature = 0x07064B50;
constexpr std::uint32_t kDescriptorSignature = 0x08074B50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kLocator64Bytes = 20;
constexpr std::size_t kMaxCommentBytes = 65'535;
constexpr std::uint64_t kMaxDirectoryBytes = 64ULL << 20U;
constexpr std::uint64_t kMaxEntries = 250'000;
constexpr std::size_t kMaxEntryNameBytes = 1024;
constexpr std::uint16_t kFlagDescriptor = 1U << 3U;
constexpr std::uint16_t kFlagUtf8 = 1U << 11U;

std::uint16_t read16(std::string_view bytes, std::size_t at) { return littleEndian<std::uint16_t>(bytes.data() + at); }
std::uint32_t read32(std::string_view bytes, std::size_t at) { return littleEndian<std::uint32_t>(bytes.data() + at); }
std::uint64_t read64(std::string_view bytes, std::size_t at) { return littleEndian<std::uint64_t>(bytes.data() + at); }

struct DirectoryPlace {
    std::uint64_t byteOffset = 0;
    std::uint64_t byteSize = 0;
    std::uint64_t entryCount = 0;
};

/// One record of the central directory.
struct CentralRecord {
    ZipEntry entry;
    std::uint64_t localOffset = 0;
    std::uint16_t flags = 0;
};

/// Values that did not fit 32 bits stand in the extra field 0x0001, in fixed order, only those that are needed.
class Zip64Extra {
public:
    /// Empty if the extra fields are malformed.
    static std::optional<Zip64Extra> find(std::string_view extra) {
        Zip64Extra found;
        while (extra.size() >= 4) {
            const std::size_t size = read16(extra, 2);
            if (size > extra.size() - 4) {
                return std::nullopt;
            }
            if (read16(extra, 0) == 1) {
                if (found.m_isPresent) {
                    return std::nullopt;
                }
                found.m_isPresent = true;
                found.m_left = extra.substr(4, size);
            }
            extra.remove_prefix(4 + size);
        }
        return found;
    }
    /// Replaces `value` if it says that it stands here.
    bool resolve(std::uint64_t& value) {
        if (value != 0xFFFFFFFFU) {
            return true;
        }
        if (m_left.size() < 8) {
            return false;
        }
        value = read64(m_left, 0);
        m_left.remove_prefix(8);
        return true;
    }

private:
    bool m_isPresent = false;
    std::string_view m_left;
};

bool isSafeName(std::string_view name) {
    if (name.empty() || name.size() > kMaxEntryNameBytes || name.front() == '/' || !isValidUtf8(name) ||
        name.find('\\') != std::string_view::npos || name.find('\0') != std::string_view::npos) {
        return false;
    }
    const std::string framed = "/" + std::string(name) + "/";
    return framed.find("/../") == std::string::npos;
}

class ZipReader {
public:
    explicit ZipReader(const ByteSource& source) : m_source(source) {}

    Result<std::vector<ZipEntry>> read() {
        const Result<DirectoryPlace> place = findDirectory();
        if (!place) {
            return place.error();
        }
        if (Status status = readCentral(*place); !status) {
            return std::move(status).error();
        }
        std::sort(m_records.begin(), m_records.end(),
                  [](const CentralRecord& a, const CentralRecord& b) { return a.localOffset < b.localOffset; });
        for (std::size_t i = 0; i < m_records.size(); ++i) {
            const std::uint64_t limit = i + 1 < m_records.size() ? m_records[i + 1].localOffset : place->byteOffset;
            if (Status status = placeEntry(m_records[i], limit); !status) {
                return std::move(status).error();
            }
        }
        return sortedEntries();
    }

private:
    Result<std::uint64_t> findEnd() const {
        const std::uint64_t size = m_source.sizeBytes();
        if (size < kEndBytes) {
            return m_source.damaged("it is too short for a ZIP archive");
        }
        const std::uint64_t from = size - std::min<std::uint64_t>(size, kEndBytes + kMaxCommentBytes);
        const Result<std::string> tail = m_source.readText(from, static_cast<std::size_t>(size - from));
        if (!tail) {
            return tail.error();
        }
        std::optional<std::uint64_t> end;
        for (std::size_t at = 0; at + kEndBytes <= tail->size(); ++at) {
            if (read32(*tail, at) == kEndSignature && at + kEndBytes + read16(*tail, at + 20) == tail->size()) {
                if (end) {
                    return m_source.damaged("two ends of a ZIP archive fit it, so that readers would disagree");
                }
                end = from + at;
            }
        }
        if (!end) {
            return m_source.damaged("it begins as a ZIP archive and has no end: it is cut short or has bytes after its end");
        }
        return *end;
    }

    Result<DirectoryPlace> findDirectory() const {
        const Result<std::uint64_t> endOffset = findEnd();
        if (!endOffset) {
            return endOffset.error();
        }
        const Result<std::string> end = m_source.readText(*endOffset, kEndBytes);
        if (!end) {
            return end.error();
        }
        DirectoryPlace place{read32(*end, 16), read32(*end, 12), read16(*end, 10)};
        if (read16(*end, 4) != 0 || read16(*end, 6) != 0 || read16(*end, 8) != read16(*end, 10)) {
            return m_source.damaged("it claims to be one part of a ZIP archive in several files");
        }
        std::uint64_t directoryEnd = *endOffset;
        if (*endOffset >= kLocator64Bytes) {
            const Result<std::string> locator = m_source.readText(*endOffset - kLocator64Bytes, kLocator64Bytes);
            if (!locator) {
                return locator.error();
            }
            if (read32(*locator, 0) == kLocator64Signature) {
                if (Status status = read64End(*locator, *endOffset - kLocator64Bytes, place); !status) {
                    return std::move(status).error();
                }
                directoryEnd = read64(*locator, 8);
            }
        }
        if (place.entryCount > kMaxEntries || place.byteSize > kMaxDirectoryBytes) {
            return m_source.damaged("its ZIP directory claims " + std::to_string(place.entryCount) + " entries in " +
                                    std::to_string(place.byteSize) + " bytes, more than is allowed");
        }
        if (place.byteSize > directoryEnd || place.byteOffset != directoryEnd - place.byteSize) {
            return m_source.damaged("its ZIP directory is not where the end of the archive says");
        }
        return place;
    }

    Status read64End(std::string_view locator, std::uint64_t locatorOffset, DirectoryPlace& place) const {
        const std::uint64_t offset = read64(locator, 8);
        if (read32(locator, 4) != 0 || read32(locator, 16) != 1 || locatorOffset < kEnd64Bytes ||
            offset != locatorOffset - kEnd64Bytes) {
            return m_source.damaged("the end of its 64-bit ZIP archive is not where it says");
        }
        const Result<std::string> end = m_source.readText(offset, kEnd64Bytes);
        if (!end) {
            return end.error();
        }
        const DirectoryPlace wide{read64(*end, 48), read64(*end, 40), read64(*end, 32)};
        if (read32(*end, 0) != kEnd64Signature || read64(*end, 4) != kEnd64Bytes - 12 || read32(*end, 16) != 0 ||
            read32(*end, 20) != 0 || read64(*end, 24) != wide.entryCount) {
            return m_source.damaged("the end of its 64-bit ZIP archive is malformed");
        }
        const auto agrees = [](std::uint64_t narrow, std::uint64_t mark, std::uint64_t value) {
            return narrow == mark || narrow == value;
        };
        if (!agrees(place.byteOffset, 0xFFFFFFFFU, wide.byteOffset) || !agrees(place.byteSize, 0xFFFFFFFFU, wide.byteSize) ||
            !agrees(place.entryCount, 0xFFFFU, wide.entryCount)) {
            return m_source.damaged("its 32-bit and 64-bit ZIP directories disagree");
        }
        place = wide;
        return Unit{};
    }

    Status readCentral(const DirectoryPlace& place) {
        const Result<std::string> bytes = m_source.readText(place.byteOffset, static_cast<std::size_t>(place.byteSize));
        if (!bytes) {
            return bytes.error();
        }
        std::string_view left = *bytes;
        if (place.entryCount * kCentralBytes > left.size()) {
            return m_source.damaged("its ZIP directory is too small for its " + std::to_string(place.entryCount) + " entries");
        }
        m_records.reserve(static_cast<std::size_t>(place.entryCount));
        for (std::uint64_t i = 0; i < place.entryCount; ++i) {
            if (left.size() < kCentralBytes || read32(left, 0) != kCentralSignature) {
                return m_source.damaged("entry " + std::to_string(i) + " of its ZIP directory is malformed");
            }
            const std::size_t nameBytes = read16(left, 28);
            const std::size_t extraBytes = read16(left, 30);
            const std::size_t recordBytes = kCentralBytes + nameBytes + extraBytes + read16(left, 32);
            if (recordBytes > left.size()) {
                return m_source.damaged("entry " + std::to_string(i) + " of its ZIP directory is cut short");
            }
            if (Status status = addRecord(left.substr(0, recordBytes), nameBytes, extraBytes); !status) {
                return status;
            }
            left.remove_prefix(recordBytes);
        }
        if (!left.empty()) {
            return m_source.damaged("its ZIP directory has " + std::to_string(left.size()) + " bytes more than its entries");
        }
        return Unit{};
    }

    Status addRecord(std::string_view bytes, std::size_t nameBytes, std::size_t extraBytes) {
        CentralRecord record;
        record.flags = read16(bytes, 8);
        record.entry.name = bytes.substr(kCentralBytes, nameBytes);
        record.entry.crc32 = read32(bytes, 16);
        record.entry.byteSize = read32(bytes, 24);
        std::uint64_t storedSize = read32(bytes, 20);
        record.localOffset = read32(bytes, 42);
        const std::string quoted = "'" + displayText(record.entry.name) + "'";
        if (!isSafeName(record.entry.name)) {
            return m_source.refused("its ZIP entry " + quoted + " has a name that is no plain relative path");
        }
        if ((record.flags & ~(kFlagDescriptor | kFlagUtf8)) != 0) {
            return m_source.refused("its ZIP entry " + quoted + " is encrypted or carries flags that no model file needs");
        }
        if (read16(bytes, 10) != 0 && record.entry.name.find("/code/") != std::string::npos) {
            return m_source.refused("it is a TorchScript program and not a file of tensors; nothing was run");
        }
        if (read16(bytes, 10) != 0) {
            return m_source.refused("its ZIP entry " + quoted + " is compressed, and model files store theirs plainly");
        }
        auto wide = Zip64Extra::find(bytes.substr(kCentralBytes + nameBytes, extraBytes));
        if (!wide || !wide->resolve(record.entry.byteSize) || !wide->resolve(storedSize) || !wide->resolve(record.localOffset)) {
            return m_source.damaged("the 64-bit sizes of its ZIP entry " + quoted + " are malformed");
        }
        if (storedSize != record.entry.byteSize || read16(bytes, 34) != 0) {
            return m_source.damaged("its ZIP entry " + quoted + " has two different sizes or lies in another file");
        }
        m_records.push_back(std::move(record));
        return Unit{};
    }

    /// Compares the local header with the directory. Everything of the entry must end before `limit`.
    Status placeEntry(CentralRecord& record, std::uint64_t limit) const {
        ZipEntry& entry = record.entry;
        const std::string quoted = "'" + displayText(entry.name) + "'";
        const auto room = [&](std::uint64_t at) { return at <= limit ? limit - at : 0; };
        if (room(record.localOffset) < kLocalBytes + entry.name.size()) {
            return m_source.damaged("its ZIP entry " + quoted + " overlaps another or lies outside the file");
        }
        const Result<std::string> header = m_source.readText(record.localOffset, kLocalBytes + entry.name.size());
        if (!header) {
            return header.error();
        }
        const std::uint64_t extraOffset = record.localOffset + header->size();
        const std::size_t extraBytes = read16(*header, 28);
        if (read32(*header, 0) != kLocalSignature || read16(*header, 6) != record.flags || read16(*header, 8) != 0 ||
            read16(*header, 26) != entry.name.size() || std::string_view(*header).substr(kLocalBytes) != entry.name) {
            return m_source.damaged("the two descriptions of its ZIP entry " + quoted + " disagree");
        }
        if (room(extraOffset) < extraBytes || room(extraOffset + extraBytes) < entry.byteSize) {
            return m_source.damaged("its ZIP entry " + quoted + " overlaps another or lies outside the file");
        }
        entry.byteOffset = extraOffset + extraBytes;
        return checkLocalSizes(record, *header, extraOffset, extraBytes, room(entry.byteOffset + entry.byteSize));
    }

    Status checkLocalSizes(const CentralRecord& record, const std::string& header, std::uint64_t extraOffset,
                           std::size_t extraBytes, std::uint64_t roomAfterData) const {
        const ZipEntry& entry = record.entry;
        const Error disagree =
            m_source.damaged("the two descriptions of its ZIP entry '" + displayText(entry.name) + "' disagree in size or checksum");
        std::uint64_t size = read32(header, 22);
        std::uint64_t storedSize = read32(header, 18);
        if (size == 0xFFFFFFFFU || storedSize == 0xFFFFFFFFU) {
            const Result<std::string> extra = m_source.readText(extraOffset, extraBytes);
            if (!extra) {
                return extra.error();
            }
            auto wide = Zip64Extra::find(*extra);
            if (!wide || !wide->resolve(size) || !wide->resolve(storedSize)) {
                return disagree;
            }
        }
        const bool isLater = (record.flags & kFlagDescriptor) != 0 && read32(header, 14) == 0 && size == 0 && storedSize == 0;
        if (!isLater) {
            const bool agrees = read32(header, 14) == entry.crc32 && size == entry.byteSize && storedSize == entry.byteSize;
            return agrees ? Status(Unit{}) : Status(disagree);
        }
        // Sizes and checksum follow the data, in 32 or 64 bits.
        const Result<std::string> after = m_source.readText(entry.byteOffset + entry.byteSize,
                                                            static_cast<std::size_t>(std::min<std::uint64_t>(roomAfterData, 24)));
        if (!after) {
            return after.error();
        }
        const bool agrees32 = after->size() >= 16 && read32(*after, 8) == entry.byteSize && read32(*after, 12) == entry.byteSize;
        const bool agrees64 = after->size() >= 24 && read64(*after, 8) == entry.byteSize && read64(*after, 16) == entry.byteSize;
        if ((!agrees32 && !agrees64) || read32(*after, 0) != kDescriptorSignature || read32(*after, 4) != entry.crc32) {
            return disagree;
        }
        return Unit{};
    }

    Result<std::vector<ZipEntry>> sortedEntries() {
        std::vector<ZipEntry> entries;
        entries.reserve(m_records.size());
        for (CentralRecord& record : m_records) {
            entries.push_back(std::move(record.entry));
        }
        std::sort(entries.begin(), entries.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
        const auto twin = std::adjacent_find(entries.begin(), entries.end(),
                                             [](const ZipEntry& a, const ZipEntry& b) { return a.name == b.name; });
        if (twin != entries.end()) {
            return m_source.refused("its ZIP archive holds '" + displayText(twin->name) + "' twice");
        }
        return entries;
    }

    const ByteSource& m_source;
    std::vector<CentralRecord> m_records;
};

constexpr std::array<std::uint32_t, 256> makeCrcTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        }
        table[i] = value;
    }
    return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = makeCrcTable();

}  // namespace

std::uint32_t crc32(std::span<const std::byte> bytes) {
    std::uint32_t value = 0xFFFFFFFFU;
    for (const std::byte byte : bytes) {
        value = (value >> 8U) ^ kCrcTable[(value ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU];
    }
    return ~value;
}

Result<std::vector<ZipEntry>> readZipDirectory(const ByteSource& source) {
    return ZipReader(source).read();
}

Result<std::string> readZipEntry(const ByteSource& source, const ZipEntry& entry, std::uint64_t maxBytes) {
    if (entry.byteSize > maxBytes) {
        return source.damaged("its ZIP entry '" + displayText(entry.name) + "' has " + std::to_string(entry.byteSize) +
                              " bytes, and at most " + std::to_string(maxBytes) + " are allowed");
    }
    Result<std::string> bytes = source.readText(entry.byteOffset, static_cast<std::size_t>(entry.byteSize));
    if (bytes && crc32(std::as_bytes(std::span(*bytes))) != entry.crc32) {
        return source.damaged("the checksum of its ZIP entry '" + displayText(entry.name) + "' is wrong");
    }
    return bytes;
}

const ZipEntry* findZipEntry(const std::vector<ZipEntry>& entries, std::string_view name) {
    const auto found = std::lower_bound(entries.begin(), entries.end(), name,
                                        [](const ZipEntry& entry, std::string_view wanted) { return entry.name < wanted; });
    return found != entries.end() && found->name == name ? &*found : nullptr;
}

}  // namespace limn::checkpoint
