// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/Interrupts.h"
#include "app/cli/Console.h"
#include "core/base/JobRunner.h"
#include "core/base/Outcome.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace limn::cli {

/// Runs `job` on the runner's thread (as the studio does) and blocks the calling one until it has
/// ended. When `interrupts` is raised the job is asked to stop, once; raised before, it never
/// begins. Exceptions of the job come back as an Error. nullopt: the job ended; else what ended it
/// from inside.
std::optional<Error> runCancellably(JobRunner& runner, Interrupts& interrupts, Console& console,
                                    const std::function<void(std::stop_token)>& job);

/// The same for work that gives something. Cancelled if the work says so, or never began.
template <class T>
Outcome<T> runCancellably(JobRunner& runner, Interrupts& interrupts, Console& console,
                          const std::function<Outcome<T>(std::stop_token)>& work) {
    std::optional<Outcome<T>> outcome;
    const std::optional<Error> fault =
        runCancellably(runner, interrupts, console,
                       std::function<void(std::stop_token)>(
                           [&](std::stop_token stop) { outcome = work(std::move(stop)); }));
    if (fault) {
        return *fault;
    }
    return outcome ? *std::move(outcome) : Outcome<T>(Cancelled{});
}

}  // namespace limn::cli
