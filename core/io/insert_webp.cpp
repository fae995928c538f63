// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/byte_order.h"
#include "core/io/exif.h"
#include "core/io/insert_metadata.h"
#include "core/io/riff_writer.h"
#include "core/io/webp_chunks.h"

#include <algorithm>
#include <array>

namespace limn {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kFileHeaderBytes = 12;
constexpr std::size_t kChunkHeaderBytes = 8;

struct Chunk {
    std::string_view type;
    Bytes data;
};

std::size_t riffBytes(Bytes file) {
    return std::min<std::size_t>(file.size(), littleEndian32(file.data() + 4) + std::size_t{8});
}

std::vector<Chunk> chunksOf(Bytes file) {
    file = file.first(riffBytes(file));
    std::vector<Chunk> chunks;
    Bytes rest = file.subspan(kFileHeaderBytes);
    while (rest.size() >= kChunkHeaderBytes) {
        const std::size_t length = littleEndian32(rest.data() + 4);
        chunks.push_back({{reinterpret_cast<const char*>(rest.data()), 4},
                          rest.subspan(kChunkHeaderBytes, length)});
        rest = rest.subspan(std::min(rest.size(), kChunkHeaderBytes + length + length % 2));
    }
    return chunks;
}

Bytes bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The whole file again, in the order that the container wants: canvas, the rest, EXIF, XMP.
std::vector<std::uint8_t> rebuilt(Bytes file, Bytes exif, std::string_view xmp) {
    const std::vector<Chunk> chunks = chunksOf(file);
    const auto isCanvas = [](const Chunk& chunk) {
        return chunk.type == "VP8X";
    };
    const auto canvas = std::find_if(chunks.begin(), chunks.end(), isCanvas);

    const auto walked = walkWebp(file, "WebP");
    std::array<std::uint8_t, 10> head{};
    if (canvas != chunks.end()) {
        std::copy_n(canvas->data.begin(), head.size(), head.begin());
    } else if (walked) {
        head = webpCanvas(walked->hasAlpha ? kWebpHasAlpha : std::uint8_t{0},
                          walked->info.storedWidthPx, walked->info.storedHeightPx);
    }
    head[0] = static_cast<std::uint8_t>(head[0] | (exif.empty() ? 0 : kWebpHasExif));
    head[0] = static_cast<std::uint8_t>(head[0] & ~kWebpHasXmp);
    head[0] = static_cast<std::uint8_t>(head[0] | (xmp.empty() ? 0 : kWebpHasXmp));

    RiffWriter riff("WEBP", file.size() + exif.size() + xmp.size() + 64);
    riff.add("VP8X", head);
    for (const Chunk& chunk : chunks) {
        if (!isCanvas(chunk) && chunk.type != "XMP ") {
            riff.add(chunk.type, chunk.data);
        }
    }
    if (!exif.empty()) {
        riff.add("EXIF", exif);
    }
    if (!xmp.empty()) {
        riff.add("XMP ", bytesOf(xmp));
    }
    std::vector<std::uint8_t> result = std::move(riff).finish();
    const Bytes behind = file.subspan(riffBytes(file));
    result.insert(result.end(), behind.begin(), behind.end());
    return result;
}

}  // namespace

MarkedFile insertIntoWebp(Bytes file, const PictureMetadata& metadata) {
    std::vector<std::uint8_t> exif;
    if (!metadata.software.empty() || !metadata.userComment.empty()) {
        exif = makeExif(metadata.software, metadata.userComment);
    }
    return {rebuilt(file, exif, metadata.xmp), {}};
}

std::vector<std::uint8_t> replaceXmpInWebp(Bytes file, std::string_view packet) {
    return rebuilt(file, {}, packet);
}

}  // namespace limn
