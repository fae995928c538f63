// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/benchmark.h"

namespace limn::inference {

/// Probes the machine (largest rates of matrix products and of a memory copy), then loads and times the model, all in
/// one run on the calling thread. A BenchmarkFunction. Nothing throws.
Outcome<BenchmarkReport> runBenchmark(const BenchmarkRequest& request, std::stop_token stop, const ProgressSink& progress);

}  // namespace limn::inference
