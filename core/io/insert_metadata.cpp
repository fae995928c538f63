// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/insert_metadata.h"

namespace limn {

MarkedFile insertMetadata(std::span<const std::uint8_t> file, PictureFormat format,
                          const PictureMetadata& metadata) {
    switch (format) {
    case PictureFormat::Png:
        return insertIntoPng(file, metadata);
    case PictureFormat::Jpeg:
        return insertIntoJpeg(file, metadata);
    case PictureFormat::Webp:
        break;
    }
    return insertIntoWebp(file, metadata);
}

Result<std::vector<std::uint8_t>> replaceXmp(std::span<const std::uint8_t> file,
                                             PictureFormat format, std::string_view packet,
                                             std::string_view name) {
    if (format == PictureFormat::Jpeg && packet.size() > kMaxJpegXmpBytes) {
        return Error{ErrorCode::Unsupported,
                     "The XMP of '" + std::string(name) + "' cannot be written: it would have " +
                         std::to_string(packet.size()) + " bytes, but a JPEG holds at most " +
                         std::to_string(kMaxJpegXmpBytes) + ".",
                     {}};
    }
    switch (format) {
    case PictureFormat::Png:
        return replaceXmpInPng(file, packet);
    case PictureFormat::Jpeg:
        return replaceXmpInJpeg(file, packet);
    case PictureFormat::Webp:
        break;
    }
    return replaceXmpInWebp(file, packet);
}

}  // namespace limn
