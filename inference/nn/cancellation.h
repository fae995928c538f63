// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <stop_token>

namespace limn::nn {

/// Thrown inside inference/ to leave a long computation; TorchEngine turns it into Cancelled. Not an error.
struct OperationCancelled {};

inline void throwIfStopped(const std::stop_token& stop) {
    if (stop.stop_requested()) {
        throw OperationCancelled{};
    }
}

}  // namespace limn::nn
