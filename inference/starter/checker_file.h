// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/starter/CheckerNet.h"
#include "inference/training/TrainingWeightStore.h"

#include <filesystem>
#include <memory>
#include <string>

namespace limn::starter {

/// A trained checker out of its file. Owns its weights; stays where it is.
class Checker {
public:
    static Result<std::unique_ptr<Checker>> load(const std::filesystem::path& file);

    Checker(const Checker&) = delete;
    Checker& operator=(const Checker&) = delete;

    const CheckerNet& net() const { return m_net; }
    /// Tells two checkers apart: figures of different versions must not be compared.
    const std::string& version() const { return m_version; }

private:
    explicit Checker(bool readsLooks) : m_store(1), m_net(nn::WeightScope(m_store), readsLooks) {}

    training::TrainingWeightStore m_store;
    CheckerNet m_net;
    std::string m_version;
};

/// Writes the averaged weights in half precision.
Status saveChecker(const std::filesystem::path& file, const training::TrainingWeightStore& store,
                   const std::string& version);

}  // namespace limn::starter
