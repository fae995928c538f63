// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/checkpoints/ModelSummary.h"
#include "inference/checkpoint/key_report.h"

namespace limn::studio {

/// What `limn inspect` finds, as the models page wants it. Any thread.
Result<ModelSummary> inspectModelFile(const std::filesystem::path& path,
                                      const std::stop_token& stop,
                                      const checkpoint::KeyCheck& checkKeys = {});

}  // namespace limn::studio
