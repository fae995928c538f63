// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/SchedulerConfig.h"

#include "core/base/display_text.h"
#include "inference/models/ConfigReader.h"
#include "inference/schedulers/scheduler_classes.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace limn::schedulers {

namespace {

using models::ConfigReader;
using models::NumberRange;

constexpr std::int64_t kMaxSteps = 100000;
constexpr NumberRange kPositive{0.0, 1e9};

void readNoise(ConfigReader& reader, SchedulerConfig& config) {
    reader.integer("num_train_timesteps", config.num_train_timesteps, {1, kMaxSteps});
    reader.number("beta_start", config.beta_start, {0.0, 1.0});
    reader.number("beta_end", config.beta_end, {0.0, 1.0});
    reader.text("beta_schedule", config.beta_schedule,
                {"linear", "scaled_linear", "squaredcos_cap_v2", "exp"});
    reader.numbers("trained_betas", config.trained_betas, {0.0, 1.0}, std::size_t(kMaxSteps));
    reader.text("prediction_type", config.prediction_type,
                {"epsilon", "v_prediction", "sample", "original_sample", "flow_prediction"});
    reader.text("timestep_spacing", config.timestep_spacing, {"leading", "trailing", "linspace"});
    reader.integer("steps_offset", config.steps_offset, {0, 1000});
    reader.boolean("rescale_betas_zero_snr", config.rescale_betas_zero_snr);
    reader.boolean("clip_sample", config.clip_sample);
    reader.number("clip_sample_range", config.clip_sample_range, kPositive);
    reader.boolean("set_alpha_to_one", config.set_alpha_to_one);
    reader.boolean("thresholding", config.thresholding);
    reader.number("dynamic_thresholding_ratio", config.dynamic_thresholding_ratio, {0.0, 1.0});
    reader.number("sample_max_value", config.sample_max_value, kPositive);
}

void readSigmaLayout(ConfigReader& reader, SchedulerConfig& config) {
    reader.boolean("use_karras_sigmas", config.use_karras_sigmas);
    reader.boolean("use_exponential_sigmas", config.use_exponential_sigmas);
    reader.boolean("use_beta_sigmas", config.use_beta_sigmas);
    reader.boolean("use_lu_lambdas", config.use_lu_lambdas);
    reader.boolean("use_flow_sigmas", config.use_flow_sigmas);
    reader.number("flow_shift", config.flow_shift, kPositive);
    reader.number("shift_terminal", config.shift_terminal, {0.0, 1.0});
    reader.boolean("use_dynamic_shifting", config.use_dynamic_shifting);
    reader.text("interpolation_type", config.interpolation_type, {"linear", "log_linear"});
    reader.text("timestep_type", config.timestep_type, {"discrete", "continuous"});
}

void readSolver(ConfigReader& reader, SchedulerConfig& config) {
    reader.boolean("skip_prk_steps", config.skip_prk_steps);
    readSigmaLayout(reader, config);
    reader.number("sigma_min", config.sigma_min, kPositive);
    reader.number("sigma_max", config.sigma_max, kPositive);
    reader.text("final_sigmas_type", config.final_sigmas_type, {"zero", "sigma_min"});
    reader.integer("solver_order", config.solver_order, {1, 3});
    reader.text("algorithm_type", config.algorithm_type,
                {"dpmsolver++", "sde-dpmsolver++", "dpmsolver", "sde-dpmsolver", "deis"});
    reader.text("solver_type", config.solver_type, {"midpoint", "heun", "bh1", "bh2", "logrho"});
    reader.boolean("lower_order_final", config.lower_order_final);
    reader.boolean("euler_at_final", config.euler_at_final);
    reader.boolean("predict_x0", config.predict_x0);
    reader.integer("original_inference_steps", config.original_inference_steps, {1, kMaxSteps});
    reader.number("timestep_scaling", config.timestep_scaling, kPositive);
}

void refuseUnsupported(ConfigReader& reader) {
    reader.onlySupported("variance_type",
                         {nullptr, "fixed_small", "fixed_small_log", "fixed_large"});
    reader.onlySupported("time_shift_type", {"exponential", nullptr});
    reader.onlySupported("solver_p", {nullptr});
}

/// An empty list is the usual value, so ConfigReader::integers does not fit.
void readDisabledCorrectors(ConfigReader& reader, const nlohmann::json& json,
                            SchedulerConfig& config) {
    const bool present = reader.has("disable_corrector") && !json.at("disable_corrector").is_null();
    std::vector<std::int64_t> steps;
    if (!present ||
        (json.at("disable_corrector").is_array() && json.at("disable_corrector").empty())) {
        reader.ignore({"disable_corrector"});
    } else {
        reader.integers("disable_corrector", steps, {0, kMaxSteps}, 1000);
    }
    if (present) {
        config.disable_corrector = steps;
    }
}

/// Python writes minus infinity as -Infinity, which is not JSON; the reader of our JSON files hands
/// it on as text.
void readLambda(ConfigReader& reader, const nlohmann::json& json, SchedulerConfig& config) {
    if (reader.has("lambda_min_clipped") && json.at("lambda_min_clipped") == "-Infinity") {
        reader.ignore({"lambda_min_clipped"});
        config.lambda_min_clipped = -std::numeric_limits<double>::infinity();
        return;
    }
    reader.number("lambda_min_clipped", config.lambda_min_clipped, {-1e9, 1e9});
}

}  // namespace

bool SchedulerConfig::isKnownClass() const {
    return std::find(kSchedulerClasses.begin(), kSchedulerClasses.end(), class_name) !=
           kSchedulerClasses.end();
}

std::string SchedulerConfig::unknownClassPhrase() const {
    const std::string source =
        class_source.empty() ? std::string("The model") : "'" + displayText(class_source, 400) + "'";
    return source + (class_name.empty() ? std::string(" names no scheduler")
                                        : " names the scheduler \"" + displayText(class_name) +
                                              "\", which Limn does not have");
}

Result<SchedulerConfig> SchedulerConfig::fromJson(const nlohmann::json& json,
                                                  const std::string& sourceName) {
    ConfigReader reader(json, sourceName);
    SchedulerConfig config;
    config.class_source = sourceName;
    if (reader.has("_class_name")) {
        const nlohmann::json& name = json.at("_class_name");
        if (name.is_string() && name.get_ref<const std::string&>().size() <= 100) {
            config.class_name = name.get<std::string>();
        } else {
            reader.reject("_class_name",
                          "must be the name of a scheduler, but is " + models::shortText(name));
        }
    }
    readNoise(reader, config);
    readSolver(reader, config);
    readDisabledCorrectors(reader, json, config);
    readLambda(reader, json, config);
    refuseUnsupported(reader);
    if (reader.failed()) {
        return reader.error();
    }
    config.unknown_keys = reader.unknownKeys();
    return config;
}

}  // namespace limn::schedulers
