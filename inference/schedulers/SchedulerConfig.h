// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limn::schedulers {

/// diffusers' scheduler_config.json. A field without a value was not in the file: it then takes the
/// default of the scheduler that is built, which need not be `class_name` (diffusers' X.from_config
/// carries only present keys over). fromJson() refuses what no scheduler knows; makeScheduler()
/// what the chosen one cannot follow. A plain value.
struct SchedulerConfig {
    std::string class_name;  ///< "EulerDiscreteScheduler" ...; not checked here
    std::string class_source;  ///< the file that says so, for sentences

    std::optional<std::int64_t> num_train_timesteps;
    std::optional<double> beta_start;
    std::optional<double> beta_end;
    std::optional<std::string>
        beta_schedule;  ///< "linear", "scaled_linear", "squaredcos_cap_v2", Heun: "exp"
    std::optional<std::vector<double>> trained_betas;
    std::optional<std::string>
        prediction_type;  ///< "epsilon", "v_prediction", "sample", "flow_prediction"
    std::optional<std::string> timestep_spacing;  ///< "leading", "trailing", "linspace"
    std::optional<std::int64_t> steps_offset;
    std::optional<bool> rescale_betas_zero_snr;

    std::optional<bool> clip_sample;
    std::optional<double> clip_sample_range;
    std::optional<bool> set_alpha_to_one;
    std::optional<bool> thresholding;
    std::optional<double> dynamic_thresholding_ratio;
    std::optional<double> sample_max_value;

    std::optional<bool> skip_prk_steps;     ///< PNDM
    std::optional<bool> use_karras_sigmas;  ///< Euler, Heun, DPM, UniPC; and so the next
    std::optional<bool> use_exponential_sigmas;
    std::optional<bool> use_beta_sigmas;
    std::optional<bool> use_lu_lambdas;   ///< DPM
    std::optional<bool> use_flow_sigmas;  ///< DPM, UniPC: rectified flow
    std::optional<double> flow_shift;
    std::optional<double> shift_terminal;           ///< UniPC
    std::optional<bool> use_dynamic_shifting;       ///< DPM, UniPC
    std::optional<std::string> interpolation_type;  ///< Euler: "linear", "log_linear"
    std::optional<std::string> timestep_type;       ///< Euler: "discrete", "continuous"
    std::optional<double> sigma_min;                ///< Euler, UniPC
    std::optional<double> sigma_max;
    std::optional<std::string> final_sigmas_type;  ///< "zero", "sigma_min"

    std::optional<std::int64_t> solver_order;  ///< DPM, UniPC: 1 ... 3
    std::optional<std::string>
        algorithm_type;  ///< DPM: "dpmsolver++", "sde-dpmsolver++", "dpmsolver" ...
    std::optional<std::string> solver_type;  ///< DPM: "midpoint", "heun"; UniPC: "bh1", "bh2"
    std::optional<bool> lower_order_final;
    std::optional<bool> euler_at_final;
    std::optional<double> lambda_min_clipped;  ///< DPM; may be minus infinity, which is the default
    std::optional<bool> predict_x0;            ///< UniPC
    std::optional<std::vector<std::int64_t>>
        disable_corrector;  ///< UniPC: steps without the corrector

    std::optional<std::int64_t> original_inference_steps;  ///< LCM
    std::optional<double> timestep_scaling;                ///< LCM

    std::vector<std::string>
        unknown_keys;  ///< worth a line in the log: keys of other schedulers, usually harmless

    /// Limn has the scheduler of this class.
    bool isKnownClass() const;
    /// "'model/model_index.json' names the scheduler "X", which Limn does not have": the begin of a sentence.
    std::string unknownClassPhrase() const;

    static Result<SchedulerConfig> fromJson(const nlohmann::json& json,
                                            const std::string& sourceName);
};

}  // namespace limn::schedulers
