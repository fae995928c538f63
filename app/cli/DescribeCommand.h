// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "app/cli/DescribeOptions.h"

#include <optional>

namespace limn::cli {

/// `limn describe`: puts pictures into words.
class DescribeCommand final : public Command {
public:
    void declare(CLI::App& program) override;
    bool isChosen() const override { return m_app->parsed(); }
    ExitCode run(const CommonOptions& common, CommandContext& context) override;
    std::vector<const CommonOptionSet*> commonOptionSets() const override { return {&*m_common}; }

private:
    CLI::App* m_app = nullptr;
    std::optional<DescribeOptionSet> m_options;
    std::optional<CommonOptionSet> m_common;
};

}  // namespace limn::cli
