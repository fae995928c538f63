// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "core/base/JobRunner.h"
#include "core/checkpoints/ModelList.h"

#include <array>
#include <optional>
#include <string>

namespace limn::cli {

/// `limn models`: the person's list of models. Without an action it lists.
class ModelsCommand final : public Command {
public:
    void declare(CLI::App& program) override;
    bool isChosen() const override { return m_app->parsed(); }
    ExitCode run(const CommonOptions& common, CommandContext& context) override;
    std::vector<const CommonOptionSet*> commonOptionSets() const override;

private:
    struct Action {
        CLI::App* app = nullptr;
        std::optional<CommonOptionSet> common;
    };

    ExitCode list(const CommonOptions& common, CommandContext& context) const;
    ExitCode add(const CommonOptions& common, CommandContext& context) const;
    ExitCode remove(const CommonOptions& common, CommandContext& context) const;
    ExitCode verify(const CommonOptions& common, CommandContext& context) const;
    Result<ModelEntry> readNewEntry() const;

    CLI::App* m_app = nullptr;
    std::optional<CommonOptionSet> m_common;
    Action m_list;
    Action m_add;
    Action m_remove;
    Action m_verify;
    CLI::Option* m_addPath = nullptr;
    CLI::Option* m_addName = nullptr;
    CLI::Option* m_removeName = nullptr;
    CLI::Option* m_verifyName = nullptr;
};

}  // namespace limn::cli
