// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/ByteSource.h"
#include "inference/checkpoint/pickle_globals.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn::checkpoint {

using PickleId = std::uint32_t;

/// One value of a pickle. Values refer to others by number, so shared and cyclic ones cost nothing and nothing
/// recurses.
struct PickleValue {
    enum class Kind { None = 1, Bool, Int, Float, Text, Tuple, List, Dict, Set, Global, Storage, Tensor, Inert };
    Kind kind = Kind::None;
    std::int64_t number = 0;               ///< of Bool and Int; index of the storage or tensor
    std::string_view text{};               ///< of Text; lies in the pickle
    std::vector<PickleId> items{};         ///< of Tuple, List; of Dict key, value, key, value ...
    const PickleGlobal* global = nullptr;  ///< of Global
};

/// ("storage", type, key, place, count): where a tensor's bytes are, by name.
struct PickleStorage {
    const PickleGlobal* type = nullptr;
    std::string_view key;
    std::uint64_t elementCount = 0;  ///< of the type's elements
};

/// A view of a storage. Numbers are not negative; that they fit the storage is for the container's reader to check.
struct PickleTensor {
    std::size_t storage = 0;              ///< index
    const PickleGlobal* type = nullptr;   ///< of the elements: the storage's, or for untyped ones the tensor's own
    std::uint64_t elementOffset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;    ///< in elements, one for each dimension
};

struct PickleDocument {
    std::vector<PickleValue> values;
    std::vector<PickleStorage> storages;
    std::vector<PickleTensor> tensors;
    PickleId root = 0;
    std::size_t byteSize = 0;  ///< of the pickle, up to and with its STOP
};

/// Why a pickle was not read. EndsTooEarly is apart, for those who have read only a part of it.
struct PickleRefusal {
    enum class Kind { Damaged = 1, Refused, EndsTooEarly };
    Kind kind = Kind::Damaged;
    std::string reason;  ///< end of a sentence, safe to display
};

/// Reads one pickle without running anything: an allow-list of instructions, an allow-list of names (see
/// pickle_globals.h), bounded stack, memo and values. `bytes` must outlive the document. Any thread.
/// Requires: `document` is empty. Guarantees: nothing returned means success.
std::optional<PickleRefusal> readPickle(std::string_view bytes, PickleDocument& document);

}  // namespace limn::checkpoint
