// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace limn::checkpoint {

/// Where the tensor of one component key comes from, and what has to be done to it.
struct TensorSource {
    enum class Transform {
        AsIs = 1,
        DropTrailingOnes,  ///< [C, C, 1, 1] -> [C, C]; a tensor of rank 2 or less stays as it is
        RowSlice,          ///< rows [rowBegin, rowEnd) of dimension 0
        Transpose,         ///< [A, B] -> [B, A]
    };

    std::string fileKey;
    Transform transform = Transform::AsIs;
    std::int64_t rowBegin = 0;  ///< with RowSlice only
    std::int64_t rowEnd = 0;

    friend bool operator==(const TensorSource&, const TensorSource&) = default;
};

/// Component key (diffusers' and transformers' name, text encoders with the `text_model.` level) ->
/// its source.
using KeyTable = std::map<std::string, TensorSource, std::less<>>;

/// Adds `key.weight` and `key.bias`.
inline void addWeightAndBias(
    KeyTable& table, const std::string& key, const std::string& fileKey,
    TensorSource::Transform weightTransform = TensorSource::Transform::AsIs) {
    table[key + ".weight"] = {fileKey + ".weight", weightTransform};
    table[key + ".bias"] = {fileKey + ".bias"};
}

}  // namespace limn::checkpoint
