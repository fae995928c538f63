// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/AtomicFile.h"
#include "core/base/Result.h"
#include "inference/checkpoint/CheckpointIndex.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace limn::checkpoint {

/// A tensor to write. The bytes are row-major, little-endian and stay the caller's.
struct TensorToWrite {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// Writes a safetensors file whole or not at all. Order, header and padding are the reference writer's: element types
/// from wide to narrow, then names, so every tensor is aligned to its element; equal input gives equal files.
Status writeSafetensors(const std::filesystem::path& file, std::span<const TensorToWrite> tensors, Overwrite overwrite,
                        const std::map<std::string, std::string>& metadata = {{"format", "pt"}});

}  // namespace limn::checkpoint
