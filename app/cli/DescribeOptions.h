// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limn::cli {

/// What `limn describe` was asked for, checked as far as that is possible without the model and the disk.
struct DescribeOptions {
    std::vector<std::filesystem::path> images;
    std::string task = "caption";
    std::string question;               ///< with the task "answer" only
    std::optional<std::string> prompt;  ///< a picture is compared with it
    std::optional<std::string> model;   ///< as given
    int maxNewTokens = 0;               ///< 1 ... 65536
    double temperature = 0;             ///< 0 ... 10
    std::optional<double> topP;
    std::optional<int> topK;
    std::optional<double> repetitionPenalty;
    std::optional<std::uint64_t> seed;  ///< nullopt = random
};

/// The options of `limn describe`, declared and read. Main thread.
class DescribeOptionSet {
public:
    explicit DescribeOptionSet(CLI::App& app);
    Result<DescribeOptions> read() const;

private:
    Status readTask(DescribeOptions& options) const;
    Status readChoice(DescribeOptions& options) const;

    CLI::Option* m_images = nullptr;
    CLI::Option* m_task = nullptr;
    CLI::Option* m_question = nullptr;
    CLI::Option* m_prompt = nullptr;
    CLI::Option* m_model = nullptr;
    CLI::Option* m_maxNewTokens = nullptr;
    CLI::Option* m_temperature = nullptr;
    CLI::Option* m_topP = nullptr;
    CLI::Option* m_topK = nullptr;
    CLI::Option* m_repetitionPenalty = nullptr;
    CLI::Option* m_seed = nullptr;
};

}  // namespace limn::cli
