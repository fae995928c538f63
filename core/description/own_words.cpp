// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/own_words.h"

#include "core/base/Sha256.h"
#include "core/json/strict_json.h"

#include <cstddef>
#include <span>

namespace limn {
namespace {

constexpr const char* kSchema = "limn.words/1";
constexpr JsonLimits kLimits{.maxBytes = 1 << 20, .maxDepth = 4, .maxElements = 2000};

std::string stringIn(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string fingerprintOf(const std::string& text) {
    std::string letters = text;
    std::erase_if(letters, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7f;
    });
    if (letters.empty()) {
        return {};
    }
    Sha256 hash;
    hash.update(std::as_bytes(std::span(letters)));
    return hash.finish();
}

std::string ownWordsToJson(const OwnWords& own) {
    if (own.alt.empty() && own.longDescription.empty() && own.caption.empty() && own.tags.empty()) {
        return {};
    }
    nlohmann::json object{{"schema", kSchema}};
    if (!own.alt.empty()) {
        object["alt"] = own.alt;
    }
    if (!own.longDescription.empty()) {
        object["description"] = own.longDescription;
    }
    if (!own.caption.empty()) {
        object["caption"] = own.caption;
    }
    if (!own.tags.empty()) {
        object["tags"] = own.tags;
    }
    // A tag that is no UTF-8 is not written as one either; nothing is thrown for it.
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

OwnWords ownWordsFromJson(const std::string& json) {
    OwnWords own;
    const auto object = parseStrictJson(json, "limn:Words", kLimits);
    if (!object || !object->is_object() || stringIn(*object, "schema") != kSchema) {
        return own;
    }
    own.alt = stringIn(*object, "alt");
    own.longDescription = stringIn(*object, "description");
    own.caption = stringIn(*object, "caption");
    const auto tags = object->find("tags");
    if (tags != object->end() && tags->is_array()) {
        for (const auto& tag : *tags) {
            if (tag.is_string()) {
                own.tags.push_back(tag.get<std::string>());
            }
        }
    }
    return own;
}

}  // namespace limn
