// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/match/Claim.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn::match {

/// Somebody's words as they may stand in a question to a model: in quotation marks, on one line, of bounded length. They
/// cannot end the quotation, so that they are read as data and not as an order.
std::string quotedData(std::string_view words);

/// "Does this picture show "red boat"? Answer yes or no." Things are asked for without "a": one of several is there too.
/// For an absence, asks for what is to be absent.
std::string questionOf(const Claim& claim, PromptLanguage language);
/// How many there are; for counts that do not hold.
std::string countQuestionOf(const Claim& claim, PromptLanguage language);

/// How the answers to questionOf begin: those that mean yes, then as many that mean no.
std::vector<std::string> answerChoices(PromptLanguage language);

/// What an answer in words says: true for "Yes, …", false for "no", nullopt for neither.
std::optional<bool> readAnswer(std::string_view answer, PromptLanguage language);
/// The first number in it, in words or digits; 0 for "none". nullopt where there is none.
std::optional<int> readNumber(std::string_view answer, PromptLanguage language);

}  // namespace limn::match
