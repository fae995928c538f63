// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/document/CanvasContent.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// "Save as": writes the picture as PNG, JPEG or WebP (the name's extension says which), whole or not at all, and takes
/// along what its file says of how it was made. An existing file is replaced: whoever asks has asked the person. Gives
/// full sentences on what the format cannot hold. Not on the GUI thread. Requires pixels.
Result<std::vector<std::string>> saveCanvasPicture(const CanvasPicture& picture,
                                                   const std::filesystem::path& target);

}  // namespace limn
