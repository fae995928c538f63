// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/contact_sheet.h"

#include <png.h>

#include <algorithm>

namespace limn::starter {

Status writeSheet(const Image& image, const std::filesystem::path& file) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(image.widthPx);
    png.height = static_cast<png_uint_32>(image.heightPx);
    png.format = PNG_FORMAT_RGB;
    if (png_image_write_to_file(&png, file.c_str(), 0, image.pixels.data(), 0, nullptr) == 0) {
        return Error{
            ErrorCode::WriteFailed,
            "The picture '" + file.string() + "' could not be written: " + png.message + ".",
            {}};
    }
    return Unit{};
}

Image contactSheet(const std::vector<Image>& pictures, int columns) {
    constexpr int kGapPx = 4;
    const int width = pictures.front().widthPx + kGapPx;
    const int height = pictures.front().heightPx + kGapPx;
    const int count = static_cast<int>(pictures.size());
    Image sheet(width * std::min(columns, count) - kGapPx,
                height * ((count + columns - 1) / columns) - kGapPx, 3);
    std::ranges::fill(sheet.pixels, std::uint8_t{255});
    for (int i = 0; i < count; ++i) {
        const Image& picture = pictures[static_cast<std::size_t>(i)];
        for (int y = 0; y < picture.heightPx; ++y) {
            std::copy_n(
                picture.row(y), picture.rowBytes(),
                sheet.row(i / columns * height + y) + std::ptrdiff_t{3} * (i % columns * width));
        }
    }
    return sheet;
}

}  // namespace limn::starter
