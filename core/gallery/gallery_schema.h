// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/migration.h"

namespace limn {

/// The gallery's part of the database.
std::vector<MigrationStep> gallerySteps();

}  // namespace limn
