// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/ByteSource.h"
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/PickleReader.h"

#include <cstdint>
#include <span>

namespace limn::checkpoint {

/// Where a storage's bytes lie, inside the source.
struct StoragePlace {
    std::uint64_t byteOffset = 0;
    std::uint64_t byteSize = 0;
};

/// Names the tensors of a pickle's dictionary and places each in its storage. `places` has one entry for each of
/// document.storages. Names: the keys of the top dictionary's `state_dict` if it has one, else of the top dictionary;
/// of dictionaries in it, "outer.inner". What is no tensor is passed over with a warning.
Result<CheckpointIndex> indexPickledTensors(const ByteSource& source, const PickleDocument& document,
                                            std::span<const StoragePlace> places);

}  // namespace limn::checkpoint
