// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <stop_token>

namespace limn::inference {

// The largest rates that a machine reaches, measured on the calling thread. The stop is looked at after every piece of
// work, which takes less than about a tenth of a second. Both throw nn::OperationCancelled, and what torch throws.

/// Floating-point operations a second of a large matrix product; takes some 30 MB.
double matrixProductFlopsPerSecond(at::ScalarType type, at::Device device,
                                   const std::stop_token& stop);

/// Bytes read plus bytes written a second; takes 512 MB.
double copyBytesPerSecond(at::Device device, const std::stop_token& stop);

}  // namespace limn::inference
