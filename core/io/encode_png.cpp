// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/picture_encoders.h"

#include <string>

#include <png.h>

namespace limn {

Result<std::vector<std::uint8_t>> encodePng(const Image& image) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(image.widthPx);
    png.height = static_cast<png_uint_32>(image.heightPx);
    png.format = image.channels == 1   ? PNG_FORMAT_GRAY
                 : image.channels == 4 ? PNG_FORMAT_RGBA
                                       : PNG_FORMAT_RGB;
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(png);
    std::vector<std::uint8_t> file(bytes);
    if (png_image_write_to_memory(&png, file.data(), &bytes, 0, image.pixels.data(), 0, nullptr) ==
        0) {
        return Error{ErrorCode::WriteFailed,
                     std::string("The picture cannot be written as PNG: ") + png.message + ".",
                     {}};
    }
    file.resize(bytes);
    return file;
}

}  // namespace limn
