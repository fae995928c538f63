// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace limn::tokenizers {

/// What a byte-pair file says, before it is checked. Tokens are written in the GPT-2 alphabet, one
/// letter a byte.
struct BytePairVocabulary {
    std::string sourceName;  ///< what errors call the tokens' file
    std::string mergesName;  ///< and the merges' file
    std::vector<std::pair<std::string, std::uint64_t>> tokens;
    std::vector<std::pair<std::string, std::string>> merges;  ///< in order of rank
    std::string wordEnd =
        "</w>";  ///< what the last letter of a word carries; CLIP's mark, or nothing
};

/// Byte-pair encoding, with or without a mark at the end of words. Immutable, so any thread may use it; it
/// never splits text into words itself.
class BytePairEncoder {
public:
    /// Refuses ids that are missing, doubled or not below the number of tokens, and merges of
    /// unknown tokens.
    static Result<BytePairEncoder> create(BytePairVocabulary vocabulary);

    /// Appends the ids of one word, given as the bytes of its UTF-8 text. A byte that the
    /// vocabulary lacks becomes `unknownId`. Time is n log n.
    void encodeWord(std::string_view word, int unknownId, std::vector<int>& ids) const;

    int size() const { return static_cast<int>(m_tokens.size()); }
    /// -1 if there is no such token.
    int idOf(std::string_view token) const;
    /// Requires 0 <= id < size().
    const std::string& tokenOf(int id) const { return m_tokens[static_cast<std::size_t>(id)]; }

private:
    struct Merge {
        std::uint32_t rank;
        int id;
    };
    static std::uint64_t pairKey(int left, int right) {
        return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U) |
               static_cast<std::uint32_t>(right);
    }
    Status addTokens(BytePairVocabulary& vocabulary);
    Status addMerges(const BytePairVocabulary& vocabulary);
    const Merge* mergeOf(int left, int right) const;
    class Word;

    std::vector<std::string> m_tokens;  // by id
    std::unordered_map<std::string, int> m_ids;
    std::unordered_map<std::uint64_t, Merge> m_merges;
    std::array<int, 256> m_byteIds{};      // of the byte inside a word; -1 if none
    std::array<int, 256> m_lastByteIds{};  // of the byte that ends a word
};

/// The GPT-2 alphabet: printable Latin-1 bytes stand for themselves, the others for letters from
/// U+0100 on.
const std::array<std::string, 256>& byteLetters();
/// The bytes that a token in that alphabet stands for; a token with other letters stands for itself, as UTF-8.
std::string bytesOfToken(std::string_view token);
/// OpenAI's order of that alphabet, which numbers the first 256 tokens: the printable bytes first.
std::vector<std::string> byteLettersInOrder();

}  // namespace limn::tokenizers
