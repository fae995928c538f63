// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/jobs/PictureOrder.h"

namespace limn {

/// Writes a finished picture with everything that is needed to make it again; whole or not at all, on the medium when
/// it returns, never over an existing file. `order` has its defaults filled in. The inference thread.
Status savePictureWithRecord(const std::filesystem::path& file, const GeneratedImage& picture,
                             const PictureOrder& order, const ModelInfo& model);

}  // namespace limn
