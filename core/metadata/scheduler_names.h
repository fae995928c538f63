// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limn {

/// What A1111 and the sites that read its texts call one of Limn's schedulers: "dpmpp_2m_karras" ->
/// "DPM++ 2M Karras". A name that Limn does not know stays as it is.
std::string a1111SchedulerName(std::string_view limnName);

/// Limn's name for what any of the dialects writes ("DPM++ 2M Karras", "k_euler_ancestral",
/// "ddim_uniform" ...). nullopt: Limn has no such scheduler.
std::optional<std::string> limnSchedulerName(std::string_view foreignName);

}  // namespace limn
