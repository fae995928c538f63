// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "core/base/Image.h"
#include "core/base/Result.h"
#include "inference/starter/GlyphFont.h"
#include "inference/starter/SceneRenderer.h"

#include <vector>

namespace limn::starter {

/// Pictures that the starter's world does not hold: textures, landscapes of noise, collages, pages and windows, shuffled
/// and enlarged bits of scenes, glyphs that are none of its things. The describer learns on them to say that it cannot
/// tell. One owner, one thread at a time.
class OutsidePictures {
public:
    /// Fails if the font cannot be read. The renderer outlives this.
    static Result<OutsidePictures> create(const GlyphFont& font, SceneRenderer& renderer);

    /// RGB, kFullSidePx square. A pure function of the random numbers.
    Image draw(CounterRandom& random);

private:
    OutsidePictures(std::vector<Image> glyphs, SceneRenderer& renderer)
        : m_glyphs(std::move(glyphs)), m_renderer(&renderer) {}

    Image drawPlain(CounterRandom& random);
    Image strangeThing(CounterRandom& random) const;
    Image shuffledScene(CounterRandom& random);
    Image bitOfScene(CounterRandom& random);

    std::vector<Image> m_glyphs;  ///< of no kind of thing
    SceneRenderer* m_renderer;
};

}  // namespace limn::starter
