// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "app/cli/GenerateOptions.h"

#include <optional>

namespace limn::cli {

/// `limn generate`: from words to picture files. The engine runs on a JobRunner's thread, as in the
/// studio.
class GenerateCommand final : public Command {
public:
    void declare(CLI::App& program) override;
    bool isChosen() const override { return m_app->parsed(); }
    ExitCode run(const CommonOptions& common, CommandContext& context) override;
    std::vector<const CommonOptionSet*> commonOptionSets() const override { return {&*m_common}; }

private:
    CLI::App* m_app = nullptr;
    std::optional<GenerateOptionSet> m_options;
    std::optional<CommonOptionSet> m_common;
};

}  // namespace limn::cli
