// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/checkpoint/ModelDescription.h"
#include "inference/loading/FileWeightStore.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace limn::loading {

/// Builds Model(scope, config) from a component's files; what does not fit goes into the context's report.
template <class Model, class Config>
std::unique_ptr<Model> build(LoadContext& context, const checkpoint::Component<Config>& component,
                             LoraWeights* lora) {
    FileWeightStore store(context, *component.index, component.keys, lora);
    auto model = std::make_unique<Model>(nn::WeightScope(store), component.config);
    store.reportUnused();
    return model;
}

/// All weights of the files.
std::int64_t bytesOf(const checkpoint::ModelDescription& description);

/// Tells the load's progress in hundredths of the bytes; for LoadContext::loaded.
std::function<void(std::int64_t)> progressTeller(std::int64_t allBytes,
                                                 const ProgressSink& progress);

/// Throws nn::Failure where anything did not fit.
void requireClean(const KeyReport& report, const checkpoint::ModelDescription& description);

}  // namespace limn::loading
