// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace limn {

/// What happened and what to do about it, for a person.
QString failureSentence(const Error& error);

}  // namespace limn
