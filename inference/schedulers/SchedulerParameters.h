// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/schedulers/SchedulerConfig.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace limn::schedulers {

enum class SchedulerKind {
    Ddim = 1,
    Pndm,
    Euler,
    EulerAncestral,
    Heun,
    DpmSolverMultistep,
    UniPcMultistep,
    Lcm
};
enum class BetaSchedule { Linear = 1, ScaledLinear, SquaredCosCapV2, Exponential };
enum class PredictionType { Epsilon = 1, Sample, Velocity, Flow };
enum class TimestepSpacing { Linspace = 1, Leading, Trailing };
enum class SigmaInterpolation { Linear = 1, LogLinear };
/// How the sigmas are laid out between the ends, where not taken from the timesteps.
enum class SigmaLadder { FromTimesteps = 1, Karras, Exponential, LuLambdas };
enum class FinalSigma { Zero = 1, SigmaMin };
enum class DpmAlgorithm { DpmSolver = 1, DpmSolverPlusPlus, SdeDpmSolver, SdeDpmSolverPlusPlus };
enum class SolverType { Midpoint = 1, Heun, Bh1, Bh2 };

/// Every setting that a solver reads, with the defaults of its own class filled in and each value
/// checked. The member defaults here are those that all classes share; resolveParameters() sets the
/// others.
struct SchedulerParameters {
    SchedulerKind kind = SchedulerKind::Ddim;

    int trainTimesteps = 1000;  ///< 1 to 100000
    double betaStart = 0.0001;
    double betaEnd = 0.02;
    BetaSchedule betaSchedule = BetaSchedule::Linear;
    std::vector<double> trainedBetas;  ///< instead of the schedule, if not empty
    bool zeroTerminalSnr = false;      ///< arXiv 2305.08891, algorithm 1
    PredictionType prediction = PredictionType::Epsilon;

    TimestepSpacing spacing = TimestepSpacing::Linspace;
    int stepsOffset = 0;  ///< added to "leading" timesteps
    SigmaInterpolation interpolation = SigmaInterpolation::Linear;
    bool continuousTimesteps = false;  ///< Euler: timesteps are 0.25 log sigma (with v_prediction)
    SigmaLadder ladder = SigmaLadder::FromTimesteps;
    std::optional<double> sigmaMin, sigmaMax;  ///< ends of the ladder, instead of the table's
    FinalSigma finalSigma = FinalSigma::Zero;

    bool clipSample = false;
    double clipSampleRange = 1.0;
    bool dynamicThresholding = false;
    double thresholdingRatio = 0.995;
    double sampleMaxValue = 1.0;

    bool setAlphaToOne = true;
    bool skipPrkSteps = false;

    int solverOrder = 2;  ///< 1 to 3
    DpmAlgorithm algorithm = DpmAlgorithm::DpmSolverPlusPlus;
    SolverType solverType = SolverType::Midpoint;
    bool lowerOrderFinal = true;
    bool eulerAtFinal = false;
    double lambdaMinClipped = -std::numeric_limits<double>::infinity();
    bool flowSigmas = false;  ///< rectified flow: x_t = (1 - sigma) x_0 + sigma noise
    double flowShift = 1.0;
    std::optional<double> shiftTerminal;
    bool predictX0 = true;
    std::vector<std::int64_t>
        disableCorrector;  ///< step indices after which UniPC does not correct

    int originalInferenceSteps = 50;  ///< LCM: steps of the distillation schedule
    double timestepScaling = 10.0;    ///< LCM: of the boundary condition
};

/// What diffusers' `X.from_config(config)` ends up with: given keys carry over, the others take the
/// defaults of `kind`. An Error names the key whose value this kind of scheduler cannot follow.
Result<SchedulerParameters> resolveParameters(SchedulerKind kind, const SchedulerConfig& config);

}  // namespace limn::schedulers
