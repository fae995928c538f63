// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/io/PictureInfo.h"
#include "core/io/jpeg_segments.h"
#include "core/io/png_chunks.h"
#include "core/io/webp_chunks.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace limn {

/// A PNG, JPEG or WebP file of any origin, recognised by its content and walked before anything is
/// decoded, so that no header, text or profile in it costs more than the limits of PictureInfo.h.
/// Owned by whoever opened it; const functions from any thread.
class PictureReader {
public:
    /// Reads the file into memory and walks it. Nothing is decoded yet.
    static Result<PictureReader> open(const std::filesystem::path& file);
    /// `name` is what messages call the picture.
    static Result<PictureReader> fromBytes(std::vector<std::uint8_t> bytes, std::string name);

    const PictureInfo& info() const noexcept;
    /// The whole file as it was read.
    std::span<const std::uint8_t> fileBytes() const noexcept { return m_bytes; }

    /// The pixels in 8 bits, turned as EXIF says: 1 channel for grey, 3 for colour, 4 where
    /// anything is transparent by the file's format. 16 bits keep their high byte, CMYK becomes
    /// RGB, of an animation it is the first frame. A cut or broken picture is an error, not half a
    /// picture.
    Outcome<Image> decode(std::stop_token stop = {}) const;

private:
    using Walked = std::variant<PngChunks, JpegSegments, WebpChunks>;

    PictureReader(std::vector<std::uint8_t> bytes, std::string name)
        : m_bytes(std::move(bytes)), m_name(std::move(name)) {}
    Status checkMemory() const;

    std::vector<std::uint8_t> m_bytes;  // m_walked points into it; moving a vector keeps its place
    std::string m_name;
    Walked m_walked;
};

/// Opens and decodes in one call.
Outcome<Image> readPicture(const std::filesystem::path& file, std::stop_token stop = {});

}  // namespace limn
