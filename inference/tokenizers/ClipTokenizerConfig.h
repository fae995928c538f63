// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limn::tokenizers {

/// A token that is found in the text itself, before words are made.
struct AddedToken {
    std::string content;
    bool isNormalized = false;  ///< found in the normalised text, else in the text as it was typed
    std::optional<std::uint64_t> id;  ///< as the file says; checked against the vocabulary
};

/// The named tokens of a CLIP tokenizer and their quirks, as transformers 5.23 reads
/// tokenizer_config.json, special_tokens_map.json and the added tokens of tokenizer.json. A plain
/// value.
struct ClipTokenizerConfig {
    std::string bosToken = "<|startoftext|>";
    std::string eosToken = "<|endoftext|>";
    std::string unkToken = "<|endoftext|>";
    std::string padToken = "<|endoftext|>";
    std::vector<AddedToken>
        addedTokens;                    ///< in the order in which they are added; a later one wins
    std::optional<int> modelMaxLength;  ///< nothing if the file says "no limit"

    /// What Stable Diffusion's own files say, for checkpoints that come as one file. Stable
    /// Diffusion 2 and the second encoder of SDXL pad with "!", the others with the end token.
    static ClipTokenizerConfig stableDiffusion(std::string padToken);

    /// Null for each file that is not there. `folderName` is for errors.
    static Result<ClipTokenizerConfig> fromJson(const nlohmann::json* tokenizerConfig,
                                                const nlohmann::json* specialTokensMap,
                                                const nlohmann::json* tokenizerJson,
                                                const std::string& folderName);
};

}  // namespace limn::tokenizers
