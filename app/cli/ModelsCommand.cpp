// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/ModelsCommand.h"

#include "app/cli/ProgressReport.h"
#include "app/cli/architecture_json.h"
#include "app/cli/cancellable.h"
#include "app/cli/inspect_path.h"
#include "app/cli/json_text.h"
#include "app/cli/option_values.h"
#include "app/cli/starter_entry.h"

#include <nlohmann/json.hpp>

#include <system_error>

namespace limn::cli {
namespace {

struct Verified {
    std::string name;
    std::vector<std::string> problems;
};

std::uint64_t totalBytes(const ModelEntry& entry) {
    std::uint64_t bytes = 0;
    for (const ModelFile& file : entry.files) {
        bytes += file.sizeBytes;
    }
    return bytes;
}

ExitCode refuse(Console& console, const Error& error) {
    console.printError(error.message);
    return exitCodeOf(error);
}

template <class T>
ExitCode exitCodeOfUnfinished(Console& console, const Outcome<T>& outcome) {
    if (outcome.isCancelled()) {
        console.printNote("Cancelled.");
        return ExitCode::Cancelled;
    }
    return refuse(console, outcome.error());
}

nlohmann::ordered_json jsonOf(const ModelEntry& entry) {
    return {{"name", entry.name},
            {"path", entry.path.string()},
            {"architecture", entry.architecture},
            {"family", familyJson(entry.family)},
            {"bytes", totalBytes(entry)},
            {"files", entry.files.size()},
            {"starter", entry.name == kStarterName}};
}

std::string lineOf(const ModelEntry& entry) {
    return entry.name + "  (" + (entry.architecture.empty() ? "" : entry.architecture + ", ") +
           formatBytes(static_cast<double>(totalBytes(entry))) +
           (entry.name == kStarterName ? ", comes with Limn" : "") + ")  " + entry.path.string();
}

/// Hashing a model takes a while: megabytes as steps.
std::function<void(std::uint64_t, std::uint64_t)> megabyteProgress(ProgressReport& report) {
    return [&report](std::uint64_t done, std::uint64_t of) {
        constexpr std::uint64_t kMegabyte = 1'000'000;
        report.show({.phase = Phase::Load,
                     .step = static_cast<int>(done / kMegabyte),
                     .of = static_cast<int>(of / kMegabyte),
                     .imageIndex = 0,
                     .preview = std::nullopt});
    };
}

/// What is different now. Files that appeared are no problem: folders get notes and previews.
std::vector<std::string> changesOf(const ModelEntry& entry, const std::vector<ModelFile>& now) {
    std::vector<std::string> problems;
    for (const ModelFile& then : entry.files) {
        const std::string shown = then.name.empty() ? entry.path.string() : then.name;
        const ModelFile* found = nullptr;
        for (const ModelFile& file : now) {
            found = file.name == then.name ? &file : found;
        }
        if (found == nullptr) {
            problems.push_back("'" + shown + "' is gone.");
        } else if (found->sizeBytes != then.sizeBytes) {
            problems.push_back("'" + shown + "' has " + std::to_string(found->sizeBytes) +
                               " bytes, expected " + std::to_string(then.sizeBytes) + ".");
        } else if (found->sha256 != then.sha256) {
            problems.push_back("'" + shown + "' holds other bytes than when it was added.");
        }
    }
    return problems;
}

Outcome<Verified> verifyEntry(const ModelEntry& entry, const std::stop_token& stop,
                              ProgressReport& report) {
    Verified verified{entry.name, {}};
    const auto inspected = inspectPath(entry.path, stop);
    if (stop.stop_requested()) {
        return Cancelled{};
    }
    if (!inspected) {
        verified.problems.push_back(inspected.error().message);
        return verified;
    }
    // What is odd about a model, and was so from the first day, is told by inspect; here the question is what changed.
    const auto now = fingerprintModel(entry.path, stop, megabyteProgress(report));
    if (now.isCancelled()) {
        return Cancelled{};
    }
    if (now.isFailed()) {
        verified.problems.push_back(now.error().message);
        return verified;
    }
    for (std::string& change : changesOf(entry, now.value())) {
        verified.problems.push_back(std::move(change));
    }
    return verified;
}

}  // namespace

void ModelsCommand::declare(CLI::App& program) {
    m_app = program.add_subcommand("models",
                                   "Keeps a list of models, so that --model takes a short name");
    m_app->footer(m_app->get_footer() + kArchitectureHelp);
    m_app->require_subcommand(0, 1);

    m_list.app = m_app->add_subcommand(
        "list", "Shows the starter and the models of the list (also without an action)");
    m_add.app = m_app->add_subcommand(
        "add", "Puts a model that Limn can run into the list; its files stay where they are");
    m_addPath =
        addPlainArguments(*m_add.app, "PATH", 1, "A model folder, a .safetensors or a .ckpt file");
    m_addName = addValue(*m_add.app, "--name", "NAME",
                         "The name in the list. Default: the file's or folder's name");
    m_remove.app = m_app->add_subcommand(
        "remove", "Takes a model off the list; its files stay. The starter stays too");
    m_removeName = addPlainArguments(*m_remove.app, "NAME", 1, "A name from 'limn models list'");
    m_verify.app = m_app->add_subcommand(
        "verify", "Reads the models again and says what has changed or is damaged");
    m_verifyName = addPlainArguments(*m_verify.app, "NAME", 1, "Only this one. Default: all");

    m_common.emplace(*m_app);
    for (Action* action : {&m_list, &m_add, &m_remove, &m_verify}) {
        action->common.emplace(*action->app);
    }
}

std::vector<const CommonOptionSet*> ModelsCommand::commonOptionSets() const {
    return {&*m_common, &*m_list.common, &*m_add.common, &*m_remove.common, &*m_verify.common};
}

ExitCode ModelsCommand::run(const CommonOptions& common, CommandContext& context) {
    if (m_add.app->parsed()) {
        return add(common, context);
    }
    if (m_remove.app->parsed()) {
        return remove(common, context);
    }
    return m_verify.app->parsed() ? verify(common, context) : list(common, context);
}

ExitCode ModelsCommand::list(const CommonOptions& common, CommandContext& context) const {
    auto entries = ModelList(context.folders.data).entries();
    if (!entries) {
        return refuse(context.console, entries.error());
    }
    if (auto starter = starterEntry(context.folders, {})) {
        entries->insert(entries->begin(), *std::move(starter));
    }
    if (common.isJson) {
        auto models = nlohmann::ordered_json::array();
        for (const ModelEntry& entry : *entries) {
            models.push_back(jsonOf(entry));
        }
        context.console.printResult(jsonText({{"models", std::move(models)}}));
        return ExitCode::Done;
    }
    if (entries->empty()) {
        context.console.printNote(
            "The list is empty. 'limn models add PATH' puts a model into it.");
    }
    for (const ModelEntry& entry : *entries) {
        context.console.printResult(lineOf(entry));
    }
    return ExitCode::Done;
}

Result<ModelEntry> ModelsCommand::readNewEntry() const {
    const auto given = rawTextOf(m_addPath);
    if (!given || given->empty()) {
        return wrongUsage(
            "PATH is missing: give a model folder or file. See 'limn models add --help'.");
    }
    std::error_code failed;
    ModelEntry entry;
    entry.path = std::filesystem::weakly_canonical(*given, failed);
    if (failed || !std::filesystem::exists(entry.path, failed)) {
        return Error{ErrorCode::FileNotFound, "There is no file or folder '" + *given + "'.", {}};
    }
    if (const auto name = rawTextOf(m_addName)) {
        entry.name = *name;
    } else {
        const bool isFolder = std::filesystem::is_directory(entry.path, failed);
        entry.name = (isFolder ? entry.path.filename() : entry.path.stem()).string();
    }
    if (entry.name == kStarterName) {
        return wrongUsage("--name must not be 'starter': that is the model in the box.");
    }
    if (!isModelName(entry.name)) {
        return wrongUsage(
            "--name must be 1 to 100 characters of UTF-8 without '/' that do not begin with '-' or "
            "'.', "
            "but it is '" +
            entry.name + "'.");
    }
    return entry;
}

ExitCode ModelsCommand::add(const CommonOptions& common, CommandContext& context) const {
    auto entry = readNewEntry();
    if (!entry) {
        return refuse(context.console, entry.error());
    }
    // Reading a large model takes minutes: nobody waits them out to hear that the name is taken.
    if (const Status free = ModelList(context.folders.data).requireFree(entry->name); !free) {
        return refuse(context.console, free.error());
    }
    JobRunner runner;
    ProgressReport report(context.console);
    const auto added = runCancellably<ModelEntry>(
        runner, context.interrupts, context.console,
        [&](std::stop_token stop) -> Outcome<ModelEntry> {
            const auto inspected = inspectPath(entry->path, stop, context.checkKeys);
            if (stop.stop_requested()) {
                return Cancelled{};
            }
            if (!inspected) {
                return inspected.error();
            }
            if (inspected->kind != "checkpoint" && inspected->kind != "description-model") {
                return Error{ErrorCode::Unsupported,
                             "'" + entry->path.string() +
                                 "' is not a model that makes or describes pictures (it is " +
                                 inspected->kindPhrase() + "); it was not added.",
                             {}};
            }
            if (!inspected->canRun) {
                return Error{ErrorCode::Unsupported,
                             "'" + entry->path.string() + "' cannot be used: " +
                                 inspected->problems.front() + " It was not added.",
                             {}};
            }
            entry->architecture = inspected->architecture;
            entry->family = inspected->family;
            auto files = fingerprintModel(entry->path, stop, megabyteProgress(report));
            if (!files.isDone()) {
                return files.isCancelled() ? Outcome<ModelEntry>(Cancelled{})
                                           : Outcome<ModelEntry>(files.error());
            }
            entry->files = std::move(files).value();
            return *entry;
        });
    report.end();
    if (!added.isDone()) {
        return exitCodeOfUnfinished(context.console, added);
    }
    const Status saved = ModelList(context.folders.data).add(added.value());
    if (!saved) {
        return refuse(context.console, saved.error());
    }
    if (common.isJson) {
        context.console.printResult(jsonText(jsonOf(added.value())));
    } else {
        context.console.printResult(
            "Added " + added.value().name + " (" + added.value().architecture + ", " +
            formatBytes(static_cast<double>(totalBytes(added.value()))) + ").");
    }
    return ExitCode::Done;
}

ExitCode ModelsCommand::remove(const CommonOptions& common, CommandContext& context) const {
    const auto name = rawTextOf(m_removeName);
    if (!name) {
        return refuse(context.console, wrongUsage("NAME is missing: see 'limn models list'."));
    }
    if (*name == kStarterName) {
        return refuse(context.console,
                      wrongUsage("NAME must be one of the list, but 'starter' is the model in the "
                                 "box: it comes with Limn and cannot be removed."));
    }
    const Status removed = ModelList(context.folders.data).remove(*name);
    if (!removed) {
        context.console.printError(removed.error().message);
        return ExitCode::Failed;
    }
    context.console.printResult(common.isJson ? jsonText({{"removed", *name}})
                                              : "Removed " + *name +
                                                    " from the list; its files are untouched.");
    return ExitCode::Done;
}

ExitCode ModelsCommand::verify(const CommonOptions& common, CommandContext& context) const {
    auto entries = ModelList(context.folders.data).entries();
    if (!entries) {
        return refuse(context.console, entries.error());
    }
    if (const auto only = rawTextOf(m_verifyName)) {
        if (*only == kStarterName) {
            return refuse(context.console,
                          wrongUsage("NAME must be one of the list, but 'starter' is the model in "
                                     "the box: nothing was noted of it that could have changed."));
        }
        std::erase_if(*entries, [&](const ModelEntry& entry) { return entry.name != *only; });
        if (entries->empty()) {
            context.console.printError("There is no model '" + *only +
                                       "' in the list (see 'limn models list').");
            return ExitCode::Failed;
        }
    }
    JobRunner runner;
    ProgressReport report(context.console);
    auto models = nlohmann::ordered_json::array();
    bool isAllWell = true;
    for (const ModelEntry& entry : *entries) {
        const auto verified = runCancellably<Verified>(
            runner, context.interrupts, context.console,
            [&](std::stop_token stop) { return verifyEntry(entry, stop, report); });
        report.end();
        if (!verified.isDone()) {
            return exitCodeOfUnfinished(context.console, verified);
        }
        const auto& problems = verified.value().problems;
        isAllWell = isAllWell && problems.empty();
        models.push_back({{"name", entry.name}, {"ok", problems.empty()}, {"problems", problems}});
        if (!common.isJson) {
            context.console.printResult(
                entry.name + (problems.empty() ? ": unchanged" : ": not as it was added"));
        }
        for (const std::string& problem : problems) {
            context.console.printError(entry.name + ": " + problem);
        }
    }
    if (common.isJson) {
        context.console.printResult(jsonText({{"models", std::move(models)}}));
    }
    return isAllWell ? ExitCode::Done : ExitCode::Failed;
}

}  // namespace limn::cli
