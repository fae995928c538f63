// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/AtomicFile.h"
#include "core/base/Image.h"
#include "core/io/PictureReader.h"
#include "core/io/write_picture.h"
#include "core/metadata/GenerationData.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// Everything that a generated picture tells about itself: Limn's own JSON, A1111's text for all other
/// programs, and XMP that says "made by a model" (DigitalSourceType). Gives sentences on what the
/// format cannot hold in `leftOut`.
struct GeneratedMetadata {
    PictureMetadata metadata;
    std::vector<std::string> leftOut;
};
Result<GeneratedMetadata> metadataOf(const GenerationData& data, PictureFormat format);

/// writePicture() with this metadata.
Result<std::vector<std::string>> writeGeneratedPicture(const std::filesystem::path& file,
                                                       const Image& image,
                                                       const GenerationData& data,
                                                       Overwrite overwrite,
                                                       const PictureQuality& quality = {});

/// What a picture that is started from will be called in the metadata of its offspring: name, hash,
/// and what it was itself made from. Reads the whole file once more: not for the GUI's thread.
SourcePicture sourcePictureOf(const PictureReader& reader, const std::filesystem::path& file);

}  // namespace limn
