// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/picture_encoders.h"

#include <memory>
#include <string>

#include <webp/encode.h>

namespace limn {

namespace {

constexpr int kLosslessQuality = 100;

struct PictureFree {
    void operator()(WebPPicture* picture) const { WebPPictureFree(picture); }
};

std::vector<std::uint8_t> grayAsRgb(const Image& image) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(image.pixels.size() * 3);
    for (const std::uint8_t value : image.pixels) {
        rgb.insert(rgb.end(), 3, value);
    }
    return rgb;
}

int appendTo(const std::uint8_t* data, std::size_t bytes, const WebPPicture* picture) {
    auto& file = *static_cast<std::vector<std::uint8_t>*>(picture->custom_ptr);
    try {
        file.insert(file.end(), data, data + bytes);
    } catch (const std::exception&) {
        return 0;  // exceptions must not pass through C
    }
    return 1;
}

}  // namespace

Result<std::vector<std::uint8_t>> encodeWebp(const Image& image, int quality) {
    if (image.widthPx > WEBP_MAX_DIMENSION || image.heightPx > WEBP_MAX_DIMENSION) {
        return Error{ErrorCode::Unsupported,
                     "The picture cannot be written as WebP: it has " +
                         std::to_string(image.widthPx) + " x " + std::to_string(image.heightPx) +
                         " pixels, but WebP has at most " + std::to_string(WEBP_MAX_DIMENSION) +
                         " a side.",
                     {}};
    }
    WebPConfig config;
    WebPPicture picture;
    if (WebPConfigInit(&config) == 0 || WebPPictureInit(&picture) == 0) {
        return Error{
            ErrorCode::Internal, "The WebP encoder is of another version than the program.", {}};
    }
    const std::unique_ptr<WebPPicture, PictureFree> freed(&picture);
    std::vector<std::uint8_t> file;
    config.quality = static_cast<float>(quality);
    config.lossless = quality >= kLosslessQuality ? 1 : 0;
    config.exact = config.lossless;  // colours below full transparency stay, too
    if (config.lossless != 0) {
        config.quality = 75;  // here: effort
    }
    picture.use_argb = config.lossless;
    picture.width = image.widthPx;
    picture.height = image.heightPx;
    picture.writer = &appendTo;
    picture.custom_ptr = &file;
    const std::vector<std::uint8_t> rgb =
        image.channels == 1 ? grayAsRgb(image) : std::vector<std::uint8_t>();
    const int isImported =
        image.channels == 4 ? WebPPictureImportRGBA(&picture, image.pixels.data(),
                                                    static_cast<int>(image.rowBytes()))
        : rgb.empty()       ? WebPPictureImportRGB(&picture, image.pixels.data(),
                                                   static_cast<int>(image.rowBytes()))
                            : WebPPictureImportRGB(&picture, rgb.data(), 3 * image.widthPx);
    if (isImported == 0 || WebPEncode(&config, &picture) == 0) {
        return Error{ErrorCode::WriteFailed,
                     "The picture cannot be written as WebP: the encoder reports error " +
                         std::to_string(picture.error_code) + ".",
                     {}};
    }
    return file;
}

}  // namespace limn
