// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/ByteSource.h"
#include "inference/checkpoint/CheckpointIndex.h"

#include <cstdint>
#include <stop_token>

namespace limn::checkpoint {

/// Reads the bytes of one entry and compares them with their sum. `source` is the file that `sum` speaks of. Fails if
/// they differ, and when it was stopped. Any thread.
Status checkStoredSum(const ByteSource& source, const StoredSum& sum, const std::stop_token& stop);

/// The same for all sums of an index, until the next entry would exceed `mostBytes`, from which is taken what was read.
Status checkStoredSums(const CheckpointIndex& index, std::uint64_t& mostBytes, const std::stop_token& stop);

}  // namespace limn::checkpoint
