// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/TrainingLoop.h"

#include "inference/training/TrainingSignals.h"
#include "inference/training/flop_count.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>

namespace limn::training {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Seconds of computing since something was last done; pauses do not count.
struct Every {
    double seconds;
    double last;

    bool isDue(double now) {
        if (now - last < seconds) {
            return false;
        }
        last = now;
        return true;
    }
};

class Run {
public:
    Run(TrainingTask& task, TrainingWeightStore& store, const LoopOptions& options)
        : m_task(task), m_store(store), m_options(options) {}

    Status run() {
        std::filesystem::create_directories(m_options.stateFolder);
        m_log.open(m_options.stateFolder / "log.txt", std::ios::app);
        auto loaded = loadState(m_options.stateFolder, m_store.parameters());
        if (!loaded) {
            return loaded.error();
        }
        m_progress = loaded->value_or(Progress{});
        print(m_progress.step == 0 ? "begin" : "resume");
        return loop();
    }

private:
    Status loop() {
        Every save{m_options.saveEverySeconds, 0};
        Every log{m_options.logEverySeconds, 0};
        Every evaluate{m_options.evaluateEverySeconds, 0};
        while (m_progress.samples < m_options.learningRate.totalSamples &&
               !m_signals.isStopRequested() &&
               (m_options.minutes <= 0 || m_seconds < 60 * m_options.minutes) &&
               (m_options.finishMinutes <= 0 || m_seconds < 60 * m_options.finishMinutes)) {
            if (m_signals.isPaused()) {
                print("paused");
                m_signals.waitWhilePaused();
                print("goes on");
            }
            step();
            if (log.isDue(m_seconds)) {
                printRates();
            }
            if (evaluate.isDue(m_seconds)) {
                print(m_task.evaluate());
            }
            if (save.isDue(m_seconds)) {
                if (const auto saved =
                        saveState(m_options.stateFolder, m_store.parameters(), m_progress);
                    !saved) {
                    return saved;
                }
            }
        }
        printRates();
        print(m_task.evaluate());
        return saveState(m_options.stateFolder, m_store.parameters(), m_progress);
    }

    /// Of the run, by samples or by the clock, whichever is further.
    double share() const {
        const auto total = static_cast<double>(m_options.learningRate.totalSamples);
        const double bySamples = static_cast<double>(m_progress.samples) / total;
        const double byTime =
            m_options.finishMinutes > 0 ? m_seconds / (60 * m_options.finishMinutes) : 0;
        return std::min(1.0, std::max(bySamples, byTime));
    }

    double learningRate() const {
        const auto& rate = m_options.learningRate;
        const auto reached = std::llround(share() * static_cast<double>(rate.totalSamples));
        return std::min(rate.at(m_progress.samples), rate.at(reached));
    }

    void step() {
        const auto begin = Clock::now();
        const auto beginTicks = std::clock();
        at::Tensor loss;
        m_task.reached(share());
        const auto forward = [&] {
            loss = m_task.loss(m_progress.samples, m_options.batch);
        };
        if (m_forwardFlops == 0) {
            m_forwardFlops = countForwardFlops(forward);
        } else {
            forward();
        }
        loss.backward();
        const double rate = learningRate();
        const auto norm =
            stepAdamW(m_store.parameters(), rate, m_progress.step + 1, m_options.optimiser);
        ++m_progress.step;
        m_progress.samples += m_options.batch;
        const double seconds = secondsSince(begin);
        m_progress.seconds += seconds;
        m_seconds += seconds;
        m_interval.seconds += seconds;
        m_interval.cpuSeconds += static_cast<double>(std::clock() - beginTicks) / CLOCKS_PER_SEC;
        m_interval.steps += 1;
        // Kept as tensors: asking for the number would make the processor wait for the device in every step.
        m_interval.loss = m_interval.loss + loss.detach();
        m_interval.norm = m_interval.norm + norm;
    }

    void printRates() {
        if (m_interval.steps == 0) {
            return;
        }
        const double steps = m_interval.steps;
        char line[200];
        const double busySeconds =
            m_store.device().is_cpu() ? m_interval.cpuSeconds : m_interval.seconds;
        std::snprintf(
            line, sizeof line,
            "loss %.4f  norm %.2f  rate %.1e  %.1f samples/s  %.0f%% of a core at %.0f GFLOP/s",
            m_interval.loss.item<double>() / steps, m_interval.norm.item<double>() / steps,
            learningRate(),
            steps * static_cast<double>(m_options.batch) / m_interval.seconds,
            100 * m_interval.cpuSeconds / m_interval.seconds,
            3e-9 * m_forwardFlops * steps / busySeconds);
        print(line);
        m_interval = {};
    }

    void print(const std::string& text) {
        char head[80];
        std::snprintf(head, sizeof head, "%8.1f min  %9lld samples  ", m_progress.seconds / 60,
                      static_cast<long long>(m_progress.samples));
        std::cout << head << text << std::endl;
        m_log << head << text << std::endl;
    }

    struct Interval {
        double seconds = 0;
        double cpuSeconds = 0;  // less than the seconds where others have the cores
        double steps = 0;
        at::Tensor loss = at::zeros({});
        at::Tensor norm = at::zeros({});
    };

    TrainingTask& m_task;
    TrainingWeightStore& m_store;
    const LoopOptions& m_options;
    TrainingSignals m_signals;
    std::ofstream m_log;
    Progress m_progress;
    double m_seconds = 0;  // of computing in this sitting
    double m_forwardFlops = 0;
    Interval m_interval;
};

}  // namespace

Status runTraining(TrainingTask& task, TrainingWeightStore& store, const LoopOptions& options) {
    return Run(task, store, options).run();
}

}  // namespace limn::training
