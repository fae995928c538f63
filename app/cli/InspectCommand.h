// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"

#include <optional>

namespace limn::cli {

/// `limn inspect PATH…`: what files and folders are and what is wrong with them.
class InspectCommand final : public Command {
public:
    void declare(CLI::App& program) override;
    bool isChosen() const override { return m_app->parsed(); }
    ExitCode run(const CommonOptions& common, CommandContext& context) override;
    std::vector<const CommonOptionSet*> commonOptionSets() const override { return {&*m_common}; }

private:
    CLI::App* m_app = nullptr;
    std::optional<CommonOptionSet> m_common;
    CLI::Option* m_paths = nullptr;
};

}  // namespace limn::cli
