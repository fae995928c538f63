// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/pointed_boxes.h"

#include "core/json/strict_json.h"

#include <algorithm>
#include <array>
#include <optional>

namespace limn {
namespace {

constexpr std::size_t kMostBoxes = 100;
constexpr std::string_view kFence = "```";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view withoutFence(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with(kFence)) {
        return text;
    }
    const auto begin = text.find('\n');
    const auto end = text.rfind(kFence);
    return begin == std::string_view::npos || end <= begin
               ? std::string_view()
               : trimmed(text.substr(begin, end - begin));
}

std::optional<PointedBox> boxFrom(const nlohmann::json& entry) {
    if (!entry.is_object() || !entry.contains("bbox_2d")) {
        return std::nullopt;
    }
    const auto& edges = entry["bbox_2d"];
    std::array<double, 4> share{};
    if (!edges.is_array() || edges.size() != share.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < share.size(); ++i) {
        if (!edges[i].is_number()) {
            return std::nullopt;
        }
        share.at(i) = std::clamp(edges[i].get<double>() / 1000, 0.0, 1.0);
    }
    const auto& [left, top, right, bottom] = share;
    if (left >= right || top >= bottom) {
        return std::nullopt;
    }
    const auto label = entry.find("label");
    return PointedBox{
        label != entry.end() && label->is_string() ? label->get<std::string>() : std::string(),
        left, top, right, bottom};
}

}  // namespace

std::vector<PointedBox> pointedBoxes(std::string_view answer) {
    std::vector<PointedBox> boxes;
    if (!mayPoint(answer)) {
        return boxes;
    }
    const auto parsed =
        parseStrictJson(withoutFence(answer), "answer",
                        {.maxBytes = 1U << 16U, .maxDepth = 8, .maxElements = 20000});
    if (!parsed || !parsed->is_array()) {
        return boxes;
    }
    for (const auto& entry : *parsed) {
        auto box = boxFrom(entry);
        if (!box) {
            return {};
        }
        if (boxes.size() < kMostBoxes) {
            boxes.push_back(*std::move(box));
        }
    }
    return boxes;
}

bool mayPoint(std::string_view beginning) {
    const auto text = trimmed(beginning);
    return text.starts_with('[') || text.starts_with('{') || text.starts_with('`');
}

}  // namespace limn
