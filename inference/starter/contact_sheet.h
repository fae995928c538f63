// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"

#include <filesystem>
#include <vector>

namespace limn::starter {

/// A sheet or sample for people to look at: no metadata, replaces the file.
Status writeSheet(const Image& image, const std::filesystem::path& file);

/// Pictures of one size in rows, with a thin gap between them. Requires at least one.
Image contactSheet(const std::vector<Image>& pictures, int columns);

}  // namespace limn::starter
