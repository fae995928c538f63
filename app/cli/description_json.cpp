// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/description_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace limn::cli {

nlohmann::ordered_json descriptionJson(const PreparedDescription& prepared, const std::filesystem::path& image,
                                       const Description& description, double loadSeconds) {
    const auto& seconds = description.seconds;
    nlohmann::ordered_json object = {{"image", image.string()},
                                     {"task", prepared.task},
                                     {"model", prepared.model.name},
                                     {"text", description.text},
                                     {"token_ids", description.tokenIds},
                                     {"confidence", description.confidence},
                                     {"seconds",
                                      {{"load", loadSeconds},
                                       {"encode", seconds.encode},
                                       {"prefill", seconds.prefill},
                                       {"decode", seconds.decode},
                                       {"total", seconds.total + loadSeconds}}}};
    if (prepared.task == "tags") {
        object["tags"] = splitTags(description.text);
    }
    if (prepared.request.temperature > 0) {
        object["seed"] = prepared.request.seed;
    }
    if (description.strangeness) {
        object["strangeness"] = *description.strangeness;
    }
    object["complete"] = description.end == EndOfText::ModelEnded;
    object["prompt_tokens"] = description.promptTokens;
    if (!description.seen.empty()) {
        const auto& seen = description.seen.front();
        object["seen"] = {
            {"width", seen.widthPx}, {"height", seen.heightPx}, {"tokens", seen.tokens}};
    }
    object["peak_memory_bytes"] = description.peakMemoryBytes;
    return object;
}

std::vector<std::string> splitTags(const std::string& text) {
    std::vector<std::string> tags;
    std::string tag;
    const auto isMark = [](char c) {
        return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '*' ||
               c == '#' || c == '.';
    };
    const auto finish = [&] {
        const auto begin = std::find_if_not(tag.begin(), tag.end(), isMark);
        const auto end =
            std::find_if_not(tag.rbegin(), std::make_reverse_iterator(begin), isMark).base();
        std::string word(begin, end);
        if (!word.empty() && std::find(tags.begin(), tags.end(), word) == tags.end()) {
            tags.push_back(std::move(word));
        }
        tag.clear();
    };
    for (const char c : text) {
        if (c == ',' || c == '\n' || c == ';') {
            finish();
        } else {
            tag += c;
        }
    }
    finish();
    return tags;
}

}  // namespace limn::cli
