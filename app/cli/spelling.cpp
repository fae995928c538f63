// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/spelling.h"

#include <algorithm>
#include <numeric>

namespace limn::cli {
namespace {

constexpr std::size_t kLongestCompared = 64;

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t bestDistance = word.size() / 3 + 1;  // further away is no help
    for (const std::string& candidate : candidates) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

/// What can be done at this level, "list, add, remove"; empty where there is only one thing.
std::string actionsOf(const CLI::App& level) {
    std::string names;
    for (const CLI::App* action : level.get_subcommands([](const CLI::App*) { return true; })) {
        names += (names.empty() ? "" : ", ") + action->get_name();
    }
    return names;
}

}  // namespace

std::size_t editDistance(std::string_view one, std::string_view other) {
    one = one.substr(0, kLongestCompared);
    other = other.substr(0, kLongestCompared);
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= one.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const std::size_t changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

std::string sentenceAboutExtras(const CLI::App& level, const std::vector<std::string>& extras) {
    const auto unknown = std::find_if(extras.begin(), extras.end(), [](const std::string& extra) {
        return extra.starts_with("-");
    });
    if (unknown == extras.end() && !extras.empty() && !actionsOf(level).empty()) {
        return "'" + level.get_name() + "' has no action '" + extras.front() + "': it has " +
               actionsOf(level) + ".";
    }
    if (unknown == extras.end()) {
        return "The argument '" + (extras.empty() ? std::string() : extras.front()) +
               "' is one too many: put text of several words in quotation marks.";
    }
    std::vector<std::string> names;
    for (const CLI::Option* option : level.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    const std::string word = unknown->substr(0, unknown->find('='));
    const std::string near = nearest(word, names);
    if (near == word) {
        return "The option '" + word + "' goes behind '" + level.get_name() + "'.";
    }
    return "There is no option '" + word + "'" +
           (near.empty() ? "." : "; did you mean " + near + "?");
}

std::string sentenceAboutUnknownCommand(const CLI::App& program, std::string_view word) {
    std::vector<std::string> names;
    for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    const std::string near = nearest(word, names);
    return "'" + std::string(word) + "' is neither a command nor a file" +
           (near.empty() ? "." : "; did you mean '" + near + "'?");
}

}  // namespace limn::cli
