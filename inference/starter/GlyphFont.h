// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"

#include <filesystem>
#include <memory>

namespace limn::starter {

/// The pictures of a colour bitmap font, Noto Color Emoji. Read while training only: the font is not shipped.
/// One owner, one thread at a time.
class GlyphFont {
public:
    static Result<GlyphFont> open(const std::filesystem::path& file);
    /// Where the system's package puts it, or the file named by the variable LIMN_EMOJI_FONT.
    static std::filesystem::path defaultFile();

    GlyphFont(GlyphFont&&) noexcept;
    GlyphFont& operator=(GlyphFont&&) noexcept;
    ~GlyphFont();

    /// RGBA, alpha premultiplied, cropped to what is not clear.
    Result<Image> glyph(char32_t codePoint) const;

private:
    struct Face;
    explicit GlyphFont(std::unique_ptr<Face> face);

    std::unique_ptr<Face> m_face;
};

}  // namespace limn::starter
