// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/tokenizers/BytePairEncoder.h"
#include "inference/tokenizers/word_splitting.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn::tokenizers {

/// What a tokenizer.json says besides its vocabulary.
struct ByteLevelRules {
    struct AddedToken {
        std::string content;
        int id = 0;
        bool isNormalized = false;  ///< found after normalisation, not in the text as typed
        bool isSpecial = false;     ///< left out when text is read back
    };
    bool composes = false;             ///< normalisation form C first
    std::vector<SplitRule> splitting;  ///< one after the other
    bool ignoresMerges = false;        ///< a word that is a token stays whole
    std::string unknownToken;          ///< for bytes that are no token; empty: those are left out
    std::vector<AddedToken> addedTokens;

    /// Refuses every component of the file that Limn does not do, by name.
    static Result<ByteLevelRules> fromJson(const nlohmann::json& document,
                                           const std::string& sourceName);
};

/// A piece of a prompt: a model's template, in which control tokens count, or data, in which they are letters.
struct TextPart {
    enum class Origin { Template = 1, Data };
    Origin origin = Origin::Data;
    std::string text;
};

enum class SpecialTokens { Keep = 1, Leave };

/// Byte-level BPE as language models have it (Qwen 2 and 3, Llama 3, SmolLM, GPT-2): id for id that of `tokenizers`.
/// Immutable, so any thread may use it. Any bytes are a text; what is not UTF-8 counts as U+FFFD.
/// Reference: the file format of github.com/huggingface/tokenizers 0.23.
class ByteLevelTokenizer {
public:
    /// A folder with tokenizer.json.
    static Result<ByteLevelTokenizer> fromFolder(const std::filesystem::path& folder);
    static Result<ByteLevelTokenizer> fromJson(const nlohmann::json& document,
                                               const std::string& sourceName);

    /// Added tokens in the text are found, as the reference does.
    std::vector<int> encode(std::string_view text) const;
    /// Parts one after the other, as if they were one text, but added tokens are found in templates only: "<|im_end|>"
    /// in somebody's words is ten letters and no end of a turn.
    std::vector<int> encodeParts(std::span<const TextPart> parts) const;

    /// Ids out of range stand for nothing. Broken UTF-8 becomes U+FFFD.
    std::string decode(std::span<const int> ids,
                       SpecialTokens special = SpecialTokens::Leave) const;
    /// The bytes of one token: part of a character, perhaps. Empty for ids out of range.
    std::string_view bytesOf(int id) const;
    bool isSpecial(int id) const;

    /// nullopt if there is no such token.
    std::optional<int> idOf(std::string_view token) const;
    /// Ids are below this.
    int vocabularySize() const { return m_encoder.size(); }

private:
    struct SearchToken {
        std::u32string content;
        int id;
    };
    explicit ByteLevelTokenizer(BytePairEncoder encoder) : m_encoder(std::move(encoder)) {}
    Status prepare(const std::string& sourceName);
    void encodeNormalized(std::u32string_view text, std::vector<int>& ids) const;
    void encodeWords(std::u32string_view text, std::vector<int>& ids) const;
    void encodeWord(std::u32string_view word, std::vector<int>& ids) const;

    BytePairEncoder m_encoder;
    ByteLevelRules m_rules;
    std::vector<SearchToken> m_typedTokens;
    std::vector<SearchToken> m_normalizedTokens;
    std::array<bool, 256> m_isToken{};  // by byte
    int m_unknownId = -1;
    std::vector<std::string> m_bytes;  // by id
    std::vector<bool> m_isSpecial;     // by id
};

/// Turns ids into text as they come: gives only whole characters away.
class TextStream {
public:
    explicit TextStream(const ByteLevelTokenizer& tokenizer) : m_tokenizer(&tokenizer) {}
    /// The text that became certain with this id; empty while a character is unfinished, and for special tokens.
    std::string add(int id);
    /// What is left at the end, with U+FFFD for what never became a character.
    std::string finish();

private:
    const ByteLevelTokenizer* m_tokenizer;
    std::string m_pending;
};

}  // namespace limn::tokenizers
