// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/SchedulerParameters.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>

namespace limn::schedulers {
namespace {

template <class T>
struct Choice {
    std::string_view name;
    T value;
};

/// Collects the first fault, so that the long list of keys below reads without a branch after each.
class Reader {
public:
    template <class T>
    void take(const std::optional<T>& given, T& into) {
        if (given) {
            into = *given;
        }
    }

    void takeFinite(std::string_view key, const std::optional<double>& given, double& into,
                    double low, double high) {
        if (given && !(*given >= low && *given <= high)) {
            refuse(key, std::to_string(*given),
                   "a number from " + std::to_string(low) + " to " + std::to_string(high));
        }
        take(given, into);
    }

    void takeInt(std::string_view key, const std::optional<std::int64_t>& given, int& into, int low,
                 int high) {
        if (!given) {
            return;
        }
        if (*given < low || *given > high) {
            refuse(key, std::to_string(*given),
                   std::to_string(low) + " to " + std::to_string(high));
            return;
        }
        into = static_cast<int>(*given);
    }

    template <class T>
    void choose(std::string_view key, const std::optional<std::string>& given, T& into,
                std::initializer_list<Choice<T>> choices) {
        if (!given) {
            return;
        }
        std::string known;
        for (const Choice<T>& choice : choices) {
            if (*given == choice.name) {
                into = choice.value;
                return;
            }
            known += (known.empty() ? "" : ", ") + std::string(choice.name);
        }
        refuse(key, "\"" + *given + "\"", "one of " + known);
    }

    void refuse(std::string_view key, const std::string& found, const std::string& expected) {
        if (!m_error) {
            m_error = Error{ErrorCode::Unsupported,
                            "scheduler_config.json: " + std::string(key) + " is " + found +
                                "; this scheduler takes " + expected + ".",
                            {}};
        }
    }

    std::optional<Error> m_error;
};

bool isMultistep(SchedulerKind kind) {
    return kind == SchedulerKind::DpmSolverMultistep || kind == SchedulerKind::UniPcMultistep;
}

SchedulerParameters defaultsOf(SchedulerKind kind) {
    SchedulerParameters p;
    p.kind = kind;
    switch (kind) {
    case SchedulerKind::Ddim:
        p.spacing = TimestepSpacing::Leading;
        p.clipSample = true;
        break;
    case SchedulerKind::Pndm:
        p.spacing = TimestepSpacing::Leading;
        p.setAlphaToOne = false;
        break;
    case SchedulerKind::Heun:
        p.betaStart = 0.00085;
        p.betaEnd = 0.012;
        break;
    case SchedulerKind::UniPcMultistep:
        p.solverType = SolverType::Bh2;
        break;
    case SchedulerKind::Lcm:
        p.betaStart = 0.00085;
        p.betaEnd = 0.012;
        p.betaSchedule = BetaSchedule::ScaledLinear;
        break;
    case SchedulerKind::Euler:
    case SchedulerKind::EulerAncestral:
    case SchedulerKind::DpmSolverMultistep:
        break;
    }
    return p;
}

void readNoise(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    reader.takeInt("num_train_timesteps", config.num_train_timesteps, p.trainTimesteps, 1, 100000);
    reader.takeFinite("beta_start", config.beta_start, p.betaStart, 0.0, 1.0);
    reader.takeFinite("beta_end", config.beta_end, p.betaEnd, 0.0, 1.0);
    if (p.kind == SchedulerKind::Heun) {
        reader.choose("beta_schedule", config.beta_schedule, p.betaSchedule,
                      {{"linear", BetaSchedule::Linear},
                       {"scaled_linear", BetaSchedule::ScaledLinear},
                       {"squaredcos_cap_v2", BetaSchedule::SquaredCosCapV2},
                       {"exp", BetaSchedule::Exponential}});
    } else {
        reader.choose("beta_schedule", config.beta_schedule, p.betaSchedule,
                      {{"linear", BetaSchedule::Linear},
                       {"scaled_linear", BetaSchedule::ScaledLinear},
                       {"squaredcos_cap_v2", BetaSchedule::SquaredCosCapV2}});
    }
    reader.take(config.trained_betas, p.trainedBetas);
    if (!p.trainedBetas.empty() &&
        p.trainedBetas.size() != static_cast<std::size_t>(p.trainTimesteps)) {
        reader.refuse("trained_betas", "a list of " + std::to_string(p.trainedBetas.size()),
                      "num_train_timesteps numbers, here " + std::to_string(p.trainTimesteps));
    }
    if (p.kind != SchedulerKind::Pndm && p.kind != SchedulerKind::Heun) {
        reader.take(config.rescale_betas_zero_snr, p.zeroTerminalSnr);
    }
}

void readPrediction(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    const Choice<PredictionType> epsilon{"epsilon", PredictionType::Epsilon};
    const Choice<PredictionType> velocity{"v_prediction", PredictionType::Velocity};
    const Choice<PredictionType> sample{"sample", PredictionType::Sample};
    const auto& given = config.prediction_type;
    switch (p.kind) {
    case SchedulerKind::Pndm:
    case SchedulerKind::EulerAncestral:
        reader.choose("prediction_type", given, p.prediction, {epsilon, velocity});
        break;
    case SchedulerKind::Euler:
        reader.choose("prediction_type", given, p.prediction,
                      {epsilon, velocity, sample, {"original_sample", PredictionType::Sample}});
        break;
    case SchedulerKind::DpmSolverMultistep:
    case SchedulerKind::UniPcMultistep:
        reader.choose("prediction_type", given, p.prediction,
                      {epsilon, velocity, sample, {"flow_prediction", PredictionType::Flow}});
        break;
    default:
        reader.choose("prediction_type", given, p.prediction, {epsilon, velocity, sample});
    }
}

void readTimesteps(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    if (p.kind == SchedulerKind::Lcm) {
        reader.takeInt("original_inference_steps", config.original_inference_steps,
                       p.originalInferenceSteps, 1, p.trainTimesteps);
        if (p.originalInferenceSteps > p.trainTimesteps) {
            reader.refuse("num_train_timesteps", std::to_string(p.trainTimesteps),
                          "at least original_inference_steps, here " +
                              std::to_string(p.originalInferenceSteps));
        }
        reader.takeFinite("timestep_scaling", config.timestep_scaling, p.timestepScaling, 0.0, 1e6);
        return;  // LCM has a spacing of its own
    }
    reader.choose("timestep_spacing", config.timestep_spacing, p.spacing,
                  {{"linspace", TimestepSpacing::Linspace},
                   {"leading", TimestepSpacing::Leading},
                   {"trailing", TimestepSpacing::Trailing}});
    reader.takeInt("steps_offset", config.steps_offset, p.stepsOffset, 0, p.trainTimesteps);
}

void readSigmas(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    if (p.kind != SchedulerKind::Euler && p.kind != SchedulerKind::Heun && !isMultistep(p.kind)) {
        return;
    }
    const bool karras = config.use_karras_sigmas.value_or(false);
    const bool exponential = config.use_exponential_sigmas.value_or(false);
    const bool lu =
        p.kind == SchedulerKind::DpmSolverMultistep && config.use_lu_lambdas.value_or(false);
    if (config.use_beta_sigmas.value_or(false)) {
        reader.refuse("use_beta_sigmas", "true", "false");
    }
    if (karras && exponential) {
        reader.refuse("use_karras_sigmas", "true and so is use_exponential_sigmas",
                      "only one of them");
    }
    // Karras wins over Lu where a file sets both, as in the reference.
    p.ladder = karras        ? SigmaLadder::Karras
               : lu          ? SigmaLadder::LuLambdas
               : exponential ? SigmaLadder::Exponential
                             : SigmaLadder::FromTimesteps;
    p.sigmaMin = config.sigma_min;
    p.sigmaMax = config.sigma_max;
    for (const auto& [key, value] :
         {std::pair{"sigma_min", p.sigmaMin}, std::pair{"sigma_max", p.sigmaMax}}) {
        if (value && !(*value > 0.0 && *value <= 1e6)) {
            reader.refuse(key, std::to_string(*value), "a number above 0, at most 1000000");
        }
    }
    if (p.kind == SchedulerKind::Heun) {
        return;
    }
    reader.choose("final_sigmas_type", config.final_sigmas_type, p.finalSigma,
                  {{"zero", FinalSigma::Zero}, {"sigma_min", FinalSigma::SigmaMin}});
    if (p.kind == SchedulerKind::Euler) {
        reader.choose("interpolation_type", config.interpolation_type, p.interpolation,
                      {{"linear", SigmaInterpolation::Linear},
                       {"log_linear", SigmaInterpolation::LogLinear}});
        reader.choose("timestep_type", config.timestep_type, p.continuousTimesteps,
                      {{"discrete", false}, {"continuous", true}});
    }
}

void readClipping(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    const bool clips = p.kind == SchedulerKind::Ddim || p.kind == SchedulerKind::Heun ||
                       p.kind == SchedulerKind::Lcm;
    const bool thresholds =
        p.kind == SchedulerKind::Ddim || p.kind == SchedulerKind::Lcm || isMultistep(p.kind);
    if (clips) {
        reader.take(config.clip_sample, p.clipSample);
        reader.takeFinite("clip_sample_range", config.clip_sample_range, p.clipSampleRange, 0.0,
                          1e6);
    }
    if (thresholds) {
        reader.take(config.thresholding, p.dynamicThresholding);
        reader.takeFinite("dynamic_thresholding_ratio", config.dynamic_thresholding_ratio,
                          p.thresholdingRatio, 0.0, 1.0);
        reader.takeFinite("sample_max_value", config.sample_max_value, p.sampleMaxValue, 0.0, 1e6);
    }
    reader.take(config.set_alpha_to_one, p.setAlphaToOne);
    reader.take(config.skip_prk_steps, p.skipPrkSteps);
}

void readDpmSolver(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    using enum DpmAlgorithm;
    reader.choose("algorithm_type", config.algorithm_type, p.algorithm,
                  {{"dpmsolver", DpmSolver},
                   {"dpmsolver++", DpmSolverPlusPlus},
                   {"sde-dpmsolver", SdeDpmSolver},
                   {"sde-dpmsolver++", SdeDpmSolverPlusPlus},
                   {"deis", DpmSolverPlusPlus}});
    // Names of another family's solvers stand for this family's usual one.
    reader.choose("solver_type", config.solver_type, p.solverType,
                  {{"midpoint", SolverType::Midpoint},
                   {"heun", SolverType::Heun},
                   {"logrho", SolverType::Midpoint},
                   {"bh1", SolverType::Midpoint},
                   {"bh2", SolverType::Midpoint}});
    reader.take(config.euler_at_final, p.eulerAtFinal);
    reader.take(config.lambda_min_clipped, p.lambdaMinClipped);
    if (std::isnan(p.lambdaMinClipped)) {
        reader.refuse("lambda_min_clipped", "not a number", "a number");
    }
    const bool predictsNoise = p.algorithm == DpmSolver || p.algorithm == SdeDpmSolver;
    if (predictsNoise && p.finalSigma == FinalSigma::Zero) {
        reader.refuse("final_sigmas_type", "\"zero\"",
                      "\"sigma_min\" with algorithm_type dpmsolver and sde-dpmsolver");
    }
    if (predictsNoise && p.prediction == PredictionType::Flow) {
        reader.refuse("prediction_type", "\"flow_prediction\"",
                      "it only with the ++ algorithm types");
    }
    if (p.algorithm == SdeDpmSolver && p.solverOrder == 3) {
        reader.refuse("solver_order", "3", "1 or 2 with algorithm_type sde-dpmsolver");
    }
}

void readUniPc(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    reader.choose("solver_type", config.solver_type, p.solverType,
                  {{"bh1", SolverType::Bh1},
                   {"bh2", SolverType::Bh2},
                   {"midpoint", SolverType::Bh2},
                   {"heun", SolverType::Bh2},
                   {"logrho", SolverType::Bh2}});
    reader.take(config.predict_x0, p.predictX0);
    if (config.disable_corrector) {
        p.disableCorrector = *config.disable_corrector;
    }
    if (config.shift_terminal) {
        p.shiftTerminal = config.shift_terminal;
        if (!p.flowSigmas || !(*p.shiftTerminal >= 0.0 && *p.shiftTerminal < 1.0)) {
            reader.refuse("shift_terminal", std::to_string(*p.shiftTerminal),
                          "a number from 0 to below 1, and only with use_flow_sigmas");
        }
    }
    if (!p.predictX0 && p.finalSigma == FinalSigma::Zero) {
        reader.refuse("final_sigmas_type", "\"zero\"", "\"sigma_min\" without predict_x0");
    }
    if (!p.predictX0 && p.prediction == PredictionType::Flow) {
        reader.refuse("prediction_type", "\"flow_prediction\"", "it only with predict_x0");
    }
}

/// The ladders run in the sigmas of the noise table, up to 14; a flow's end at 1. The reference gives NaN for all but one.
void refuseLadderOfFlow(Reader& reader, const SchedulerParameters& p) {
    if (!p.flowSigmas || p.ladder == SigmaLadder::FromTimesteps) {
        return;
    }
    const bool karras = p.ladder == SigmaLadder::Karras;
    if (karras && p.kind == SchedulerKind::UniPcMultistep) {
        return;
    }
    reader.refuse(karras                                 ? "use_karras_sigmas"
                  : p.ladder == SigmaLadder::Exponential ? "use_exponential_sigmas"
                                                         : "use_lu_lambdas",
                  "true", "false with use_flow_sigmas");
}

void readMultistep(Reader& reader, const SchedulerConfig& config, SchedulerParameters& p) {
    reader.takeInt("solver_order", config.solver_order, p.solverOrder, 1, 3);
    reader.take(config.lower_order_final, p.lowerOrderFinal);
    reader.take(config.use_flow_sigmas, p.flowSigmas);
    reader.takeFinite("flow_shift", config.flow_shift, p.flowShift, 1e-6, 1e6);
    refuseLadderOfFlow(reader, p);
    if (config.use_dynamic_shifting.value_or(false)) {
        reader.refuse("use_dynamic_shifting", "true", "false");
    }
    if (p.kind == SchedulerKind::DpmSolverMultistep) {
        readDpmSolver(reader, config, p);
    } else {
        readUniPc(reader, config, p);
    }
}

}  // namespace

Result<SchedulerParameters> resolveParameters(SchedulerKind kind, const SchedulerConfig& config) {
    Reader reader;
    SchedulerParameters p = defaultsOf(kind);
    readNoise(reader, config, p);
    readPrediction(reader, config, p);
    readTimesteps(reader, config, p);
    readSigmas(reader, config, p);
    readClipping(reader, config, p);
    if (isMultistep(kind)) {
        readMultistep(reader, config, p);
    }
    if (reader.m_error) {
        return std::move(*reader.m_error);
    }
    return p;
}

}  // namespace limn::schedulers
