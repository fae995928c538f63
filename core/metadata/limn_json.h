// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/metadata/GenerationData.h"

#include <string>
#include <string_view>

namespace limn {

// Limn's own text in a picture: one JSON object, "schema": "limn.generation/1". In a PNG it is the
// text chunk of this key; in JPEG and WebP the XMP property of the same name.
inline constexpr const char* kLimnTextKey = "limn";

/// Valid UTF-8 in, one line out. Fields that are not said are left out.
std::string writeLimnJson(const GenerationData& data);

/// FileDamaged if it is not such an object. A newer schema is read as far as it is known. Any thread.
Result<GenerationData> readLimnJson(std::string_view text);

}  // namespace limn
