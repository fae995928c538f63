// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/CheckpointIndex.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace limn::test {

/// One tensor by formula: see tests/golden/weight_recipe.py, which is the other implementation.
struct RecipeTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    int multiplier = 1;
    int exponent = 0;
    int offset = 0;
    std::int64_t period = 0;  ///< in elements; 0 = none
    std::string type;         ///< "" = what the file is written in; "F32" or "I64"
};

/// A model file as a list of names. The values are exact in bf16, fp16 and fp32.
struct WeightRecipe {
    std::vector<RecipeTensor> tensors;

    static Result<WeightRecipe> read(const std::filesystem::path& json);
    /// A safetensors file in F16, BF16 or F32. Takes the file's size in memory.
    Status write(const std::filesystem::path& file, checkpoint::ElementType type) const;
};

}  // namespace limn::test
