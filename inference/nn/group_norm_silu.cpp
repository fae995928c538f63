// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/group_norm_silu.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
#include <vector>

namespace limn::nn {
namespace {

// One version of each loop for every width of vectors; the processor's is chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define LIMN_FOR_EACH_VECTOR_WIDTH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LIMN_FOR_EACH_VECTOR_WIDTH
#endif

inline float toFloat(float x) {
    return x;
}
inline float toFloat(std::uint16_t bfloat) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bfloat) << 16);
}
inline void store(float& to, float x) {
    to = x;
}
/// Rounds to nearest, ties to even; there are no NaNs to keep.
inline void store(std::uint16_t& to, float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    to = static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}

/// 1 / (1 + exp(-x)) without a call, so that loops over it become vector code. Relative error below 1e-6: the
/// exponential is 2^whole times a polynomial of the rest (Taylor series of 2^f around 0, |f| <= 0.5).
inline float sigmoid(float x) {
    const float exponent = std::min(std::max(-x * 1.44269504F, -80.0F), 80.0F);
    const float shifted =
        exponent + 12582912.0F;  // 1.5 * 2^23: the sum's low bits hold the rounded exponent
    const float whole = shifted - 12582912.0F;
    const float rest = exponent - whole;
    float power = 1.5403530e-4F;
    power = power * rest + 1.3333558e-3F;
    power = power * rest + 9.6181291e-3F;
    power = power * rest + 5.5504109e-2F;
    power = power * rest + 2.4022651e-1F;
    power = power * rest + 6.9314718e-1F;
    power = power * rest + 1.0F;
    const auto bits = static_cast<std::uint32_t>(static_cast<std::int32_t>(whole) + 127) << 23;
    return 1 / (1 + power * std::bit_cast<float>(bits));
}

// The loops' memory never overlaps. Without __restrict each row of 16 channels would first compare addresses.

/// Sums of x and of x² for each channel.
template <class T>
inline __attribute__((always_inline)) void channelSums(const T* __restrict x, std::int64_t pixels,
                                                       std::int64_t channels, float* __restrict sum,
                                                       float* __restrict squares) {
    for (std::int64_t p = 0; p < pixels; ++p, x += channels) {
        for (std::int64_t c = 0; c < channels; ++c) {
            const float value = toFloat(x[c]);
            sum[c] += value;
            squares[c] += value * value;
        }
    }
}

template <class T>
inline __attribute__((always_inline)) void scaleAndActivate(
    const T* __restrict x, std::int64_t pixels, std::int64_t channels,
    const float* __restrict scale, const float* __restrict shift, T* __restrict y) {
    for (std::int64_t p = 0; p < pixels; ++p, x += channels, y += channels) {
        for (std::int64_t c = 0; c < channels; ++c) {
            const float z = toFloat(x[c]) * scale[c] + shift[c];
            store(y[c], z * sigmoid(z));
        }
    }
}

/// The gradient before the activation, and its sums for each channel.
template <class T>
inline __attribute__((always_inline)) void activationGradient(
    const T* __restrict x, const T* __restrict dy, std::int64_t pixels, std::int64_t channels,
    const float* __restrict scale, const float* __restrict shift, float* __restrict dz,
    float* __restrict sum, float* __restrict sumTimesX) {
    for (std::int64_t p = 0; p < pixels; ++p, x += channels, dy += channels, dz += channels) {
        for (std::int64_t c = 0; c < channels; ++c) {
            const float value = toFloat(x[c]);
            const float z = value * scale[c] + shift[c];
            const float s = sigmoid(z);
            dz[c] = toFloat(dy[c]) * s * (1 + z * (1 - s));
            sum[c] += dz[c];
            sumTimesX[c] += dz[c] * value;
        }
    }
}

template <class T>
inline __attribute__((always_inline)) void inputGradient(
    const T* __restrict x, const float* __restrict dz, std::int64_t pixels, std::int64_t channels,
    const float* __restrict scale, const float* __restrict timesX, const float* __restrict constant,
    T* __restrict dx) {
    for (std::int64_t p = 0; p < pixels; ++p, x += channels, dz += channels, dx += channels) {
        for (std::int64_t c = 0; c < channels; ++c) {
            store(dx[c], dz[c] * scale[c] + toFloat(x[c]) * timesX[c] + constant[c]);
        }
    }
}

// target_clones cannot stand at templates, so each loop has one name for each type.
#define LIMN_INSTANTIATE(T)                                                                      \
    LIMN_FOR_EACH_VECTOR_WIDTH void sums(const T* x, std::int64_t n, std::int64_t c, float* s,   \
                                         float* q) {                                             \
        channelSums(x, n, c, s, q);                                                              \
    }                                                                                            \
    LIMN_FOR_EACH_VECTOR_WIDTH void apply(const T* x, std::int64_t n, std::int64_t c,            \
                                          const float* a, const float* b, T* y) {                \
        scaleAndActivate(x, n, c, a, b, y);                                                      \
    }                                                                                            \
    LIMN_FOR_EACH_VECTOR_WIDTH void backThroughSilu(                                             \
        const T* x, const T* dy, std::int64_t n, std::int64_t c, const float* a, const float* b, \
        float* dz, float* s, float* sx) {                                                        \
        activationGradient(x, dy, n, c, a, b, dz, s, sx);                                        \
    }                                                                                            \
    LIMN_FOR_EACH_VECTOR_WIDTH void backThroughNorm(const T* x, const float* dz, std::int64_t n, \
                                                    std::int64_t c, const float* a,              \
                                                    const float* tx, const float* k, T* dx) {    \
        inputGradient(x, dz, n, c, a, tx, k, dx);                                                \
    }
LIMN_INSTANTIATE(float)
LIMN_INSTANTIATE(std::uint16_t)
#undef LIMN_INSTANTIATE

struct Geometry {
    std::int64_t batch, channels, pixels, groups;
    std::int64_t perGroup() const { return channels / groups; }
};

Geometry geometryOf(const at::Tensor& x, std::int64_t groups) {
    return {x.size(0), x.size(1), x.size(2) * x.size(3), groups};
}

/// y = silu(x * scale + shift), with scale and shift [B, C] from the statistics of each group.
template <class T>
void forwardLoop(const Geometry& g, const T* x, const float* weight, const float* bias, double eps,
                 float* mean, float* rstd, T* y) {
    const auto channels = static_cast<std::size_t>(g.channels);
    std::vector<float> sum(channels), squares(channels), scale(channels), shift(channels);
    const double count = static_cast<double>(g.pixels * g.perGroup());
    for (std::int64_t b = 0; b < g.batch; ++b) {
        const auto offset = b * g.pixels * g.channels;
        std::fill(sum.begin(), sum.end(), 0.0F);
        std::fill(squares.begin(), squares.end(), 0.0F);
        sums(x + offset, g.pixels, g.channels, sum.data(), squares.data());
        for (std::int64_t group = 0; group < g.groups; ++group) {
            double total = 0;
            double totalSquares = 0;
            const auto first = static_cast<std::size_t>(group * g.perGroup());
            const auto last = first + static_cast<std::size_t>(g.perGroup());
            for (std::size_t c = first; c < last; ++c) {
                total += sum[c];
                totalSquares += squares[c];
            }
            const double average = total / count;
            const double variance = std::max(0.0, totalSquares / count - average * average);
            const double inverse = 1 / std::sqrt(variance + eps);
            mean[b * g.groups + group] = static_cast<float>(average);
            rstd[b * g.groups + group] = static_cast<float>(inverse);
            for (std::size_t c = first; c < last; ++c) {
                scale[c] = weight[c] * static_cast<float>(inverse);
                shift[c] = bias[c] - static_cast<float>(average) * scale[c];
            }
        }
        apply(x + offset, g.pixels, g.channels, scale.data(), shift.data(), y + offset);
    }
}

/// Wu and He, "Group Normalization", arXiv 1803.08494; the gradient by the chain rule.
template <class T>
void backwardLoop(const Geometry& g, const T* x, const T* dy, const float* weight,
                  const float* bias, const float* mean, const float* rstd, T* dx, float* dWeight,
                  float* dBias) {
    const auto channels = static_cast<std::size_t>(g.channels);
    std::vector<float> scale(channels), shift(channels), sum(channels), sumTimesX(channels),
        timesX(channels), constant(channels), dz(static_cast<std::size_t>(g.pixels) * channels);
    const double count = static_cast<double>(g.pixels * g.perGroup());
    for (std::int64_t b = 0; b < g.batch; ++b) {
        const auto offset = b * g.pixels * g.channels;
        const auto groupOf = [&](std::size_t c) {
            return b * g.groups + static_cast<std::int64_t>(c) / g.perGroup();
        };
        for (std::size_t c = 0; c < channels; ++c) {
            scale[c] = weight[c] * rstd[groupOf(c)];
            shift[c] = bias[c] - mean[groupOf(c)] * scale[c];
            sum[c] = 0;
            sumTimesX[c] = 0;
        }
        backThroughSilu(x + offset, dy + offset, g.pixels, g.channels, scale.data(), shift.data(),
                        dz.data(), sum.data(), sumTimesX.data());
        for (std::int64_t group = 0; group < g.groups; ++group) {
            const auto first = static_cast<std::size_t>(group * g.perGroup());
            const auto last = first + static_cast<std::size_t>(g.perGroup());
            const double average = mean[b * g.groups + group];
            const double inverse = rstd[b * g.groups + group];
            double weighted = 0;
            double weightedTimesX = 0;
            for (std::size_t c = first; c < last; ++c) {
                weighted += static_cast<double>(weight[c]) * sum[c];
                weightedTimesX += static_cast<double>(weight[c]) * sumTimesX[c];
                dWeight[c] += static_cast<float>((sumTimesX[c] - average * sum[c]) * inverse);
                dBias[c] += sum[c];
            }
            const double slope =
                (weighted * average - weightedTimesX) * inverse * inverse * inverse / count;
            for (std::size_t c = first; c < last; ++c) {
                timesX[c] = static_cast<float>(slope);
                constant[c] = static_cast<float>(-slope * average - weighted * inverse / count);
            }
        }
        backThroughNorm(x + offset, dz.data(), g.pixels, g.channels, scale.data(), timesX.data(),
                        constant.data(), dx + offset);
    }
}

/// The bits of a tensor as the loops take them.
template <class T>
T* bitsOf(const at::Tensor& x) {
    return static_cast<T*>(x.data_ptr());
}

/// scale and shift [channels] of one picture from the sums of its channels.
void scalesFromSums(const Geometry& g, const float* sum, const float* squares, const float* weight,
                    const float* bias, double eps, float* scale, float* shift) {
    const double count = static_cast<double>(g.pixels * g.perGroup());
    for (std::int64_t first = 0; first < g.channels; first += g.perGroup()) {
        const auto last = first + g.perGroup();
        const double average = std::accumulate(sum + first, sum + last, 0.0) / count;
        const double variance = std::max(
            0.0, std::accumulate(squares + first, squares + last, 0.0) / count - average * average);
        const double inverse = 1 / std::sqrt(variance + eps);
        for (std::int64_t c = first; c < last; ++c) {
            scale[c] = weight[c] * static_cast<float>(inverse);
            shift[c] = bias[c] - static_cast<float>(average) * scale[c];
        }
    }
}

/// For inference in bfloat16: two passes, each by all threads. The pixels are parted the same way whatever the number of
/// threads, so that the sums are the same too.
at::Tensor forwardInParts(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                          std::int64_t groups, double eps) {
    constexpr std::int64_t kElementsOfAPart = 1 << 16;
    const Geometry g = geometryOf(x, groups);
    const auto pixelsOfAPart = std::max<std::int64_t>(1, kElementsOfAPart / g.channels);
    const auto parts = (g.pixels + pixelsOfAPart - 1) / pixelsOfAPart;
    auto y = at::empty_like(x);
    const auto perPart = at::zeros({2, g.batch, parts, g.channels}, weight.options());
    auto* sumOfParts = bitsOf<float>(perPart);
    auto* squaresOfParts = sumOfParts + g.batch * parts * g.channels;
    const auto forEachPart = [&](const auto& work) {
        at::parallel_for(0, g.batch * parts, 1, [&](std::int64_t begin, std::int64_t end) {
            for (auto i = begin; i < end; ++i) {
                const auto firstPixel = i % parts * pixelsOfAPart;
                work(i, i / parts, (i / parts * g.pixels + firstPixel) * g.channels,
                     std::min(pixelsOfAPart, g.pixels - firstPixel));
            }
        });
    };
    forEachPart([&](std::int64_t part, std::int64_t, std::int64_t offset, std::int64_t pixels) {
        sums(bitsOf<const std::uint16_t>(x) + offset, pixels, g.channels,
             sumOfParts + part * g.channels, squaresOfParts + part * g.channels);
    });
    const auto whole = perPart.sum(2);
    const auto scales = at::empty_like(whole);
    const auto rows = g.batch * g.channels;
    for (std::int64_t b = 0; b < g.batch; ++b) {
        const auto at = b * g.channels;
        scalesFromSums(g, bitsOf<float>(whole) + at, bitsOf<float>(whole) + rows + at,
                       bitsOf<float>(weight), bitsOf<float>(bias), eps, bitsOf<float>(scales) + at,
                       bitsOf<float>(scales) + rows + at);
    }
    forEachPart([&](std::int64_t, std::int64_t b, std::int64_t offset, std::int64_t pixels) {
        apply(bitsOf<const std::uint16_t>(x) + offset, pixels, g.channels,
              bitsOf<float>(scales) + b * g.channels, bitsOf<float>(scales) + rows + b * g.channels,
              bitsOf<std::uint16_t>(y) + offset);
    });
    return y;
}

struct GroupNormSilu : torch::autograd::Function<GroupNormSilu> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& weight, const at::Tensor& bias, std::int64_t groups,
                              double eps) {
        const Geometry g = geometryOf(x, groups);
        auto y = at::empty_like(x);
        auto statistics = at::empty({2, g.batch * groups}, weight.options());
        auto* mean = statistics.data_ptr<float>();
        auto* rstd = mean + g.batch * groups;
        if (x.scalar_type() == at::kFloat) {
            forwardLoop(g, bitsOf<const float>(x), weight.const_data_ptr<float>(),
                        bias.const_data_ptr<float>(), eps, mean, rstd, bitsOf<float>(y));
        } else {
            forwardLoop(g, bitsOf<const std::uint16_t>(x), weight.const_data_ptr<float>(),
                        bias.const_data_ptr<float>(), eps, mean, rstd, bitsOf<std::uint16_t>(y));
        }
        context->save_for_backward({x, weight, bias, statistics});
        context->saved_data["groups"] = groups;
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const auto& x = saved[0];
        const auto dy = gradients[0].to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        const Geometry g = geometryOf(x, context->saved_data["groups"].toInt());
        const auto* weight = saved[1].const_data_ptr<float>();
        const auto* bias = saved[2].const_data_ptr<float>();
        const auto* mean = saved[3].const_data_ptr<float>();
        const auto* rstd = mean + g.batch * g.groups;
        auto dx = at::empty_like(x);
        auto dWeight = at::zeros_like(saved[1]);
        auto dBias = at::zeros_like(saved[2]);
        if (x.scalar_type() == at::kFloat) {
            backwardLoop(g, bitsOf<const float>(x), bitsOf<const float>(dy), weight, bias, mean,
                         rstd, bitsOf<float>(dx), dWeight.data_ptr<float>(),
                         dBias.data_ptr<float>());
        } else {
            backwardLoop(g, bitsOf<const std::uint16_t>(x), bitsOf<const std::uint16_t>(dy), weight,
                         bias, mean, rstd, bitsOf<std::uint16_t>(dx), dWeight.data_ptr<float>(),
                         dBias.data_ptr<float>());
        }
        return {dx, dWeight, dBias, at::Tensor(), at::Tensor()};
    }
};

/// In float32 torch's own sums, which hold more digits, are kept.
bool canPart(const at::Tensor& x) {
    return c10::InferenceMode::is_enabled() && x.device().is_cpu() &&
           x.scalar_type() == at::kBFloat16 && x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

bool canFuse(const GroupNorm& norm, const at::Tensor& x) {
    const bool wantsGradient =
        c10::GradMode::is_enabled() && (x.requires_grad() || norm.weight.requires_grad());
    const bool isPlain = x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16;
    return wantsGradient && isPlain && x.device().is_cpu() &&
           norm.weight.scalar_type() == at::kFloat;
}

}  // namespace

at::Tensor groupNormSilu(const GroupNorm& norm, const at::Tensor& x) {
    if (canFuse(norm, x)) {
        return GroupNormSilu::apply(x.contiguous(at::MemoryFormat::ChannelsLast), norm.weight,
                                    norm.bias, norm.groups, norm.eps);
    }
    if (canPart(x)) {
        return forwardInParts(x, norm.weight.to(at::kFloat), norm.bias.to(at::kFloat), norm.groups,
                              norm.eps);
    }
    return at::silu(norm(x));
}

}  // namespace limn::nn
