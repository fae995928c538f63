// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/text_question.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <vector>

namespace limn {
namespace {

/// The words of a question in lower case, without marks; "what's" is "what" and "s".
class Words {
public:
    explicit Words(std::string_view text) {
        std::string word;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x80 && std::isalnum(byte) == 0) {
                take(word);
            } else {
                word += static_cast<char>(std::tolower(byte));
            }
        }
        take(word);
    }

    bool hasAny(std::initializer_list<std::string_view> wanted) const {
        return std::ranges::any_of(wanted, [this](std::string_view word) {
            return std::ranges::find(m_words, word) != m_words.end();
        });
    }
    /// One of `first`, and right after it one of `second`.
    bool hasPair(std::initializer_list<std::string_view> first,
                 std::initializer_list<std::string_view> second) const {
        for (std::size_t i = 1; i < m_words.size(); ++i) {
            if (std::ranges::find(first, m_words[i - 1]) != first.end() &&
                std::ranges::find(second, m_words[i]) != second.end()) {
                return true;
            }
        }
        return false;
    }
    /// "what is the text", with or without the article.
    bool asksWhatIs(std::initializer_list<std::string_view> nouns) const {
        for (std::size_t i = 2; i < m_words.size(); ++i) {
            if (std::ranges::find(nouns, m_words[i]) == nouns.end()) {
                continue;
            }
            const std::size_t verb = i >= 3 && m_words[i - 1] == "the" ? i - 2 : i - 1;
            const std::string& is = m_words[verb];
            if (m_words[verb - 1] == "what" && (is == "is" || is == "s" || is == "are")) {
                return true;
            }
        }
        return false;
    }
    /// The first word that is no courtesy.
    std::string_view first() const {
        const auto found = std::ranges::find_if(m_words, [](const std::string& word) {
            return word != "please" && word != "can" && word != "could" && word != "would" &&
                   word != "you" && word != "tolong" && word != "bisakah" && word != "bisa" &&
                   word != "kamu" && word != "coba";
        });
        return found == m_words.end() ? std::string_view() : std::string_view(*found);
    }

private:
    void take(std::string& word) {
        if (!word.empty()) {
            m_words.push_back(std::move(word));
        }
        word.clear();
    }

    std::vector<std::string> m_words;
};

/// Another task than reading (its translation, whether it is true), or something else that can be read (a clock, a face):
/// the model's.
bool asksForMore(const Words& words) {
    return words.hasAny({"translate",   "translated", "translation",   "summarise", "summarize",
                         "summary",     "explain",    "describe",      "describes", "true",
                         "correct",     "missing",    "doing",         "use",       "time",
                         "clock",       "mood",       "room",          "face",      "expression",
                         "terjemahkan", "terjemahan", "terjemahannya", "artikan",   "jelaskan",
                         "ringkas",     "ringkaskan", "ringkasan",     "rangkum"});
}

/// How writing looks, where it is, how much of it: the model sees that, nobody reads it.
bool asksForItsLook(const Words& words) {
    return words.hasAny({"colour",   "color",   "coloured", "colored", "font",       "typeface",
                         "size",     "big",     "large",    "small",   "where",      "style",
                         "language", "how",     "why",      "who",     "alt",        "alternative",
                         "about",    "mean",    "means",    "warna",   "warnanya",   "ukuran",
                         "besar",    "kecil",   "mana",     "dimana",  "gaya",       "bahasa",
                         "berapa",   "mengapa", "kenapa",   "siapa",   "alternatif", "arti",
                         "artinya",  "maksud",  "maksudnya"});
}

bool asksInEnglish(const Words& words) {
    if (words.hasAny({"transcribe", "ocr"})) {
        return true;
    }
    if (words.first() == "read" &&
        words.hasPair({"read"}, {"the", "this", "that", "it", "out", "what", "all", "any", "aloud",
                                 "everything"})) {
        return true;
    }
    const bool asksWhat = words.hasAny({"what", "whats", "which"});
    const bool isOfPeople = words.hasPair({"you", "i", "we", "people", "would", "they", "he", "she",
                                           "man", "woman", "boy", "girl", "child", "person"},
                                          {"say", "read"});
    if (asksWhat && !isOfPeople &&
        (words.hasAny({"says", "written", "spell", "spells", "spelled"}) ||
         (words.hasAny({"say", "read", "reads"}) &&
          words.hasAny({"does", "do", "it", "sign", "label"})))) {
        return true;
    }
    return words.hasPair({"what", "which", "any"},
                         {"text", "writing", "words", "letters", "lettering", "inscription"}) ||
           words.asksWhatIs({"text", "writing", "words", "lettering", "inscription"});
}

bool asksInIndonesian(const Words& words) {
    const bool isOfWriting =
        words.hasAny({"tulisan", "tulisannya", "teks", "teksnya", "tertulis", "ditulis", "bunyi",
                      "bunyinya", "berbunyi", "tertera", "terbaca"});
    return isOfWriting &&
           (words.hasAny({"apa", "apakah", "apanya", "ada", "adakah", "bagaimana"}) ||
            words.hasAny({"baca", "bacakan", "bacalah", "sebutkan", "salin", "salinkan"}));
}

}  // namespace

bool asksForWriting(std::string_view question) {
    const Words words(question);
    return !asksForItsLook(words) && !asksForMore(words) &&
           (asksInEnglish(words) || asksInIndonesian(words));
}

std::string writingInWords(const vision::TextReading& reading, const Speech& said) {
    if (reading.lines.empty()) {
        return reading.isCut
                   ? said(QT_TRANSLATE_NOOP("limn::Speech", "No writing could be read in time."))
                   : said(
                         QT_TRANSLATE_NOOP("limn::Speech", "No writing was found in the picture."));
    }
    return said(QT_TRANSLATE_NOOP("limn::Speech", "It says: “%1”."), reading.text()) +
           (reading.isCut ? " " + said(vision::kPartlyRead) : std::string());
}

}  // namespace limn
