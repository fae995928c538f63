// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/PictureReader.h"

#include "core/base/RegularFile.h"
#include "core/base/display_text.h"
#include "core/io/orientation.h"
#include "core/io/picture_decoders.h"
#include "core/io/picture_limits.h"

#include <algorithm>
#include <new>
#include <type_traits>
#include <utility>

namespace limn {

namespace {

template <class Chunks>
Status keep(Result<Chunks> walked, std::variant<PngChunks, JpegSegments, WebpChunks>& target) {
    if (!walked) {
        return std::move(walked).error();
    }
    target = std::move(*walked);
    return Unit{};
}

/// How many bytes a pixel takes while the picture is decoded: the picture itself and what the
/// decoder keeps of it.
struct PixelCost {
    std::uint64_t operator()(const PngChunks& png) const {
        return static_cast<std::uint64_t>(png.channels());
    }
    std::uint64_t operator()(const JpegSegments& jpeg) const {
        const int coefficientBytes = jpeg.isBuffered() ? 2 * jpeg.components : 0;
        return static_cast<std::uint64_t>(jpeg.channels() + coefficientBytes);
    }
    std::uint64_t operator()(const WebpChunks& webp) const {
        const int decoderBytes = webp.isLossless ? 4 : webp.hasAlpha ? 2 : 0;
        const int canvasBytes = webp.coversCanvas() ? 0 : 4;
        return static_cast<std::uint64_t>(webp.channels() + decoderBytes + canvasBytes);
    }
};

Error outOfMemory(const std::string& name) {
    return {ErrorCode::OutOfMemory,
            "There is not enough memory to read the picture '" + name + "'.",
            {}};
}

}  // namespace

Result<PictureReader> PictureReader::open(const std::filesystem::path& path) {
    const std::string name = displayText(path.string(), 400);
    Result<RegularFile> file = RegularFile::open(path);
    if (!file) {
        return file.error();
    }
    if (file->sizeBytes() > kMaxPictureFileBytes) {
        return pictureUnsupported(name, "it is " + std::to_string(file->sizeBytes()) +
                                            " bytes long, but a picture file may have " +
                                            std::to_string(kMaxPictureFileBytes));
    }
    try {
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(file->sizeBytes()));
        if (Status read = file->readAt(0, std::as_writable_bytes(std::span(bytes))); !read) {
            return read.error();
        }
        if (Status unchanged = file->checkUnchanged(); !unchanged) {
            return unchanged.error();
        }
        return fromBytes(std::move(bytes), name);
    } catch (const std::bad_alloc&) {
        return outOfMemory(name);
    }
}

Result<PictureReader> PictureReader::fromBytes(std::vector<std::uint8_t> bytes, std::string name) {
    try {
        const std::optional<PictureFormat> format = pictureFormatOf(bytes);
        if (!format) {
            return pictureUnsupported(
                name, bytes.empty() ? "the file is empty"
                                    : "it is neither PNG nor JPEG nor WebP by its content");
        }
        PictureReader reader(std::move(bytes), std::move(name));
        const std::span<const std::uint8_t> file = reader.m_bytes;
        Status kept =
            *format == PictureFormat::Png    ? keep(walkPng(file, reader.m_name), reader.m_walked)
            : *format == PictureFormat::Jpeg ? keep(walkJpeg(file, reader.m_name), reader.m_walked)
                                             : keep(walkWebp(file, reader.m_name), reader.m_walked);
        if (kept) {
            kept = reader.checkMemory();
        }
        if (!kept) {
            return kept.error();
        }
        return reader;
    } catch (const std::bad_alloc&) {
        return outOfMemory(name);
    }
}

const PictureInfo& PictureReader::info() const noexcept {
    return std::visit([](const auto& walked) -> const PictureInfo& { return walked.info; },
                      m_walked);
}

Status PictureReader::checkMemory() const {
    std::uint64_t bytesPerPixel = std::visit(PixelCost{}, m_walked);
    if (info().isTurned()) {
        const auto channels =
            std::visit([](const auto& walked) { return walked.channels(); }, m_walked);
        bytesPerPixel = std::max(bytesPerPixel, 2 * static_cast<std::uint64_t>(channels));
    }
    const std::uint64_t copies = std::holds_alternative<WebpChunks>(m_walked) ? 2 : 1;
    return checkPictureMemory(m_name, info(), bytesPerPixel, copies * m_bytes.size());
}

Outcome<Image> PictureReader::decode(std::stop_token stop) const {
    try {
        Outcome<Image> image = std::visit(
            [&](const auto& walked) -> Outcome<Image> {
                using Chunks = std::decay_t<decltype(walked)>;
                if constexpr (std::is_same_v<Chunks, PngChunks>) {
                    return decodePng(walked, m_name, stop);
                } else if constexpr (std::is_same_v<Chunks, JpegSegments>) {
                    return decodeJpeg(walked, m_bytes, m_name, stop);
                } else {
                    return decodeWebp(walked, m_name, stop);
                }
            },
            m_walked);
        if (!image.isDone() || info().exif.orientation == 1) {
            return image;
        }
        return applyOrientation(std::move(image).value(), info().exif.orientation);
    } catch (const std::bad_alloc&) {
        return outOfMemory(m_name);
    }
}

Outcome<Image> readPicture(const std::filesystem::path& file, std::stop_token stop) {
    Result<PictureReader> reader = PictureReader::open(file);
    if (!reader) {
        return reader.error();
    }
    return reader->decode(std::move(stop));
}

}  // namespace limn
