// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/tokenizers/BytePairEncoder.h"
#include "inference/tokenizers/ClipTokenizerConfig.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn::tokenizers {

/// A prompt as the text encoder takes it.
struct PromptTokens {
    std::vector<int> ids;  ///< exactly as many as asked for: begin, words, end, padding
    std::string
        truncatedText;  ///< what was cut off, in the words of the tokens; empty if nothing was
};

/// CLIP's tokenizer, id for id that of transformers 5.23. Immutable, so any thread may use it. A
/// text of any length and any bytes is fine; bytes that are not UTF-8 count as U+FFFD.
class ClipTokenizer {
public:
    /// A `tokenizer` folder: tokenizer.json, or vocab.json with merges.txt; tokenizer_config.json
    /// and special_tokens_map.json where they are.
    static Result<ClipTokenizer> fromFolder(const std::filesystem::path& folder);

    /// OpenAI's bpe_simple_vocab_16e6.txt.gz, for checkpoints that bring no tokenizer.
    static Result<ClipTokenizer> fromOpenAiVocabulary(const std::filesystem::path& file,
                                                      const ClipTokenizerConfig& config);

    /// The ids of a text, without begin and end.
    std::vector<int> encode(std::string_view text) const;

    /// Begin, the text, end, then padding up to `maxLength` ids; a text that is too long is cut
    /// before the end token.
    /// Requires maxLength >= 2.
    PromptTokens encodePrompt(std::string_view text, int maxLength = 77) const;

    /// The text that ids stand for; all of them in range. White space at both ends is dropped.
    std::string decode(std::span<const int> ids) const;

    int bosId() const { return m_bosId; }
    int eosId() const { return m_eosId; }
    int padId() const { return m_padId; }
    /// Ids are below this: the text encoder's embedding must have as many rows.
    int vocabularySize() const { return m_encoder.size(); }
    /// What the tokenizer's files say about the longest prompt, if they set a limit.
    std::optional<int> modelMaxLength() const { return m_modelMaxLength; }

private:
    struct SearchToken {
        std::u32string content;
        int id;
    };
    explicit ClipTokenizer(BytePairEncoder encoder) : m_encoder(std::move(encoder)) {}
    static Result<ClipTokenizer> create(BytePairVocabulary vocabulary,
                                        const ClipTokenizerConfig& config);
    Status nameTokens(const std::string& sourceName, const ClipTokenizerConfig& config);

    void encodeTyped(std::u32string_view text, std::vector<int>& ids) const;
    void encodeNormalized(std::u32string_view text, std::vector<int>& ids) const;
    void encodeWords(std::u32string_view text, std::vector<int>& ids) const;
    void encodeWord(std::u32string_view word, std::vector<int>& ids) const;

    BytePairEncoder m_encoder;
    std::vector<SearchToken> m_typedTokens;       // found in the text as typed
    std::vector<SearchToken> m_normalizedTokens;  // found in the normalised text
    int m_bosId = 0;
    int m_eosId = 0;
    int m_unkId = 0;
    int m_padId = 0;
    std::optional<int> m_modelMaxLength;
};

}  // namespace limn::tokenizers
