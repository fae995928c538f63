// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/RenderCrew.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace limn::starter {

Result<RenderCrew> RenderCrew::create(const std::filesystem::path& font, int threads) {
    const auto opened = GlyphFont::open(font);
    if (!opened) {
        return opened.error();
    }
    const auto renderer = SceneRenderer::create(*opened);
    if (!renderer) {
        return renderer.error();
    }
    return RenderCrew(
        std::vector<SceneRenderer>(static_cast<std::size_t>(std::max(threads, 1)), *renderer));
}

void RenderCrew::forEach(std::int64_t count,
                         const std::function<void(SceneRenderer&, std::int64_t)>& work) {
    constexpr std::int64_t kAtOnce = 16;
    std::atomic<std::int64_t> next{0};
    const auto help = [&](SceneRenderer& renderer) {
        for (auto begin = next.fetch_add(kAtOnce); begin < count; begin = next.fetch_add(kAtOnce)) {
            for (auto i = begin; i < std::min(begin + kAtOnce, count); ++i) {
                work(renderer, i);
            }
        }
    };
    std::vector<std::jthread> helpers;
    for (std::size_t k = 1; k < m_renderers.size(); ++k) {
        helpers.emplace_back([&, k] { help(m_renderers[k]); });
    }
    help(m_renderers.front());
}

}  // namespace limn::starter
