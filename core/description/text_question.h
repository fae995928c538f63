// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Speech.h"
#include "core/vision/TextReader.h"

#include <string>
#include <string_view>

namespace limn {

/// Whether a question asks what is written in a picture ("what does the sign say?", "apa tulisannya?"), and not what the
/// writing looks like or where it is. By its words alone, in English and Indonesian.
bool asksForWriting(std::string_view question);

/// The answer to it: what was read, and whether that is all of it.
std::string writingInWords(const vision::TextReading& reading, const Speech& said);

}  // namespace limn
