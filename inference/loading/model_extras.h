// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/pipelines/LatentCodec.h"
#include "inference/pipelines/Upscaler.h"

#include <filesystem>
#include <memory>
#include <stop_token>

// What may be loaded beside a model. Each strictly, or nn::Failure with one sentence if the file is something else or
// lacks anything.

namespace limn::loading {

struct ExtraPlacement {
    at::Device device = at::kCPU;
    at::ScalarType type = at::kFloat;
};

/// A compact ESRGAN out of a .safetensors or .pth file.
std::unique_ptr<pipelines::Upscaler> loadUpscaler(const std::filesystem::path& file,
                                                  ExtraPlacement placement,
                                                  const std::stop_token& stop);

/// An AutoencoderTiny out of a folder or file.
std::unique_ptr<pipelines::LatentCodec> loadPreviewAutoencoder(const std::filesystem::path& path,
                                                               ExtraPlacement placement,
                                                               const std::stop_token& stop);

/// What a model's folder brings along under this name; empty if it is no folder or has none.
std::filesystem::path extraInFolder(const std::filesystem::path& model, const char* name);

}  // namespace limn::loading
