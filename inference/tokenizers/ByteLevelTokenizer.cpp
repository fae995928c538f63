// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/ByteLevelTokenizer.h"

#include "core/base/display_text.h"
#include "core/json/strict_json.h"
#include "inference/tokenizers/added_token_search.h"
#include "inference/tokenizers/clip_vocabulary.h"
#include "inference/tokenizers/text_normalization.h"

#include <nlohmann/json.hpp>

#include <set>

namespace limn::tokenizers {
namespace {

/// How many bytes at the end are the beginning of a character that is not there yet: 0 ... 3.
std::size_t unfinishedBytes(std::string_view bytes) {
    for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xC0U) == 0x80U) {
            continue;
        }
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

}  // namespace

Result<ByteLevelTokenizer> ByteLevelTokenizer::fromFolder(const std::filesystem::path& folder) {
    const auto file = folder / "tokenizer.json";
    const auto document = readStrictJsonFile(file);
    if (!document) {
        return document.error();
    }
    return fromJson(*document, file.string());
}

Result<ByteLevelTokenizer> ByteLevelTokenizer::fromJson(const nlohmann::json& document,
                                                        const std::string& sourceName) {
    auto rules = ByteLevelRules::fromJson(document, sourceName);
    if (!rules) {
        return std::move(rules).error();
    }
    auto vocabulary = vocabularyOfTokenizerJson(document, sourceName);
    if (!vocabulary) {
        return std::move(vocabulary).error();
    }
    vocabulary->wordEnd.clear();
    std::set<std::string_view> known;
    for (const auto& [token, id] : vocabulary->tokens) {
        known.insert(token);
    }
    std::vector<std::pair<std::string, std::uint64_t>> added;
    for (const auto& token : rules->addedTokens) {
        if (known.insert(token.content).second) {
            added.emplace_back(token.content, static_cast<std::uint64_t>(token.id));
        }
    }
    known.clear();
    vocabulary->tokens.insert(vocabulary->tokens.end(), added.begin(), added.end());
    auto encoder = BytePairEncoder::create(std::move(*vocabulary));
    if (!encoder) {
        return std::move(encoder).error();
    }
    ByteLevelTokenizer tokenizer(std::move(*encoder));
    tokenizer.m_rules = std::move(*rules);
    if (Status prepared = tokenizer.prepare(sourceName); !prepared) {
        return std::move(prepared).error();
    }
    return tokenizer;
}

Status ByteLevelTokenizer::prepare(const std::string& sourceName) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
        m_isToken[byte] = m_encoder.idOf(byteLetters()[byte]) >= 0;
    }
    if (!m_rules.unknownToken.empty()) {
        m_unknownId = m_encoder.idOf(m_rules.unknownToken);
        if (m_unknownId < 0) {
            return Error{ErrorCode::FileDamaged,
                         sourceName + ": the unknown token '" + displayText(m_rules.unknownToken) +
                             "' is no token.",
                         {}};
        }
    }
    const auto count = static_cast<std::size_t>(m_encoder.size());
    m_bytes.resize(count);
    m_isSpecial.resize(count, false);
    for (std::size_t id = 0; id < count; ++id) {
        m_bytes[id] = bytesOfToken(m_encoder.tokenOf(static_cast<int>(id)));
    }
    for (const auto& token : m_rules.addedTokens) {
        const int id = m_encoder.idOf(token.content);
        if (id != token.id) {
            return Error{ErrorCode::FileDamaged,
                         sourceName + ": the added token '" + displayText(token.content) +
                             "' has the id " + std::to_string(token.id) +
                             ", but in the vocabulary it is " + std::to_string(id) + ".",
                         {}};
        }
        m_isSpecial[static_cast<std::size_t>(id)] = token.isSpecial;
        auto content = decodeUtf8(token.content);
        if (token.isNormalized) {
            m_normalizedTokens.push_back({m_rules.composes ? composed(content) : content, id});
        } else {
            m_typedTokens.push_back({std::move(content), id});
        }
    }
    return Unit{};
}

std::vector<int> ByteLevelTokenizer::encode(std::string_view text) const {
    std::vector<int> ids;
    splitAt(
        m_typedTokens, decodeUtf8(text),
        [&](std::u32string_view rest) {
            encodeNormalized(m_rules.composes ? composed(rest) : std::u32string(rest), ids);
        },
        [&](const SearchToken& token) { ids.push_back(token.id); });
    return ids;
}

std::vector<int> ByteLevelTokenizer::encodeParts(std::span<const TextPart> parts) const {
    std::vector<int> ids;
    std::u32string run;
    const auto flush = [&] {
        encodeWords(m_rules.composes ? composed(run) : run, ids);
        run.clear();
    };
    for (const auto& part : parts) {
        const auto characters = decodeUtf8(part.text);
        if (part.origin == TextPart::Origin::Data) {
            run += characters;
            continue;
        }
        splitAt(
            m_typedTokens, characters, [&](std::u32string_view rest) { run += rest; },
            [&](const SearchToken& token) {
                flush();
                ids.push_back(token.id);
            });
    }
    flush();
    return ids;
}

void ByteLevelTokenizer::encodeNormalized(std::u32string_view text, std::vector<int>& ids) const {
    splitAt(
        m_normalizedTokens, text, [&](std::u32string_view rest) { encodeWords(rest, ids); },
        [&](const SearchToken& token) { ids.push_back(token.id); });
}

void ByteLevelTokenizer::encodeWords(std::u32string_view text, std::vector<int>& ids) const {
    std::vector<std::u32string_view> pieces;
    if (!text.empty()) {
        pieces.push_back(text);
    }
    for (const SplitRule rule : m_rules.splitting) {
        std::vector<std::u32string_view> finer;
        for (const auto piece : pieces) {
            const auto words = splitWords(piece, rule);
            finer.insert(finer.end(), words.begin(), words.end());
        }
        pieces = std::move(finer);
    }
    for (const auto word : pieces) {
        encodeWord(word, ids);
    }
}

void ByteLevelTokenizer::encodeWord(std::u32string_view word, std::vector<int>& ids) const {
    std::string bytes;
    for (const char32_t character : word) {
        appendUtf8(bytes, character);
    }
    if (m_rules.ignoresMerges) {
        std::string letters;
        for (const char byte : bytes) {
            letters += byteLetters()[static_cast<unsigned char>(byte)];
        }
        if (const int whole = m_encoder.idOf(letters); whole >= 0) {
            ids.push_back(whole);
            return;
        }
    }
    if (m_unknownId < 0) {
        std::erase_if(bytes,
                      [&](char byte) { return !m_isToken[static_cast<unsigned char>(byte)]; });
    }
    m_encoder.encodeWord(bytes, m_unknownId, ids);
}

std::string_view ByteLevelTokenizer::bytesOf(int id) const {
    return id >= 0 && id < vocabularySize()
               ? std::string_view(m_bytes[static_cast<std::size_t>(id)])
               : std::string_view();
}

bool ByteLevelTokenizer::isSpecial(int id) const {
    return id >= 0 && id < vocabularySize() && m_isSpecial[static_cast<std::size_t>(id)];
}

std::string ByteLevelTokenizer::decode(std::span<const int> ids, SpecialTokens special) const {
    std::string bytes;
    for (const int id : ids) {
        if (special == SpecialTokens::Keep || !isSpecial(id)) {
            bytes += bytesOf(id);
        }
    }
    return repairedUtf8(bytes);
}

std::optional<int> ByteLevelTokenizer::idOf(std::string_view token) const {
    const int id = m_encoder.idOf(token);
    return id < 0 ? std::nullopt : std::optional(id);
}

std::string TextStream::add(int id) {
    if (m_tokenizer->isSpecial(id)) {
        return {};
    }
    m_pending += m_tokenizer->bytesOf(id);
    const auto kept = unfinishedBytes(m_pending);
    const std::string ready =
        repairedUtf8(std::string_view(m_pending).substr(0, m_pending.size() - kept));
    m_pending.erase(0, m_pending.size() - kept);
    return ready;
}

std::string TextStream::finish() {
    const std::string rest = repairedUtf8(m_pending);
    m_pending.clear();
    return rest;
}

}  // namespace limn::tokenizers
