// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/machine_probe.h"

#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>

namespace limn::inference {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kProbeSide = 2048;
constexpr std::int64_t kFewestRows = 128;
constexpr double kLongestPieceSeconds = 0.1;
constexpr int kProbeRepeats = 6;
constexpr std::int64_t kCopyBytes = std::int64_t{256} << 20;

template <class Work>
double secondsOf(const std::stop_token& stop, Work&& work) {
    nn::throwIfStopped(stop);
    const auto begin = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The fastest of several: what the machine can do when nobody else is at it. `work` gives the seconds that it took.
template <class Work>
double fastest(Work&& work) {
    work();
    double best = work();
    for (int i = 1; i < kProbeRepeats; ++i) {
        best = std::min(best, work());
    }
    return best;
}

}  // namespace

double matrixProductFlopsPerSecond(at::ScalarType type, at::Device device,
                                   const std::stop_token& stop) {
    const c10::InferenceMode inferenceMode;
    nn::throwIfStopped(stop);
    const auto a = at::randn({kProbeSide, kProbeSide}).to(device, type);
    const auto multiply = [&](std::int64_t from, std::int64_t rows) {
        // .item() waits for devices that work asynchronously
        return secondsOf(stop, [&] { at::mm(a.narrow(0, from, rows), a)[0][0].item(); });
    };
    multiply(0, kFewestRows);  // the kernel is made ready in it
    const double secondsPerRow = multiply(0, kFewestRows) / kFewestRows;
    std::int64_t rows = kProbeSide;
    while (rows > kFewestRows && static_cast<double>(rows) * secondsPerRow > kLongestPieceSeconds) {
        rows /= 2;
    }
    const double seconds = fastest([&] {
        double sum = 0;
        for (std::int64_t from = 0; from < kProbeSide; from += rows) {
            sum += multiply(from, rows);
        }
        return sum;
    });
    return 2.0 * kProbeSide * kProbeSide * kProbeSide / seconds;
}

double copyBytesPerSecond(at::Device device, const std::stop_token& stop) {
    const c10::InferenceMode inferenceMode;
    nn::throwIfStopped(stop);
    const auto from = at::ones({kCopyBytes}, at::TensorOptions().dtype(at::kByte).device(device));
    auto to = at::empty_like(from);
    const double seconds = fastest([&] {
        return secondsOf(stop, [&] {
            to.copy_(from);
            to[0].item();
        });
    });
    return 2.0 * kCopyBytes / seconds;
}

}  // namespace limn::inference
