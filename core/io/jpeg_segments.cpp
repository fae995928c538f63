// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/jpeg_segments.h"

#include "core/io/byte_order.h"
#include "core/io/exif.h"
#include "core/io/picture_limits.h"
#include "core/io/text_encoding.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace limn {

namespace {

// Reference: ITU-T T.81, annex B.
constexpr std::uint8_t kStartOfImage = 0xD8;
constexpr std::uint8_t kEndOfImage = 0xD9;
constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::uint8_t kApp1 = 0xE1;
constexpr std::uint8_t kApp11 = 0xEB;
constexpr std::int64_t kMaxScanPixels = 2'000'000'000;  // scans times pixels: a few seconds
constexpr int kMaxScans = 500;
constexpr std::size_t kMaxSegments = 100'000;

bool isRestart(std::uint8_t marker) {
    return marker >= 0xD0 && marker <= 0xD7;
}

bool isFrame(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

class JpegWalker {
public:
    JpegWalker(std::span<const std::uint8_t> file, std::string_view name)
        : m_file(file), m_name(name) {}

    Result<JpegSegments> walk() {
        m_jpeg.info.format = PictureFormat::Jpeg;
        m_at = 2;
        for (std::size_t count = 0;; ++count) {
            if (count == kMaxSegments) {
                return pictureDamaged(
                    m_name, "it has more than " + std::to_string(kMaxSegments) + " segments");
            }
            const int marker = nextMarker();
            if (marker < 0 || marker == kEndOfImage) {
                m_hasEnd = marker == kEndOfImage;
                break;
            }
            if (isRestart(static_cast<std::uint8_t>(marker)) || marker == 0x01) {
                continue;
            }
            if (marker == kStartOfImage || marker == 0) {
                return pictureDamaged(
                    m_name, "an impossible marker stands at byte " + std::to_string(m_at - 1));
            }
            if (Status taken = takeSegment(static_cast<std::uint8_t>(marker)); !taken) {
                return taken.error();
            }
        }
        // A missing end marker alone is forgiven where decoding shows whether the pixels are all
        // there. Where one scan refines the other it does not show.
        if (m_jpeg.scans == 0 || (m_jpeg.isBuffered() && !m_hasEnd)) {
            return pictureCutShort(m_name, "its last segment", m_file.size() + 2, m_file.size());
        }
        return std::move(m_jpeg);
    }

private:
    /// Skips what lies before the next marker; -1 at the end of the file.
    int nextMarker() {
        while (m_at < m_file.size()) {
            const void* found = std::memchr(m_file.data() + m_at, 0xFF, m_file.size() - m_at);
            if (found == nullptr) {
                break;
            }
            m_at =
                static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - m_file.data()) +
                1;
            while (m_at < m_file.size() && m_file[m_at] == 0xFF) {
                ++m_at;
            }
            if (m_at == m_file.size()) {
                break;
            }
            const std::uint8_t marker = m_file[m_at++];
            const bool isPixelData = m_jpeg.scans > 0 && (marker == 0 || isRestart(marker));
            if (!isPixelData) {
                return marker;
            }
        }
        return -1;
    }

    Status takeSegment(std::uint8_t marker) {
        const std::size_t left = m_file.size() - m_at;
        const std::size_t length = left < 2 ? 2 : bigEndian16(m_file.data() + m_at);
        if (length > left || length < 2) {
            char part[40];
            std::snprintf(part, sizeof(part), "the segment of type FF%02X",
                          static_cast<unsigned>(marker));
            return pictureCutShort(m_name, part, std::max<std::size_t>(length, 2), left);
        }
        const std::span<const std::uint8_t> data = m_file.subspan(m_at + 2, length - 2);
        m_at += length;
        if (isFrame(marker)) {
            return readFrame(marker, data);
        }
        if (marker == kStartOfScan) {
            return countScan();
        }
        if (marker == kApp1) {
            readApp1(data);
        } else if (marker == kApp11 && data.size() >= 2 && data[0] == 'J' && data[1] == 'P') {
            m_jpeg.info.hasContentCredentials = true;
        }
        return Unit{};
    }

    Status readFrame(std::uint8_t marker, std::span<const std::uint8_t> data) {
        if (m_jpeg.components != 0) {
            return pictureDamaged(m_name, "it has two frame headers");
        }
        if (marker > 0xC2) {
            return pictureUnsupported(
                m_name, "it uses lossless, hierarchical or arithmetic JPEG, which are not read");
        }
        if (data.size() < 6 || data.size() < 6 + 3 * std::size_t{data[5]}) {
            return pictureDamaged(m_name, "its frame header has an impossible length");
        }
        if (data[0] != 8) {
            return pictureUnsupported(
                m_name, "it has " + std::to_string(data[0]) + " bits a channel, expected 8");
        }
        const std::uint16_t heightPx = bigEndian16(data.data() + 1);
        const std::uint16_t widthPx = bigEndian16(data.data() + 3);
        if (Status checked = checkPictureSize(m_name, widthPx, heightPx); !checked) {
            return checked;
        }
        m_jpeg.info.storedWidthPx = widthPx;
        m_jpeg.info.storedHeightPx = heightPx;
        m_jpeg.components = data[5];
        m_jpeg.isProgressive = marker == 0xC2;
        if (m_jpeg.components != 1 && m_jpeg.components != 3 && m_jpeg.components != 4) {
            return pictureUnsupported(m_name, "it has " + std::to_string(m_jpeg.components) +
                                                  " colour components, expected 1, 3 or 4");
        }
        return Unit{};
    }

    Status countScan() {
        if (m_jpeg.components == 0) {
            return pictureDamaged(m_name, "its pixels come before its frame header");
        }
        ++m_jpeg.scans;
        const std::int64_t pixels =
            std::int64_t{m_jpeg.info.storedWidthPx} * m_jpeg.info.storedHeightPx;
        if (m_jpeg.scans > kMaxScans || pixels * m_jpeg.scans > kMaxScanPixels + pixels * 3) {
            return pictureUnsupported(m_name, "it has " + std::to_string(m_jpeg.scans) +
                                                  " scans or more, too many for its size");
        }
        return Unit{};
    }

    void readApp1(std::span<const std::uint8_t> data) {
        constexpr std::string_view kExif("Exif\0\0", 6);
        constexpr std::string_view kXmp("http://ns.adobe.com/xap/1.0/\0", 29);
        const std::string_view bytes(reinterpret_cast<const char*>(data.data()), data.size());
        if (bytes.starts_with(kExif) && !m_hasExif) {
            m_hasExif = true;
            m_jpeg.info.exif = readExif(data);
        } else if (bytes.starts_with(kXmp) && m_jpeg.info.xmp.empty()) {
            m_jpeg.info.xmp = repairedUtf8(bytes.substr(kXmp.size()));
        }
    }

    std::span<const std::uint8_t> m_file;
    std::string_view m_name;
    JpegSegments m_jpeg;
    std::size_t m_at = 0;
    bool m_hasEnd = false;
    bool m_hasExif = false;
};

}  // namespace

Result<JpegSegments> walkJpeg(std::span<const std::uint8_t> file, std::string_view name) {
    if (pictureFormatOf(file) != PictureFormat::Jpeg) {
        return pictureDamaged(name, "it does not begin as a JPEG file does");
    }
    return JpegWalker(file, name).walk();
}

}  // namespace limn
