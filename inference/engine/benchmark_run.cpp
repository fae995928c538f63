// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/benchmark_run.h"

#include "inference/engine/TorchEngine.h"
#include "inference/engine/device_policy.h"
#include "inference/engine/machine_probe.h"
#include "inference/memory/available_memory.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"
#include "inference/nn/flop_count.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace limn::inference {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kGuidance = 7.5;

double secondsBetween(Clock::time_point begin, Clock::time_point end) {
    return std::chrono::duration<double>(end - begin).count();
}

/// The same before and after a model: a busy machine shows. Its memory has gone back when this returns, so that what a
/// model takes is counted from there and not from blocks that a probe left.
struct MatrixRates {
    double float32FlopsPerSecond = 0;
    double bfloat16FlopsPerSecond = 0;
};

MatrixRates probeMatrixProducts(at::Device device, const std::stop_token& stop) {
    const MatrixRates rates{matrixProductFlopsPerSecond(at::kFloat, device, stop),
                            matrixProductFlopsPerSecond(at::kBFloat16, device, stop)};
    memory::returnFreedMemory(device);
    return rates;
}

double medianOf(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Median seconds of a step, and its operations, from the times at which the steps are told. The first step is left
/// out: weights are packed and memory is taken in it.
class StepTimer {
public:
    void tell(const Progress& state, double flops) {
        if (state.phase == Phase::Denoise) {
            m_times.push_back(Clock::now());
            m_flops.push_back(flops);
        }
    }
    double secondsPerStep() const {
        std::vector<double> steps;
        for (std::size_t i = 2; i < m_times.size(); ++i) {
            steps.push_back(secondsBetween(m_times[i - 1], m_times[i]));
        }
        return medianOf(std::move(steps));
    }
    double flopsPerStep() const { return m_flops.size() < 2 ? 0 : m_flops.back() - m_flops[m_flops.size() - 2]; }

private:
    std::vector<Clock::time_point> m_times;
    std::vector<double> m_flops;
};

struct TimedRun {
    StepTimer steps;
    PhaseSeconds seconds;
};

Outcome<TimedRun> timeRun(Engine& engine, const BenchmarkRequest& request, double guidanceScale, const std::string& prompt,
                          const std::string& negativePrompt, const std::stop_token& stop, const ProgressSink& progress) {
    GenerateRequest order;
    order.prompt = prompt;
    if (guidanceScale > 1) {
        order.negativePrompt = negativePrompt;
    }
    order.steps = request.steps + 1;
    order.guidanceScale = guidanceScale;
    order.scheduler = request.scheduler;
    order.widthPx = request.widthPx;
    order.heightPx = request.heightPx;
    TimedRun run;
    const nn::FlopCounter counter;
    const auto sink = [&](const Progress& state) {
        run.steps.tell(state, counter.flops());
        if (progress) {
            progress(state);
        }
    };
    const auto outcome = engine.generate(order, stop, sink, [](const GeneratedImage&) -> Status { return Unit{}; });
    if (outcome.isCancelled()) {
        return Cancelled{};
    }
    if (outcome.isFailed()) {
        return outcome.error();
    }
    run.seconds = outcome.value().seconds;
    return run;
}

/// Median seconds of encoding a pair of prompts that were not seen before, each for a picture of one small step.
Outcome<double> timeEncoding(Engine& engine, const std::string& scheduler,
                             const std::stop_token& stop) {
    constexpr int kRepeats = 5;
    constexpr int kSidePx = 64;
    std::vector<double> seconds;
    for (int i = 0; i < kRepeats; ++i) {
        BenchmarkRequest small;
        small.steps = 0;
        small.scheduler = scheduler;
        small.widthPx = kSidePx;
        small.heightPx = kSidePx;
        const auto prompt = std::string("boats at sunset ").append(std::to_string(i));
        const auto negativePrompt = std::string("trees ").append(std::to_string(i));
        const auto run = timeRun(engine, small, kGuidance, prompt, negativePrompt, stop, {});
        if (!run.isDone()) {
            return run.isCancelled() ? Outcome<double>(Cancelled{}) : Outcome<double>(run.error());
        }
        seconds.push_back(run.value().seconds.encode);
    }
    return medianOf(std::move(seconds));
}

/// One evaluation, or one guided pair, a step: Euler, and where the model does not take it (flow matching) its own, which is a
/// multistep solver.
std::string schedulerFor(const ModelInfo& model) {
    const bool takesEuler = std::ranges::find(model.schedulers, "euler") != model.schedulers.end();
    return takesEuler ? "euler" : model.defaultScheduler;
}

Outcome<BenchmarkReport> timeModel(const BenchmarkRequest& request, BenchmarkReport report, const std::stop_token& stop,
                                   const ProgressSink& progress) {
    const auto engine = makeTorchEngine();
    LoadRequest load;
    load.model = request.model;
    load.placement = request.placement;
    const auto anonymousBefore = memory::processMemory().anonymousBytes;
    auto loaded = engine->load(load, stop, progress);
    report.loadedAnonymousBytes = memory::processMemory().anonymousBytes - anonymousBefore;
    if (!loaded.isDone()) {
        return loaded.isCancelled() ? Outcome<BenchmarkReport>(Cancelled{}) : Outcome<BenchmarkReport>(loaded.error());
    }
    report.model = loaded.value();
    report.loadSeconds = report.model.loadSeconds;
    BenchmarkRequest timed = request;
    if (timed.scheduler.empty()) {
        timed.scheduler = schedulerFor(report.model);
    }
    // The plain run first: it packs the weights and warms the memory.
    auto plain =
        timeRun(*engine, timed, 1.0, "a lighthouse at night, three boats", "", stop, progress);
    auto guided = plain.isDone() ? timeRun(*engine, timed, kGuidance,
                                           "a lighthouse at sunset, two boats", "", stop, progress)
                                 : plain;
    for (const auto* run : {&guided, &plain}) {
        if (!run->isDone()) {
            return run->isCancelled() ? Outcome<BenchmarkReport>(Cancelled{}) : Outcome<BenchmarkReport>(run->error());
        }
    }
    report.secondsPerGuidedStep = guided.value().steps.secondsPerStep();
    report.secondsPerPlainStep = plain.value().steps.secondsPerStep();
    const auto encoding = timeEncoding(*engine, timed.scheduler, stop);
    if (!encoding.isDone()) {
        return encoding.isCancelled() ? Outcome<BenchmarkReport>(Cancelled{}) : Outcome<BenchmarkReport>(encoding.error());
    }
    report.encodeSeconds = encoding.value();
    report.decodeSeconds = guided.value().seconds.decode;
    const auto memoryUse = memory::processMemory();
    report.peakMemoryBytes = memoryUse.peakResidentBytes;
    report.anonymousMemoryBytes = memoryUse.anonymousBytes;
    const auto after = probeMatrixProducts(choosePlacement(request.placement).device, stop);
    report.float32FlopsPerSecondAfter = after.float32FlopsPerSecond;
    report.bfloat16FlopsPerSecondAfter = after.bfloat16FlopsPerSecond;
    const double peak = report.model.dtype == "float32"
                            ? std::max(report.float32FlopsPerSecond, report.float32FlopsPerSecondAfter)
                            : std::max(report.bfloat16FlopsPerSecond, report.bfloat16FlopsPerSecondAfter);
    if (report.secondsPerGuidedStep > 0 && peak > 0) {
        report.shareOfPeak = guided.value().steps.flopsPerStep() / report.secondsPerGuidedStep / peak;
    }
    return report;
}

}  // namespace

Outcome<BenchmarkReport> runBenchmark(const BenchmarkRequest& request, std::stop_token stop, const ProgressSink& progress) {
    try {
        const auto placement = choosePlacement(request.placement);
        applyPlacement(placement);
        BenchmarkReport report;
        report.threads = placement.threads;
        const auto rates = probeMatrixProducts(placement.device, stop);
        report.float32FlopsPerSecond = rates.float32FlopsPerSecond;
        report.bfloat16FlopsPerSecond = rates.bfloat16FlopsPerSecond;
        if (!request.model.empty()) {
            auto timed = timeModel(request, std::move(report), stop, progress);
            if (!timed.isDone()) {
                return timed;
            }
            report = timed.value();
        }
        // Last, and after the model's memory was told: this probe alone takes half a gigabyte.
        report.memoryCopyBytesPerSecond = copyBytesPerSecond(placement.device, stop);
        return report;
    } catch (const nn::OperationCancelled&) {
        return Cancelled{};
    } catch (const nn::Failure& failure) {
        return failure.error();
    } catch (const std::exception& error) {
        return Error{ErrorCode::Internal, std::string("The probe failed: ") + error.what(), {}};
    }
}

}  // namespace limn::inference
