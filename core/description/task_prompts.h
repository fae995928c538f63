// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <span>
#include <string_view>

namespace limn {

/// What a describing model is asked for a task; the words are resources/prompts/NAME.txt.
struct TaskPrompt {
    std::string_view task;
    std::string_view words;
};

/// One a task that is a prompt: caption, detailed, alt, tags, prompt, flaws.
std::span<const TaskPrompt> taskPrompts();

/// Empty if no prompt belongs to the task.
std::string_view promptOf(std::string_view task);

}  // namespace limn
