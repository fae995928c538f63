// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/LaterCommand.h"

namespace limn::cli {

void LaterCommand::declare(CLI::App& program) {
    m_app = program.add_subcommand(m_text.name, m_text.summary);
    m_common.emplace(*m_app);
    // Its options are not known here; none of them is to be called wrong.
    m_app->allow_extras();
}

bool LaterCommand::isChosen() const {
    return m_app->parsed();
}

ExitCode LaterCommand::run(const CommonOptions&, CommandContext& context) {
    context.console.printError(m_text.sentence);
    return ExitCode::Failed;
}

std::vector<const CommonOptionSet*> LaterCommand::commonOptionSets() const {
    return {&*m_common};
}

LaterCommand::Text chatCommand() {
    return {
        .name = "chat",
        .summary = "The assistant, one turn a line (not in this version yet)",
        .sentence = "This version of limn has no assistant yet; 'limn generate' makes pictures."};
}

}  // namespace limn::cli
