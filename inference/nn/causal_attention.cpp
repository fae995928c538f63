// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/causal_attention.h"

#include "inference/nn/flop_count.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace limn::nn {
namespace {

constexpr std::int64_t kRowsAtOnce = 256;

/// `rows` queries that end at key `end`: -∞ where a key lies after the query. [rows, end]
at::Tensor closedKeys(std::int64_t rows, std::int64_t end, const at::Tensor& like) {
    const auto closed =
        at::full({rows, end}, -std::numeric_limits<float>::infinity(), like.options());
    return at::triu(closed, end - rows + 1);
}

}  // namespace

at::Tensor causalAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           const at::Tensor& closed) {
    const auto batch = q.size(0);
    const auto heads = q.size(1);
    const auto rows = q.size(2);
    const auto width = q.size(3);
    const auto keyHeads = k.size(1);
    const auto keys = k.size(2);
    const auto group = heads / keyHeads;
    if (FlopCounter::isCounting()) {
        FlopCounter::add(4.0 * static_cast<double>(q.numel()) * static_cast<double>(keys));
    }
    const double scale = 1.0 / std::sqrt(static_cast<double>(width));
    const auto keysTransposed = k.reshape({batch * keyHeads, keys, width}).transpose(1, 2);
    const auto values = v.reshape({batch * keyHeads, keys, width});
    const auto scaled = q * scale;
    std::vector<at::Tensor> parts;
    for (std::int64_t begin = 0; begin < rows; begin += kRowsAtOnce) {
        const auto count = std::min(kRowsAtOnce, rows - begin);
        const auto end = keys - rows + begin + count;
        const auto part =
            scaled.narrow(2, begin, count).reshape({batch * keyHeads, group * count, width});
        auto scores = at::bmm(part, keysTransposed.narrow(2, 0, end));
        if (count > 1) {
            scores = (scores.view({-1, count, end}) + closedKeys(count, end, scores))
                         .view(scores.sizes());
        }
        if (closed.defined()) {
            const auto ofHeads = closed.slice(1, begin, begin + count)
                                     .slice(2, 0, end)
                                     .view({batch, 1, 1, count, end});
            scores =
                (scores.view({batch, keyHeads, group, count, end}) + ofHeads).view(scores.sizes());
        }
        const auto out = at::bmm(at::softmax(scores, -1), values.narrow(1, 0, end));
        parts.push_back(out.view({batch, heads, count, width}));
    }
    return parts.size() == 1 ? parts[0] : at::cat(parts, 2);
}

at::Tensor closedBetween(const at::Tensor& groups) {
    const auto read = groups.unsqueeze(1);
    const auto isOther = groups.unsqueeze(2).ne(read).logical_and(read.ne(0));
    return at::zeros(isOther.sizes(), at::kBFloat16)
        .masked_fill_(isOther, -std::numeric_limits<float>::infinity());
}

}  // namespace limn::nn
