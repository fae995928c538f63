// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/benchmark.h"

namespace limn::inference {

/// Probes the machine (largest rates of matrix products), loads and times the model, and probes again, with the memory copy
/// last, all in one run on the calling thread. A BenchmarkFunction. Cancelled within a step or a piece of a probe.
/// Nothing throws.
Outcome<BenchmarkReport> runBenchmark(const BenchmarkRequest& request, std::stop_token stop, const ProgressSink& progress);

}  // namespace limn::inference
