// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"

#include <c10/core/Device.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace limn::starter {

struct PictureOrder {
    std::string prompt;
    std::uint64_t seed = 0;
};

/// Draws prompts, 128 px each. One thread.
class PictureMaker {
public:
    virtual ~PictureMaker() = default;
    /// One picture an order, in their order. Equal orders give equal pictures, whatever is ordered beside them, up to
    /// rounding.
    virtual Result<std::vector<Image>> make(const std::vector<PictureOrder>& orders) = 0;
};

struct DrawingOptions {
    int steps = 12;
    double guidance = 3;
};

/// Through the engine, as a user does: a shipped folder.
Result<std::unique_ptr<PictureMaker>> makeEnginePictures(const std::filesystem::path& model,
                                                         const DrawingOptions& options);

/// Where a training is.
struct TrainingPlaces {
    std::filesystem::path generator;    ///< state folder
    std::filesystem::path autoencoder;  ///< state folder
    std::filesystem::path tokenizer;    ///< folder
    std::filesystem::path cache;        ///< latent cache, for its statistics
};

/// With the averaged weights of a training, in large batches.
Result<std::unique_ptr<PictureMaker>> makeStatePictures(const TrainingPlaces& places,
                                                        const DrawingOptions& options,
                                                        at::Device device = at::kCPU);

}  // namespace limn::starter
