// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/CommandLine.h"

#include "app/bootstrap/logging.h"
#include "app/cli/BenchCommand.h"
#include "app/cli/DescribeCommand.h"
#include "app/cli/GenerateCommand.h"
#include "app/cli/InspectCommand.h"
#include "app/cli/LaterCommand.h"
#include "app/cli/ModelsCommand.h"
#include "app/cli/WrappingFormatter.h"
#include "app/cli/option_values.h"
#include "app/cli/spelling.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <map>
#include <new>
#include <optional>

namespace limn::cli {
namespace {

constexpr const char* kAbout =
    "limn draws pictures from words and puts pictures into words, on your own machine.\n"
    "Results go to standard output; progress, warnings and the log to standard error.";
constexpr const char* kFooter =
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 cancelled with Ctrl+C.\n"
    "'limn COMMAND --help' tells more about one command.";

/// The program with its commands; lives for one call.
class Program {
public:
    explicit Program(CommandContext& context);
    ExitCode run(std::vector<std::string> arguments);

private:
    std::optional<ExitCode> parse(std::vector<std::string> arguments);
    ExitCode refuse(const CLI::ParseError& error);
    ExitCode openStudio(const CommonOptions& common);
    ExitCode runChosen();

    CommandContext& m_context;
    CLI::App m_app{kAbout, "limn"};
    CommonOptionSet m_common;
    CLI::Option* m_files = nullptr;
    std::vector<std::unique_ptr<Command>> m_commands;
};

Program::Program(CommandContext& context) : m_context(context), m_common(m_app) {
    m_app.formatter(std::make_shared<WrappingFormatter>(context.console.widthColumns()));
    m_app.footer(kFooter);
    m_app.require_subcommand(0, 1);
    m_files = addPlainArguments(m_app, "FILE", -1, "Opens the studio with these files");
    m_commands.push_back(std::make_unique<GenerateCommand>());
    m_commands.push_back(std::make_unique<DescribeCommand>());
    m_commands.push_back(std::make_unique<LaterCommand>(chatCommand()));
    m_commands.push_back(std::make_unique<InspectCommand>());
    m_commands.push_back(std::make_unique<ModelsCommand>());
    m_commands.push_back(std::make_unique<BenchCommand>());
    for (const auto& command : m_commands) {
        command->declare(m_app);
    }
}

ExitCode Program::run(std::vector<std::string> arguments) {
    if (const auto ended = parse(std::move(arguments))) {
        return *ended;
    }
    const ExitCode code = runChosen();
    if (!m_context.console.flushResults() && code == ExitCode::Done) {
        m_context.console.printError(
            "Standard output did not take the whole result (closed pipe or full disk).");
        return ExitCode::Failed;
    }
    return code;
}

/// The long names, and which of them take a value.
void collectLongNames(const CLI::App& level, std::map<std::string, bool>& takesValue) {
    for (const CLI::Option* option : level.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            takesValue["--" + name] =
                takesValue["--" + name] || option->get_items_expected_min() > 0;
        }
    }
    for (const CLI::App* below : level.get_subcommands([](const CLI::App*) { return true; })) {
        collectLongNames(*below, takesValue);
    }
}

/// The parser takes whatever comes next for a value that is not there: "--negative-prompt= --quiet", as scripts write it
/// with an empty variable, and "--output --overwrite". Here the first becomes an empty value, the second is refused with
/// the name of the option that is given back.
std::string settleMissingValues(const CLI::App& app, std::vector<std::string>& arguments) {
    std::map<std::string, bool> takesValue;
    collectLongNames(app, takesValue);
    const auto takes = [&](const std::string& name) {
        const auto known = takesValue.find(name);
        return known != takesValue.end() && known->second;
    };
    for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
        std::string& argument = arguments[i];
        if (argument.ends_with('=') && takes(argument.substr(0, argument.size() - 1))) {
            argument.pop_back();
            arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(++i), std::string());
        } else if (takes(argument) && i + 1 < arguments.size() &&
                   takesValue.contains(arguments[i + 1])) {
            return argument;
        }
    }
    return {};
}

/// An exit code if there is nothing left to do: help, version, wrong usage.
std::optional<ExitCode> Program::parse(std::vector<std::string> arguments) {
    if (const std::string lacking = settleMissingValues(m_app, arguments); !lacking.empty()) {
        m_context.console.printError("'" + lacking + "' needs a value. See 'limn --help'.");
        return ExitCode::WrongUsage;
    }
    try {
        std::reverse(arguments.begin(), arguments.end());  // CLI11's order for vectors
        m_app.parse(std::move(arguments));
        return std::nullopt;
    } catch (const CLI::CallForHelp&) {
        m_context.console.printText(m_app.help());
    } catch (const CLI::CallForVersion&) {
        m_context.console.printText("limn " LIMN_VERSION "\n");
    } catch (const CLI::ParseError& error) {
        return refuse(error);
    }
    if (!m_context.console.flushResults()) {
        m_context.console.printError("Standard output did not take the whole text.");
        return ExitCode::Failed;
    }
    return ExitCode::Done;
}

ExitCode Program::refuse(const CLI::ParseError& error) {
    const CLI::App* level = &m_app;
    std::string path = "limn";
    while (!level->get_subcommands().empty()) {
        level = level->get_subcommands().front();
        path += " " + level->get_name();
    }
    std::string sentence = std::string(error.what()) + ".";
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        sentence = sentenceAboutExtras(*level, m_app.remaining(true));
    }
    m_context.console.printError(sentence + " See '" + path + " --help'.");
    return ExitCode::WrongUsage;
}

ExitCode Program::openStudio(const CommonOptions& common) {
    std::vector<std::filesystem::path> files;
    for (const std::string& file : rawTextsOf(m_files)) {
        std::error_code ignored;
        if (!std::filesystem::exists(file, ignored)) {
            m_context.console.printError(sentenceAboutUnknownCommand(m_app, file) +
                                         " See 'limn --help'.");
            return ExitCode::WrongUsage;
        }
        files.emplace_back(file);
    }
    if (!m_context.openStudio) {
        m_context.console.printError(
            "This limn was built without its window; limn generate \"a prompt\" makes pictures. "
            "See 'limn --help'.");
        return ExitCode::Failed;
    }
    const Status opened = m_context.openStudio({.files = std::move(files),
                                                .placement = common.placement,
                                                .folders = m_context.folders,
                                                .interrupts = m_context.interrupts,
                                                .makeEngine = m_context.makeEngine,
                                                .checkKeys = m_context.checkKeys});
    if (!opened) {
        m_context.console.printError(opened.error().message);
        return exitCodeOf(opened.error());
    }
    return ExitCode::Done;
}

ExitCode Program::runChosen() {
    const auto chosen = std::find_if(m_commands.begin(), m_commands.end(),
                                     [](const auto& command) { return command->isChosen(); });
    std::vector<const CommonOptionSet*> sets{&m_common};
    if (chosen != m_commands.end()) {
        const auto inner = (*chosen)->commonOptionSets();
        sets.insert(sets.end(), inner.begin(), inner.end());
    }
    CommonOptions common;
    for (const CommonOptionSet* set : sets) {
        const Status read = set->readInto(common);
        if (!read) {
            m_context.console.printError(read.error().message);
            return exitCodeOf(read.error());
        }
    }
    m_context.console.setQuiet(common.isQuiet);
    startLogging(common.logLevel,
                 [this](std::string_view line) { m_context.console.printLog(line); });
    return chosen == m_commands.end() ? openStudio(common) : (*chosen)->run(common, m_context);
}

}  // namespace

ExitCode runCommandLine(const std::vector<std::string>& arguments, CommandContext& context) {
    struct LogEnd {
        ~LogEnd() { stopLogging(); }
    } const logEnd;
    try {
        return Program(context).run(arguments);
    } catch (const std::bad_alloc&) {
        context.console.printError("There is not enough memory for this.");
    } catch (const std::exception& exception) {
        context.console.printError(std::string("A fault in Limn itself: ") + exception.what() +
                                   ".");
    }
    return ExitCode::Failed;
}

}  // namespace limn::cli
