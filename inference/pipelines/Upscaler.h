// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/models/srvgg_compact/SrvggNetCompact.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace limn::pipelines {

/// Enlarges finished pictures with a network, tile by tile. Each tile is given as much of its surroundings as the
/// network sees, so that the result has no seams and does not depend on the tiling. Thread: the one that owns the model.
class Upscaler {
public:
    using TileProgress = std::function<void(int done, int of)>;

    explicit Upscaler(std::unique_ptr<models::SrvggNetCompact> network)
        : m_network(std::move(network)) {}

    /// RGB of round(factor · side) pixels, factor 1 to 16: the network runs until the picture is large enough, then
    /// Lanczos brings it down. Throws nn::Failure (InvalidRequest where a side would pass 16384 pixels, NotANumber) and
    /// nn::OperationCancelled.
    Image enlarge(const Image& image, double factor, const std::stop_token& stop,
                  const TileProgress& progress = {}) const;

    /// One pass: `scale` times as large, in tiles of `tilePx`.
    Image pass(const Image& image, std::int64_t tilePx, const std::stop_token& stop,
               const TileProgress& progress = {}) const;

    std::int64_t scale() const { return m_network->config().scale; }

private:
    std::unique_ptr<models::SrvggNetCompact> m_network;
};

}  // namespace limn::pipelines
