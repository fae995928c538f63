// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace limn::checkpoint {

/// Element types that files use. `Other` is a well-formed type that Limn does not compute with (fp8, int4, GGUF's
/// quantised blocks ...): it can be listed, not loaded.
enum class ElementType { Bool = 1, U8, I8, I16, I32, I64, F16, BF16, F32, F64, Other };

/// Bytes of one element; 0 for Other.
std::size_t elementBytes(ElementType type);
/// "F16", "BF16" ...
std::string_view elementTypeName(ElementType type);

enum class FileFormat { Safetensors = 1, PickleZip, Gguf };
/// "safetensors", "pickle", "gguf"
std::string_view fileFormatName(FileFormat format);

/// Where one tensor lies. Everything here has been checked against the file's size: reading
/// [byteOffset, byteOffset + byteSize) of files[fileIndex] stays inside the file.
struct TensorRecord {
    std::string name;
    ElementType type = ElementType::Other;
    std::string typeName;              ///< as the file spells it: "F16", "Q4_K", "torch.FloatStorage"
    std::vector<std::int64_t> shape;   ///< every dimension 0 ... 2^48 - 1, at most 8 of them
    std::vector<std::int64_t> strides; ///< in elements; empty = contiguous, row-major
    std::size_t fileIndex = 0;
    std::uint64_t byteOffset = 0;      ///< of element 0, from the start of the file; may be unaligned
    std::uint64_t byteSize = 0;        ///< of the span that the strides reach, from byteOffset
};

/// The checksum that a ZIP archive gives for the entry that holds tensors. Not checked when the headers are read:
/// whoever uses the bytes does that (stored_sums.h).
struct StoredSum {
    std::string entry;  ///< "archive/data/922"
    std::size_t fileIndex = 0;
    std::uint64_t byteOffset = 0;
    std::uint64_t byteSize = 0;
    std::uint32_t crc32 = 0;
};

/// A model file's table of contents: names, shapes and places, no data. Made by reading headers only.
struct CheckpointIndex {
    FileFormat format = FileFormat::Safetensors;
    std::vector<std::filesystem::path> files;  ///< one, or the shards
    std::vector<TensorRecord> tensors;         ///< sorted by name, names unique
    std::vector<StoredSum> sums;               ///< sorted by file and place, nothing overlaps; most formats have none
    std::map<std::string, std::string> metadata;
    std::vector<std::string> warnings;         ///< full sentences about what was odd but harmless

    /// nullptr if there is none. O(log n).
    const TensorRecord* find(std::string_view name) const;
    /// The sum over the bytes that hold this tensor; nullptr if the file has none. O(log n).
    const StoredSum* sumOf(const TensorRecord& record) const;
};

/// Dispatches on content, never on the extension. Executes nothing from the file, allocates nothing that the file's
/// real size does not pay for. Errors name the file, what was expected and what was found.
/// A `*.index.json` (sharded safetensors) is accepted too; its shards must be bare names in the same folder.
Result<CheckpointIndex> readCheckpointIndex(const std::filesystem::path& file, std::stop_token stop = {});

Result<CheckpointIndex> readSafetensorsIndex(const std::filesystem::path& file);
Result<CheckpointIndex> readShardedIndex(const std::filesystem::path& indexJson, std::stop_token stop = {});
Result<CheckpointIndex> readPickleIndex(const std::filesystem::path& file);
Result<CheckpointIndex> readGgufIndex(const std::filesystem::path& file);

}  // namespace limn::checkpoint
