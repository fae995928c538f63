// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"

#include <cstdint>
#include <vector>

namespace limn {

// Pixels to the bytes of a file without metadata. Requires 1, 3 or 4 channels. Memory: about one more
// picture. Errors: WriteFailed in the library's words. Not stoppable: a finished picture is worth the
// second that this takes.

Result<std::vector<std::uint8_t>> encodePng(const Image& image);
/// Full colour resolution. JPEG has no transparency: it is laid on white.
Result<std::vector<std::uint8_t>> encodeJpeg(const Image& image, int quality);
/// `quality` 100 is lossless. Unsupported beyond 16383 pixels a side.
Result<std::vector<std::uint8_t>> encodeWebp(const Image& image, int quality);

}  // namespace limn
