// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_report.h"

#include "core/base/AtomicFile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace limn::starter {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) {
    return static_cast<double>(static_cast<long long>(value * 10000 + 0.5)) / 10000;
}

Json shareJson(const Share& share) {
    const Interval around = wilson(share);
    return {{"right", share.right},
            {"of", share.of},
            {"share", rounded(share.value())},
            {"low", rounded(around.low)},
            {"high", rounded(around.high)}};
}

Json scoreJson(const Score& score) {
    Json json;
    json["name"] = score.name;
    for (const NamedShare& column : scoreColumns()) {
        if ((score.*column.share).of > 0) {
            json[std::string(column.name)] = shareJson(score.*column.share);
        }
    }
    return json;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

std::string line(const char* format, double first, double second) {
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), format, first, second);
    return text.data();
}

}  // namespace

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 16> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &utc);
    return text.data();
}

std::string textOf(const BenchmarkResults& results) {
    std::string text = results.model + ", " + std::to_string(results.steps) + " steps, guidance " +
                       line("%.1f", results.guidance, 0) + ", " + std::to_string(results.seeds) +
                       " seeds a prompt, checker " + results.checkerVersion + ", " + results.date +
                       line(", %.2f s a picture\n", results.secondsPerPicture, 0);
    text +=
        "Percent, below it the 95 % interval (Wilson). bound, order: where the kinds are right. "
        "!: and the checker is sure.\n\n";
    text += tableOf(results.splits);
    if (!results.controls.empty()) {
        text += "\nControls\n" + tableOf(results.controls);
    }
    text +=
        line("prompts outside its world that it tells: %.1f %% of ",
             100 * results.cannotTold.value(), 0) +
        std::to_string(results.cannotTold.of) +
        line("; false alarms in free phrasing: %.1f %% of ", 100 * results.falseAlarms.value(), 0) +
        std::to_string(results.falseAlarms.of) + "\n";
    for (const ChangeCaught& row : results.changes) {
        text += "changed: " + row.change +
                line(" caught %.1f %% of ", 100 * row.caught.value(), 0) +
                std::to_string(row.caught.of) + "\n";
    }
    if (results.decibels && results.decibelsOnThings) {
        text += line("encode and decode: %.2f dB, on things %.2f dB\n", *results.decibels,
                     *results.decibelsOnThings);
    }
    if (!results.nearestTraining.empty()) {
        text += line("nearest training picture: median distance %.3f, smallest %.3f",
                     median(results.nearestTraining),
                     *std::ranges::min_element(results.nearestTraining));
        text += line("; of fresh renders %.3f, %.3f\n", median(results.nearestOfFresh),
                     *std::ranges::min_element(results.nearestOfFresh));
    }
    return text;
}

Status writeJson(const BenchmarkResults& results, const std::filesystem::path& file) {
    Json json{{"benchmark", "limn starter"},
              {"date", results.date},
              {"model", results.model},
              {"checker", results.checkerVersion},
              {"seeds", results.seeds},
              {"steps", results.steps},
              {"guidance", results.guidance},
              {"seconds_per_picture", rounded(results.secondsPerPicture)}};
    json["splits"] = Json::array();
    for (const Score& score : results.splits) {
        json["splits"].push_back(scoreJson(score));
    }
    json["tells_what_it_cannot"] = shareJson(results.cannotTold);
    json["false_alarms"] = shareJson(results.falseAlarms);
    json["controls"] = Json::array();
    for (const Score& score : results.controls) {
        json["controls"].push_back(scoreJson(score));
    }
    for (const ChangeCaught& row : results.changes) {
        json["changes_caught"][row.change] = shareJson(row.caught);
    }
    if (results.decibels && results.decibelsOnThings) {
        json["autoencoder"] = {{"psnr_db", rounded(*results.decibels)},
                               {"psnr_on_things_db", rounded(*results.decibelsOnThings)}};
    }
    if (!results.nearestTraining.empty()) {
        json["nearest_training"] = {
            {"median", rounded(median(results.nearestTraining))},
            {"median_of_fresh_renders", rounded(median(results.nearestOfFresh))}};
    }
    const std::string text = json.dump(2) + "\n";
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return writeFileAtomically(file, bytes, Overwrite::Replace);
}

}  // namespace limn::starter
