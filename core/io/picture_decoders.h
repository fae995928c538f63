// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/io/jpeg_segments.h"
#include "core/io/png_chunks.h"
#include "core/io/webp_chunks.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>

namespace limn {

// Pixels of a picture that was walked. A picture with missing or broken pixels is an error, never
// half a picture. The orientation is not applied here. Requires the bytes that were walked. Any
// thread.

Outcome<Image> decodePng(const PngChunks& png, std::string_view name, std::stop_token stop);
Outcome<Image> decodeJpeg(const JpegSegments& jpeg, std::span<const std::uint8_t> file,
                          std::string_view name, std::stop_token stop);
Outcome<Image> decodeWebp(const WebpChunks& webp, std::string_view name, std::stop_token stop);

}  // namespace limn
