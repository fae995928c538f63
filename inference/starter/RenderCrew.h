// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/starter/SceneRenderer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace limn::starter {

/// One renderer for each thread, so that many scenes are drawn at once. One owner.
class RenderCrew {
public:
    /// Fails if the font cannot be read or lacks one of the things.
    static Result<RenderCrew> create(const std::filesystem::path& font, int threads);

    /// Calls work(renderer, i) once for every i in 0 ... count - 1, on all threads of the crew and in no order; returns
    /// when all are done. `work` must not throw.
    void forEach(std::int64_t count,
                 const std::function<void(SceneRenderer&, std::int64_t)>& work);

    /// For single scenes, on the owner's thread.
    SceneRenderer& first() { return m_renderers.front(); }

private:
    explicit RenderCrew(std::vector<SceneRenderer> renderers)
        : m_renderers(std::move(renderers)) {}

    std::vector<SceneRenderer> m_renderers;
};

}  // namespace limn::starter
