// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"

#include <cstdint>
#include <string_view>

namespace limn::checkpoint {

/// What a name that a pickle may ask for stands for. Nothing is ever called: each is a fixed shape that
/// PickleReader fills in itself.
enum class GlobalRole {
    OrderedDict = 1,
    RebuildTensor,         ///< torch._utils._rebuild_tensor_v2
    RebuildTypedTensor,    ///< torch._utils._rebuild_tensor_v3, for types that have no storage class
    RebuildParameter,
    StorageType,           ///< torch.FloatStorage ...
    UntypedStorage,        ///< counts bytes
    DataType,              ///< torch.float16 ...
    Size,
    Placeholder,           ///< inert: calling it, building it or filling it gives another inert value
};

struct PickleGlobal {
    std::string_view module;
    std::string_view name;  ///< empty: every name in this module and in modules below it
    GlobalRole role;
    ElementType type = ElementType::Other;  ///< of StorageType and DataType
    std::uint64_t elementBytes = 0;         ///< of StorageType and DataType
};

/// nullptr if the pair is not on the list.
const PickleGlobal* findPickleGlobal(std::string_view module, std::string_view name);

}  // namespace limn::checkpoint
