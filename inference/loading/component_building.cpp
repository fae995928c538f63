// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/component_building.h"

#include "inference/nn/Failure.h"

#include <algorithm>

namespace limn::loading {

std::int64_t bytesOf(const checkpoint::ModelDescription& description) {
    std::int64_t bytes = 0;
    for (const auto& index : description.indexes) {
        for (const auto& record : index->tensors) {
            bytes += static_cast<std::int64_t>(record.byteSize);
        }
    }
    return bytes;
}

std::function<void(std::int64_t)> progressTeller(std::int64_t allBytes,
                                                 const ProgressSink& progress) {
    constexpr int kParts = 100;
    return [allBytes, progress, done = std::int64_t{0}, told = -1](std::int64_t bytes) mutable {
        done += bytes;
        const auto part =
            allBytes > 0
                ? static_cast<int>(std::min<std::int64_t>(kParts, done * kParts / allBytes))
                : kParts;
        if (progress && part != told) {
            told = part;
            progress({Phase::Load, part, kParts, 0, {}});
        }
    };
}

void requireClean(const KeyReport& report, const checkpoint::ModelDescription& description) {
    if (!report.isClean()) {
        throw nn::Failure(report.toError(description.path.filename().string()));
    }
}

}  // namespace limn::loading
