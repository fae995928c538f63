// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Description.h"
#include "inference/tokenizers/ByteLevelTokenizer.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn::pipelines {

/// The chat templates that Limn writes itself. A model's file brings a program for a template engine; what it does is
/// written out here for the families that are known, and others are refused.
enum class ChatFormat {
    Qwen = 1,        ///< Qwen 3-VL: no system turn unless one is given
    QwenWithSystem,  ///< Qwen 2-VL and 2.5-VL: "You are a helpful assistant." where none is given
    QwenThinking,  ///< Qwen 3-VL Thinking: the answer begins inside of a thought, which "</think>" ends
};

/// Which of them a chat_template is; nullopt if none.
std::optional<ChatFormat> chatFormatOf(std::string_view chatTemplate);

/// The prompt up to where the assistant begins. `pictures` holds, in order, what stands for each picture: the format's
/// control tokens with as many places as the picture has words.
std::vector<tokenizers::TextPart> writeChat(ChatFormat format, std::span<const ChatTurn> turns,
                                            std::span<const std::string> tools,
                                            std::span<const std::string> pictures);

/// Whether a chat_template is that of SmolVLM and Idefics3.
bool isSmolVLMTemplate(std::string_view chatTemplate);

/// Its prompt: "User:", pictures, words, end of utterance.
std::vector<tokenizers::TextPart> writeSmolVLMChat(std::span<const ChatTurn> turns,
                                                   std::span<const std::string> pictures);

}  // namespace limn::pipelines
