// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_prompts.h"
#include "inference/starter/half_weights.h"
#include "inference/starter/starter_export.h"
#include "inference/starter/vocabulary.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace limn::starter {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;

Json wordsJson(std::string_view name, const Words& words) {
    return {{"name", name}, {"english", words.english}, {"indonesian", words.indonesian}};
}

Json wordsJson(std::string_view name, const Words& words, const Words& phrases) {
    Json entry = wordsJson(name, words);
    entry["english_phrases"] = phrases.english;
    entry["indonesian_phrases"] = phrases.indonesian;
    return entry;
}

Json thingsJson() {
    Json all = Json::array();
    for (const Thing& thing : things()) {
        Json entry = wordsJson(thing.name, thing.words);
        Json plurals = Json::array();
        for (const auto word : thing.words.english) {
            plurals.push_back(pluralOf(word));
        }
        entry["english_plurals"] = std::move(plurals);
        all.push_back(std::move(entry));
    }
    return all;
}

Json coloursJson() {
    Json all = Json::array();
    for (int i = 2; i <= kTintCount; ++i) {  // the first is a thing's own colour
        const auto tint = static_cast<Tint>(i);
        all.push_back(wordsJson(tintName(tint), tintWords(tint)));
    }
    return all;
}

Json placesJson() {
    Json all = Json::array();
    for (int i = 1; i <= kPlaceCount; ++i) {
        const auto place = static_cast<Place>(i);
        all.push_back(wordsJson(placeName(place), placeNouns(place), placePhrases(place)));
    }
    return all;
}

Json timesJson() {
    Json all = Json::array();
    for (int i = 1; i <= kTimeCount; ++i) {
        const auto time = static_cast<TimeOfDay>(i);
        all.push_back(wordsJson(timeName(time), timeTags(time), timePhrases(time)));
    }
    return all;
}

Json weathersJson() {
    Json all = Json::array();
    for (int i = 2; i <= kWeatherCount; ++i) {  // the first is clear
        const auto weather = static_cast<Weather>(i);
        all.push_back(
            wordsJson(weatherName(weather), weatherTags(weather), weatherPhrases(weather)));
    }
    return all;
}

Json stylesJson() {
    Json all = Json::array();
    for (int i = 2; i <= kStyleCount; ++i) {  // the first is the plain one
        const auto style = static_cast<Style>(i);
        all.push_back(wordsJson(styleName(style), styleTags(style)));
    }
    return all;
}

/// Weather and style are claimed by a model that was asked for them: older weights do not know them.
bool wasMeasured(const Json& measured, Split split) {
    return measured.is_object() && std::ranges::any_of(measured["splits"], [&](const Json& score) {
               return score.value("name", "").starts_with(std::string(splitCode(split)) + " ");
           });
}

/// What was measured, or null: a figure that was not measured is not written.
Result<Json> measuredJson(const std::filesystem::path& file) {
    if (file.empty()) {
        return Json(nullptr);
    }
    std::ifstream stream(file);
    auto json = Json::parse(stream, nullptr, false);
    if (json.is_discarded() || !json.is_object() || !json.contains("splits")) {
        return Error{ErrorCode::FileDamaged,
                     "The file '" + file.string() + "' holds no figures of the benchmark.",
                     {}};
    }
    return json;
}

}  // namespace

Status writeCapabilities(const std::filesystem::path& folder,
                         const std::filesystem::path& benchmarkJson) {
    const auto measured = measuredJson(benchmarkJson);
    if (!measured) {
        return measured.error();
    }
    Json json{
        {"format", kFormatVersion},
        {"name", "Limn starter"},
        {"made_by", "The Limn authors, with limn-starter, from pictures that it draws itself"},
        {"licence",
         "Apache-2.0; things after Noto Color Emoji (OFL-1.1), words of Unicode CLDR "
         "(Unicode-DFS-2016)"},
        {"summary",
         "Draws one to three of these things in these places and times of day, as flat pictures. "
         "Nothing "
         "else: no people, no text, no photographs."},
        {"native_size_px", 128},
        {"defaults", {{"steps", 12}, {"guidance_scale", 3.0}}},
        {"counts", {1, 2, 3}},
        {"languages", {"en", "id"}},
        {"things", thingsJson()},
        {"colours", coloursJson()},
        {"places", placesJson()},
        {"times", timesJson()}};
    if (wasMeasured(*measured, Split::Weather)) {
        json["weathers"] = weathersJson();
    }
    if (wasMeasured(*measured, Split::Style)) {
        json["styles"] = stylesJson();
    }
    json["measured"] = *measured;
    return writeText(folder / "limn-capabilities.json", json.dump(1) + "\n");
}

}  // namespace limn::starter
