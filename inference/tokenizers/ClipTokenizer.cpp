// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/ClipTokenizer.h"

#include "core/base/display_text.h"
#include "core/json/strict_json.h"
#include "inference/tokenizers/added_token_search.h"
#include "inference/tokenizers/clip_vocabulary.h"
#include "inference/tokenizers/text_normalization.h"

#include <algorithm>
#include <array>
#include <utility>

namespace limn::tokenizers {
namespace {

constexpr std::array<std::u32string_view, 2> kMarkers{U"<|startoftext|>", U"<|endoftext|>"};
// In the order in which the reference's regular expression tries them.
constexpr std::array<std::u32string_view, 7> kContractions{U"'s", U"'t",  U"'re", U"'ve",
                                                           U"'m", U"'ll", U"'d"};

/// How many characters from the front are one word; 0 for white space.
std::size_t wordLength(std::u32string_view text) {
    if (text.front() == U'\'') {
        for (const std::u32string_view contraction : kContractions) {
            if (text.starts_with(contraction)) {
                return contraction.size();
            }
        }
    }
    const CharacterClass first = classOf(text.front());
    if (first == CharacterClass::Space) {
        return 0;
    }
    if (first == CharacterClass::Number) {
        return 1;  // each digit is a word
    }
    std::size_t length = 1;
    while (length < text.size() && classOf(text[length]) == first) {
        ++length;
    }
    return length;
}

Result<nlohmann::json> readJson(const std::filesystem::path& file) {
    JsonLimits limits;
    limits.roundsWideIntegers =
        true;  // "model_max_length" is 1e30 as an integer where there is no limit
    return readStrictJsonFile(file, limits);
}

bool isThere(const std::filesystem::path& file) {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

/// Null if the file is not there.
Result<std::optional<nlohmann::json>> readOptionalJson(const std::filesystem::path& file) {
    if (!isThere(file)) {
        return std::optional<nlohmann::json>();
    }
    Result<nlohmann::json> json = readJson(file);
    if (!json) {
        return std::move(json).error();
    }
    return std::optional(std::move(*json));
}

void trim(std::u32string& text) {
    const auto isText = [](char32_t c) {
        return classOf(c) != CharacterClass::Space && (c < 0x1C || c > 0x1F);
    };
    text.erase(std::find_if(text.rbegin(), text.rend(), isText).base(), text.end());
    text.erase(text.begin(), std::find_if(text.begin(), text.end(), isText));
}

}  // namespace

Result<ClipTokenizer> ClipTokenizer::fromFolder(const std::filesystem::path& folder) {
    const auto whole = readOptionalJson(folder / "tokenizer.json");
    if (!whole) {
        return whole.error();
    }
    const auto settings = readOptionalJson(folder / "tokenizer_config.json");
    if (!settings) {
        return settings.error();
    }
    const auto special = readOptionalJson(folder / "special_tokens_map.json");
    if (!special) {
        return special.error();
    }
    const auto pointer = [](const std::optional<nlohmann::json>& json) {
        return json ? &*json : nullptr;
    };
    const auto config = ClipTokenizerConfig::fromJson(pointer(*settings), pointer(*special),
                                                      pointer(*whole), folder.string());
    if (!config) {
        return config.error();
    }
    auto vocabulary = *whole
                          ? vocabularyOfTokenizerJson(**whole, (folder / "tokenizer.json").string())
                          : readVocabAndMerges(folder / "vocab.json", folder / "merges.txt");
    if (!vocabulary) {
        return std::move(vocabulary).error();
    }
    return create(std::move(*vocabulary), *config);
}

Result<ClipTokenizer> ClipTokenizer::fromOpenAiVocabulary(const std::filesystem::path& file,
                                                          const ClipTokenizerConfig& config) {
    auto vocabulary = readOpenAiVocabulary(file);
    if (!vocabulary) {
        return std::move(vocabulary).error();
    }
    return create(std::move(*vocabulary), config);
}

Result<ClipTokenizer> ClipTokenizer::create(BytePairVocabulary vocabulary,
                                            const ClipTokenizerConfig& config) {
    // Tokens that are only in the list of added ones get the next ids, in order.
    for (const AddedToken& token : config.addedTokens) {
        const bool isKnown =
            std::any_of(vocabulary.tokens.begin(), vocabulary.tokens.end(),
                        [&](const auto& entry) { return entry.first == token.content; });
        if (!isKnown && token.id) {
            vocabulary.tokens.emplace_back(token.content, *token.id);
        }
    }
    const std::string sourceName = vocabulary.sourceName;
    Result<BytePairEncoder> encoder = BytePairEncoder::create(std::move(vocabulary));
    if (!encoder) {
        return std::move(encoder).error();
    }
    ClipTokenizer tokenizer(std::move(*encoder));
    tokenizer.m_modelMaxLength = config.modelMaxLength;
    if (Status named = tokenizer.nameTokens(sourceName, config); !named) {
        return std::move(named).error();
    }
    return tokenizer;
}

Status ClipTokenizer::nameTokens(const std::string& sourceName, const ClipTokenizerConfig& config) {
    const auto missing = [&](const std::string& role, const std::string& token) {
        return Error{ErrorCode::FileDamaged,
                     sourceName + ": it lacks the token '" + displayText(token) +
                         "', which the tokenizer uses as " + role + ".",
                     {}};
    };
    const std::pair<const std::string&, int&> roles[] = {{config.bosToken, m_bosId},
                                                         {config.eosToken, m_eosId},
                                                         {config.unkToken, m_unkId},
                                                         {config.padToken, m_padId}};
    for (const auto& [token, id] : roles) {
        id = m_encoder.idOf(token);
        if (id < 0) {
            return missing("a special token", token);
        }
    }
    for (const AddedToken& token : config.addedTokens) {
        const int id = m_encoder.idOf(token.content);
        if (id < 0 || (token.id && *token.id != static_cast<std::uint64_t>(id))) {
            return missing(
                "an added token" + (token.id ? " with the id " + std::to_string(*token.id) : ""),
                token.content);
        }
        std::u32string typed = decodeUtf8(token.content);
        const auto sameId = [id](const SearchToken& other) {
            return other.id == id;
        };
        std::erase_if(m_typedTokens, sameId);
        std::erase_if(m_normalizedTokens, sameId);
        if (token.isNormalized) {
            m_normalizedTokens.push_back({normalizedForClip(typed), id});
        } else if (!typed.empty()) {
            m_typedTokens.push_back({std::move(typed), id});
        }
    }
    return Unit{};
}

std::vector<int> ClipTokenizer::encode(std::string_view text) const {
    std::vector<int> ids;
    encodeTyped(decodeUtf8(text), ids);
    return ids;
}

void ClipTokenizer::encodeTyped(std::u32string_view text, std::vector<int>& ids) const {
    splitAt(
        m_typedTokens, text,
        [&](std::u32string_view rest) { encodeNormalized(normalizedForClip(rest), ids); },
        [&](const SearchToken& token) { ids.push_back(token.id); });
}

void ClipTokenizer::encodeNormalized(std::u32string_view text, std::vector<int>& ids) const {
    splitAt(
        m_normalizedTokens, text, [&](std::u32string_view rest) { encodeWords(rest, ids); },
        [&](const SearchToken& token) { ids.push_back(token.id); });
}

void ClipTokenizer::encodeWords(std::u32string_view text, std::vector<int>& ids) const {
    while (!text.empty()) {
        const auto* marker =
            std::find_if(kMarkers.begin(), kMarkers.end(),
                         [&](std::u32string_view m) { return text.starts_with(m); });
        if (marker != kMarkers.end()) {
            // A marker that is no token here is one word of CLIP's expression, which the byte-level
            // step splits again.
            encodeWord(text.substr(0, 2), ids);
            encodeWord(text.substr(2, marker->size() - 4), ids);
            encodeWord(text.substr(marker->size() - 2, 2), ids);
            text.remove_prefix(marker->size());
            continue;
        }
        const std::size_t length = wordLength(text);
        encodeWord(text.substr(0, length), ids);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

void ClipTokenizer::encodeWord(std::u32string_view word, std::vector<int>& ids) const {
    std::string bytes;
    for (const char32_t character : word) {
        appendUtf8(bytes, character);
    }
    m_encoder.encodeWord(bytes, m_unkId, ids);
}

PromptTokens ClipTokenizer::encodePrompt(std::string_view text, int maxLength) const {
    const auto length = static_cast<std::size_t>(maxLength);
    std::vector<int> words = encode(text);
    PromptTokens prompt;
    if (words.size() + 2 > length) {
        prompt.truncatedText = decode(std::span<const int>(words).subspan(length - 2));
        words.resize(length - 2);
    }
    prompt.ids.reserve(length);
    prompt.ids.push_back(m_bosId);
    prompt.ids.insert(prompt.ids.end(), words.begin(), words.end());
    prompt.ids.push_back(m_eosId);
    prompt.ids.resize(length, m_padId);
    return prompt;
}

std::string ClipTokenizer::decode(std::span<const int> ids) const {
    std::string bytes;
    for (const int id : ids) {
        bytes += bytesOfToken(m_encoder.tokenOf(id));
    }
    std::u32string text;
    constexpr std::u32string_view kWordEnd = U"</w>";
    const std::u32string decoded = decodeUtf8(bytes);
    for (std::u32string_view rest = decoded; !rest.empty();) {
        const bool isEnd = rest.starts_with(kWordEnd);
        text += isEnd ? U' ' : rest.front();
        rest.remove_prefix(isEnd ? kWordEnd.size() : 1);
    }
    trim(text);
    std::string result;
    for (const char32_t character : text) {
        appendUtf8(result, character);
    }
    return result;
}

}  // namespace limn::tokenizers
