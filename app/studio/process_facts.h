// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <optional>

namespace limn::studio {

/// Bytes of memory that this process holds (resident); 0 where the system does not tell.
std::int64_t residentBytes();

/// Milliseconds since the system started this process, in its clock ticks of 10 ms.
std::optional<std::int64_t> millisecondsSinceStart();

}  // namespace limn::studio
