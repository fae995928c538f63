// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <functional>
#include <iostream>
#include <memory>

namespace limn::starter {

/// What a subcommand of limn-starter does when it is given: runs, and on failure says the sentence and sets the exit code,
/// which has to outlive the call.
template <class Options>
std::function<void()> commandCallback(std::shared_ptr<Options> options, int& exitCode,
                                      Status (*run)(const Options&)) {
    return [options = std::move(options), &exitCode, run] {
        if (const Status done = run(*options); !done) {
            std::cerr << done.error().message << '\n';
            exitCode = 1;
        }
    };
}

}  // namespace limn::starter
