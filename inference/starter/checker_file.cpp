// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/checker_file.h"

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/starter/half_weights.h"
#include "inference/training/initial_weights.h"

#include <ATen/ATen.h>

#include <map>

namespace limn::starter {

Result<std::unique_ptr<Checker>> Checker::load(const std::filesystem::path& file) {
    const auto index = checkpoint::readSafetensorsIndex(file);
    if (!index) {
        return index.error();
    }
    const auto version = index->metadata.find("checker_version");
    if (version == index->metadata.end()) {
        return Error{ErrorCode::FileDamaged,
                     "The file '" + file.string() + "' is no checker: it has no 'checker_version'.",
                     {}};
    }
    std::unique_ptr<Checker> checker(new Checker(index->find("styles.weight") != nullptr));
    checker->m_version = version->second;
    if (const auto loaded = training::loadInitialWeights(file, checker->m_store.parameters());
        !loaded) {
        return loaded.error();
    }
    return checker;
}

Status saveChecker(const std::filesystem::path& file, const training::TrainingWeightStore& store,
                   const std::string& version) {
    std::map<std::string, at::Tensor> weights;
    for (const auto& parameter : store.parameters()) {
        weights[parameter.name] = parameter.average;
    }
    return writeHalf(file, weights, {{"format", "pt"}, {"checker_version", version}});
}

}  // namespace limn::starter
