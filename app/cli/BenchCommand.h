// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"

#include <optional>

namespace limn::cli {

/// `limn bench`: the machine's probes and one model's times.
class BenchCommand final : public Command {
public:
    void declare(CLI::App& program) override;
    bool isChosen() const override { return m_app->parsed(); }
    ExitCode run(const CommonOptions& common, CommandContext& context) override;
    std::vector<const CommonOptionSet*> commonOptionSets() const override { return {&*m_common}; }

private:
    /// The order, and what --model takes to get its model again.
    struct Prepared {
        BenchmarkRequest request;
        std::string modelName;
    };
    Result<Prepared> readRequest(const CommonOptions& common, const CommandContext& context) const;

    CLI::App* m_app = nullptr;
    std::optional<CommonOptionSet> m_common;
    CLI::Option* m_model = nullptr;
    CLI::Option* m_width = nullptr;
    CLI::Option* m_height = nullptr;
    CLI::Option* m_steps = nullptr;
};

}  // namespace limn::cli
