// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

namespace limn {

/// What happened and what to do about it, for a person.
QString failureSentence(const Error& error);

/// What happened alone, for places that offer what can be done themselves.
QString faultSentence(const Error& error);

enum class WantedFile { Picture = 1, Model };
/// Which files are not of the kind that was wanted, by their names; of many, the first few.
QString refusedFilesSentence(const QStringList& files, WantedFile wanted);

}  // namespace limn
