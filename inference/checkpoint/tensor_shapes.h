// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"

#include <cstdint>
#include <string>
#include <vector>

namespace limn::checkpoint {

using Shape = std::vector<std::int64_t>;

/// Reads a model's size off the shapes below one prefix of an index. Refers to the index, which
/// must outlive it.
class TensorShapes {
public:
    TensorShapes(const CheckpointIndex& index, std::string prefix)
        : m_index(index), m_prefix(std::move(prefix)) {}

    std::string fullName(const std::string& name) const { return m_prefix + name; }

    /// nullptr if there is no such tensor.
    const Shape* find(const std::string& name) const {
        const TensorRecord* record = m_index.find(m_prefix + name);
        return record == nullptr ? nullptr : &record->shape;
    }

    /// Dimension `axis` of a tensor of that rank; 0 if there is none or it is larger than any model
    /// needs.
    std::int64_t dimension(const std::string& name, std::size_t rank, std::size_t axis) const {
        constexpr std::int64_t kLargest = 1 << 20;
        const Shape* shape = find(name);
        const bool fits = shape != nullptr && shape->size() == rank && (*shape)[axis] <= kLargest;
        return fits ? (*shape)[axis] : 0;
    }

    /// How many of `before`0`after`, `before`1`after` ... there are without a gap, up to `most`.
    std::int64_t count(const std::string& before, const std::string& after,
                       std::int64_t most) const {
        std::int64_t found = 0;
        while (found < most && find(before + std::to_string(found) + after) != nullptr) {
            ++found;
        }
        return found;
    }

private:
    const CheckpointIndex& m_index;
    std::string m_prefix;
};

}  // namespace limn::checkpoint
