// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/models/autoencoder_tiny/AutoencoderTiny.h"

#include <ATen/core/Generator.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

namespace limn::pipelines {

/// Called after every tile of a tiled decode: tiles done, tiles in all.
using TileProgress = std::function<void(int done, int of)>;

/// The autoencoder of a model behind one door: pixels in -1 ... 1 to the denoiser's latents and back, the scaling
/// factor applied, in tiles where the picture is too large for the memory.
class LatentCodec {
public:
    explicit LatentCodec(std::unique_ptr<models::AutoencoderKL> autoencoder);
    explicit LatentCodec(std::unique_ptr<models::AutoencoderTiny> autoencoder);

    /// pixels [1, 3, H, W] -> latents [1, C, H/f, W/f], float32. Draws one sample of the latent distribution from
    /// `generator`, in the shape and order of diffusers' `retrieve_latents`. AutoencoderTiny draws nothing.
    at::Tensor encode(const at::Tensor& pixels, at::Generator generator, const std::stop_token& stop) const;

    /// latents [1, C, h, w] as the denoiser leaves them -> [1, 3, fh, fw], float32. Tiled when the estimate of one
    /// piece exceeds `memoryLimitBytes` (0 = half of what the device has free), and after an out-of-memory.
    at::Tensor decode(const at::Tensor& latents, const std::stop_token& stop, const TileProgress& progress = {},
                      std::int64_t memoryLimitBytes = 0) const;

    /// Tiles of `tileSize` latents, overlapping by a quarter and blended linearly.
    /// Reference: diffusers `AutoencoderKL.tiled_decode`.
    at::Tensor decodeTiled(const at::Tensor& latents, std::int64_t tileSize, const std::stop_token& stop,
                           const TileProgress& progress = {}) const;

    std::int64_t latentChannels() const;
    /// Pixels of a side that one latent stands for: 8 in Stable Diffusion.
    std::int64_t scale() const;
    /// Decoding takes hundredths of a second, so that it may be done after every step of the denoiser.
    bool isQuick() const;
    /// The type that the network computes in.
    at::ScalarType computeType() const { return m_type; }
    at::Device device() const { return m_device; }

private:
    at::Tensor decodeWhole(const at::Tensor& latents, const std::stop_token& stop) const;
    std::int64_t estimateBytes(const at::Tensor& latents) const;

    std::unique_ptr<models::AutoencoderKL> m_kl;
    std::unique_ptr<models::AutoencoderTiny> m_tiny;
    at::ScalarType m_type;
    at::Device m_device;
};

}  // namespace limn::pipelines
