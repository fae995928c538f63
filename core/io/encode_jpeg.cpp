// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/picture_encoders.h"

#include <csetjmp>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>

#include <jpeglib.h>

namespace limn {

namespace {

/// One libjpeg encoding. libjpeg's errors leave by longjmp, so run() and what it calls hold no
/// objects with destructors; everything that needs one is a member here.
class JpegEncoding {
public:
    JpegEncoding(const Image& image, int quality)
        : m_image(image), m_quality(quality),
          m_row(image.channels == 4 ? static_cast<std::size_t>(image.widthPx) * 3 : 0) {
        m_jpeg.err = jpeg_std_error(&m_errors);
        m_errors.error_exit = &JpegEncoding::leave;
        m_jpeg.client_data = this;
    }
    ~JpegEncoding() { jpeg_destroy_compress(&m_jpeg); }
    JpegEncoding(const JpegEncoding&) = delete;
    JpegEncoding& operator=(const JpegEncoding&) = delete;

    bool run() {
        if (setjmp(m_jump) != 0) {
            return false;
        }
        jpeg_create_compress(&m_jpeg);
        setDestination();
        m_jpeg.image_width = static_cast<JDIMENSION>(m_image.widthPx);
        m_jpeg.image_height = static_cast<JDIMENSION>(m_image.heightPx);
        m_jpeg.input_components = m_image.channels == 1 ? 1 : 3;
        m_jpeg.in_color_space = m_image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_set_defaults(&m_jpeg);
        jpeg_set_quality(&m_jpeg, m_quality, TRUE);
        m_jpeg.comp_info[0].h_samp_factor = 1;
        m_jpeg.comp_info[0].v_samp_factor = 1;
        m_jpeg.optimize_coding = TRUE;
        jpeg_start_compress(&m_jpeg, TRUE);
        while (m_jpeg.next_scanline < m_jpeg.image_height) {
            writeRow(static_cast<int>(m_jpeg.next_scanline));
        }
        jpeg_finish_compress(&m_jpeg);
        return true;
    }

    std::vector<std::uint8_t> takeBytes() { return std::move(m_bytes); }
    const char* message() const { return m_message; }

private:
    static JpegEncoding& of(j_compress_ptr jpeg) {
        return *static_cast<JpegEncoding*>(jpeg->client_data);
    }

    /// libjpeg's own memory destination loses its buffer when an error leaves it.
    void setDestination() {
        m_destination.init_destination = [](j_compress_ptr jpeg) {
            of(jpeg).startBuffer();
        };
        m_destination.empty_output_buffer = [](j_compress_ptr jpeg) -> boolean {
            of(jpeg).keep(sizeof(m_buffer));
            of(jpeg).startBuffer();
            return TRUE;
        };
        m_destination.term_destination = [](j_compress_ptr jpeg) {
            of(jpeg).keep(sizeof(m_buffer) - jpeg->dest->free_in_buffer);
        };
        m_jpeg.dest = &m_destination;
    }

    void startBuffer() {
        m_destination.next_output_byte = m_buffer;
        m_destination.free_in_buffer = sizeof(m_buffer);
    }

    void keep(std::size_t bytes) {
        bool isKept = true;
        try {
            m_bytes.insert(m_bytes.end(), m_buffer, m_buffer + bytes);
        } catch (const std::exception&) {
            isKept = false;  // exceptions must not pass through C
        }
        if (!isKept) {
            std::snprintf(m_message, sizeof m_message, "there is not enough memory");
            longjmp(m_jump, 1);
        }
    }

    void writeRow(int y) {
        // libjpeg's interface takes pointers to what it only reads.
        JSAMPROW row = const_cast<JSAMPROW>(m_image.row(y));
        if (!m_row.empty()) {
            layOnWhite(m_image.row(y));
            row = m_row.data();
        }
        jpeg_write_scanlines(&m_jpeg, &row, 1);
    }

    void layOnWhite(const std::uint8_t* pixels) {
        for (std::size_t i = 0; i < m_row.size(); i += 3, pixels += 4) {
            const int alpha = pixels[3];
            for (std::size_t c = 0; c < 3; ++c) {
                const int mixed = pixels[c] * alpha + 255 * (255 - alpha);
                m_row[i + c] = static_cast<std::uint8_t>((mixed + 127) / 255);
            }
        }
    }

    static void leave(j_common_ptr jpeg) {
        auto& self = *static_cast<JpegEncoding*>(jpeg->client_data);
        jpeg->err->format_message(jpeg, self.m_message);
        longjmp(self.m_jump, 1);
    }

    const Image& m_image;
    int m_quality;
    std::vector<std::uint8_t> m_row;
    std::vector<std::uint8_t> m_bytes;
    JOCTET m_buffer[16384];
    char m_message[JMSG_LENGTH_MAX] = {};
    std::jmp_buf m_jump;
    jpeg_error_mgr m_errors{};
    jpeg_destination_mgr m_destination{};
    jpeg_compress_struct m_jpeg{};
};

}  // namespace

Result<std::vector<std::uint8_t>> encodeJpeg(const Image& image, int quality) {
    JpegEncoding encoding(image, quality);
    if (!encoding.run()) {
        return Error{
            ErrorCode::WriteFailed,
            std::string("The picture cannot be written as JPEG: ") + encoding.message() + ".",
            {}};
    }
    return encoding.takeBytes();
}

}  // namespace limn
