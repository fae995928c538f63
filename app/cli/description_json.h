// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/DescriptionRun.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>

namespace limn::cli {

/// What a model said about a picture, as `limn describe --json` says it.
nlohmann::ordered_json descriptionJson(const PreparedDescription& prepared,
                                       const std::filesystem::path& image,
                                       const ToldDescription& told, double loadSeconds);

}  // namespace limn::cli
