// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/ModelDescription.h"
#include "inference/tokenizers/ClipTokenizer.h"

namespace limn::loading {

/// The tokenizer that a model's folder brings, or the CLIP vocabulary that is installed with Limn.
Result<tokenizers::ClipTokenizer> loadTokenizer(const checkpoint::TokenizerSource& source);

}  // namespace limn::loading
