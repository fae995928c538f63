// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "inference/starter/GlyphFont.h"
#include "inference/starter/Scene.h"

#include <cstdint>
#include <map>
#include <vector>

namespace limn::starter {

/// The side that scenes are painted at. 128 px pictures are its area average.
inline constexpr int kFullSidePx = 256;

struct RenderedScene {
    Image picture;  ///< RGB
    std::vector<std::uint8_t>
        owner;  ///< for each pixel 0, or 1 + the index of the thing that covers it
};

/// Draws scenes. Tinted glyphs and backgrounds are made once and kept (about 150 MB for the plain world, 600 MB for the
/// whole one when all were asked for), so that a scene takes about a millisecond. The picture is a pure function of the
/// scene. One owner, one thread at a time.
class SceneRenderer {
public:
    /// Fails if the font lacks one of the things.
    static Result<SceneRenderer> create(const GlyphFont& font);

    /// `sidePx` is kFullSidePx or half of it.
    RenderedScene render(const Scene& scene, int sidePx);

    /// The thing's own picture, RGBA premultiplied.
    const Image& sprite(std::size_t kind, Tint tint);

private:
    SceneRenderer() = default;

    const Image& background(const Scene& scene);  ///< in its weather

    std::vector<Image> m_glyphs;  // by kind
    std::map<std::pair<std::size_t, Tint>, Image> m_sprites;
    std::map<std::uint32_t, Image> m_backgrounds;
};

}  // namespace limn::starter
