// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Speech.h"

namespace limn {

/// As the program's translation speaks, whatever language that is. Any thread.
Speech programSpeech();

}  // namespace limn
