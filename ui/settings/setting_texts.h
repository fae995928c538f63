// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/settings/size_presets.h"

#include <QString>

#include <string>

namespace limn::ui {

/// "1:1 · 512 × 512 · best": what the model was made for. The size is that of the finished picture, `upscale` times what is
/// drawn.
QString sizeText(const SizePreset& preset, int upscale);

/// "DPM++ 2M Karras" for "dpmpp_2m_karras": the names that people know.
QString schedulerText(const std::string& name);

}  // namespace limn::ui
