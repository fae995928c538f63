// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/chat_prompts.h"

#include <algorithm>
#include <array>

namespace limn::pipelines {
namespace {

using tokenizers::TextPart;

constexpr std::string_view kHelpful = "You are a helpful assistant.";
constexpr const char* kToolsBegin =
    "# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are "
    "provided with function "
    "signatures within <tools></tools> XML tags:\n<tools>";
constexpr const char* kToolsEnd =
    "\n</tools>\n\nFor each function call, return a json object with function name and arguments "
    "within "
    "<tool_call></tool_call> XML tags:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": "
    "<args-json-object>}\n</tool_call>";

class ChatWriter {
public:
    void fixed(std::string text) {
        m_parts.push_back({TextPart::Origin::Template, std::move(text)});
    }
    void data(std::string text) { m_parts.push_back({TextPart::Origin::Data, std::move(text)}); }
    std::vector<TextPart> take() { return std::move(m_parts); }

private:
    std::vector<TextPart> m_parts;
};

const char* nameOf(Speaker speaker) {
    switch (speaker) {
    case Speaker::System:
        return "system";
    case Speaker::Assistant:
        return "assistant";
    case Speaker::User:
        break;
    }
    return "user";
}

void writeSystem(ChatWriter& out, const ChatTurn* given, std::span<const std::string> tools,
                 bool hasDefault) {
    if (given == nullptr && tools.empty() && !hasDefault) {
        return;
    }
    out.fixed("<|im_start|>system\n");
    if (given != nullptr) {
        out.data(given->text);
    } else if (hasDefault) {
        out.fixed(std::string(kHelpful));
    }
    if (!tools.empty()) {
        if (given != nullptr || hasDefault) {
            out.fixed("\n\n");
        }
        out.fixed(kToolsBegin);
        for (const auto& tool : tools) {
            out.fixed("\n");
            out.data(tool);
        }
        out.fixed(kToolsEnd);
    }
    out.fixed("<|im_end|>\n");
}

}  // namespace

namespace {

/// Whether the assistant's turn is opened with a thought that is left open. (Where a template closes it at once, that is
/// for those who want none.)
bool opensThought(std::string_view chatTemplate) {
    const auto opening = chatTemplate.rfind("add_generation_prompt");
    const auto end =
        opening == std::string_view::npos ? std::string_view() : chatTemplate.substr(opening);
    return end.find("<think>") != std::string_view::npos &&
           end.find("</think>") == std::string_view::npos;
}

}  // namespace

std::optional<ChatFormat> chatFormatOf(std::string_view chatTemplate) {
    constexpr std::array<std::string_view, 6> kQwen{"<|im_start|>",     "<|im_end|>",
                                                    "<|vision_start|>", "<|image_pad|>",
                                                    "<|vision_end|>",   "assistant"};
    const auto holds = [&](std::string_view word) {
        return chatTemplate.find(word) != std::string_view::npos;
    };
    if (!std::all_of(kQwen.begin(), kQwen.end(), holds)) {
        return std::nullopt;
    }
    if (opensThought(chatTemplate)) {
        return ChatFormat::QwenThinking;
    }
    return holds(kHelpful) ? ChatFormat::QwenWithSystem : ChatFormat::Qwen;
}

std::vector<TextPart> writeChat(ChatFormat format, std::span<const ChatTurn> turns,
                                std::span<const std::string> tools,
                                std::span<const std::string> pictures) {
    ChatWriter out;
    const bool hasSystem = !turns.empty() && turns.front().speaker == Speaker::System;
    writeSystem(out, hasSystem ? &turns.front() : nullptr, tools,
                format == ChatFormat::QwenWithSystem);
    std::size_t picture = 0;
    for (const auto& turn : turns.subspan(hasSystem ? 1 : 0)) {
        out.fixed(std::string("<|im_start|>") + nameOf(turn.speaker) + "\n");
        for (std::size_t i = 0; i < turn.pictures.size(); ++i) {
            out.fixed(pictures[picture++]);
        }
        out.data(turn.text);
        out.fixed("<|im_end|>\n");
    }
    out.fixed(format == ChatFormat::QwenThinking ? "<|im_start|>assistant\n<think>\n"
                                                 : "<|im_start|>assistant\n");
    return out.take();
}

bool isSmolVLMTemplate(std::string_view chatTemplate) {
    constexpr std::array<std::string_view, 4> kWords{"<|im_start|>", "<end_of_utterance>",
                                                     "<image>", "Assistant:"};
    return std::all_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
        return chatTemplate.find(word) != std::string_view::npos;
    });
}

std::vector<TextPart> writeSmolVLMChat(std::span<const ChatTurn> turns,
                                       std::span<const std::string> pictures) {
    ChatWriter out;
    std::size_t picture = 0;
    out.fixed("<|im_start|>");
    for (const auto& turn : turns) {
        std::string name = nameOf(turn.speaker);
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
        out.fixed(name + (turn.pictures.empty() ? ": " : ":"));
        for (std::size_t i = 0; i < turn.pictures.size(); ++i) {
            out.fixed(pictures[picture++]);
        }
        out.data(turn.text);
        out.fixed("<end_of_utterance>\n");
    }
    out.fixed("Assistant:");
    return out.take();
}

}  // namespace limn::pipelines
