// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Log.h"

#include <memory>
#include <mutex>

namespace limn {
namespace {

std::mutex& sinkMutex() {
    static std::mutex mutex;
    return mutex;
}

std::shared_ptr<const LogSink>& sinkSlot() {
    static std::shared_ptr<const LogSink> slot;
    return slot;
}

}  // namespace

void setLogSink(LogSink sink) {
    auto shared = sink ? std::make_shared<const LogSink>(std::move(sink)) : nullptr;
    const std::lock_guard lock(sinkMutex());
    sinkSlot() = std::move(shared);
}

void log(LogLevel level, std::string_view area, std::string_view message) {
    std::shared_ptr<const LogSink> sink;
    {
        const std::lock_guard lock(sinkMutex());
        sink = sinkSlot();
    }
    if (sink) {
        (*sink)(level, area, message);
    }
}

}  // namespace limn
