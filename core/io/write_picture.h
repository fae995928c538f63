// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/AtomicFile.h"
#include "core/base/Image.h"
#include "core/base/Result.h"
#include "core/io/PictureMetadata.h"
#include "core/io/insert_metadata.h"
#include "core/io/xmp.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// How much detail the formats that lose some keep.
struct PictureQuality {
    int jpeg = 95;  ///< 1 ... 100
    int webp = 92;  ///< 1 ... 100; 100 is lossless
};

/// The whole file in memory. Requires 1, 3 or 4 channels and a picture that is not empty.
Result<MarkedFile> encodePicture(const Image& image, PictureFormat format,
                                 const PictureMetadata& metadata,
                                 const PictureQuality& quality = {});

/// Writes a picture whole or not at all; it is on the medium when this returns. The name's extension
/// chooses the format (Unsupported if it names none). Gives full sentences on metadata that the format
/// could not hold. Any thread but the GUI's.
Result<std::vector<std::string>> writePicture(const std::filesystem::path& file, const Image& image,
                                              const PictureMetadata& metadata, Overwrite overwrite,
                                              const PictureQuality& quality = {});

/// Changes XMP properties of a picture file that exists; every byte of its pixels stays. The file is
/// replaced in one step. Unsupported if it carries content credentials (C2PA), whose signature any
/// change breaks. Any thread but the GUI's.
Status setPictureXmp(const std::filesystem::path& file, const XmpFields& changes);

}  // namespace limn
