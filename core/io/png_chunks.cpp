// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/png_chunks.h"

#include "core/base/display_text.h"
#include "core/io/byte_order.h"
#include "core/io/exif.h"
#include "core/io/picture_limits.h"
#include "core/io/png_texts.h"

#include <algorithm>
#include <cctype>

#include <zlib.h>

namespace limn {

namespace {

// Reference: PNG specification, third edition (W3C), sections 5 and 11.
constexpr std::size_t kSignatureBytes = 8;
constexpr std::size_t kChunkOverhead = 12;  // length, type, checksum
constexpr std::size_t kMaxChunks = 1'000'000;

struct Chunk {
    std::string_view type;
    std::span<const std::uint8_t> data;
    std::span<const std::uint8_t> whole;

    bool isCritical() const { return std::isupper(static_cast<unsigned char>(type[0])) != 0; }
};

bool isDepthAllowed(int depth, int colorType) {
    switch (colorType) {
    case 0:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
        return depth == 8 || depth == 16;
    default:
        return false;
    }
}

class PngWalker {
public:
    PngWalker(std::span<const std::uint8_t> file, std::string_view name)
        : m_file(file), m_name(name) {}

    Result<PngChunks> walk() {
        std::size_t at = kSignatureBytes;
        for (std::size_t count = 0; !m_hasEnd; ++count) {
            if (count == kMaxChunks) {
                return pictureDamaged(m_name, "it has more than a million chunks");
            }
            Result<Chunk> chunk = chunkAt(at);
            if (!chunk) {
                return chunk.error();
            }
            if (Status taken = takeChunk(*chunk); !taken) {
                return taken.error();
            }
            at += chunk->whole.size();
        }
        if (!m_hasData) {
            return pictureDamaged(m_name, "it has no IDAT chunk, so no pixels");
        }
        return std::move(m_png);
    }

private:
    Result<Chunk> chunkAt(std::size_t at) const {
        const std::size_t left = m_file.size() - at;
        if (left < kChunkOverhead) {
            return pictureCutShort(m_name, "the next chunk (IEND was not reached)", kChunkOverhead,
                                   left);
        }
        const std::uint32_t length = bigEndian32(m_file.data() + at);
        const std::string_view type(reinterpret_cast<const char*>(m_file.data()) + at + 4, 4);
        const auto isLetter = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        };
        if (!std::all_of(type.begin(), type.end(), isLetter)) {
            return pictureDamaged(m_name, "the chunk at byte " + std::to_string(at) +
                                              " has the impossible type '" + displayText(type) +
                                              "'");
        }
        if (length > left - kChunkOverhead) {
            return pictureCutShort(m_name, "the " + std::string(type) + " chunk",
                                   length + kChunkOverhead, left);
        }
        return Chunk{type, m_file.subspan(at + 8, length),
                     m_file.subspan(at, length + kChunkOverhead)};
    }

    Status takeChunk(const Chunk& chunk) {
        if (m_png.pixelChunks.empty() && chunk.type != "IHDR") {
            return pictureDamaged(
                m_name, "its first chunk is " + std::string(chunk.type) + ", but must be IHDR");
        }
        const uLong sum = crc32_z(0, chunk.whole.data() + 4, chunk.data.size() + 4);
        const bool isIntact = sum == bigEndian32(chunk.whole.data() + 8 + chunk.data.size());
        if (!isIntact && (chunk.isCritical() || chunk.type == "tRNS")) {
            return pictureDamaged(
                m_name, "the checksum of a chunk of type " + std::string(chunk.type) + " is wrong");
        }
        if (!isIntact) {
            leaveOut(chunk, "its checksum is wrong");
            return Unit{};
        }
        return chunk.isCritical() || chunk.type == "tRNS" ? takePixelChunk(chunk)
                                                          : takeOtherChunk(chunk);
    }

    Status takePixelChunk(const Chunk& chunk) {
        Status checked = Unit{};
        const bool followsData = m_previousType == "IDAT";
        if (chunk.type == "IHDR") {
            checked = readHeader(chunk);
        } else if (chunk.type == "PLTE") {
            checked = checkPalette(chunk);
        } else if (chunk.type == "tRNS") {
            if (m_hasData || m_png.hasTransparentColor ||
                !isTransparencyLength(chunk.data.size())) {
                leaveOut(chunk, "it does not belong there or has an impossible length");
                return Unit{};
            }
            m_png.hasTransparentColor = true;
        } else if (chunk.type == "IDAT") {
            if (m_png.colorType == 3 && m_paletteEntries == 0) {
                return pictureDamaged(m_name,
                                      "its pixels are palette numbers, but it has no PLTE chunk");
            }
            if (m_hasData && !followsData) {
                return pictureDamaged(m_name, "other chunks stand between its IDAT chunks");
            }
            m_hasData = true;
        } else if (chunk.type == "IEND") {
            m_hasEnd = true;
        } else {
            return pictureUnsupported(m_name,
                                      "it needs the unknown chunk type " + std::string(chunk.type));
        }
        if (checked) {
            m_png.pixelChunks.push_back(chunk.whole);
            m_previousType = chunk.type;
        }
        return checked;
    }

    Status readHeader(const Chunk& chunk) {
        if (!m_png.pixelChunks.empty() || chunk.data.size() != 13) {
            return pictureDamaged(m_name, "it has a second or an impossible IHDR chunk");
        }
        const std::uint8_t* data = chunk.data.data();
        if (Status checked = checkPictureSize(m_name, bigEndian32(data), bigEndian32(data + 4));
            !checked) {
            return checked;
        }
        m_png.info.format = PictureFormat::Png;
        m_png.info.storedWidthPx = static_cast<int>(bigEndian32(data));
        m_png.info.storedHeightPx = static_cast<int>(bigEndian32(data + 4));
        m_png.info.bitsPerChannel = data[8];
        m_png.colorType = data[9];
        if (!isDepthAllowed(data[8], data[9]) || data[10] != 0 || data[11] != 0 || data[12] > 1) {
            return pictureDamaged(
                m_name, "its header asks for depth " + std::to_string(data[8]) + ", colour type " +
                            std::to_string(data[9]) + ", compression " + std::to_string(data[10]) +
                            ", filter " + std::to_string(data[11]) + " and interlace " +
                            std::to_string(data[12]) + ", which PNG does not have");
        }
        return Unit{};
    }

    Status checkPalette(const Chunk& chunk) {
        const std::size_t entries = chunk.data.size() / 3;
        const std::size_t most =
            m_png.colorType == 3 ? std::size_t{1} << m_png.info.bitsPerChannel : 256;
        if (m_paletteEntries != 0 || m_hasData || chunk.data.size() % 3 != 0 || entries == 0 ||
            entries > most) {
            return pictureDamaged(m_name,
                                  "its PLTE chunk of " + std::to_string(chunk.data.size()) +
                                      " bytes is repeated, misplaced or has an impossible length");
        }
        m_paletteEntries = entries;
        return Unit{};
    }

    bool isTransparencyLength(std::size_t bytes) const {
        switch (m_png.colorType) {
        case 0:
            return bytes == 2;
        case 2:
            return bytes == 6;
        case 3:
            return bytes >= 1 && bytes <= m_paletteEntries;
        default:
            return false;
        }
    }

    Status takeOtherChunk(const Chunk& chunk) {
        m_previousType = chunk.type;
        if (chunk.type == "tEXt" || chunk.type == "zTXt" || chunk.type == "iTXt") {
            if (std::optional<std::string> problem =
                    m_texts.add(chunk.type, chunk.data, m_png.info)) {
                leaveOut(chunk, *problem);
            }
        } else if (chunk.type == "acTL") {
            m_png.info.isAnimated = chunk.data.size() == 8 && bigEndian32(chunk.data.data()) > 1;
        } else if (chunk.type == "caBX") {
            m_png.info.hasContentCredentials = true;
        } else if (chunk.type == "eXIf" && !m_hasExif) {
            m_hasExif = true;
            m_png.info.exif = readExif(chunk.data);
        }
        return Unit{};
    }

    void leaveOut(const Chunk& chunk, std::string_view why) {
        constexpr std::size_t kMostProblems = 20;
        if (m_png.info.problems.size() < kMostProblems) {
            m_png.info.problems.push_back("A chunk of type " + std::string(chunk.type) + " in '" +
                                          std::string(m_name) +
                                          "' was left out: " + std::string(why) + ".");
        }
    }

    std::span<const std::uint8_t> m_file;
    std::string_view m_name;
    PngChunks m_png;
    PngTexts m_texts;
    std::string_view m_previousType;
    std::size_t m_paletteEntries = 0;
    bool m_hasData = false;
    bool m_hasEnd = false;
    bool m_hasExif = false;
};

}  // namespace

int PngChunks::channels() const noexcept {
    if (hasTransparentColor || colorType >= 4) {
        return 4;
    }
    return colorType == 0 ? 1 : 3;
}

Result<PngChunks> walkPng(std::span<const std::uint8_t> file, std::string_view name) {
    if (pictureFormatOf(file) != PictureFormat::Png) {
        return pictureDamaged(name, "it does not begin as a PNG file does");
    }
    return PngWalker(file, name).walk();
}

}  // namespace limn
