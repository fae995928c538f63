// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/captions.h"
#include "inference/starter/scene_questions.h"

#include <string>
#include <string_view>

namespace limn::starter {

/// One of the ways in which people ask a question of this kind, with `what` in the place of "{}". The first wording
/// of a kind is what the program itself asks.
std::string wordQuestion(QuestionKind kind, Language language, std::string_view what,
                         CounterRandom& random);

/// The words with `what` in the place of "{}".
std::string putInto(std::string words, std::string_view what);

}  // namespace limn::starter
