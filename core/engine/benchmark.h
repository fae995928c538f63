// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/engine/Engine.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace limn {

/// What `limn bench` asks for.
struct BenchmarkRequest {
    std::filesystem::path model;  ///< empty: only the machine's probes
    Placement placement;
    int widthPx = 512;
    int heightPx = 512;
    int steps = 5;  ///< timed steps, after one that is not
    std::string scheduler;  ///< a name from ModelInfo::schedulers; empty: one that suits the model
};

/// What was measured in one run, so that the numbers may be put in relation. 0 = not measured.
struct BenchmarkReport {
    double float32FlopsPerSecond = 0;     ///< probe: large matrix product
    double bfloat16FlopsPerSecond = 0;    ///< probe: large matrix product
    double memoryCopyBytesPerSecond = 0;  ///< probe: bytes read plus bytes written
    double float32FlopsPerSecondAfter =
        0;  ///< the probes again, after the model: a busy machine shows
    double bfloat16FlopsPerSecondAfter = 0;
    int threads = 0;
    ModelInfo model;                  ///< architecture empty: no model was measured
    double secondsPerGuidedStep = 0;  ///< both passes
    double secondsPerPlainStep = 0;   ///< one pass, guidance off
    double encodeSeconds = 0;         ///< both prompts of a guided picture
    double decodeSeconds = 0;
    double loadSeconds = 0;
    std::int64_t peakMemoryBytes = 0;  ///< with the model, before the probe of memory copies
    std::int64_t anonymousMemoryBytes = 0;
    std::int64_t loadedAnonymousBytes =
        0;  ///< growth over the load alone, as measured: may be negative
    double shareOfPeak =
        0;  ///< η: the step's floating-point rate over the probe's, same type, same run
};

using BenchmarkFunction = std::function<Outcome<BenchmarkReport>(
    const BenchmarkRequest&, std::stop_token, const ProgressSink&)>;

}  // namespace limn
