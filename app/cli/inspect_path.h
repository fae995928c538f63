// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/metadata/GenerationData.h"
#include "inference/checkpoint/key_report.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::cli {

/// What a path is. The fields are the contract's JSON keys.
struct InspectReport {
    std::filesystem::path path;
    std::string kind =
        "unknown";  ///< "checkpoint", "lora", "autoencoder", "text-encoder", "description-model",
                    ///< "picture", "unknown"
    std::string format;  ///< "safetensors", "pickle", "gguf", "diffusers", "png" ...
    std::string architecture;  ///< in words: "Stable Diffusion 1.x inpainting"
    std::string
        family;  ///< one word that does not change: "stable-diffusion-1"; empty: none that Limn runs
    std::uint64_t parameters = 0;
    std::map<std::string, std::uint64_t> dtypes;  ///< tensors of each element type: "F16" ...
    std::uint64_t tensors = 0;
    std::map<std::string, std::string> metadata;
    std::vector<std::string> problems;  ///< full sentences
    /// Of a model, if this build can tell; a problem tells of the first.
    std::optional<std::vector<checkpoint::WrongShape>> wrongShapes;
    /// Of a model: all keys that are missing or not used, "file: key".
    std::optional<std::vector<std::string>> missing;
    std::optional<std::vector<std::string>> unexpected;
    bool canRun = true;  ///< of a model: no problem keeps it from being used

    struct Picture {
        int widthPx = 0;
        int heightPx = 0;
        std::optional<GenerationData> generation;
    };
    std::optional<Picture> picture;

    /// "a LoRA", "a picture" ...
    std::string kindPhrase() const;
};

/// Looks at the headers of models and at the pixels of pictures, and runs nothing. Fails if nothing
/// is there, or if it is damaged or hostile; what a stop left unread is an error too. Any thread.
/// An empty `checkKeys` compares the names of tensors and not their shapes.
Result<InspectReport> inspectPath(const std::filesystem::path& path, const std::stop_token& stop,
                                  const checkpoint::KeyCheck& checkKeys = {});

}  // namespace limn::cli
