// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/picture_files.h"

#include "core/base/AtomicFile.h"
#include "core/io/PictureReader.h"

#include <png.h>

#include <vector>

namespace limn::cli {

Status savePicture(const std::filesystem::path& path, const PictureToSave& order) {
    const Image& image = order.picture.image;
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
                     "'" + path.string() + "' cannot be written: " + png.message + ".",
                     {}};
    }
    file.resize(bytes);
    return writeFileAtomically(path, file,
                               order.mayOverwrite ? Overwrite::Replace : Overwrite::Never);
}

Outcome<Image> loadPicture(const std::filesystem::path& path, const std::stop_token& stop) {
    return readPicture(path, stop);
}

}  // namespace limn::cli
