// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/xml_guard.h"

#include "core/io/text_encoding.h"

#include <algorithm>

namespace limn {

namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxElements = 50'000;
constexpr std::size_t kMaxAttributes = 200'000;
constexpr std::size_t kNone = std::string_view::npos;

/// Past the end of a tag: a '>' inside of quotes does not end it. Counts the attributes.
std::size_t endOfTag(std::string_view xml, std::size_t at, std::size_t& attributes) {
    char quote = '\0';
    for (; at < xml.size(); ++at) {
        const char c = xml[at];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
            ++attributes;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return kNone;
}

}  // namespace

std::optional<std::string> dangerInXml(std::string_view xml) {
    std::size_t depth = 0;
    std::size_t elements = 0;
    std::size_t attributes = 0;
    std::size_t at = xml.find('<');
    while (at != kNone) {
        const std::string_view rest = xml.substr(at);
        std::size_t end = kNone;
        if (rest.starts_with("<!--")) {
            end = xml.find("-->", at + 4);
        } else if (rest.starts_with("<![CDATA[")) {
            end = xml.find("]]>", at + 9);
        } else if (rest.starts_with("<?")) {
            end = xml.find("?>", at + 2);
        } else if (rest.starts_with("<!")) {
            return "it declares a document type, which XMP must not";
        } else {
            end = endOfTag(xml, at + 1, attributes);
            if (end == kNone) {
                return "one of its tags never ends";
            }
            if (rest.starts_with("</")) {
                depth -= std::min<std::size_t>(depth, 1);
            } else {
                ++elements;
                depth += xml[end - 2] == '/' ? 0 : 1;
            }
        }
        if (end == kNone) {
            return "one of its comments or sections never ends";
        }
        if (depth > kMaxDepth) {
            return "its elements nest deeper than " + std::to_string(kMaxDepth);
        }
        if (elements > kMaxElements || attributes > kMaxAttributes) {
            return "it has too many elements or attributes";
        }
        at = xml.find('<', end);
    }
    return std::nullopt;
}

std::string textForXml(std::string_view text) {
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    const std::string valid = repairedUtf8(text);
    std::string result;
    result.reserve(valid.size());
    for (std::size_t at = 0; at < valid.size();) {
        const auto byte = static_cast<unsigned char>(valid[at]);
        const std::string_view three = std::string_view(valid).substr(at, 3);
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
            result += kReplacement;
            ++at;
        } else if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            result += kReplacement;
            at += 3;
        } else {
            result.push_back(valid[at]);
            ++at;
        }
    }
    return result;
}

}  // namespace limn
