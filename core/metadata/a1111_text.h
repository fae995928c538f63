// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/metadata/GenerationData.h"

#include <optional>
#include <string>
#include <string_view>

namespace limn {

// The text that A1111's web UI began and most programs read: the prompt, "Negative prompt: ..." and a
// line of settings "Steps: 20, Sampler: Euler a, ...". In a PNG it is the text chunk "parameters", in
// JPEG and WebP the EXIF UserComment.

/// nullopt if it holds no settings. Reads what Forge, SD.Next, Krita AI, Fooocus (scheme a1111) and
/// stable-diffusion.cpp add. Never takes longer than a few passes over the text. Any thread.
std::optional<GenerationData> readA1111Text(std::string_view text);

/// LoRAs appear in the prompt as <lora:name:scale>, for that is where readers look for them.
std::string writeA1111Text(const GenerationData& data);

/// The <lora:name:scale> tags of a prompt, which stays as it is.
void readLoraTags(std::string_view prompt, std::vector<UsedLora>& loras);

}  // namespace limn
