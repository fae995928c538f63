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
constexpr std::int64_t kFewestRows = 16;
/// Below it what a call costs beside the work would show.
constexpr double kShortestPieceSeconds = 0.025;
constexpr double kLongestRepeatSeconds = 0.5;
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
    // The shorter of two: somebody else's work beside it must not make the pieces small.
    const auto secondsOfPiece = [&](std::int64_t rows) {
        return std::min(multiply(0, rows), multiply(0, rows));
    };
    std::int64_t rows = kFewestRows;
    double pieceSeconds = secondsOfPiece(rows);
    while (rows < kProbeSide && pieceSeconds < kShortestPieceSeconds) {
        rows *= 2;
        pieceSeconds = secondsOfPiece(rows);
    }
    // A processor without arithmetic of this type takes a part of the product.
    const auto affordable = std::max<std::int64_t>(
        1, static_cast<std::int64_t>(kLongestRepeatSeconds / std::max(pieceSeconds, 1e-6)));
    const std::int64_t rowsInAll = rows * std::min(kProbeSide / rows, affordable);
    const double seconds = fastest([&] {
        double sum = 0;
        for (std::int64_t from = 0; from < rowsInAll; from += rows) {
            sum += multiply(from, rows);
        }
        return sum;
    });
    return 2.0 * static_cast<double>(rowsInAll) * kProbeSide * kProbeSide / seconds;
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
