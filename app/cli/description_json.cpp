// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/description_json.h"

#include "core/description/alt_text.h"
#include "core/description/pointed_boxes.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace limn::cli {
namespace {

/// As the lines of a reading are: left, top, width and height, in the picture's own pixels.
nlohmann::ordered_json boxesJson(const std::vector<PointedBox>& boxes, int widthPx, int heightPx) {
    auto list = nlohmann::ordered_json::array();
    for (const PointedBox& box : boxes) {
        const long left = std::lround(box.left01 * widthPx);
        const long top = std::lround(box.top01 * heightPx);
        list.push_back({{"label", box.label},
                        {"box",
                         {left, top, std::lround(box.right01 * widthPx) - left,
                          std::lround(box.bottom01 * heightPx) - top}}});
    }
    return list;
}

}  // namespace

nlohmann::ordered_json descriptionJson(const PreparedDescription& prepared,
                                       const std::filesystem::path& image,
                                       const ToldDescription& told, double loadSeconds) {
    const Description& description = told.description;
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
    if (told.isMeasured) {
        object["measured"] = true;
    }
    if (const auto boxes = pointedBoxes(description.text); !boxes.empty()) {
        object["boxes"] = boxesJson(boxes, told.widthPx, told.heightPx);
    }
    if (prepared.task == "tags") {
        object["tags"] = tagsFrom(description.text);
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

}  // namespace limn::cli
