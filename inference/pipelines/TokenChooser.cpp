// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/TokenChooser.h"

#include "inference/nn/Failure.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace limn::pipelines {

TokenChooser::Chosen TokenChooser::choose(const at::Tensor& scores) {
    const auto plain = scores.detach().to(at::kCPU, at::kFloat).contiguous().view({-1});
    const auto sum = at::logsumexp(plain, 0).item<double>();
    if (!std::isfinite(sum)) {
        throw nn::Failure(ErrorCode::NotANumber,
                          "The model's scores are not finite numbers; try --dtype float32.");
    }
    const auto* begin = plain.const_data_ptr<float>();
    std::vector<float> changed(begin, begin + plain.numel());
    if (m_options.repetitionPenalty != 1) {
        const auto penalty = static_cast<float>(m_options.repetitionPenalty);
        for (const auto id : std::set<std::int64_t>(m_seen.begin(), m_seen.end())) {
            if (id >= 0 && id < plain.numel()) {
                auto& score = changed[static_cast<std::size_t>(id)];
                score = score < 0 ? score * penalty : score / penalty;
            }
        }
    }
    const auto id = m_options.temperature > 0
                        ? draw(changed)
                        : static_cast<std::int64_t>(
                              std::max_element(changed.begin(), changed.end()) - changed.begin());
    m_seen.push_back(id);
    return {id, static_cast<double>(begin[id]) - sum};
}

std::int64_t TokenChooser::draw(const std::vector<float>& scores) {
    std::vector<std::int64_t> order(scores.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = static_cast<std::int64_t>(i);
    }
    const auto score = [&](std::int64_t id) {
        return static_cast<double>(scores[static_cast<std::size_t>(id)]);
    };
    const auto better = [&](std::int64_t a, std::int64_t b) {
        return score(a) != score(b) ? score(a) > score(b) : a < b;
    };
    if (m_options.topK > 0 && m_options.topK < static_cast<std::int64_t>(order.size())) {
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(m_options.topK);
        std::nth_element(order.begin(), end - 1, order.end(), better);
        order.erase(end, order.end());
    }
    std::sort(order.begin(), order.end(), better);
    std::vector<double> weights;
    double total = 0;
    for (const auto id : order) {
        weights.push_back(std::exp((score(id) - score(order.front())) / m_options.temperature));
        total += weights.back();
    }
    // The first tokens whose share reaches topP; the one that passes the mark is among them.
    std::size_t kept = 0;
    double share = 0;
    do {
        share += weights[kept++];
    } while (kept < weights.size() && share < m_options.topP * total);
    double left = m_random.uniform() * share;
    for (std::size_t i = 0; i < kept; ++i) {
        left -= weights[i];
        if (left < 0) {
            return order[i];
        }
    }
    return order[kept - 1];
}

}  // namespace limn::pipelines
