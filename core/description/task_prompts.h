// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <span>
#include <string_view>

namespace limn {

/// What a describing model is asked for a task; the words are resources/prompts/NAME.txt.
struct TaskPrompt {
    std::string_view language;  ///< "en", or a folder of resources/prompts
    std::string_view task;
    std::string_view words;
};

/// For each language, one a task that is a prompt: caption, detailed, alt, tags, prompt, flaws.
std::span<const TaskPrompt> taskPrompts();

/// In English where the language has none; empty if no prompt belongs to the task.
std::string_view promptOf(std::string_view task, std::string_view language = "en");

}  // namespace limn
