// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/display_text.h"
#include "inference/tokenizers/ByteLevelTokenizer.h"

#include <nlohmann/json.hpp>

namespace limn::tokenizers {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxAddedTokens = 20000;
constexpr int kMaxNesting = 4;

/// Reads the components of one file; the first that cannot be done is kept.
class RulesReader {
public:
    explicit RulesReader(std::string sourceName) : m_source(std::move(sourceName)) {}

    void normalizer(const json& value, int depth = 0) {
        const std::string type = typeOf(value);
        if (type.empty()) {
            return;
        }
        if (type == "Sequence" && depth < kMaxNesting) {
            for (const json& part : listIn(value, "normalizers")) {
                normalizer(part, depth + 1);
            }
        } else if (type == "NFC") {
            m_rules.composes = true;
        } else {
            refuse("normalizer", type);
        }
    }

    void preTokenizer(const json& value, int depth = 0) {
        const std::string type = typeOf(value);
        if (type == "Sequence" && depth < kMaxNesting) {
            for (const json& part : listIn(value, "pretokenizers")) {
                preTokenizer(part, depth + 1);
            }
        } else if (type == "Split") {
            split(value);
        } else if (type == "Digits") {
            m_rules.splitting.push_back(
                flag(value, "individual_digits", false) ? SplitRule::Digits : SplitRule::DigitRuns);
        } else if (type == "ByteLevel") {
            if (flag(value, "add_prefix_space", true)) {
                refuse("pre_tokenizer", "ByteLevel with add_prefix_space");
            }
            if (flag(value, "use_regex", true)) {
                m_rules.splitting.push_back(SplitRule::Gpt2);
            }
            m_isByteLevel = true;
        } else {
            refuse("pre_tokenizer", type.empty() ? "(none)" : type);
        }
    }

    /// Without an effect on a single text, or one that Limn does not do.
    void postProcessor(const json& value) {
        const std::string type = typeOf(value);
        if (!type.empty() && type != "ByteLevel") {
            refuse("post_processor", type);
        }
    }

    void model(const json& value) {
        for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix", "dropout"}) {
            const auto found = value.find(key);
            if (found != value.end() && !found->is_null() && *found != "" && *found != 0.0) {
                refuse("model", "BPE with " + std::string(key));
            }
        }
        for (const char* key : {"byte_fallback", "fuse_unk"}) {
            if (flag(value, key, false)) {
                refuse("model", "BPE with " + std::string(key));
            }
        }
        if (const auto found = value.find("unk_token");
            found != value.end() && found->is_string()) {
            m_rules.unknownToken = found->get<std::string>();
        }
        m_rules.ignoresMerges = flag(value, "ignore_merges", false);
    }

    void addedTokens(const json& list) {
        if (!list.is_array() || list.size() > kMaxAddedTokens) {
            return damaged("\"added_tokens\" must be a list of at most " +
                           std::to_string(kMaxAddedTokens) + " tokens");
        }
        for (const json& value : list) {
            const auto content = value.is_object() ? value.find("content") : value.end();
            const auto id = value.is_object() ? value.find("id") : value.end();
            if (!value.is_object() || content == value.end() || !content->is_string() ||
                id == value.end() || !id->is_number_unsigned() ||
                id->get<std::uint64_t>() > (1U << 24U) ||
                content->get_ref<const std::string&>().empty()) {
                return damaged("an entry of \"added_tokens\" has no \"content\" or no \"id\"");
            }
            for (const char* key : {"single_word", "lstrip", "rstrip"}) {
                if (flag(value, key, false)) {
                    refuse("added token",
                           displayText(content->get<std::string>()) + " with " + key);
                }
            }
            m_rules.addedTokens.push_back({content->get<std::string>(), id->get<int>(),
                                           flag(value, "normalized", true),
                                           flag(value, "special", false)});
        }
    }

    Result<ByteLevelRules> finish() {
        if (!m_error && !m_isByteLevel) {
            refuse("pre_tokenizer", "one without ByteLevel");
        }
        return m_error ? Result<ByteLevelRules>(*m_error)
                       : Result<ByteLevelRules>(std::move(m_rules));
    }

private:
    void split(const json& value) {
        const auto pattern = value.find("pattern");
        const bool isExpression = pattern != value.end() && pattern->is_object() &&
                                  pattern->contains("Regex") && pattern->at("Regex").is_string();
        const auto rule = isExpression
                              ? splitRuleOf(pattern->at("Regex").get_ref<const std::string&>())
                              : std::nullopt;
        if (!rule || value.value("behavior", json()) != "Isolated" ||
            flag(value, "invert", false)) {
            return refuse("pre_tokenizer",
                          "Split with the pattern " + displayText(value.dump(), 200));
        }
        m_rules.splitting.push_back(*rule);
    }

    std::string typeOf(const json& value) {
        if (value.is_null()) {
            return {};
        }
        const auto type = value.is_object() ? value.find("type") : value.end();
        if (!value.is_object() || type == value.end() || !type->is_string()) {
            damaged("a component has no \"type\"");
            return {};
        }
        return type->get<std::string>();
    }

    const json& listIn(const json& value, const char* key) {
        static const json none = json::array();
        const auto found = value.find(key);
        if (found == value.end() || !found->is_array()) {
            damaged(std::string("a sequence has no list \"") + key + "\"");
            return none;
        }
        return *found;
    }

    bool flag(const json& value, const char* key, bool standard) {
        const auto found = value.find(key);
        if (found == value.end() || found->is_null()) {
            return standard;
        }
        if (!found->is_boolean()) {
            damaged(std::string("\"") + key + "\" must be true or false");
            return standard;
        }
        return found->get<bool>();
    }

    void refuse(const char* place, const std::string& what) {
        keep({ErrorCode::Unsupported,
              m_source + ": the " + place + " is " + displayText(what, 240) +
                  ", which Limn does not do.",
              {}});
    }
    void damaged(const std::string& what) {
        keep({ErrorCode::FileDamaged, m_source + ": " + what + ".", {}});
    }
    void keep(Error error) {
        if (!m_error) {
            m_error = std::move(error);
        }
    }

    std::string m_source;
    ByteLevelRules m_rules;
    bool m_isByteLevel = false;
    std::optional<Error> m_error;
};

}  // namespace

Result<ByteLevelRules> ByteLevelRules::fromJson(const json& document,
                                                const std::string& sourceName) {
    RulesReader reader(sourceName);
    const auto part = [&](const char* key) {
        return document.is_object() ? document.value(key, json()) : json();
    };
    reader.normalizer(part("normalizer"));
    reader.preTokenizer(part("pre_tokenizer"));
    reader.postProcessor(part("post_processor"));
    if (document.is_object() && document.contains("model") && document.at("model").is_object()) {
        reader.model(document.at("model"));
    }
    if (document.is_object() && document.contains("added_tokens")) {
        reader.addedTokens(document.at("added_tokens"));
    }
    return reader.finish();
}

}  // namespace limn::tokenizers
