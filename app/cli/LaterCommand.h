// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"

#include <string>

namespace limn::cli {

/// A command that the contract names and this version does not have yet. Its name and help are
/// there, so that a script gets one honest sentence instead of "unknown command".
class LaterCommand final : public Command {
public:
    struct Text {
        std::string name;
        std::string summary;
        std::string sentence;  ///< what to say when it is called
    };

    explicit LaterCommand(Text text) : m_text(std::move(text)) {}
    void declare(CLI::App& program) override;
    bool isChosen() const override;
    ExitCode run(const CommonOptions& common, CommandContext& context) override;
    std::vector<const CommonOptionSet*> commonOptionSets() const override;

private:
    Text m_text;
    CLI::App* m_app = nullptr;
    std::optional<CommonOptionSet> m_common;
};

LaterCommand::Text chatCommand();

}  // namespace limn::cli
