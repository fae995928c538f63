// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/metadata/GenerationData.h"

#include <string_view>

namespace limn {

/// What stable-diffusion.cpp appends to its A1111 text as "SDCPP: {...}", schema
/// sdcpp.image.params/v1. It is exact where the line before it is rounded, so it replaces what it
/// says. Text that is no such object changes nothing.
void readSdcppJson(std::string_view text, GenerationData& data);

}  // namespace limn
