// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/tokenizers/BytePairEncoder.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace limn::tokenizers {

/// The three shapes in which CLIP's byte pairs are published. Untrusted files: sizes are bounded,
/// nothing is assumed.

/// vocab.json (an object from token to id) with merges.txt (a "#version" line, then "left right"
/// lines).
Result<BytePairVocabulary> readVocabAndMerges(const std::filesystem::path& vocabJson,
                                              const std::filesystem::path& mergesText);

/// The "model" of a tokenizer.json. Refuses another model than BPE.
Result<BytePairVocabulary> vocabularyOfTokenizerJson(const nlohmann::json& json,
                                                     const std::string& sourceName);

/// OpenAI's bpe_simple_vocab_16e6.txt.gz: merges only, the ids follow from their order.
Result<BytePairVocabulary> readOpenAiVocabulary(const std::filesystem::path& file);

}  // namespace limn::tokenizers
