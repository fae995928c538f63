// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/WrappingFormatter.h"

#include <algorithm>

namespace limn::cli {
namespace {

constexpr int kNameColumns = 28;
constexpr int kWidestHelp = 110;  // longer lines read badly

}  // namespace

WrappingFormatter::WrappingFormatter(int widthColumns) {
    column_width(kNameColumns);
    label("Positionals", "Arguments");
    label("Subcommands", "Commands");
    const int width = std::min(widthColumns, kWidestHelp) - kNameColumns - 1;
    m_descriptionColumns = static_cast<std::size_t>(std::max(width, 30));
}

std::string WrappingFormatter::make_option_opts(const CLI::Option* option) const {
    return option->get_type_name().empty() || option->get_positional()
               ? std::string()
               : " " + option->get_type_name();
}

std::string WrappingFormatter::make_option_desc(const CLI::Option* option) const {
    return wrapped(option->get_description(), m_descriptionColumns);
}

std::string WrappingFormatter::make_usage(const CLI::App* app, std::string name) const {
    std::string usage = "\nUsage: " + (name.empty() ? app->get_name() : name);
    if (!app->get_subcommands([](const CLI::App*) { return true; }).empty()) {
        usage += " [COMMAND]";
    }
    usage += " [OPTIONS]";
    for (const CLI::Option* option : app->get_options()) {
        if (option->get_positional()) {
            usage += " [" + option->get_name(true) + (option->get_expected_max() > 1 ? "…]" : "]");
        }
    }
    return usage + "\n\n";
}

std::string WrappingFormatter::make_group(std::string group, bool isPositional,
                                          std::vector<const CLI::Option*> options) const {
    std::string text = group + ":\n";
    for (const CLI::Option* option : options) {
        text += make_option(option, isPositional);
    }
    return isPositional ? text + "\n" : text;
}

std::string wrapped(const std::string& text, std::size_t columns) {
    std::string out;
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::size_t word = end - at;
        if (used > 0 && used + 1 + word > columns) {
            out += '\n';
            used = 0;
        } else if (used > 0) {
            out += ' ';
            ++used;
        }
        out += text.substr(at, word);
        used += word;
        at = end + 1;
    }
    return out;
}

}  // namespace limn::cli
