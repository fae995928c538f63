// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/engine/Engine.h"
#include "core/metadata/GenerationData.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::cli {

/// A finished picture and everything its file is to tell about how it was made.
struct PictureToSave {
    const GeneratedImage& picture;
    const GenerateRequest& request;
    const ModelInfo& model;
    const std::vector<LoraChoice>& loras;
    std::string modelName;    ///< what --model said, or a name of the list
    std::string modelSha256;  ///< empty if it is not known
    std::optional<SourcePicture> startPicture;
    std::string maskSha256;
    bool mayOverwrite = false;
};

/// What the file will tell. Names only, never folders: paths tell who somebody is.
GenerationData generationDataOf(const PictureToSave& order);

/// Whole or not at all, on the medium when it returns; the extension chooses the format. Gives full
/// sentences on what the format cannot hold.
Result<std::vector<std::string>> savePicture(const std::filesystem::path& path,
                                             const PictureToSave& order);

struct GivenPicture {
    Image image;
    SourcePicture source;
};

/// PNG, JPEG or WebP; checked sizes, never more memory than the file's real content pays for.
Outcome<GivenPicture> loadPicture(const std::filesystem::path& path, const std::stop_token& stop);

}  // namespace limn::cli
