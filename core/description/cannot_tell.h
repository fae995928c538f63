// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Speech.h"
#include "core/engine/Description.h"

#include <string_view>

namespace limn {

/// What is said in place of a model that does not know such pictures; the describer in the box says it by itself.
inline constexpr const char* kCannotTell =
    QT_TRANSLATE_NOOP("limn::Speech", "I cannot tell: this is not my kind of picture.");

/// Whether the model says that it does not know this kind of picture, in words or by the strangeness of what it sees.
bool cannotTell(const Description& description);

}  // namespace limn
