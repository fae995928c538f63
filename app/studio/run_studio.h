// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/studio/StudioRequest.h"

namespace limn::studio {

/// OpenStudio with the real window. Main thread, once.
Status runStudio(const StudioRequest& request);

}  // namespace limn::studio
