// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/attention.h"

#include "inference/nn/attention_amx.h"
#include "inference/nn/attention_avx512.h"
#include "inference/nn/cancellation.h"
#include "inference/nn/flop_count.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

namespace limn::nn {
namespace {

/// Rows of the score matrix that are worked on at once: 1024 rows against 4096 keys are 8 MB in bfloat16, which
/// stays in the last-level cache.
constexpr std::int64_t kRowsAtOnce = 1024;

/// [B, N, heads·d] -> [B·heads, N, d], contiguous
at::Tensor splitHeads(const at::Tensor& x, std::int64_t heads) {
    const auto batch = x.size(0);
    const auto tokens = x.size(1);
    const auto width = x.size(2) / heads;
    return x.reshape({batch, tokens, heads, width})
        .transpose(1, 2)
        .reshape({batch * heads, tokens, width});
}

/// [B·heads, N, d] -> [B, N, heads·d]
at::Tensor mergeHeads(const at::Tensor& x, std::int64_t batch, std::int64_t heads) {
    const auto tokens = x.size(1);
    const auto width = x.size(2);
    return x.reshape({batch, heads, tokens, width})
        .transpose(1, 2)
        .reshape({batch, tokens, heads * width});
}

at::Tensor causalBias(std::int64_t queries, std::int64_t keys, const at::Tensor& like) {
    const auto closed = at::full({queries, keys}, -std::numeric_limits<float>::infinity(),
                                 like.options());
    return at::triu(closed, keys - queries + 1);
}

/// Few tokens or gradients wanted: one product for all heads.
at::Tensor attentionWhole(const at::Tensor& q, const at::Tensor& kTransposed, const at::Tensor& v,
                          AttentionMask mask) {
    auto scores = at::bmm(q, kTransposed);
    if (mask == AttentionMask::Causal) {
        scores = scores + causalBias(q.size(1), kTransposed.size(2), scores);
    }
    return at::bmm(at::softmax(scores, -1), v);
}

/// Many tokens: head by head, rows by rows, so that the scores never leave the cache.
at::Tensor attentionInRows(const at::Tensor& q, const at::Tensor& kTransposed, const at::Tensor& v,
                           const std::stop_token& stop) {
    auto out = at::empty_like(q);
    const auto queries = q.size(1);
    for (std::int64_t head = 0; head < q.size(0); ++head) {
        const auto keysOfHead = kTransposed[head];
        const auto valuesOfHead = v[head];
        for (std::int64_t begin = 0; begin < queries; begin += kRowsAtOnce) {
            throwIfStopped(stop);
            const auto rows = std::min(kRowsAtOnce, queries - begin);
            auto target = out[head].narrow(0, begin, rows);
            const auto scores = at::mm(q[head].narrow(0, begin, rows), keysOfHead);
            at::mm_out(target, at::softmax(scores, -1), valuesOfHead);
        }
    }
    return out;
}

bool wantsGradients(const at::Tensor& query, const at::Tensor& key) {
    return c10::GradMode::is_enabled() && (query.requires_grad() || key.requires_grad());
}

bool canFuse(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t headWidth) {
    static const bool isSupported = avx512::isSupported();
    const auto isPlain = [](const at::Tensor& x) { return x.scalar_type() == at::kBFloat16 && x.stride(2) == 1; };
    return isSupported && headWidth % 2 == 0 && headWidth <= avx512::kWidestHead && isPlain(query) && isPlain(key) &&
           isPlain(value);
}

/// Where our own kernel cannot go. Measured side by side (tests/bench/bench_attention): torch's wins in float32 where the
/// scores are many, and in bfloat16 on processors that multiply tiles. Our own beats both there: 0.6 to 1.05 of its time.
bool isTorchsFaster(const at::Tensor& query, const at::Tensor& key) {
    constexpr std::int64_t kFewKeys = 256;
    return query.scalar_type() == at::kBFloat16
               ? amx::isSupported()
               : query.scalar_type() == at::kFloat && key.size(1) > kFewKeys;
}

/// Scores of one head that torch's kernel may work out in one call: about a second of a slow processor.
constexpr std::int64_t kScoresInOneCall = std::int64_t{1} << 28;

at::Tensor attentionOfTorch(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                            std::int64_t heads, bool isCausal, const std::stop_token& stop) {
    const auto asHeads = [&](const at::Tensor& x) {
        return x.reshape({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
    };
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(2) / heads));
    const auto attend = [&, keys = asHeads(key), values = asHeads(value)](const at::Tensor& rows) {
        const auto out =
            at::scaled_dot_product_attention(asHeads(rows), keys, values, {}, 0.0, isCausal, scale);
        return out.transpose(1, 2).reshape(rows.sizes());
    };
    const auto rowsInOneCall = std::max<std::int64_t>(kScoresInOneCall / key.size(1), 256);
    if (isCausal || !query.device().is_cpu() || query.size(1) <= rowsInOneCall) {
        return attend(query);
    }
    auto out = at::empty(query.sizes(), query.options());
    for (std::int64_t begin = 0; begin < query.size(1); begin += rowsInOneCall) {
        throwIfStopped(stop);
        const auto rows = std::min(rowsInOneCall, query.size(1) - begin);
        out.narrow(1, begin, rows).copy_(attend(query.narrow(1, begin, rows)));
    }
    return out;
}

const std::uint16_t* bits(const at::Tensor& x) { return static_cast<const std::uint16_t*>(x.const_data_ptr()); }

/// Our own kernel: reads the heads where they lie, writes the result where it belongs.
at::Tensor attentionFused(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                          std::int64_t heads, const std::stop_token& stop) {
    const auto width = query.size(2) / heads;
    auto out = at::empty(query.sizes(), query.options());
    std::vector<avx512::Head> all;
    for (std::int64_t i = 0; i < query.size(0) * heads; ++i) {
        const auto batch = i / heads;
        const auto column = i % heads * width;
        all.push_back({.query = bits(query) + batch * query.stride(0) + column,
                       .key = bits(key) + batch * key.stride(0) + column,
                       .value = bits(value) + batch * value.stride(0) + column,
                       .out = static_cast<std::uint16_t*>(out.data_ptr()) + batch * out.stride(0) + column,
                       .queryStride = query.stride(1),
                       .keyStride = key.stride(1),
                       .valueStride = value.stride(1),
                       .outStride = out.stride(1),
                       .queries = query.size(1),
                       .keys = key.size(1),
                       .width = width,
                       .scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(width)))});
    }
    const auto count = static_cast<std::int64_t>(all.size());
    const auto packedKeys = at::empty({count, avx512::packedKeyElements(all[0])}, key.options());
    const auto packedValues = at::empty({count, avx512::packedValueElements(all[0])}, value.options());
    const auto keysOf = [&](std::int64_t i) { return static_cast<std::uint16_t*>(packedKeys.data_ptr()) + i * packedKeys.size(1); };
    const auto valuesOf = [&](std::int64_t i) { return static_cast<std::uint16_t*>(packedValues.data_ptr()) + i * packedValues.size(1); };
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto i = begin; i < end; ++i) {
            avx512::pack(all[static_cast<std::size_t>(i)], keysOf(i), valuesOf(i));
        }
    });
    const auto tasksPerHead = (query.size(1) + avx512::kRowsPerTask - 1) / avx512::kRowsPerTask;
    at::parallel_for(0, count * tasksPerHead, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto task = begin; task < end && !stop.stop_requested(); ++task) {
            const auto i = task / tasksPerHead;
            avx512::attend(all[static_cast<std::size_t>(i)], keysOf(i), valuesOf(i), task % tasksPerHead * avx512::kRowsPerTask);
        }
    });
    throwIfStopped(stop);
    return out;
}

}  // namespace

at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                     std::int64_t heads, AttentionMask mask, AttentionKernel kernel,
                     const std::stop_token& stop) {
    if (FlopCounter::isCounting()) {
        FlopCounter::add(4.0 * static_cast<double>(query.numel()) * static_cast<double>(key.size(1)));
    }
    const auto batch = query.size(0);
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(2) / heads));
    const bool gradients = wantsGradients(query, key);
    const bool isFree = !gradients && mask == AttentionMask::None;
    if (kernel == AttentionKernel::Auto) {
        kernel = !isFree                                             ? AttentionKernel::Plain
                 : canFuse(query, key, value, query.size(2) / heads) ? AttentionKernel::Fused
                 : isTorchsFaster(query, key)                        ? AttentionKernel::Torchs
                                                                     : AttentionKernel::Plain;
    }
    if (!query.device().is_cpu() || (kernel == AttentionKernel::Torchs && !gradients)) {
        return attentionOfTorch(query, key, value, heads, mask == AttentionMask::Causal, stop);
    }
    if (kernel == AttentionKernel::Fused && isFree && canFuse(query, key, value, query.size(2) / heads)) {
        return attentionFused(query, key, value, heads, stop);
    }
    const auto q = splitHeads(query, heads);
    const auto kTransposed = splitHeads(key * scale, heads).transpose(1, 2).contiguous();
    const auto v = splitHeads(value, heads);
    const bool inRows =
        mask == AttentionMask::None && !gradients && q.size(1) > kRowsAtOnce && key.size(1) >= 256;
    const auto out =
        inRows ? attentionInRows(q, kTransposed, v, stop) : attentionWhole(q, kTransposed, v, mask);
    return mergeHeads(out, batch, heads);
}

}  // namespace limn::nn
