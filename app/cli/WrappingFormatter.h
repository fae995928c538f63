// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace limn::cli {

/// CLI11's help, wrapped to the terminal's width.
class WrappingFormatter final : public CLI::Formatter {
public:
    explicit WrappingFormatter(int widthColumns);

    std::string make_option_opts(const CLI::Option* option) const override;
    std::string make_option_desc(const CLI::Option* option) const override;
    std::string make_usage(const CLI::App* app, std::string name) const override;
    std::string make_group(std::string group, bool isPositional,
                           std::vector<const CLI::Option*> options) const override;

private:
    std::size_t m_descriptionColumns = 48;
};

/// Breaks at spaces; words longer than a line stay whole.
std::string wrapped(const std::string& text, std::size_t columns);

}  // namespace limn::cli
