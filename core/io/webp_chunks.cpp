// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/webp_chunks.h"

#include "core/base/display_text.h"
#include "core/io/byte_order.h"
#include "core/io/exif.h"
#include "core/io/picture_limits.h"
#include "core/io/riff_writer.h"
#include "core/io/text_encoding.h"

#include <algorithm>
#include <optional>

namespace limn {

namespace {

// Reference: WebP container specification; RFC 6386 section 9.1; WebP lossless bitstream
// specification.
constexpr std::size_t kFileHeaderBytes = 12;
constexpr std::size_t kChunkHeaderBytes = 8;
constexpr std::size_t kFrameHeaderBytes = 16;
constexpr std::size_t kMaxChunks = 100'000;

struct Chunk {
    std::string_view type;
    std::span<const std::uint8_t> data;
    std::size_t paddedBytes = 0;
};

struct FrameSize {
    int widthPx = 0;
    int heightPx = 0;
    bool hasAlpha = false;
};

std::optional<FrameSize> lossySize(std::span<const std::uint8_t> data) {
    const bool isKeyFrame = data.size() >= 10 && (data[0] & 1) == 0;
    if (!isKeyFrame || data[3] != 0x9D || data[4] != 0x01 || data[5] != 0x2A) {
        return std::nullopt;
    }
    return FrameSize{littleEndian16(data.data() + 6) & 0x3FFF,
                     littleEndian16(data.data() + 8) & 0x3FFF, false};
}

std::optional<FrameSize> losslessSize(std::span<const std::uint8_t> data) {
    if (data.size() < 5 || data[0] != 0x2F) {
        return std::nullopt;
    }
    const std::uint32_t bits = littleEndian32(data.data() + 1);
    return FrameSize{static_cast<int>(bits & 0x3FFF) + 1, static_cast<int>(bits >> 14 & 0x3FFF) + 1,
                     (bits >> 28 & 1) != 0};
}

class WebpWalker {
public:
    WebpWalker(std::span<const std::uint8_t> file, std::string_view name)
        : m_file(file), m_name(name) {}

    Result<WebpChunks> walk() {
        m_webp.info.format = PictureFormat::Webp;
        const std::uint64_t claimed = std::uint64_t{littleEndian32(m_file.data() + 4)} + 8;
        if (claimed > m_file.size()) {
            return pictureCutShort(m_name, "the whole file", claimed, m_file.size());
        }
        m_file = m_file.first(static_cast<std::size_t>(claimed));
        if (Status walked =
                walkChunks(m_file.subspan(std::min(kFileHeaderBytes, m_file.size())), Level::File);
            !walked) {
            return walked.error();
        }
        if (m_webp.pixels.empty()) {
            return pictureDamaged(m_name, "it has no pixels");
        }
        if (!m_hasCanvas) {
            m_webp.info.storedWidthPx = m_webp.frameWidthPx;
            m_webp.info.storedHeightPx = m_webp.frameHeightPx;
        }
        const bool isInside = m_webp.frameXPx + m_webp.frameWidthPx <= m_webp.info.storedWidthPx &&
                              m_webp.frameYPx + m_webp.frameHeightPx <= m_webp.info.storedHeightPx;
        if (!isInside || (!m_webp.info.isAnimated && !m_webp.coversCanvas())) {
            return pictureDamaged(m_name, "its pixels have another size than its header");
        }
        return std::move(m_webp);
    }

private:
    enum class Level { File = 1, Frame };

    Status walkChunks(std::span<const std::uint8_t> bytes, Level level) {
        for (std::size_t count = 0; bytes.size() >= kChunkHeaderBytes; ++count) {
            if (count == kMaxChunks) {
                return pictureDamaged(m_name,
                                      "it has more than " + std::to_string(kMaxChunks) + " chunks");
            }
            const std::uint32_t length = littleEndian32(bytes.data() + 4);
            const std::string_view type(reinterpret_cast<const char*>(bytes.data()), 4);
            if (length > bytes.size() - kChunkHeaderBytes) {
                return pictureCutShort(m_name, "the chunk '" + displayText(type) + "'", length,
                                       bytes.size() - kChunkHeaderBytes);
            }
            const std::size_t whole = kChunkHeaderBytes + length + (length & 1U);
            const Chunk chunk{type, bytes.subspan(kChunkHeaderBytes, length), whole};
            if (Status taken = takeChunk(chunk, level); !taken) {
                return taken;
            }
            bytes = bytes.subspan(std::min(whole, bytes.size()));
        }
        return Unit{};
    }

    Status takeChunk(const Chunk& chunk, Level level) {
        if (chunk.type == "VP8 " || chunk.type == "VP8L") {
            return takePixels(chunk);
        }
        if (chunk.type == "ALPH") {
            if (m_webp.pixels.empty() && m_webp.alpha.empty()) {
                m_webp.alpha = chunk.data;
            }
            return Unit{};
        }
        return level == Level::File ? takeFileChunk(chunk) : Status(Unit{});
    }

    Status takeFileChunk(const Chunk& chunk) {
        if (chunk.type == "VP8X" && !m_hasCanvas) {
            return takeCanvas(chunk);
        }
        if (chunk.type == "ANMF" && m_webp.pixels.empty()) {
            return takeFrame(chunk);
        }
        if (chunk.type == "EXIF" && !m_hasExif) {
            m_hasExif = true;
            m_webp.info.exif = readExif(chunk.data);
        } else if (chunk.type == "XMP " && m_webp.info.xmp.empty() &&
                   chunk.data.size() <= kMaxPictureTextBytes) {
            m_webp.info.xmp =
                repairedUtf8({reinterpret_cast<const char*>(chunk.data.data()), chunk.data.size()});
        } else if (chunk.type == "C2PA") {
            m_webp.info.hasContentCredentials = true;
        }
        return Unit{};
    }

    Status takeCanvas(const Chunk& chunk) {
        if (chunk.data.size() < 10) {
            return pictureDamaged(m_name, "its VP8X chunk is too short");
        }
        const std::uint32_t widthPx = littleEndian24(chunk.data.data() + 4) + 1;
        const std::uint32_t heightPx = littleEndian24(chunk.data.data() + 7) + 1;
        if (Status checked = checkPictureSize(m_name, widthPx, heightPx); !checked) {
            return checked;
        }
        m_hasCanvas = true;
        m_webp.info.isAnimated = (chunk.data[0] & 0x02) != 0;
        m_webp.info.storedWidthPx = static_cast<int>(widthPx);
        m_webp.info.storedHeightPx = static_cast<int>(heightPx);
        return Unit{};
    }

    Status takeFrame(const Chunk& chunk) {
        if (chunk.data.size() < kFrameHeaderBytes || !m_webp.info.isAnimated) {
            return pictureDamaged(
                m_name, "it has an animation frame that is too short or was not announced");
        }
        m_webp.frameXPx = static_cast<int>(littleEndian24(chunk.data.data()) * 2);
        m_webp.frameYPx = static_cast<int>(littleEndian24(chunk.data.data() + 3) * 2);
        return walkChunks(chunk.data.subspan(kFrameHeaderBytes), Level::Frame);
    }

    Status takePixels(const Chunk& chunk) {
        if (!m_webp.pixels.empty()) {
            return Unit{};  // later frames
        }
        m_webp.isLossless = chunk.type == "VP8L";
        const std::optional<FrameSize> size =
            m_webp.isLossless ? losslessSize(chunk.data) : lossySize(chunk.data);
        if (!size) {
            return pictureDamaged(
                m_name, "its " + std::string(chunk.type) + " chunk does not begin as it must");
        }
        if (Status checked = checkPictureSize(m_name, static_cast<std::uint64_t>(size->widthPx),
                                              static_cast<std::uint64_t>(size->heightPx));
            !checked) {
            return checked;
        }
        if (m_webp.isLossless) {
            m_webp.alpha = {};
        }
        m_webp.pixels = chunk.data;
        m_webp.hasAlpha = size->hasAlpha || !m_webp.alpha.empty();
        m_webp.frameWidthPx = size->widthPx;
        m_webp.frameHeightPx = size->heightPx;
        return Unit{};
    }

    std::span<const std::uint8_t> m_file;
    std::string_view m_name;
    WebpChunks m_webp;
    bool m_hasCanvas = false;
    bool m_hasExif = false;
};

}  // namespace

std::vector<std::uint8_t> WebpChunks::pixelFile() const {
    RiffWriter riff("WEBP", pixels.size() + alpha.size() + 64);
    if (!alpha.empty()) {
        riff.add("VP8X", webpCanvas(kWebpHasAlpha, frameWidthPx, frameHeightPx));
        riff.add("ALPH", alpha);
    }
    riff.add(isLossless ? "VP8L" : "VP8 ", pixels);
    return std::move(riff).finish();
}

Result<WebpChunks> walkWebp(std::span<const std::uint8_t> file, std::string_view name) {
    if (pictureFormatOf(file) != PictureFormat::Webp) {
        return pictureDamaged(name, "it does not begin as a WebP file does");
    }
    return WebpWalker(file, name).walk();
}

}  // namespace limn
