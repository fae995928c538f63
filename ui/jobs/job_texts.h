// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <QString>

#include <optional>

namespace limn::ui {

/// "Step 12 of 20", "Loading the model", "Picture 2 of 4 · step 3 of 20".
QString phaseText(const Progress& progress, int pictures);

/// "2 s left", "3 min left", "less than a second left"; empty where nothing can be said.
QString timeLeftText(std::optional<double> seconds);

/// "1.1 GB", "820 MB" of decimal units, as the desktop's file manager counts.
QString bytesText(qint64 bytes);

}  // namespace limn::ui
