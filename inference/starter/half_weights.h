// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

namespace limn::starter {

/// Writes weights in half precision, whole or not at all.
Status writeHalf(const std::filesystem::path& file,
                 const std::map<std::string, at::Tensor>& weights,
                 const std::map<std::string, std::string>& metadata = {{"format", "pt"}});

/// Writes a text file, whole or not at all, in place of what is there.
Status writeText(const std::filesystem::path& file, const std::string& text);

}  // namespace limn::starter
