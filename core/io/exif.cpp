// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/exif.h"

#include "core/io/byte_order.h"
#include "core/io/text_encoding.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

namespace limn {

namespace {

// Tag numbers and types: TIFF 6.0 and EXIF 2.32 (CIPA DC-008).
constexpr std::uint16_t kImageDescription = 0x010E;
constexpr std::uint16_t kMake = 0x010F;
constexpr std::uint16_t kModel = 0x0110;
constexpr std::uint16_t kOrientation = 0x0112;
constexpr std::uint16_t kSoftware = 0x0131;
constexpr std::uint16_t kExifDirectory = 0x8769;
constexpr std::uint16_t kMakerNote = 0x927C;
constexpr std::uint16_t kUserComment = 0x9286;
constexpr std::uint16_t kKnownTags[] = {kImageDescription, kMake,         kModel,
                                        kOrientation,      kSoftware,     kMakerNote,
                                        kUserComment,      kExifDirectory};
constexpr std::uint16_t kTypeAscii = 2;
constexpr std::uint16_t kTypeShort = 3;
constexpr std::uint16_t kTypeLong = 4;
constexpr std::uint16_t kTypeUndefined = 7;
constexpr std::size_t kEntryBytes = 12;

class TiffBlock {
public:
    explicit TiffBlock(std::span<const std::uint8_t> bytes)
        : m_bytes(bytes), m_isBigEndian(bytes.size() >= 2 && bytes[0] == 'M' && bytes[1] == 'M') {}

    bool isTiff() const {
        const bool hasMark =
            m_bytes.size() >= 8 && m_bytes[0] == m_bytes[1] && (m_isBigEndian || m_bytes[0] == 'I');
        return hasMark && u16(2) == 42;
    }
    std::uint16_t u16(std::size_t at) const {
        return m_isBigEndian ? bigEndian16(m_bytes.data() + at)
                             : littleEndian16(m_bytes.data() + at);
    }
    std::uint32_t u32(std::size_t at) const {
        return m_isBigEndian ? bigEndian32(m_bytes.data() + at)
                             : littleEndian32(m_bytes.data() + at);
    }
    Utf16Order order() const {
        return m_isBigEndian ? Utf16Order::BigEndian : Utf16Order::LittleEndian;
    }

    /// Calls `visit(tag, type, value)` for each entry of one-byte type, SHORT or LONG that lies
    /// inside the block.
    template <class Visit>
    void forEachEntry(std::size_t directory, Visit visit) const {
        if (directory > m_bytes.size() || m_bytes.size() - directory < 2) {
            return;
        }
        const std::size_t count = u16(directory);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t entry = directory + 2 + i * kEntryBytes;
            if (entry + kEntryBytes > m_bytes.size()) {
                return;
            }
            const std::uint16_t type = u16(entry + 2);
            const std::uint64_t unit = type == kTypeShort ? 2 : type == kTypeLong ? 4 : 1;
            const std::uint64_t size = std::uint64_t{u32(entry + 4)} * unit;
            const std::uint64_t at = size <= 4 ? entry + 8 : u32(entry + 8);
            if (size > 0 && at <= m_bytes.size() && size <= m_bytes.size() - at) {
                visit(
                    u16(entry), type,
                    m_bytes.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size)));
            }
        }
    }

private:
    std::span<const std::uint8_t> m_bytes;
    bool m_isBigEndian;
};

std::string userComment(std::span<const std::uint8_t> value, Utf16Order order) {
    constexpr std::size_t kCodeBytes = 8;
    if (value.size() < kCodeBytes) {
        return {};
    }
    const std::span<const std::uint8_t> text = value.subspan(kCodeBytes);
    if (std::memcmp(value.data(), "UNICODE\0", kCodeBytes) == 0) {
        return utf16ToUtf8(text, order);
    }
    if (std::memcmp(value.data(), "ASCII\0\0\0", kCodeBytes) == 0 ||
        std::memcmp(value.data(), "\0\0\0\0\0\0\0\0", kCodeBytes) == 0) {
        return unknownToUtf8(text);
    }
    return unknownToUtf8(value);  // some programs leave the code out
}

void put16(std::vector<std::uint8_t>& bytes, std::size_t value) {
    bytes.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

void put32(std::vector<std::uint8_t>& bytes, std::size_t value) {
    put16(bytes, value >> 16);
    put16(bytes, value);
}

void putEntry(std::vector<std::uint8_t>& bytes, std::uint16_t tag, std::uint16_t type,
              std::size_t count, std::size_t value) {
    put16(bytes, tag);
    put16(bytes, type);
    put32(bytes, count);
    put32(bytes, value);
}

}  // namespace

ExifTexts readExif(std::span<const std::uint8_t> block) {
    constexpr std::array<std::uint8_t, 6> kPrefix{'E', 'x', 'i', 'f', 0, 0};
    if (block.size() >= kPrefix.size() &&
        std::equal(kPrefix.begin(), kPrefix.end(), block.begin())) {
        block = block.subspan(kPrefix.size());
    }
    ExifTexts texts;
    const TiffBlock tiff(block);
    if (block.size() > kMaxPictureTextBytes || !tiff.isTiff()) {
        return texts;
    }
    std::optional<std::size_t> exifDirectory;
    std::vector<std::uint16_t> seen;
    const auto readEntry = [&](std::uint16_t tag, std::uint16_t type,
                               std::span<const std::uint8_t> value) {
        // A directory may hold 65535 entries for one long text: each tag is read once.
        const auto* known = std::find(std::begin(kKnownTags), std::end(kKnownTags), tag);
        if (known == std::end(kKnownTags) ||
            std::find(seen.begin(), seen.end(), tag) != seen.end()) {
            return;
        }
        seen.push_back(tag);
        const std::size_t at = static_cast<std::size_t>(value.data() - block.data());
        switch (tag) {
        case kImageDescription:
            texts.imageDescription = unknownToUtf8(value);
            break;
        case kMake:
            texts.make = unknownToUtf8(value);
            break;
        case kModel:
            texts.model = unknownToUtf8(value);
            break;
        case kSoftware:
            texts.software = unknownToUtf8(value);
            break;
        case kMakerNote:
            texts.makerNote = unknownToUtf8(value);
            break;
        case kUserComment:
            texts.userComment = userComment(value, tiff.order());
            break;
        case kOrientation:
            if (type == kTypeShort && tiff.u16(at) >= 1 && tiff.u16(at) <= 8) {
                texts.orientation = tiff.u16(at);
            }
            break;
        case kExifDirectory:
            if (type == kTypeLong) {
                exifDirectory = tiff.u32(at);
            }
            break;
        default:
            break;
        }
    };
    tiff.forEachEntry(tiff.u32(4), readEntry);
    if (exifDirectory) {
        tiff.forEachEntry(*exifDirectory, readEntry);
    }
    return texts;
}

std::vector<std::uint8_t> makeExif(std::string_view software, std::string_view userCommentText) {
    constexpr std::string_view kUnicode("UNICODE\0", 8);
    const std::vector<std::uint8_t> units = utf8ToUtf16BigEndian(userCommentText);
    constexpr std::size_t kMainDirectory = 8;
    constexpr std::size_t kSubDirectory = kMainDirectory + 2 + 2 * kEntryBytes + 4;
    constexpr std::size_t kValues = kSubDirectory + 2 + kEntryBytes + 4;
    std::string programName(software);
    programName.resize(std::max<std::size_t>(software.size() + 1,
                                             5));  // at most four bytes would stand in the entry
    const std::size_t commentAt = kValues + programName.size() + programName.size() % 2;

    std::vector<std::uint8_t> bytes{'M', 'M', 0, 42, 0, 0, 0, kMainDirectory};
    bytes.reserve(commentAt + kUnicode.size() + units.size());
    put16(bytes, 2);
    putEntry(bytes, kSoftware, kTypeAscii, programName.size(), kValues);
    putEntry(bytes, kExifDirectory, kTypeLong, 1, kSubDirectory);
    put32(bytes, 0);
    put16(bytes, 1);
    putEntry(bytes, kUserComment, kTypeUndefined, kUnicode.size() + units.size(), commentAt);
    put32(bytes, 0);
    bytes.insert(bytes.end(), programName.begin(), programName.end());
    bytes.resize(commentAt);
    bytes.insert(bytes.end(), kUnicode.begin(), kUnicode.end());
    bytes.insert(bytes.end(), units.begin(), units.end());
    return bytes;
}

}  // namespace limn
