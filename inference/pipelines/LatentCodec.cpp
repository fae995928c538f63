// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/LatentCodec.h"

#include "core/base/Log.h"
#include "inference/memory/available_memory.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include <algorithm>

namespace limn::pipelines {
namespace {

constexpr std::int64_t kTileLatents = 64;  // 512 pixels: what Stable Diffusion's autoencoder was trained on
constexpr double kTileOverlap = 0.25;

/// Fades from `before` to `after` over the first `extent` rows (dim 2) or columns (dim 3) of `after`, in place.
void blend(const at::Tensor& before, at::Tensor& after, std::int64_t extent, std::int64_t dim) {
    extent = std::min({extent, before.size(dim), after.size(dim)});
    auto weights = at::arange(0, extent, after.options()) / static_cast<double>(extent);
    weights = dim == 2 ? weights.view({1, 1, -1, 1}) : weights.view({1, 1, 1, -1});
    const auto tail = before.narrow(dim, before.size(dim) - extent, extent);
    auto head = after.narrow(dim, 0, extent);
    head.copy_(tail * (1 - weights) + head * weights);
}

}  // namespace

LatentCodec::LatentCodec(std::unique_ptr<models::AutoencoderKL> autoencoder)
    : m_kl(std::move(autoencoder)), m_type(m_kl->weightType()), m_device(m_kl->device()) {}

LatentCodec::LatentCodec(std::unique_ptr<models::AutoencoderTiny> autoencoder)
    : m_tiny(std::move(autoencoder)), m_type(m_tiny->weightType()), m_device(m_tiny->device()) {}

std::int64_t LatentCodec::latentChannels() const {
    return m_kl ? m_kl->config().latent_channels : m_tiny->config().latent_channels;
}

std::int64_t LatentCodec::scale() const {
    const auto levels = m_kl ? m_kl->config().block_out_channels.size() : m_tiny->config().encoder_block_out_channels.size();
    return std::int64_t{1} << (levels - 1);
}

bool LatentCodec::isQuick() const {
    constexpr std::int64_t kMostChannels = 256;  // the starter's has 160, Stable Diffusion's 512
    return m_tiny != nullptr || m_kl->config().block_out_channels.back() <= kMostChannels;
}

at::Tensor LatentCodec::encode(const at::Tensor& pixels, at::Generator generator, const std::stop_token& stop) const {
    const auto input = pixels.to(m_device, m_type);
    if (m_tiny) {
        return m_tiny->encode(input).to(at::kFloat) * m_tiny->config().scaling_factor;
    }
    const auto& config = m_kl->config();
    const auto distribution = m_kl->encode(input, stop);
    const auto mean = distribution.mean.to(at::kFloat);
    const auto deviation = at::exp(0.5 * distribution.logvar.to(at::kFloat));
    const auto noise = at::randn(mean.sizes(), generator, at::TensorOptions().dtype(at::kFloat));
    const auto sample = mean + deviation * noise.to(m_device);
    return (sample - config.shift_factor.value_or(0.0)) * config.scaling_factor;
}

std::int64_t LatentCodec::estimateBytes(const at::Tensor& latents) const {
    // The widest moment is at full size: input, output and one more of the last-but-one level's channels.
    const auto pixels = latents.size(0) * latents.size(2) * latents.size(3) * scale() * scale();
    const auto& channels = m_kl ? m_kl->config().block_out_channels : m_tiny->config().decoder_block_out_channels;
    const auto widest = channels[std::min<std::size_t>(1, channels.size() - 1)];
    return pixels * widest * 4 * static_cast<std::int64_t>(c10::elementSize(m_type));
}

at::Tensor LatentCodec::decodeWhole(const at::Tensor& latents, const std::stop_token& stop) const {
    if (m_tiny) {
        return m_tiny->decode((latents / m_tiny->config().scaling_factor).to(m_device, m_type)).to(at::kFloat);
    }
    const auto& config = m_kl->config();
    const auto unscaled = latents / config.scaling_factor + config.shift_factor.value_or(0.0);
    return m_kl->decode(unscaled.to(m_device, m_type), stop).to(at::kFloat);
}

at::Tensor LatentCodec::decodeTiled(const at::Tensor& latents, std::int64_t tileSize, const std::stop_token& stop,
                                    const TileProgress& progress) const {
    const auto step = std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(tileSize) * (1 - kTileOverlap)));
    const auto overlapPx = (tileSize - step) * scale();
    const auto keptPx = step * scale();
    const auto height = latents.size(2);
    const auto width = latents.size(3);
    const auto tilesOf = [&](std::int64_t size) { return (size + step - 1) / step; };
    const auto all = static_cast<int>(tilesOf(height) * tilesOf(width));

    int done = 0;
    std::vector<at::Tensor> rows;
    std::vector<at::Tensor> rowAbove;
    for (std::int64_t y = 0; y < height; y += step) {
        std::vector<at::Tensor> row;
        std::vector<at::Tensor> kept;
        for (std::int64_t x = 0; x < width; x += step) {
            nn::throwIfStopped(stop);
            const auto tile = latents.narrow(2, y, std::min(tileSize, height - y)).narrow(3, x, std::min(tileSize, width - x));
            auto decoded = decodeWhole(tile, stop);
            if (!rowAbove.empty()) {
                blend(rowAbove[row.size()], decoded, overlapPx, 2);
            }
            if (!row.empty()) {
                blend(row.back(), decoded, overlapPx, 3);
            }
            kept.push_back(decoded.narrow(2, 0, std::min(keptPx, decoded.size(2))).narrow(3, 0, std::min(keptPx, decoded.size(3))));
            row.push_back(std::move(decoded));
            if (progress) {
                progress(++done, all);
            }
        }
        rows.push_back(at::cat(kept, 3));
        rowAbove = std::move(row);
    }
    return at::cat(rows, 2);
}

at::Tensor LatentCodec::decode(const at::Tensor& latents, const std::stop_token& stop, const TileProgress& progress,
                               std::int64_t memoryLimitBytes) const {
    const auto limit = memoryLimitBytes > 0 ? memoryLimitBytes : memory::availableBytes(m_device) / 2;
    if (estimateBytes(latents) <= limit) {
        try {
            return decodeWhole(latents, stop);
        } catch (const c10::OutOfMemoryError&) {
            log(LogLevel::Warning, "pipelines", "not enough memory to decode in one piece; decoding in tiles");
        }
        memory::releaseCached(m_device);
    }
    for (std::int64_t tile = kTileLatents; ; tile /= 2) {
        try {
            return decodeTiled(latents, tile, stop, progress);
        } catch (const c10::OutOfMemoryError&) {
            if (tile <= 16) {
                throw;
            }
            memory::releaseCached(m_device);
        }
    }
}

}  // namespace limn::pipelines
