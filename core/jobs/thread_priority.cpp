// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/thread_priority.h"

#include "core/base/Log.h"

#include <sys/resource.h>
#include <unistd.h>

namespace limn {
namespace {

constexpr int kNice = 10;

}  // namespace

void lowerThreadPriority() {
    // On Linux a nice value belongs to the thread, and new threads inherit it (setpriority(2), "C library/kernel
    // differences").
    if (setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice) != 0) {
        log(LogLevel::Warning, "jobs", "The inference thread could not be given a lower priority.");
    }
}

}  // namespace limn
