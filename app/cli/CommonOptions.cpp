// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/CommonOptions.h"

#include "app/cli/option_values.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace limn::cli {
namespace {

constexpr int kMostThreads = 1024;
constexpr std::array<std::string_view, 4> kDataTypes = {"auto", "float32", "bfloat16", "float16"};
constexpr std::array<std::string_view, 5> kLogLevels = {"debug", "info", "warning", "error", "off"};

bool isDeviceName(std::string_view text) {
    if (text == "auto" || text == "cpu" || text == "cuda") {
        return true;
    }
    if (!text.starts_with("cuda:")) {
        return false;
    }
    const std::string_view index = text.substr(5);
    return !index.empty() && index.size() <= 3 &&
           std::all_of(index.begin(), index.end(), [](char c) { return c >= '0' && c <= '9'; });
}

DataType dataTypeNamed(std::string_view name) {
    if (name == "float32") {
        return DataType::Float32;
    }
    if (name == "bfloat16") {
        return DataType::BFloat16;
    }
    return name == "float16" ? DataType::Float16 : DataType::Auto;
}

std::optional<LogLevel> logLevelNamed(std::string_view name) {
    if (name == "off") {
        return std::nullopt;
    }
    if (name == "debug") {
        return LogLevel::Debug;
    }
    if (name == "info") {
        return LogLevel::Info;
    }
    return name == "error" ? LogLevel::Error : LogLevel::Warning;
}

}  // namespace

CommonOptionSet::CommonOptionSet(CLI::App& app) : m_app(&app) {
    const std::string group = "Everywhere";
    app.set_help_flag("-h,--help", "Shows this text and ends")->group(group);
    app.set_version_flag("--version", "limn " LIMN_VERSION, "Shows the version and ends")
        ->group(group);
    m_json = addSwitch(app, "--json", "Results as JSON on standard output, one object a line")
                 ->group(group);
    m_quiet = addSwitch(app, "--quiet", "No progress, notes or warnings")->group(group);
    m_device =
        addValue(app, "--device", "NAME", "auto, cpu, cuda or cuda:N. Default: auto")->group(group);
    m_dtype = addValue(app, "--dtype", "TYPE",
                       "auto, float32, bfloat16 or float16. Default: auto, the fastest that the "
                       "device computes well")
                  ->group(group);
    m_threads =
        addValue(app, "--threads", "N", "CPU threads, 1 to 1024. Default: the physical cores")
            ->group(group);
    m_logLevel =
        addValue(
            app, "--log-level", "LEVEL",
            "debug, info, warning, error or off; the log goes to standard error. Default: warning, "
            "with --quiet error")
            ->group(group);
}

Status CommonOptionSet::readInto(CommonOptions& options) const {
    options.isJson = options.isJson || isGiven(m_json);
    options.isQuiet = options.isQuiet || isGiven(m_quiet);

    if (const auto device = rawTextOf(m_device)) {
        if (!isDeviceName(*device)) {
            return wrongUsage("--device must be auto, cpu, cuda or cuda:N, but it is '" + *device +
                              "'.");
        }
        options.placement.device = *device;
    }
    const auto dtype = choiceOf(m_dtype, kDataTypes);
    if (!dtype) {
        return dtype.error();
    }
    if (*dtype) {
        options.placement.dtype = dataTypeNamed(**dtype);
    }
    const auto threads = wholeNumberOf(m_threads, 1, kMostThreads);
    if (!threads) {
        return threads.error();
    }
    if (*threads) {
        options.placement.threads = static_cast<int>(**threads);
    }
    const auto level = choiceOf(m_logLevel, kLogLevels);
    if (!level) {
        return level.error();
    }
    if (*level) {
        options.logLevel = logLevelNamed(**level);
        options.isLogLevelGiven = true;
    }
    if (options.isQuiet && !options.isLogLevelGiven) {
        options.logLevel = LogLevel::Error;
    }
    return Unit{};
}

}  // namespace limn::cli
