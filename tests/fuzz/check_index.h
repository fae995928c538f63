// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/index_parsers.h"
#include "tests/fuzz/require.h"

#include <cstddef>
#include <cstdint>
#include <span>

// What holds for every index that a parser gives, whatever the input: a fuzzer that only looks for crashes would miss
// a record that points outside its file.

inline void checkIndex(const limn::Result<limn::checkpoint::CheckpointIndex>& result,
                       std::uint64_t sizeBytes) {
    using namespace limn::checkpoint;
    if (!result) {
        require(result.error().message.size() > 10 && result.error().message.back() == '.',
                "an error is a sentence");
        return;
    }
    require(result->tensors.size() <= kMaxTensors && result->warnings.size() <= kMaxWarnings + 1,
            "lists are bounded");
    const TensorRecord* previous = nullptr;
    for (const TensorRecord& record : result->tensors) {
        require(previous == nullptr || previous->name < record.name, "names are sorted and unique");
        previous = &record;
        require(record.byteOffset <= sizeBytes && record.byteSize <= sizeBytes - record.byteOffset,
                "tensors lie inside the file");
        require(record.shape.size() <= kMaxRank &&
                    (record.strides.empty() || record.strides.size() == record.shape.size()),
                "shape and strides fit");
        const auto elements = elementCount(record.shape);
        require(elements.has_value(), "shapes are bounded");
        if (*elements == 0 || elementBytes(record.type) == 0) {
            continue;
        }
        std::uint64_t reach = *elements;
        if (!record.strides.empty()) {
            reach = 1;
            for (std::size_t i = 0; i < record.shape.size(); ++i) {
                require(record.strides[i] >= 0, "strides are not negative");
                reach += static_cast<std::uint64_t>(record.shape[i] - 1) *
                         static_cast<std::uint64_t>(record.strides[i]);
            }
        }
        require(reach * elementBytes(record.type) == record.byteSize,
                "byteSize is what the strides reach");
    }
}

inline limn::checkpoint::MemorySource memorySource(const std::uint8_t* data, std::size_t size) {
    return {"fuzz", std::as_bytes(std::span(data, size))};
}
