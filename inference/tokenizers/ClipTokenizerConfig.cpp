// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/ClipTokenizerConfig.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

namespace limn::tokenizers {
namespace {

using nlohmann::json;

/// Untrusted files could name millions; the text is searched for all of them.
constexpr std::size_t kMaxAddedTokens = 1000;

/// The order in which transformers adds the named tokens.
constexpr std::array kNamed{"bos_token", "eos_token", "unk_token", "sep_token",
                            "pad_token", "cls_token", "mask_token"};

Error damaged(const std::string& file, const std::string& key, const std::string& what) {
    return Error{ErrorCode::FileDamaged, file + ": the key \"" + key + "\" " + what + ".", {}};
}

/// A token is a text, or an object with its content and quirks.
Result<AddedToken> readToken(const json& value, const std::string& file, const std::string& key,
                             bool normalizedByDefault) {
    if (value.is_string()) {
        return AddedToken{value.get<std::string>(), false, {}};
    }
    const auto content = value.is_object() ? value.find("content") : value.end();
    if (!value.is_object() || content == value.end() || !content->is_string()) {
        return damaged(file, key, "must be a token: a text, or an object with \"content\"");
    }
    if (value.value("single_word", json(false)) == json(true)) {
        return Error{
            ErrorCode::Unsupported,
            file + ": the token \"" + key + "\" is for single words only, which is not supported.",
            {}};
    }
    const json normalized = value.value("normalized", json(normalizedByDefault));
    return AddedToken{content->get<std::string>(), normalized == json(true), {}};
}

using NamedTokens = std::map<std::string, AddedToken>;

Status readNamed(const json& object, const std::string& file, bool normalizedByDefault,
                 NamedTokens& named) {
    if (!object.is_object()) {
        return Error{ErrorCode::FileDamaged, file + ": it must hold one JSON object.", {}};
    }
    for (const char* key : kNamed) {
        const auto found = object.find(key);
        if (found == object.end()) {
            continue;
        }
        if (found->is_null()) {
            named.erase(key);
            continue;
        }
        Result<AddedToken> token = readToken(*found, file, key, normalizedByDefault);
        if (!token) {
            return std::move(token).error();
        }
        if (token->content.empty()) {
            return damaged(file, key, "must not be empty");
        }
        named[key] = std::move(*token);
    }
    return Unit{};
}

/// The added tokens of tokenizer_config.json: an object from id (as text) to token.
Result<std::map<std::uint64_t, AddedToken>> readDecoder(const json& object,
                                                        const std::string& file) {
    std::map<std::uint64_t, AddedToken> tokens;
    if (!object.is_object() || object.size() > kMaxAddedTokens) {
        return damaged(file, "added_tokens_decoder", "must be an object of at most 1000 tokens");
    }
    for (const auto& [text, value] : object.items()) {
        std::uint64_t id = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (problem != std::errc() || end != text.data() + text.size()) {
            return damaged(file, "added_tokens_decoder", "has an entry that is no id");
        }
        Result<AddedToken> token = readToken(value, file, "added_tokens_decoder", true);
        if (!token) {
            return std::move(token).error();
        }
        tokens[id] = {std::move(token->content), token->isNormalized, id};
    }
    return tokens;
}

/// The added tokens of tokenizer.json: a list of objects with "id".
Result<std::map<std::uint64_t, AddedToken>> readList(const json& list, const std::string& file) {
    std::map<std::uint64_t, AddedToken> tokens;
    if (!list.is_array() || list.size() > kMaxAddedTokens) {
        return damaged(file, "added_tokens", "must be a list of at most 1000 tokens");
    }
    for (const json& value : list) {
        const auto id = value.is_object() ? value.find("id") : value.end();
        if (!value.is_object() || id == value.end() || !id->is_number_unsigned()) {
            return damaged(file, "added_tokens", "has an entry without \"id\"");
        }
        Result<AddedToken> token = readToken(value, file, "added_tokens", true);
        if (!token) {
            return std::move(token).error();
        }
        const auto number = id->get<std::uint64_t>();
        tokens[number] = {std::move(token->content), token->isNormalized, number};
    }
    return tokens;
}

Status readMaxLength(const json& config, const std::string& file, std::optional<int>& length) {
    const auto found = config.find("model_max_length");
    if (found == config.end() || found->is_null()) {
        return Unit{};
    }
    if (!found->is_number() || found->get<double>() < 3.0) {
        return damaged(file, "model_max_length", "must be a number of tokens, 3 or more");
    }
    // Python's "no limit" is 1e30.
    if (const double value = found->get<double>(); value <= 1e6) {
        length = static_cast<int>(value);
    }
    return Unit{};
}

void takeNamed(const NamedTokens& named, const char* key, std::string& field) {
    if (const auto found = named.find(key); found != named.end()) {
        field = found->second.content;
    }
}

}  // namespace

ClipTokenizerConfig ClipTokenizerConfig::stableDiffusion(std::string padToken) {
    ClipTokenizerConfig config;
    config.modelMaxLength = 77;
    // Their files give the begin and end tokens as objects that are found after normalisation, the
    // pad token as a plain text, which is found before; where both are the same token the later one
    // wins.
    config.addedTokens = {
        {config.bosToken, true, {}}, {config.eosToken, true, {}}, {padToken, false, {}}};
    config.padToken = std::move(padToken);
    return config;
}

Result<ClipTokenizerConfig> ClipTokenizerConfig::fromJson(const json* tokenizerConfig,
                                                          const json* specialTokensMap,
                                                          const json* tokenizerJson,
                                                          const std::string& folderName) {
    const std::string configFile = folderName + "/tokenizer_config.json";
    ClipTokenizerConfig config;
    NamedTokens named;
    for (const auto& [key, token] :
         {std::pair{"bos_token", config.bosToken}, std::pair{"eos_token", config.eosToken},
          std::pair{"unk_token", config.unkToken}, std::pair{"pad_token", config.padToken}}) {
        named[key] = {token, false, {}};
    }
    std::map<std::uint64_t, AddedToken> added;
    bool hasDecoder = false;
    if (tokenizerConfig != nullptr) {
        if (Status read = readNamed(*tokenizerConfig, configFile, true, named); !read) {
            return std::move(read).error();
        }
        if (Status read = readMaxLength(*tokenizerConfig, configFile, config.modelMaxLength);
            !read) {
            return std::move(read).error();
        }
        if (const auto decoder = tokenizerConfig->find("added_tokens_decoder");
            decoder != tokenizerConfig->end()) {
            auto tokens = readDecoder(*decoder, configFile);
            if (!tokens) {
                return std::move(tokens).error();
            }
            added = std::move(*tokens);
            hasDecoder = true;
        }
    }
    // With a list of added tokens in the config the two older places are not looked at.
    if (!hasDecoder && specialTokensMap != nullptr) {
        if (Status read =
                readNamed(*specialTokensMap, folderName + "/special_tokens_map.json", false, named);
            !read) {
            return std::move(read).error();
        }
    }
    if (!hasDecoder && tokenizerJson != nullptr && tokenizerJson->contains("added_tokens")) {
        auto tokens = readList(tokenizerJson->at("added_tokens"), folderName + "/tokenizer.json");
        if (!tokens) {
            return std::move(tokens).error();
        }
        added = std::move(*tokens);
    }
    takeNamed(named, "bos_token", config.bosToken);
    takeNamed(named, "eos_token", config.eosToken);
    takeNamed(named, "unk_token", config.unkToken);
    takeNamed(named, "pad_token", config.padToken);
    for (auto& [id, token] : added) {
        config.addedTokens.push_back(std::move(token));
    }
    const std::size_t listed = config.addedTokens.size();
    for (const char* key : kNamed) {
        const auto found = named.find(key);
        if (found == named.end()) {
            continue;
        }
        const auto end = config.addedTokens.begin() + static_cast<std::ptrdiff_t>(listed);
        const bool isListed = std::any_of(
            config.addedTokens.begin(), end,
            [&](const AddedToken& token) { return token.content == found->second.content; });
        if (!isListed) {
            config.addedTokens.push_back(found->second);
        }
    }
    return config;
}

}  // namespace limn::tokenizers
