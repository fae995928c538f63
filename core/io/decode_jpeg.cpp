// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/picture_decoders.h"
#include "core/io/picture_limits.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <string>
#include <vector>

#include <jerror.h>
#include <jpeglib.h>

namespace limn {

namespace {

enum class Ending { Done = 1, Stopped, Failed };

/// Warnings after which pixels are made up. libjpeg goes on with grey; we do not.
bool meansMissingPixels(int message) {
    return message == JWRN_JPEG_EOF || message == JWRN_HIT_MARKER ||
           message == JWRN_HUFF_BAD_CODE || message == JWRN_MUST_RESYNC;
}

/// One libjpeg decoding. libjpeg's errors leave by longjmp, so run() and what it calls hold no
/// objects with destructors; everything that needs one is a member here.
class JpegDecoding {
public:
    JpegDecoding(std::span<const std::uint8_t> file, Image& image, std::stop_token stop)
        : m_file(file), m_image(image), m_stop(std::move(stop)) {
        m_jpeg.err = jpeg_std_error(&m_errors);
        m_errors.error_exit = &JpegDecoding::leave;
        m_errors.emit_message = &JpegDecoding::hearWarning;
        m_jpeg.client_data = this;
        m_progress.progress_monitor = &JpegDecoding::checkStop;
    }
    ~JpegDecoding() { jpeg_destroy_decompress(&m_jpeg); }
    JpegDecoding(const JpegDecoding&) = delete;
    JpegDecoding& operator=(const JpegDecoding&) = delete;

    Ending run(std::uint64_t memoryBytes) {
        if (setjmp(m_jump) != 0) {
            return m_isStopped ? Ending::Stopped : Ending::Failed;
        }
        jpeg_create_decompress(&m_jpeg);
        m_jpeg.progress = &m_progress;
        m_jpeg.mem->max_memory_to_use = static_cast<long>(memoryBytes);
        setSource();
        jpeg_read_header(&m_jpeg, TRUE);
        chooseColors();
        jpeg_start_decompress(&m_jpeg);
        if (static_cast<int>(m_jpeg.output_width) != m_image.widthPx ||
            static_cast<int>(m_jpeg.output_height) != m_image.heightPx) {
            fail("its header changed");
            return Ending::Failed;
        }
        while (m_jpeg.output_scanline < m_jpeg.output_height) {
            if (m_stop.stop_requested()) {
                return Ending::Stopped;
            }
            readRow(static_cast<int>(m_jpeg.output_scanline));
        }
        return Ending::Done;
    }

    const char* message() const { return m_message; }

private:
    void setSource() {
        m_source.next_input_byte = m_file.data();
        m_source.bytes_in_buffer = m_file.size();
        m_source.init_source = [](j_decompress_ptr) {
        };
        m_source.term_source = [](j_decompress_ptr) {
        };
        m_source.resync_to_restart = &jpeg_resync_to_restart;
        m_source.fill_input_buffer = [](j_decompress_ptr jpeg) -> boolean {
            // The file is used up. An end marker forgives a file that lacks only that; if pixels
            // are missing, the decoder warns of it.
            static const JOCTET kEnd[] = {0xFF, JPEG_EOI};
            jpeg->src->next_input_byte = kEnd;
            jpeg->src->bytes_in_buffer = sizeof(kEnd);
            return TRUE;
        };
        m_source.skip_input_data = [](j_decompress_ptr jpeg, long bytes) {
            auto& source = *jpeg->src;
            const std::size_t skipped =
                std::min(source.bytes_in_buffer, static_cast<std::size_t>(std::max(0L, bytes)));
            source.next_input_byte += skipped;
            source.bytes_in_buffer -= skipped;
        };
        m_jpeg.src = &m_source;
    }

    void chooseColors() {
        if (m_jpeg.num_components == 4) {
            m_jpeg.out_color_space = JCS_CMYK;
            m_isInverted = m_jpeg.saw_Adobe_marker != FALSE;
            m_inks.resize(static_cast<std::size_t>(m_image.widthPx) * 4);
        } else {
            m_jpeg.out_color_space = m_image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        }
    }

    void readRow(int y) {
        JSAMPROW row = m_inks.empty() ? m_image.row(y) : m_inks.data();
        jpeg_read_scanlines(&m_jpeg, &row, 1);
        if (!m_inks.empty()) {
            inksToRgb(m_image.row(y));
        }
    }

    /// As Pillow: RGB = 255 - K less the share of each ink. Adobe's programs store inks inverted.
    void inksToRgb(std::uint8_t* rgb) const {
        const int flip = m_isInverted ? 255 : 0;
        for (std::size_t i = 0; i < m_inks.size(); i += 4) {
            const int light = 255 - (m_inks[i + 3] ^ flip);
            for (std::size_t c = 0; c < 3; ++c) {
                const int product = (m_inks[i + c] ^ flip) * light + 128;
                *rgb++ = static_cast<std::uint8_t>(
                    std::max(0, light - (((product >> 8) + product) >> 8)));
            }
        }
    }

    void fail(const char* message) { std::snprintf(m_message, sizeof(m_message), "%s", message); }

    static JpegDecoding& of(j_common_ptr jpeg) {
        return *static_cast<JpegDecoding*>(jpeg->client_data);
    }

    static void leave(j_common_ptr jpeg) {
        jpeg->err->format_message(jpeg, of(jpeg).m_message);
        longjmp(of(jpeg).m_jump, 1);
    }
    static void hearWarning(j_common_ptr jpeg, int level) {
        if (level < 0 && meansMissingPixels(jpeg->err->msg_code)) {
            leave(jpeg);
        }
    }
    static void checkStop(j_common_ptr jpeg) {
        if (of(jpeg).m_stop.stop_requested()) {
            of(jpeg).m_isStopped = true;
            longjmp(of(jpeg).m_jump, 1);
        }
    }

    std::span<const std::uint8_t> m_file;
    Image& m_image;
    std::stop_token m_stop;
    std::vector<std::uint8_t> m_inks;  // one row of CMYK
    bool m_isInverted = false;
    bool m_isStopped = false;
    char m_message[JMSG_LENGTH_MAX] = {};
    std::jmp_buf m_jump;
    jpeg_error_mgr m_errors{};
    jpeg_progress_mgr m_progress{};
    jpeg_source_mgr m_source{};
    jpeg_decompress_struct m_jpeg{};
};

}  // namespace

Outcome<Image> decodeJpeg(const JpegSegments& jpeg, std::span<const std::uint8_t> file,
                          std::string_view name, std::stop_token stop) {
    Image image(jpeg.info.storedWidthPx, jpeg.info.storedHeightPx, jpeg.channels());
    const std::uint64_t held = image.pixels.size() + file.size();
    JpegDecoding decoding(file, image, std::move(stop));
    switch (decoding.run(kMaxPictureMemoryBytes - std::min(held, kMaxPictureMemoryBytes - 1))) {
    case Ending::Done:
        return image;
    case Ending::Stopped:
        return Cancelled{};
    case Ending::Failed:
        break;
    }
    return pictureDamaged(
        name, std::string("its pixels cannot be unpacked (") + decoding.message() + ")");
}

}  // namespace limn
