// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/ByteSource.h"
#include "inference/checkpoint/CheckpointIndex.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace limn::checkpoint {

// The header parsers behind CheckpointIndex.h, over any source of bytes: this is what tests and fuzzers call.
// The resulting index has no `files` yet; every record has fileIndex 0. Any thread.

Result<CheckpointIndex> parseSafetensors(const ByteSource& source);
Result<CheckpointIndex> parsePickle(const ByteSource& source);
Result<CheckpointIndex> parseGguf(const ByteSource& source);
/// One model file of any kind, by its content. A sharded index is not one file and so is Unsupported here.
Result<CheckpointIndex> parseSingleFile(const ByteSource& source);

inline constexpr std::uint64_t kMaxDimension = (1ULL << 48U) - 1;
inline constexpr std::size_t kMaxRank = 8;
inline constexpr std::size_t kMaxTensors = 200'000;
inline constexpr std::size_t kMaxNameBytes = 1024;
inline constexpr std::size_t kMaxMetadataEntries = 65'536;
inline constexpr std::size_t kMaxWarnings = 50;

/// Number of elements, or nothing when a dimension is over kMaxDimension or the product of the dimensions that are
/// not 0 exceeds 2^60: so strides of any such shape fit 64 bits, whatever the order of its dimensions.
std::optional<std::uint64_t> elementCount(std::span<const std::int64_t> shape);

std::optional<std::uint64_t> checkedAdd(std::uint64_t a, std::uint64_t b);
std::optional<std::uint64_t> checkedMultiply(std::uint64_t a, std::uint64_t b);

/// Sorts by name; fails if two tensors have the same.
Status sortByName(const ByteSource& source, CheckpointIndex& index);

/// Keeps the list of warnings readable: the 51st says that more were left out, later ones are dropped.
void addWarning(CheckpointIndex& index, std::string sentence);

/// Opens the file, parses it and checks that it did not change meanwhile.
Result<CheckpointIndex> indexFile(const std::filesystem::path& file,
                                  const std::function<Result<CheckpointIndex>(const ByteSource&)>& parse);

}  // namespace limn::checkpoint
