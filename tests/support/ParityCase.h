// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "core/engine/Engine.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn::test {

/// One entry of tests/golden/cases.json: what to load, what to ask, and the pictures that diffusers gave.
struct ParityCase {
    std::string name;
    std::string reading;
    std::string modelKey;  ///< equal keys need the same model and LoRAs: load once
    LoadRequest load;      ///< fp32 on the CPU
    GenerateRequest request;
    std::vector<std::filesystem::path> pictures;
};

/// Names of all cases of an index file, in order.
Result<std::vector<std::string>> parityCaseNames(const std::filesystem::path& indexJson);

/// Reads a case and puts its model together under `scratch`: a folder with another scheduler, a single file filled by
/// its recipe, or an unpacked one. What an earlier case of the same model left there is used again.
Result<ParityCase> readParityCase(const std::filesystem::path& indexJson, const std::string& name,
                                  const std::filesystem::path& scratch);

/// With Qt's decoder, which owes nothing to ours (ReferencePicture.cpp). RGB or grey, 8 bits.
Result<Image> readReferencePicture(const std::filesystem::path& file);

/// How near two pictures of the same shape are.
struct PictureDifference {
    double shareWithin1 = 0;  ///< of the channel values, 0 ... 1
    double shareEqual = 0;
    int largest = 0;
};
PictureDifference compare(const Image& a, const Image& b);

}  // namespace limn::test
