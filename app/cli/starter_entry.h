// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/folders.h"
#include "core/checkpoints/ModelList.h"

#include <optional>
#include <stop_token>
#include <string_view>

namespace limn::cli {

/// What --model takes for the model in the box; no model of the list may be called so.
inline constexpr std::string_view kStarterName = "starter";

/// The model in the box as an entry that no list holds: its files have sizes and no hashes. nullopt where
/// there is none that draws. Any thread.
std::optional<ModelEntry> starterEntry(const Folders& folders, const std::stop_token& stop);

}  // namespace limn::cli
