// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <array>
#include <string_view>

namespace limn::schedulers {

/// The classes of diffusers that can be built. Without torch: inspect asks it too. scheduler_factory.cpp, which builds them,
/// does not compile with others.
inline constexpr std::array<std::string_view, 8> kSchedulerClasses{
    "DDIMScheduler",           "PNDMScheduler",
    "EulerDiscreteScheduler",  "EulerAncestralDiscreteScheduler",
    "HeunDiscreteScheduler",   "DPMSolverMultistepScheduler",
    "UniPCMultistepScheduler", "LCMScheduler"};

}  // namespace limn::schedulers
