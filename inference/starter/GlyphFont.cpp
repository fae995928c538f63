// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/GlyphFont.h"

#include <freetype/freetype.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace limn::starter {
namespace {

constexpr int kFaintestAlpha = 8;  // what is fainter counts as clear when cropping

/// FreeType's bitmap is blue, green, red, alpha.
Image fromBitmap(const FT_Bitmap& bitmap) {
    Image image(static_cast<int>(bitmap.width), static_cast<int>(bitmap.rows), 4);
    for (int y = 0; y < image.heightPx; ++y) {
        const auto* from = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
        auto* to = image.row(y);
        for (int x = 0; x < image.widthPx; ++x, from += 4, to += 4) {
            to[0] = from[2];
            to[1] = from[1];
            to[2] = from[0];
            to[3] = from[3];
        }
    }
    return image;
}

Image cropToVisible(const Image& image) {
    int left = image.widthPx;
    int top = image.heightPx;
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < image.heightPx; ++y) {
        for (int x = 0; x < image.widthPx; ++x) {
            if (image.row(y)[4 * x + 3] >= kFaintestAlpha) {
                left = std::min(left, x);
                right = std::max(right, x + 1);
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
        }
    }
    if (right <= left) {
        return {};
    }
    Image cropped(right - left, bottom - top, 4);
    for (int y = 0; y < cropped.heightPx; ++y) {
        std::copy_n(image.row(top + y) + std::ptrdiff_t{4} * left, cropped.rowBytes(),
                    cropped.row(y));
    }
    return cropped;
}

}  // namespace

struct GlyphFont::Face {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    std::filesystem::path file;

    ~Face() {
        if (face != nullptr) {
            FT_Done_Face(face);
        }
        if (library != nullptr) {
            FT_Done_FreeType(library);
        }
    }
};

GlyphFont::GlyphFont(std::unique_ptr<Face> face) : m_face(std::move(face)) {}
GlyphFont::GlyphFont(GlyphFont&&) noexcept = default;
GlyphFont& GlyphFont::operator=(GlyphFont&&) noexcept = default;
GlyphFont::~GlyphFont() = default;

std::filesystem::path GlyphFont::defaultFile() {
    const char* chosen = std::getenv("LIMN_EMOJI_FONT");
    return chosen != nullptr ? chosen : "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf";
}

Result<GlyphFont> GlyphFont::open(const std::filesystem::path& file) {
    auto face = std::make_unique<Face>();
    face->file = file;
    if (FT_Init_FreeType(&face->library) != 0) {
        return Error{ErrorCode::Internal, "FreeType could not be started.", {}};
    }
    if (FT_New_Face(face->library, file.c_str(), 0, &face->face) != 0) {
        return Error{ErrorCode::FileNotFound,
                     "The font '" + file.string() +
                         "' could not be read; the package fonts-noto-color-emoji has it.",
                     {}};
    }
    if (face->face->num_fixed_sizes < 1 || FT_Select_Size(face->face, 0) != 0) {
        return Error{ErrorCode::Unsupported,
                     "The font '" + file.string() +
                         "' holds no colour bitmaps; Noto Color Emoji was expected.",
                     {}};
    }
    return GlyphFont(std::move(face));
}

Result<Image> GlyphFont::glyph(char32_t codePoint) const {
    FT_Face face = m_face->face;
    const FT_UInt index = FT_Get_Char_Index(face, codePoint);
    const bool isLoaded = index != 0 && FT_Load_Glyph(face, index, FT_LOAD_COLOR) == 0 &&
                          face->glyph->bitmap.pixel_mode == FT_PIXEL_MODE_BGRA;
    auto image = isLoaded ? cropToVisible(fromBitmap(face->glyph->bitmap)) : Image();
    if (image.isEmpty()) {
        char number[16];
        std::snprintf(number, sizeof number, "U+%04X", static_cast<unsigned>(codePoint));
        return Error{
            ErrorCode::Unsupported,
            "The font '" + m_face->file.string() + "' has no colour picture of " + number + ".",
            {}};
    }
    return image;
}

}  // namespace limn::starter
