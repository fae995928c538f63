// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn::training {

/// SIGTERM and SIGINT ask a run to save and end; SIGUSR1 halts it and lets it go on, so that others can have the cores.
/// Handlers are of the whole process: one object at a time.
class TrainingSignals {
public:
    TrainingSignals();
    ~TrainingSignals();
    TrainingSignals(const TrainingSignals&) = delete;
    TrainingSignals& operator=(const TrainingSignals&) = delete;

    bool isStopRequested() const;
    bool isPaused() const;
    /// Returns when the pause ends or a stop is requested.
    void waitWhilePaused() const;
};

}  // namespace limn::training
