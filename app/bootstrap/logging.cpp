// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/bootstrap/logging.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <memory>
#include <mutex>
#include <string>

namespace limn {
namespace {

class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit LineSink(std::function<void(std::string_view)> printLine)
        : m_printLine(std::move(printLine)) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        m_printLine({line.data(), line.size()});
    }
    void flush_() override {}

private:
    std::function<void(std::string_view)> m_printLine;
};

spdlog::level::level_enum spdlogLevel(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return spdlog::level::debug;
    case LogLevel::Info:
        return spdlog::level::info;
    case LogLevel::Warning:
        return spdlog::level::warn;
    case LogLevel::Error:
        return spdlog::level::err;
    }
    return spdlog::level::err;
}

}  // namespace

void startLogging(std::optional<LogLevel> level, std::function<void(std::string_view)> printLine) {
    if (!level) {
        stopLogging();
        return;
    }
    auto sink = std::make_shared<LineSink>(std::move(printLine));
    // The end-of-line is left to the console, which may have a progress bar to move away first.
    sink->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%H:%M:%S.%e %l %v", spdlog::pattern_time_type::local, ""));
    auto logger = std::make_shared<spdlog::logger>("limn", std::move(sink));
    logger->set_level(spdlogLevel(*level));
    setLogSink([logger](LogLevel lineLevel, std::string_view area, std::string_view message) {
        // Never the message as the format: it may hold braces from a file.
        logger->log(spdlogLevel(lineLevel), "[{}] {}", area, message);
    });
}

void stopLogging() {
    setLogSink({});
}

}  // namespace limn
