// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/benchmark_run.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limn::starter {

/// All that one run of the benchmark found.
struct BenchmarkResults {
    std::string date;   ///< "2026-11-26"
    std::string model;  ///< what was measured: a folder, or a training state
    std::string checkerVersion;
    int seeds = 0;
    int steps = 0;
    double guidance = 0;
    double secondsPerPicture = 0;
    std::vector<Score> splits;
    std::vector<Score> controls;
    std::vector<ChangeCaught> changes;
    Share cannotTold;   ///< of split G, prompts with a word that is known to be unknown
    Share falseAlarms;  ///< of split F, prompts with one all the same
    std::optional<double> decibels;  ///< encode and decode, all pixels
    std::optional<double> decibelsOnThings;
    std::vector<double> nearestTraining;  ///< distances of generated pictures
    std::vector<double> nearestOfFresh;   ///< distances of fresh renders, beside them
};

std::string today();
std::string textOf(const BenchmarkResults& results);
Status writeJson(const BenchmarkResults& results, const std::filesystem::path& file);

}  // namespace limn::starter
