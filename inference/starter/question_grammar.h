// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/scene_questions.h"

#include <optional>
#include <string>

namespace limn::starter {

/// An English question put together from parts, thousands a kind, so that the describer learns what is asked and not a
/// list of sentences. "{}" stands for what is asked about. nullopt: questions of this kind are not made so.
std::optional<std::string> makeQuestion(QuestionKind kind, CounterRandom& random);

}  // namespace limn::starter
