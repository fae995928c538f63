// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/prompt_syntax.h"

#include <string>
#include <string_view>
#include <vector>

namespace limn {

/// The words of a prompt without AUTOMATIC1111's marks, spaces tidied; what was taken off goes to `notes`.
/// Brackets without a partner, and those nested deeper than 64, stay as they are. Any thread.
std::string plainWords(std::string_view text, std::vector<PromptNote>& notes);

}  // namespace limn
