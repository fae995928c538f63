// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/ClauseReader.h"

#include <algorithm>

namespace limn::match {
namespace {

/// Words that are a style before a thing only with "of": a painting may be a thing too.
bool isCompoundRisk(std::string_view word) {
    constexpr std::string_view kWords[] = {"photo", "photograph", "photography", "painting", "drawing", "sketch", "icon", "poster",
                                           "comic", "sticker", "chalk", "collage", "mosaic", "lukisan", "foto", "poster", "kapur"};
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

}  // namespace

/// "watercolour", "in watercolour style", "pixel art style": a clause that is a style and nothing else.
bool ClauseReader::readWholeStyle() {
    std::size_t begin = 0;
    std::size_t end = m_words.size();
    const auto front = phraseAt(m_words, m_language);
    if (front && front->role == PhraseRole::StyleMark) {
        claimStyle(m_words.subspan(front->length));
        return true;
    }
    if (end - begin > 1 && (m_words[begin] == "in" || m_words[begin] == "as" || m_words[begin] == "dalam")) {
        ++begin;
    }
    while (begin < end && isDeterminer(m_words[begin], m_language)) {
        ++begin;
    }
    const bool isOnePhrase = [&] {
        for (std::size_t i = begin; i < end; ++i) {
            const auto phrase = phraseAt(m_words.subspan(i), m_language);
            if (phrase && phrase->role == PhraseRole::Relation) {
                return false;
            }
        }
        return true;
    }();
    if (end - begin > 1 && m_words[end - 1] == "style" && isOnePhrase) {
        claimStyle(m_words.subspan(begin, end - 1 - begin));
        return true;
    }
    const auto style = phraseAt(m_words.subspan(begin), m_language);
    if (style && style->role == PhraseRole::Style && style->length == end - begin) {
        claimStyle(m_words.subspan(begin));
        return true;
    }
    return false;
}

void ClauseReader::claimStyle(std::span<const std::string> words) {
    while (!words.empty() && (isDeterminer(words.front(), m_language) || words.front() == "style")) {
        words = words.subspan(1);
    }
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : " ") + (isQuote(word) ? word.substr(1) : word);
    }
    if (!text.empty()) {
        claim(ClaimKind::Style, text);
    }
}

/// "please draw", "there is", and styles in front: "a watercolour painting of".
void ClauseReader::readOpening() {
    while (m_at < m_words.size()) {
        const auto phrase = phraseAt(rest(), m_language);
        if (!phrase || phrase->role != PhraseRole::Filler) {
            break;
        }
        m_at += phrase->length;
    }
    readStyleOpening();
}

void ClauseReader::readStyleOpening() {
    const std::size_t before = m_at;
    while (m_at < m_words.size() && (isDeterminer(m_words[m_at], m_language) || m_words[m_at] == "in")) {
        ++m_at;
    }
    const std::size_t begin = m_at;
    std::size_t length = 0;
    while (m_at + length < m_words.size()) {
        const auto phrase = phraseAt(m_words.subspan(m_at + length), m_language);
        if (!phrase || phrase->role != PhraseRole::Style) {
            break;
        }
        length += phrase->length;
    }
    const std::size_t end = begin + length;
    const bool isFollowedByOf = end < m_words.size() && (m_words[end] == "of" || m_words[end] == "dari");
    if (length == 0 || end == m_words.size() || (!isFollowedByOf && length == 1 && isCompoundRisk(m_words[begin]) &&
                                                 m_language == PromptLanguage::English)) {
        m_at = before;
        return;
    }
    claimStyle(m_words.subspan(begin, length));
    m_at = end + (isFollowedByOf ? 1 : 0);
    if (!isFollowedByOf) {
        return;  // "a pixel art cat": the article went with the style, which costs nothing
    }
    readOpening();
}

/// "in watercolour", "as a sticker", "in anime style", where nothing else of the phrase follows.
bool ClauseReader::readStyleHere(const Connector& connector) {
    if (connector.words != "in" && connector.words != "as" && connector.words != "di" && connector.words != "dalam") {
        return false;
    }
    const std::size_t before = m_at;
    while (m_at < m_words.size() && isDeterminer(m_words[m_at], m_language)) {
        ++m_at;
    }
    const std::size_t begin = m_at;
    const auto style = phraseAt(rest(), m_language);
    if (style && style->role == PhraseRole::Style) {
        m_at += style->length;
        const std::size_t end = m_at;
        if (m_at < m_words.size() && m_words[m_at] == "style") {
            ++m_at;
        }
        if (m_at == m_words.size() || connectorHere(true)) {
            claimStyle(m_words.subspan(begin, end - begin));
            return true;
        }
    }
    m_at = before;
    return false;
}

}  // namespace limn::match
