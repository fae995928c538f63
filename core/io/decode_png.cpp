// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/picture_decoders.h"
#include "core/io/picture_limits.h"

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <string>
#include <vector>

#include <png.h>

namespace limn {

namespace {

enum class Ending { Done = 1, Stopped, Failed };

constexpr std::uint8_t kSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

/// One libpng decoding. libpng reports errors by longjmp, so the functions that call it hold no
/// objects with destructors; everything that needs one is a member here.
class PngDecoding {
public:
    PngDecoding(const PngChunks& png, Image& image, std::stop_token stop)
        : m_image(image), m_stop(std::move(stop)) {
        m_source.reserve(png.pixelChunks.size() + 1);
        m_source.emplace_back(kSignature);
        m_source.insert(m_source.end(), png.pixelChunks.begin(), png.pixelChunks.end());
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, &PngDecoding::fail,
                                       &PngDecoding::ignoreWarning);
        m_info = m_png != nullptr ? png_create_info_struct(m_png) : nullptr;
    }
    ~PngDecoding() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    PngDecoding(const PngDecoding&) = delete;
    PngDecoding& operator=(const PngDecoding&) = delete;

    Ending run() {
        if (m_info == nullptr) {
            m_message = "there is not enough memory";
            return Ending::Failed;
        }
        if (setjmp(png_jmpbuf(m_png)) != 0) {
            return Ending::Failed;
        }
        png_set_read_fn(m_png, this, &PngDecoding::read);
        png_set_user_limits(m_png, kMaxPictureSidePx, kMaxPictureSidePx);
        png_read_info(m_png, m_info);
        askForEightBits();
        const int passes = png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
        if (png_get_rowbytes(m_png, m_info) != m_image.rowBytes()) {
            png_error(m_png, "its rows have an unexpected length");
        }
        for (int pass = 0; pass < passes; ++pass) {
            for (int y = 0; y < m_image.heightPx; ++y) {
                if (m_stop.stop_requested()) {
                    return Ending::Stopped;
                }
                png_read_row(m_png, m_image.row(y), nullptr);
            }
        }
        png_read_end(m_png, nullptr);
        return Ending::Done;
    }

    const std::string& message() const { return m_message; }

private:
    void askForEightBits() {
        const png_byte colorType = png_get_color_type(m_png, m_info);
        if (colorType == PNG_COLOR_TYPE_PALETTE) {
            png_set_palette_to_rgb(m_png);
        }
        if (colorType == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(m_png, m_info) < 8) {
            png_set_expand_gray_1_2_4_to_8(m_png);
        }
        if (m_image.channels == 4 && (colorType & PNG_COLOR_MASK_ALPHA) == 0) {
            png_set_tRNS_to_alpha(m_png);
        }
        if (m_image.channels != 1 && (colorType & PNG_COLOR_MASK_COLOR) == 0) {
            png_set_gray_to_rgb(m_png);
        }
        if (png_get_bit_depth(m_png, m_info) == 16) {
            png_set_strip_16(m_png);  // the high byte, as Pillow does
        }
    }

    static void fail(png_structp png, png_const_charp message) {
        auto* self = static_cast<PngDecoding*>(png_get_error_ptr(png));
        self->m_message.assign(message);  // capacity was reserved: does not throw
        longjmp(png_jmpbuf(png), 1);
    }
    static void ignoreWarning(png_structp, png_const_charp) {}

    static void read(png_structp png, png_bytep target, std::size_t bytes) {
        auto* self = static_cast<PngDecoding*>(png_get_io_ptr(png));
        while (bytes > 0) {
            if (self->m_part == self->m_source.size()) {
                png_error(png, "its pixels end too early");
            }
            const std::span<const std::uint8_t> left =
                self->m_source[self->m_part].subspan(self->m_offset);
            const std::size_t taken = std::min(bytes, left.size());
            std::memcpy(target, left.data(), taken);
            target += taken;
            bytes -= taken;
            self->m_offset += taken;
            if (taken == left.size()) {
                ++self->m_part;
                self->m_offset = 0;
            }
        }
    }

    Image& m_image;
    std::stop_token m_stop;
    std::vector<std::span<const std::uint8_t>> m_source;
    std::size_t m_part = 0;
    std::size_t m_offset = 0;
    std::string m_message = std::string(256, ' ');
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
};

}  // namespace

Outcome<Image> decodePng(const PngChunks& png, std::string_view name, std::stop_token stop) {
    Image image(png.info.storedWidthPx, png.info.storedHeightPx, png.channels());
    PngDecoding decoding(png, image, std::move(stop));
    switch (decoding.run()) {
    case Ending::Done:
        return image;
    case Ending::Stopped:
        return Cancelled{};
    case Ending::Failed:
        break;
    }
    return pictureDamaged(name, "its pixels cannot be unpacked (" + decoding.message() + ")");
}

}  // namespace limn
