// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/scheduler_factory.h"

#include "inference/schedulers/DdimScheduler.h"
#include "inference/schedulers/DpmSolverMultistepScheduler.h"
#include "inference/schedulers/EulerScheduler.h"
#include "inference/schedulers/HeunScheduler.h"
#include "inference/schedulers/LcmScheduler.h"
#include "inference/schedulers/PndmScheduler.h"
#include "inference/schedulers/SchedulerParameters.h"
#include "inference/schedulers/UniPcMultistepScheduler.h"
#include "inference/schedulers/scheduler_classes.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

namespace limn::schedulers {
namespace {

struct Entry {
    std::string_view name;
    std::string_view className;
    SchedulerKind kind;
};

// The first entry of a class is the one that stands for it.
constexpr std::array kEntries{
    Entry{"ddim", "DDIMScheduler", SchedulerKind::Ddim},
    Entry{"pndm", "PNDMScheduler", SchedulerKind::Pndm},
    Entry{"euler", "EulerDiscreteScheduler", SchedulerKind::Euler},
    Entry{"euler_a", "EulerAncestralDiscreteScheduler", SchedulerKind::EulerAncestral},
    Entry{"heun", "HeunDiscreteScheduler", SchedulerKind::Heun},
    Entry{"dpmpp_2m", "DPMSolverMultistepScheduler", SchedulerKind::DpmSolverMultistep},
    Entry{"dpmpp_2m_karras", "DPMSolverMultistepScheduler", SchedulerKind::DpmSolverMultistep},
    Entry{"dpmpp_2m_sde", "DPMSolverMultistepScheduler", SchedulerKind::DpmSolverMultistep},
    Entry{"unipc", "UniPCMultistepScheduler", SchedulerKind::UniPcMultistep},
    Entry{"lcm", "LCMScheduler", SchedulerKind::Lcm},
};

constexpr bool isBuilt(std::string_view className) {
    return std::any_of(kEntries.begin(), kEntries.end(),
                       [&](const Entry& entry) { return entry.className == className; });
}
constexpr bool isListed(const Entry& entry) {
    return std::find(kSchedulerClasses.begin(), kSchedulerClasses.end(), entry.className) !=
           kSchedulerClasses.end();
}
static_assert(std::all_of(kSchedulerClasses.begin(), kSchedulerClasses.end(), isBuilt));
static_assert(std::all_of(kEntries.begin(), kEntries.end(), isListed));

constexpr auto kNames = [] {
    std::array<std::string_view, kEntries.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = kEntries[i].name;
    }
    return names;
}();

const Entry* entryOfClass(std::string_view className) {
    const auto* found = std::find_if(kEntries.begin(), kEntries.end(), [&](const Entry& entry) {
        return entry.className == className;
    });
    return found == kEntries.end() ? nullptr : found;
}

Result<Entry> chooseEntry(const SchedulerConfig& config, std::optional<std::string_view> name) {
    std::string known;
    for (const Entry& entry : kEntries) {
        if (name && entry.name == *name) {
            return entry;
        }
        known += (known.empty() ? "" : " ") + std::string(entry.name);
    }
    if (name) {
        return Error{
            ErrorCode::InvalidRequest,
            "There is no scheduler \"" + std::string(*name) + "\"; the names are " + known + ".",
            {},
            "scheduler"};
    }
    if (const Entry* entry = entryOfClass(config.class_name)) {
        return *entry;
    }
    std::string usable;
    for (const std::string_view other : usableSchedulerNames(config)) {
        usable += " " + std::string(other);
    }
    return Error{ErrorCode::Unsupported,
                 config.unknownClassPhrase() + "; choose one with --scheduler:" +
                     (usable.empty() ? " none fits this model" : usable) + ".",
                 {}};
}

std::unique_ptr<Scheduler> build(SchedulerParameters parameters) {
    switch (parameters.kind) {
    case SchedulerKind::Ddim:
        return std::make_unique<DdimScheduler>(std::move(parameters));
    case SchedulerKind::Pndm:
        return std::make_unique<PndmScheduler>(std::move(parameters));
    case SchedulerKind::Euler:
    case SchedulerKind::EulerAncestral:
        return std::make_unique<EulerScheduler>(std::move(parameters));
    case SchedulerKind::Heun:
        return std::make_unique<HeunScheduler>(std::move(parameters));
    case SchedulerKind::DpmSolverMultistep:
        return std::make_unique<DpmSolverMultistepScheduler>(std::move(parameters));
    case SchedulerKind::UniPcMultistep:
        return std::make_unique<UniPcMultistepScheduler>(std::move(parameters));
    case SchedulerKind::Lcm:
        return std::make_unique<LcmScheduler>(std::move(parameters));
    }
    return nullptr;
}

}  // namespace

std::span<const std::string_view> schedulerNames() {
    return kNames;
}

Result<std::unique_ptr<Scheduler>> makeScheduler(const SchedulerConfig& modelConfig,
                                                 std::optional<std::string_view> name) {
    const Result<Entry> entry = chooseEntry(modelConfig, name);
    if (!entry) {
        return entry.error();
    }
    SchedulerConfig config = modelConfig;
    if (name == "dpmpp_2m_karras") {
        config.use_karras_sigmas = true;
    } else if (name == "dpmpp_2m_sde") {
        config.algorithm_type = "sde-dpmsolver++";
    }
    Result<SchedulerParameters> parameters = resolveParameters(entry->kind, config);
    if (!parameters) {
        return std::move(parameters).error();
    }
    return build(std::move(*parameters));
}

std::vector<std::string_view> usableSchedulerNames(const SchedulerConfig& modelConfig) {
    std::vector<std::string_view> names;
    std::copy_if(
        kNames.begin(), kNames.end(), std::back_inserter(names),
        [&](std::string_view name) { return makeScheduler(modelConfig, name).has_value(); });
    return names;
}

std::string_view schedulerNameOf(const SchedulerConfig& modelConfig) {
    const Entry* entry = entryOfClass(modelConfig.class_name);
    if (entry == nullptr) {
        return {};
    }
    if (entry->kind == SchedulerKind::DpmSolverMultistep) {
        if (modelConfig.algorithm_type == "sde-dpmsolver++") {
            return "dpmpp_2m_sde";
        }
        if (modelConfig.use_karras_sigmas.value_or(false)) {
            return "dpmpp_2m_karras";
        }
    }
    return entry->name;
}

SchedulerConfig correctedForStableDiffusion(SchedulerConfig config, StableDiffusionTask task,
                                            bool named) {
    const Entry* entry = entryOfClass(config.class_name);
    if (entry == nullptr) {
        return config;
    }
    // A key that the file lacks has the class's own default, and the correction sees that default
    // too.
    if (config.steps_offset || !named) {
        config.steps_offset = 1;
    }
    if (task != StableDiffusionTask::Inpaint && (config.clip_sample || !named)) {
        config.clip_sample = false;
    }
    if (task == StableDiffusionTask::Inpaint && (config.skip_prk_steps || !named)) {
        config.skip_prk_steps = true;
    }
    return config;
}

}  // namespace limn::schedulers
