// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/PictureFacts.h"

#include <array>

namespace limn::vision {
namespace {

std::string kindWords(PictureKind kind) {
    switch (kind) {
    case PictureKind::Empty:
        return "An empty picture";
    case PictureKind::TextPage:
        return "A page of writing";
    case PictureKind::Screenshot:
        return "A screenshot or a chart";
    case PictureKind::Drawing:
        return "A drawing";
    case PictureKind::Photograph:
        return "A photograph, a painting or a rendering";
    }
    return "A picture";
}

std::string lightWords(double lightness) {
    return lightness < 0.25  ? "very dark"
           : lightness < 0.42 ? "rather dark"
           : lightness < 0.66 ? "of middle brightness"
           : lightness < 0.85 ? "rather bright"
                              : "very bright";
}

std::string colourWords(const PictureFacts& facts) {
    if (facts.above != facts.below) {
        return std::string("Mostly ") + englishName(facts.above) + " above and " + englishName(facts.below) + " below";
    }
    if (facts.colours.empty()) {
        return "Of many colours";
    }
    std::string words = std::string("Mostly ") + englishName(facts.colours.front().colour);
    if (facts.colours.size() > 1) {
        words += std::string(" with ") + englishName(facts.colours[1].colour);
    }
    return words;
}

/// " with two faces". That none were found is no proof that there are none.
std::string faceWords(const PictureFacts& facts) {
    static constexpr std::array<const char*, 10> numbers{"one", "two",   "three", "four", "five",
                                                         "six", "seven", "eight", "nine", "ten"};
    const std::size_t count = facts.faces ? facts.faces->size() : 0;
    if (count == 0) {
        return {};
    }
    return " with " + (count <= numbers.size() ? std::string(numbers[count - 1]) : std::to_string(count)) +
           (count == 1 ? " face" : " faces");
}

}  // namespace

std::string describeFacts(const PictureFacts& facts) {
    std::string text = kindWords(facts.kind) + faceWords(facts) + ", " + std::to_string(facts.widthPx) + " × " +
                       std::to_string(facts.heightPx) + " pixels. " + colourWords(facts) + ", " +
                       lightWords(facts.lightness) + ".";
    if (facts.isBlurred) {
        text += " Its edges are soft throughout.";
    }
    if (facts.isNoisy) {
        text += " It is grainy, or finely textured.";
    }
    if (facts.isBlocky) {
        text += " Strong compression shows as blocks.";
    }
    return text;
}

std::string describeFactsBriefly(const PictureFacts& facts) {
    return kindWords(facts.kind) + faceWords(facts) + ". " + colourWords(facts) + ", " + lightWords(facts.lightness) + ".";
}

}  // namespace limn::vision
