// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace limn {

/// What happened and what to do about it, for a person.
QString failureSentence(const Error& error);

/// What happened alone, for places that offer what can be done themselves.
QString faultSentence(const Error& error);

}  // namespace limn
