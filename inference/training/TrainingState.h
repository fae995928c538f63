// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/training/TrainingWeightStore.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace limn::training {

/// How far a run has come. Together with the parameters it is all that a run needs to go on.
struct Progress {
    std::int64_t step = 0;
    std::int64_t samples = 0;  ///< also the index of the next sample
    double seconds = 0;        ///< of computing, pauses left out
};

/// Saves into one of two files in turn (state-0.safetensors, state-1.safetensors), each written whole or not at all,
/// so a run that dies at any moment finds the last or the last but one.
Status saveState(const std::filesystem::path& folder, const std::vector<Parameter>& parameters,
                 const Progress& progress);

/// Fills the parameters from the newest state that is whole and fits them. nullopt if the folder has none yet;
/// an error if there are some but none can be used.
Result<std::optional<Progress>> loadState(const std::filesystem::path& folder,
                                          std::vector<Parameter>& parameters);

/// The same where there must be one: for whoever exports or shows what was trained.
Status loadRequiredState(const std::filesystem::path& folder, std::vector<Parameter>& parameters);

}  // namespace limn::training
