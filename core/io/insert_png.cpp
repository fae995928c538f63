// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/byte_order.h"
#include "core/io/insert_metadata.h"
#include "core/io/text_encoding.h"

#include <algorithm>
#include <optional>

#include <zlib.h>

namespace limn {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kSignatureBytes = 8;
constexpr std::size_t kChunkOverhead = 12;
constexpr std::string_view kXmpKey("XML:com.adobe.xmp\0", 18);

std::string_view textOf(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void append(std::vector<std::uint8_t>& target, std::string_view bytes) {
    target.insert(target.end(), bytes.begin(), bytes.end());
}

void append32(std::vector<std::uint8_t>& target, std::size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        target.push_back(static_cast<std::uint8_t>(value >> shift & 0xFF));
    }
}

void appendChunk(std::vector<std::uint8_t>& target, std::string_view type, std::string_view data) {
    append32(target, data.size());
    const std::size_t begin = target.size();
    append(target, type);
    append(target, data);
    append32(target, crc32_z(0, target.data() + begin, target.size() - begin));
}

/// The content of an uncompressed iTXt chunk.
std::string international(std::string_view key, std::string_view value) {
    std::string data(key);
    data.append("\0\0\0\0\0", 5);  // end of key, not packed, no method, no language, no translation
    return data.append(value);
}

void appendText(std::vector<std::uint8_t>& target, const PictureText& text) {
    // Other programs take tEXt for Latin-1 or for UTF-8, as they like; ASCII is the same in both.
    const std::optional<std::string> latin1 = utf8ToLatin1(text.value);
    if (latin1) {
        appendChunk(target, "tEXt", text.key + std::string(1, '\0') + *latin1);
    } else {
        appendChunk(target, "iTXt", international(text.key, text.value));
    }
}

void appendXmp(std::vector<std::uint8_t>& target, std::string_view packet) {
    if (!packet.empty()) {
        appendChunk(target, "iTXt", international("XML:com.adobe.xmp", packet));
    }
}

struct Chunk {
    std::string_view type;
    Bytes data;
    Bytes whole;
};

Chunk chunkAt(Bytes file, std::size_t at) {
    const std::size_t length = bigEndian32(file.data() + at);
    return {textOf(file.subspan(at + 4, 4)), file.subspan(at + 8, length),
            file.subspan(at, length + kChunkOverhead)};
}

bool isXmp(const Chunk& chunk) {
    const bool isText = chunk.type == "iTXt" || chunk.type == "tEXt" || chunk.type == "zTXt";
    return isText && textOf(chunk.data).starts_with(kXmpKey);
}

}  // namespace

MarkedFile insertIntoPng(Bytes file, const PictureMetadata& metadata) {
    MarkedFile marked;
    // Right behind the header: who wants only the texts need not read the pixels.
    const std::size_t headEnd = kSignatureBytes + chunkAt(file, kSignatureBytes).whole.size();
    marked.bytes.assign(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(headEnd));
    for (const PictureText& text : metadata.texts) {
        appendText(marked.bytes, text);
    }
    appendXmp(marked.bytes, metadata.xmp);
    append(marked.bytes, textOf(file.subspan(headEnd)));
    return marked;
}

std::vector<std::uint8_t> replaceXmpInPng(Bytes file, std::string_view packet) {
    std::vector<std::uint8_t> result;
    result.reserve(file.size() + packet.size() + 64);
    append(result, textOf(file.first(kSignatureBytes)));
    bool isWritten = false;
    std::size_t at = kSignatureBytes;
    for (bool hasEnd = false; !hasEnd;) {
        const Chunk chunk = chunkAt(file, at);
        at += chunk.whole.size();
        hasEnd = chunk.type == "IEND";
        const bool isPlace = isXmp(chunk) || chunk.type == "IDAT" || hasEnd;
        if (isPlace && !isWritten) {
            appendXmp(result, packet);
            isWritten = true;
        }
        if (!isXmp(chunk)) {
            append(result, textOf(chunk.whole));
        }
    }
    append(result, textOf(file.subspan(at)));  // what stands behind the picture
    return result;
}

}  // namespace limn
