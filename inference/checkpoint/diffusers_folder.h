// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/ModelDescription.h"

#include <filesystem>
#include <stop_token>

namespace limn::checkpoint {

/// A pipeline folder with model_index.json. Component folders have the fixed names that diffusers
/// gives them; nothing in the file is used as a path.
Result<ModelDescription> describeDiffusersFolder(const std::filesystem::path& folder,
                                                 std::stop_token stop);

/// A folder of one model with config.json: an autoencoder, a text encoder, a description model.
Result<ModelDescription> describeModelFolder(const std::filesystem::path& folder,
                                             std::stop_token stop);

}  // namespace limn::checkpoint
