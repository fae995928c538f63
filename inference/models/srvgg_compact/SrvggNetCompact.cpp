// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/srvgg_compact/SrvggNetCompact.h"

#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

namespace limn::models {

SrvggNetCompact::SrvggNetCompact(const nn::WeightScope& scope, const SrvggNetCompactConfig& config)
    : m_config(config) {
    const auto body = scope["body"];
    const auto count = config.convolutions + 2;
    for (std::int64_t i = 0; i < count; ++i) {
        const bool isLast = i + 1 == count;
        const auto in = i == 0 ? config.channels : config.features;
        const auto out = isLast ? config.channels * config.scale * config.scale : config.features;
        m_convolutions.emplace_back(body[2 * i], in, out);
        if (!isLast) {
            m_slopes.push_back(
                body[2 * i + 1].take("weight", {config.features}, nn::WeightRole::Norm));
        }
    }
}

at::Tensor SrvggNetCompact::operator()(const at::Tensor& pixels, const std::stop_token& stop,
                                       std::optional<at::ScalarType> computeType) const {
    const auto type = computeType.value_or(m_convolutions.front().bias.scalar_type());
    auto x = pixels.to(type).contiguous(at::MemoryFormat::ChannelsLast);
    for (std::size_t i = 0; i < m_slopes.size(); ++i) {
        nn::throwIfStopped(stop);
        x = at::prelu(m_convolutions[i](x), m_slopes[i].to(type));
    }
    const auto detail = at::pixel_shuffle(m_convolutions.back()(x).to(at::kFloat), m_config.scale);
    const auto repeated =
        at::upsample_nearest2d(pixels.to(at::kFloat), {detail.size(2), detail.size(3)});
    return detail + repeated;
}

}  // namespace limn::models
