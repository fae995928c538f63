// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/write_picture.h"

#include "core/base/display_text.h"
#include "core/io/PictureReader.h"
#include "core/io/picture_encoders.h"

#include <new>

namespace limn {

namespace {

Error outOfMemory(const std::string& name) {
    return {ErrorCode::OutOfMemory,
            "There is not enough memory to write the picture '" + name + "'.",
            {}};
}

Result<std::vector<std::uint8_t>> encodePixels(const Image& image, PictureFormat format,
                                               const PictureQuality& quality) {
    switch (format) {
    case PictureFormat::Png:
        return encodePng(image);
    case PictureFormat::Jpeg:
        return encodeJpeg(image, quality.jpeg);
    case PictureFormat::Webp:
        break;
    }
    return encodeWebp(image, quality.webp);
}

Status changeFile(const std::filesystem::path& file, const XmpFields& changes) {
    const std::string name = displayText(file.string(), 400);
    const Result<PictureReader> reader = PictureReader::open(file);
    if (!reader) {
        return reader.error();
    }
    const PictureInfo& info = reader->info();
    if (info.hasContentCredentials) {
        return Error{ErrorCode::Unsupported,
                     "The picture '" + name +
                         "' carries content credentials (C2PA), whose signature any change would "
                         "break; it was left as it is.",
                     {}};
    }
    const Result<std::string> packet = changeXmp(info.xmp, changes);
    if (!packet) {
        return packet.error();
    }
    const Result<std::vector<std::uint8_t>> changed =
        replaceXmp(reader->fileBytes(), info.format, *packet, name);
    if (!changed) {
        return changed.error();
    }
    return writeFileAtomically(file, *changed, Overwrite::Replace);
}

}  // namespace

Result<MarkedFile> encodePicture(const Image& image, PictureFormat format,
                                 const PictureMetadata& metadata, const PictureQuality& quality) {
    try {
        const Result<std::vector<std::uint8_t>> pixels = encodePixels(image, format, quality);
        if (!pixels) {
            return pixels.error();
        }
        return insertMetadata(*pixels, format, metadata);
    } catch (const std::bad_alloc&) {
        return outOfMemory(pictureFormatName(format));
    }
}

Result<std::vector<std::string>> writePicture(const std::filesystem::path& file, const Image& image,
                                              const PictureMetadata& metadata, Overwrite overwrite,
                                              const PictureQuality& quality) {
    const std::string name = displayText(file.string(), 400);
    const std::optional<PictureFormat> format = pictureFormatForName(file);
    if (!format) {
        return Error{ErrorCode::Unsupported,
                     "The picture '" + name +
                         "' cannot be written: its name must end in .png, .jpg, .jpeg or .webp.",
                     {}};
    }
    Result<MarkedFile> encoded = encodePicture(image, *format, metadata, quality);
    if (!encoded) {
        return encoded.error();
    }
    if (Status written = writeFileAtomically(file, encoded->bytes, overwrite); !written) {
        return written.error();
    }
    return std::move(encoded->leftOut);
}

Status setPictureXmp(const std::filesystem::path& file, const XmpFields& changes) {
    try {
        return changeFile(file, changes);
    } catch (const std::bad_alloc&) {
        return outOfMemory(displayText(file.string(), 400));
    }
}

}  // namespace limn
