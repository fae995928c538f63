// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/training/AdamW.h"
#include "inference/training/LearningRate.h"
#include "inference/training/TrainingState.h"
#include "inference/training/TrainingWeightStore.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace limn::training {

/// What is trained: a model with its data. Samples are numbered; number i is always the same one.
class TrainingTask {
public:
    virtual ~TrainingTask() = default;

    /// The loss of samples first ... first + count - 1, with its graph.
    virtual at::Tensor loss(std::int64_t first, std::int64_t count) = 0;
    /// Told before each step: the share of the run that is done, 0 ... 1.
    virtual void reached(double share) { static_cast<void>(share); }
    /// Figures of the averaged weights on a fixed validation set, for the log: "psnr 27.10 things 21.40".
    virtual std::string evaluate() = 0;
};

struct LoopOptions {
    std::filesystem::path stateFolder;
    std::int64_t batch = 8;     ///< samples a step
    LearningRate learningRate;  ///< its totalSamples end the run
    AdamWOptions optimiser;
    double minutes = 0;  ///< end after this much computing in this sitting; 0 = no limit
    /// End after this much computing in this sitting, with a learning rate that falls as if the samples ended then: for
    /// a machine whose speed is not known beforehand. 0 = the samples alone decide.
    double finishMinutes = 0;
    double saveEverySeconds = 180;
    double logEverySeconds = 30;
    double evaluateEverySeconds = 180;
};

/// Trains until the samples or the minutes are spent or a signal asks to stop, saving on the way and at the end.
/// Goes on from the state in the folder if there is one: the same samples follow as without the break.
/// Prints log lines, and appends them to log.txt in the folder.
Status runTraining(TrainingTask& task, TrainingWeightStore& store, const LoopOptions& options);

}  // namespace limn::training
