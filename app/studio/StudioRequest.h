// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/folders.h"
#include "core/base/Result.h"
#include "core/engine/Engine.h"
#include "inference/checkpoint/key_report.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace limn {

class Interrupts;

/// What the command line hands to the window. Knows no Qt, so that the command line does not either.
struct StudioRequest {
    std::vector<std::filesystem::path> files;  ///< opened as if dropped on the window
    Placement placement;                       ///< of --device, --dtype, --threads
    Folders folders;
    Interrupts& interrupts;
    std::function<std::unique_ptr<Engine>()> makeEngine;  ///< empty: this build has none
    checkpoint::KeyCheck checkKeys = {};                  ///< empty: this build compares names only
};

/// Opens the studio and gives back when it was closed. The error says why there is no window.
using OpenStudio = std::function<Status(const StudioRequest&)>;

}  // namespace limn
