// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/byte_order.h"
#include "core/io/exif.h"
#include "core/io/insert_metadata.h"

#include <algorithm>

namespace limn {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint8_t kApp0 = 0xE0;
constexpr std::uint8_t kApp1 = 0xE1;
constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::string_view kExifName("Exif\0\0", 6);
constexpr std::string_view kXmpName("http://ns.adobe.com/xap/1.0/\0", 29);

std::string_view textOf(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void append(std::vector<std::uint8_t>& target, std::string_view bytes) {
    target.insert(target.end(), bytes.begin(), bytes.end());
}

/// Requires at most 65533 bytes of name and data.
void appendApp1(std::vector<std::uint8_t>& target, std::string_view name, std::string_view data) {
    const std::size_t length = 2 + name.size() + data.size();
    target.insert(target.end(), {0xFF, kApp1, static_cast<std::uint8_t>(length >> 8 & 0xFF),
                                 static_cast<std::uint8_t>(length & 0xFF)});
    append(target, name);
    append(target, data);
}

/// A segment before the first scan, with the bytes that may stand before its marker.
struct Segment {
    std::uint8_t marker = 0;
    Bytes data;   ///< empty for markers that stand alone
    Bytes whole;  ///< empty at the first scan
};

Segment segmentAt(Bytes file, std::size_t at) {
    std::size_t mark = at;
    while (mark + 1 < file.size() && (file[mark] != 0xFF || file[mark + 1] == 0xFF)) {
        ++mark;
    }
    if (mark + 1 >= file.size() || file[mark + 1] == kStartOfScan) {
        return {kStartOfScan, {}, {}};
    }
    const std::uint8_t marker = file[mark + 1];
    const bool standsAlone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
    if (standsAlone) {
        return {marker, {}, file.subspan(at, mark + 2 - at)};
    }
    const std::size_t length = bigEndian16(file.data() + mark + 2);
    return {marker, file.subspan(mark + 4, length - 2), file.subspan(at, mark + 2 + length - at)};
}

bool isXmp(const Segment& segment) {
    return segment.marker == kApp1 && textOf(segment.data).starts_with(kXmpName);
}

bool isExif(const Segment& segment) {
    return segment.marker == kApp1 && textOf(segment.data).starts_with(kExifName);
}

/// Behind JFIF and EXIF, which their rules want first.
std::size_t placeForXmp(Bytes file) {
    std::size_t at = 2;
    while (true) {
        const Segment segment = segmentAt(file, at);
        if (segment.marker != kApp0 && !isExif(segment)) {
            return at;
        }
        at += segment.whole.size();
    }
}

std::string tooLong(const char* what, std::size_t bytes, std::size_t most) {
    return std::string("The ") + what + " was left out of the JPEG: it has " +
           std::to_string(bytes) + " bytes, but only " + std::to_string(most) +
           " fit; PNG and WebP hold it.";
}

}  // namespace

MarkedFile insertIntoJpeg(Bytes file, const PictureMetadata& metadata) {
    MarkedFile marked;
    const std::size_t place = placeForXmp(file);
    marked.bytes.assign(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(place));
    std::vector<std::uint8_t> exif;
    if (!metadata.software.empty() || !metadata.userComment.empty()) {
        exif = makeExif(metadata.software, metadata.userComment);
    }
    if (exif.size() > kMaxJpegExifBytes) {
        marked.leftOut.push_back(tooLong("text of settings", exif.size(), kMaxJpegExifBytes));
        exif = makeExif(metadata.software, "");
    }
    if (!exif.empty()) {
        appendApp1(marked.bytes, kExifName, textOf(exif));
    }
    if (metadata.xmp.size() > kMaxJpegXmpBytes) {
        marked.leftOut.push_back(tooLong("XMP", metadata.xmp.size(), kMaxJpegXmpBytes));
    } else if (!metadata.xmp.empty()) {
        appendApp1(marked.bytes, kXmpName, metadata.xmp);
    }
    append(marked.bytes, textOf(file.subspan(place)));
    return marked;
}

std::vector<std::uint8_t> replaceXmpInJpeg(Bytes file, std::string_view packet) {
    std::vector<std::uint8_t> result;
    result.reserve(file.size() + packet.size() + 64);
    const std::size_t place = placeForXmp(file);
    append(result, textOf(file.first(place)));
    appendApp1(result, kXmpName, packet);
    std::size_t at = place;
    for (Segment segment = segmentAt(file, at); !segment.whole.empty();
         segment = segmentAt(file, at)) {
        if (!isXmp(segment)) {
            append(result, textOf(segment.whole));
        }
        at += segment.whole.size();
    }
    append(result, textOf(file.subspan(at)));
    return result;
}

}  // namespace limn
