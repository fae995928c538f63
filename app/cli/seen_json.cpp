// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/seen_json.h"

#include <nlohmann/json.hpp>

namespace limn::cli {
namespace {

using Json = nlohmann::ordered_json;

const char* kindName(match::ClaimKind kind) {
    switch (kind) {
    case match::ClaimKind::Thing:
        return "thing";
    case match::ClaimKind::Count:
        return "count";
    case match::ClaimKind::Colour:
        return "colour";
    case match::ClaimKind::Attribute:
        return "attribute";
    case match::ClaimKind::Relation:
        return "relation";
    case match::ClaimKind::Scene:
        return "scene";
    case match::ClaimKind::Style:
        return "style";
    case match::ClaimKind::Writing:
        return "writing";
    case match::ClaimKind::Absence:
        return "absence";
    }
    return "";
}

const char* kindName(vision::PictureKind kind) {
    switch (kind) {
    case vision::PictureKind::Empty:
        return "empty";
    case vision::PictureKind::TextPage:
        return "text_page";
    case vision::PictureKind::Screenshot:
        return "screenshot";
    case vision::PictureKind::Drawing:
        return "drawing";
    case vision::PictureKind::Photograph:
        return "photograph_painting_or_rendering";
    }
    return "";
}

const char* shapeName(vision::PictureShape shape) {
    switch (shape) {
    case vision::PictureShape::Portrait:
        return "portrait";
    case vision::PictureShape::Landscape:
        return "landscape";
    case vision::PictureShape::Square:
        return "square";
    }
    return "";
}

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Json modellessJson(const std::filesystem::path& image, const std::string& task, const std::string& witness,
                   const std::string& text, double confidence, double seconds) {
    return {{"image", image.string()},
            {"task", task},
            {"model", witness},
            {"text", text},
            {"token_ids", Json::array()},
            {"confidence", confidence},
            {"seconds", {{"load", 0.0}, {"encode", 0.0}, {"prefill", 0.0}, {"decode", 0.0}, {"total", seconds}}}};
}

Json factsJson(const vision::PictureFacts& facts, int exifOrientation) {
    Json colours = Json::array();
    for (const auto& colour : facts.colours) {
        colours.push_back({{"name", vision::englishName(colour.colour)}, {"share", colour.share}});
    }
    Json faces;  // null: nobody looked
    if (facts.faces) {
        faces = Json::array();
        for (const vision::Face& face : *facts.faces) {
            faces.push_back({face.left, face.top, face.right, face.bottom});
        }
    }
    return {{"width", facts.widthPx},
            {"height", facts.heightPx},
            {"orientation", shapeName(facts.shape)},
            {"exif_orientation", exifOrientation},
            {"kind", kindName(facts.kind)},
            {"faces", std::move(faces)},
            {"colours", std::move(colours)},
            {"above", vision::englishName(facts.above)},
            {"below", vision::englishName(facts.below)},
            {"lightness", facts.lightness},
            {"contrast", facts.contrast},
            {"sharpness", facts.sharpness},
            {"noise", facts.noise},
            {"blockiness", facts.blockiness},
            {"banding", facts.banding},
            {"is_blurred", facts.isBlurred},
            {"is_noisy", facts.isNoisy},
            {"is_blocky", facts.isBlocky},
            {"is_banded", facts.isBanded},
            {"clipped_light", facts.clippedLight},
            {"clipped_dark", facts.clippedDark}};
}

Json linesJson(const vision::TextReading& reading) {
    Json lines = Json::array();
    for (const auto& line : reading.lines) {
        lines.push_back({{"text", line.text},
                         {"box", {line.xPx, line.yPx, line.widthPx, line.heightPx}},
                         {"confidence", line.confidence}});
        if (!line.code.empty()) {
            lines.back()["code"] = line.code;
        }
    }
    return lines;
}

Json matchJson(const match::MatchReport& report) {
    Json checks = Json::array();
    for (const auto& check : report.checks) {
        checks.push_back({{"claim", check.claim.words},
                          {"holds", orNull(check.holds)},
                          {"evidence", match::evidenceWords(check)},
                          {"kind", kindName(check.claim.kind)},
                          {"probability", orNull(check.probability)}});
    }
    return {{"score", orNull(report.score)},
            {"checks", std::move(checks)},
            {"missing", match::missingWords(report)},
            {"complete", !report.isCut}};
}

}  // namespace limn::cli
