// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/MappedFile.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <utility>

namespace limn::loading {

/// The type torch computes with; throws nn::Failure (Unsupported) for what Limn only lists (fp8, quantised blocks).
at::ScalarType scalarTypeOf(const checkpoint::TensorRecord& record, const std::filesystem::path& file);

/// Tensors that lie in files. Each file is mapped once and lives as long as the last tensor in it.
class TensorFiles {
public:
    /// A view of the file, nothing copied, unless its place in the file is not aligned to its type.
    /// Never write into it: the mapping is read-only. Where the file keeps checksums, the bytes are compared with theirs
    /// when they are first asked for. Throws nn::Failure, and nn::OperationCancelled.
    at::Tensor read(const checkpoint::CheckpointIndex& index, const checkpoint::TensorRecord& record,
                    const std::stop_token& stop = {});

    /// Throws nn::Failure if a file changed since it was opened.
    void requireUnchanged() const;

    /// Asks the kernel to read all of these files ahead.
    void prefetch() const;

private:
    const std::shared_ptr<const checkpoint::MappedFile>& open(const std::filesystem::path& file);

    void requireIntact(const checkpoint::MappedFile& mapped, const std::filesystem::path& file,
                       const checkpoint::StoredSum& sum, const std::stop_token& stop);

    std::map<std::filesystem::path, std::shared_ptr<const checkpoint::MappedFile>> m_files;
    std::set<std::pair<std::filesystem::path, std::uint64_t>> m_intact;  // file, offset of the entry
};

}  // namespace limn::loading
