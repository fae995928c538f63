// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/engine/Engine.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace limn::cli {

/// A finished picture and everything its file is to tell about how it was made.
struct PictureToSave {
    const GeneratedImage& picture;
    const GenerateRequest& request;
    const ModelInfo& model;
    std::string modelName;
    bool mayOverwrite = false;
};

/// Whole or not at all, on the medium when it returns; the extension chooses the format.
Status savePicture(const std::filesystem::path& path, const PictureToSave& order);

/// PNG, JPEG or WebP; checked sizes, never more memory than the file's real content pays for.
Outcome<Image> loadPicture(const std::filesystem::path& path, const std::stop_token& stop);

}  // namespace limn::cli
