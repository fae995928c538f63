// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/ByteSource.h"

#include <string>

namespace limn::checkpoint {

/// What a file's first bytes say that it is. Names and extensions play no part: pickles renamed to .safetensors exist.
enum class ContentKind { Safetensors = 1, Pickle, Gguf, JsonText, Other };

struct Content {
    ContentKind kind = ContentKind::Other;
    Error error;  ///< of Other: a sentence for what it is instead of a model
};

Result<Content> recogniseContent(const ByteSource& source);

}  // namespace limn::checkpoint
