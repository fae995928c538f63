// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/BytePairEncoder.h"

#include "core/base/display_text.h"
#include "inference/tokenizers/text_normalization.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace limn::tokenizers {
namespace {

bool isPrintableByte(int byte) {
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) ||
           (byte >= 174 && byte <= 255);
}

std::array<std::string, 256> makeByteLetters() {
    std::array<std::string, 256> letters;
    char32_t next = 256;
    for (int byte = 0; byte < 256; ++byte) {
        appendUtf8(letters[static_cast<std::size_t>(byte)],
                   isPrintableByte(byte) ? static_cast<char32_t>(byte) : next++);
    }
    return letters;
}

const std::unordered_map<char32_t, char>& bytesByLetter() {
    static const auto bytes = [] {
        std::unordered_map<char32_t, char> map;
        for (std::size_t byte = 0; byte < 256; ++byte) {
            map[decodeUtf8(byteLetters()[byte]).front()] =
                static_cast<char>(static_cast<unsigned char>(byte));
        }
        return map;
    }();
    return bytes;
}

}  // namespace

const std::array<std::string, 256>& byteLetters() {
    static const std::array<std::string, 256> letters = makeByteLetters();
    return letters;
}

std::string bytesOfToken(std::string_view token) {
    std::string bytes;
    for (const char32_t letter : decodeUtf8(token)) {
        const auto found = bytesByLetter().find(letter);
        if (found == bytesByLetter().end()) {
            return std::string(token);
        }
        bytes += found->second;
    }
    return bytes;
}

std::vector<std::string> byteLettersInOrder() {
    std::vector<std::string> ordered;
    for (const bool printable : {true, false}) {
        for (int byte = 0; byte < 256; ++byte) {
            if (isPrintableByte(byte) == printable) {
                ordered.push_back(byteLetters()[static_cast<std::size_t>(byte)]);
            }
        }
    }
    return ordered;
}

Result<BytePairEncoder> BytePairEncoder::create(BytePairVocabulary vocabulary) {
    BytePairEncoder encoder;
    if (Status tokens = encoder.addTokens(vocabulary); !tokens) {
        return std::move(tokens).error();
    }
    if (Status merges = encoder.addMerges(vocabulary); !merges) {
        return std::move(merges).error();
    }
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const std::string& letter = byteLetters()[byte];
        encoder.m_byteIds[byte] = encoder.idOf(letter);
        encoder.m_lastByteIds[byte] = encoder.idOf(letter + vocabulary.wordEnd);
    }
    return encoder;
}

Status BytePairEncoder::addTokens(BytePairVocabulary& vocabulary) {
    const auto damaged = [&](const std::string& what) {
        return Error{ErrorCode::FileDamaged, vocabulary.sourceName + ": " + what + ".", {}};
    };
    const std::size_t count = vocabulary.tokens.size();
    std::vector<bool> taken(count, false);
    m_tokens.resize(count);
    m_ids.reserve(count);
    for (auto& [token, id] : vocabulary.tokens) {
        const std::string shown = "the token '" + displayText(token) + "'";
        if (id >= count) {
            return damaged(shown + " has the id " + std::to_string(id) + ", but " +
                           std::to_string(count) + " tokens have the ids 0 to " +
                           std::to_string(count - 1) + "; ids are missing");
        }
        if (taken[id]) {
            return damaged(shown + " has the id " + std::to_string(id) + ", which the token '" +
                           displayText(m_tokens[id]) + "' has already");
        }
        if (!m_ids.try_emplace(token, static_cast<int>(id)).second) {
            return damaged(shown + " appears twice");
        }
        taken[id] = true;
        m_tokens[id] = std::move(token);
    }
    return Unit{};
}

Status BytePairEncoder::addMerges(const BytePairVocabulary& vocabulary) {
    m_merges.reserve(vocabulary.merges.size());
    std::uint32_t rank = 0;
    for (const auto& [left, right] : vocabulary.merges) {
        for (const std::string& token : {left, right, left + right}) {
            if (idOf(token) < 0) {
                return Error{ErrorCode::FileDamaged,
                             vocabulary.mergesName + ": merge " + std::to_string(rank + 1) + " ('" +
                                 displayText(left) + " " + displayText(right) +
                                 "') needs the token '" + displayText(token) + "', which " +
                                 vocabulary.sourceName + " does not have.",
                             {}};
            }
        }
        m_merges[pairKey(idOf(left), idOf(right))] = {rank++, idOf(left + right)};
    }
    return Unit{};
}

int BytePairEncoder::idOf(std::string_view token) const {
    const auto found = m_ids.find(std::string(token));
    return found == m_ids.end() ? -1 : found->second;
}

const BytePairEncoder::Merge* BytePairEncoder::mergeOf(int left, int right) const {
    const auto found = m_merges.find(pairKey(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

/// One word while it is merged: a linked list of symbols and a queue of the merges that are
/// possible.
class BytePairEncoder::Word {
public:
    Word(const BytePairEncoder& encoder, std::string_view bytes, int unknownId)
        : m_encoder(encoder) {
        m_symbols.reserve(bytes.size());
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const auto& ids = i + 1 == bytes.size() ? encoder.m_lastByteIds : encoder.m_byteIds;
            const int id = ids[static_cast<unsigned char>(bytes[i])];
            const auto at = static_cast<int>(i);
            m_symbols.push_back({id < 0 ? unknownId : id, at - 1, at + 1});
        }
        m_symbols.back().next = kNone;
    }

    void merge() {
        for (int i = 0; i + 1 < static_cast<int>(m_symbols.size()); ++i) {
            offer(i);
        }
        while (!m_queue.empty()) {
            const Candidate best = m_queue.top();
            m_queue.pop();
            apply(best);
        }
    }

    void appendTo(std::vector<int>& ids) const {
        for (int i = 0; i != kNone; i = m_symbols[static_cast<std::size_t>(i)].next) {
            ids.push_back(m_symbols[static_cast<std::size_t>(i)].id);
        }
    }

private:
    static constexpr int kNone = -1;
    static constexpr int kGone = -1;  // as an id: swallowed by its left neighbour

    struct Symbol {
        int id;
        int previous;
        int next;
    };
    struct Candidate {
        std::uint32_t rank;
        int left;
        int id;
        // The lowest rank first, then the leftmost.
        bool operator<(const Candidate& other) const {
            return std::tie(rank, left) > std::tie(other.rank, other.left);
        }
    };

    Symbol& symbol(int index) { return m_symbols[static_cast<std::size_t>(index)]; }

    void offer(int left) {
        if (const Merge* merge = m_encoder.mergeOf(symbol(left).id, symbol(symbol(left).next).id)) {
            m_queue.push({merge->rank, left, merge->id});
        }
    }

    void apply(const Candidate& best) {
        Symbol& left = symbol(best.left);
        if (left.id == kGone || left.next == kNone) {
            return;
        }
        // The pair may have changed since it was offered.
        const Merge* merge = m_encoder.mergeOf(left.id, symbol(left.next).id);
        if (merge == nullptr || merge->id != best.id) {
            return;
        }
        Symbol& right = symbol(left.next);
        left.id = best.id;
        left.next = right.next;
        right.id = kGone;
        if (left.next != kNone) {
            symbol(left.next).previous = best.left;
            offer(best.left);
        }
        if (left.previous != kNone) {
            offer(left.previous);
        }
    }

    const BytePairEncoder& m_encoder;
    std::vector<Symbol> m_symbols;
    std::priority_queue<Candidate> m_queue;
};

void BytePairEncoder::encodeWord(std::string_view word, int unknownId,
                                 std::vector<int>& ids) const {
    if (word.empty()) {
        return;
    }
    Word symbols(*this, word, unknownId);
    symbols.merge();
    symbols.appendTo(ids);
}

}  // namespace limn::tokenizers
