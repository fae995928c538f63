// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/picture_decoders.h"
#include "core/io/picture_limits.h"

#include <algorithm>
#include <memory>
#include <string>

#include <webp/decode.h>

namespace limn {

namespace {

constexpr std::size_t kStepBytes = std::size_t{64} << 10U;  // between two looks at the stop token

const char* statusText(VP8StatusCode status) {
    switch (status) {
    case VP8_STATUS_OUT_OF_MEMORY:
        return "there is not enough memory";
    case VP8_STATUS_BITSTREAM_ERROR:
        return "they break the format's rules";
    case VP8_STATUS_UNSUPPORTED_FEATURE:
        return "they use something that the decoder does not know";
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
        return "they end too early";
    default:
        return "the decoder refused them";
    }
}

Image placedOnCanvas(const Image& frame, const WebpChunks& webp) {
    Image canvas(webp.info.storedWidthPx, webp.info.storedHeightPx, 4);
    for (int y = 0; y < frame.heightPx; ++y) {
        std::copy_n(frame.row(y), frame.rowBytes(),
                    canvas.row(webp.frameYPx + y) +
                        std::size_t{4} * static_cast<std::size_t>(webp.frameXPx));
    }
    return canvas;
}

}  // namespace

Outcome<Image> decodeWebp(const WebpChunks& webp, std::string_view name, std::stop_token stop) {
    const std::vector<std::uint8_t> file = webp.pixelFile();
    Image image(webp.frameWidthPx, webp.frameHeightPx, webp.channels());
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0) {
        return Error{
            ErrorCode::Internal, "The WebP decoder is of another version than the program.", {}};
    }
    config.output.colorspace = image.channels == 4 ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = {image.pixels.data(), static_cast<int>(image.rowBytes()),
                            image.pixels.size()};
    const std::unique_ptr<WebPIDecoder, decltype(&WebPIDelete)> decoder(
        WebPIDecode(nullptr, 0, &config), &WebPIDelete);
    VP8StatusCode status = decoder ? VP8_STATUS_SUSPENDED : VP8_STATUS_OUT_OF_MEMORY;
    for (std::size_t given = 0; status == VP8_STATUS_SUSPENDED && given < file.size();) {
        if (stop.stop_requested()) {
            return Cancelled{};
        }
        given = std::min(file.size(), given + kStepBytes);
        status = WebPIUpdate(decoder.get(), file.data(), given);
    }
    if (status != VP8_STATUS_OK) {
        return pictureDamaged(
            name, std::string("its pixels cannot be unpacked (") + statusText(status) + ")");
    }
    if (!webp.coversCanvas()) {
        return placedOnCanvas(image, webp);
    }
    return image;
}

}  // namespace limn
