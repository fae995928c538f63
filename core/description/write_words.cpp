// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/write_words.h"

#include "core/description/own_words.h"
#include "core/io/PictureReader.h"
#include "core/io/write_picture.h"
#include "core/io/xmp.h"

#include <algorithm>
#include <optional>

namespace limn {
namespace {

using Tags = std::vector<std::string>;

/// Photographers write "Boat", programs "boat".
bool isSameTag(const std::string& a, const std::string& b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool holds(const Tags& tags, const std::string& tag) {
    return std::ranges::any_of(tags, [&](const std::string& each) { return isSameTag(each, tag); });
}

struct Keywords {
    Tags all;   ///< that are to be in the file
    Tags ours;  ///< of them, those that were put there from here
};

/// `former`: written from here before.
Keywords keywordsWith(const Tags& wanted, const Tags& former, const Tags& there) {
    Keywords keywords;
    for (const auto& tag : there) {
        const bool isOurs = std::ranges::find(former, tag) != former.end();
        if (!isOurs || holds(wanted, tag)) {
            keywords.all.push_back(tag);
        }
        if (isOurs && holds(wanted, tag)) {
            keywords.ours.push_back(tag);
        }
    }
    for (const auto& tag : wanted) {
        if (!holds(keywords.all, tag)) {
            keywords.all.push_back(tag);
            keywords.ours.push_back(tag);
        }
    }
    return keywords;
}

/// What becomes of one text of the file.
struct TextChange {
    std::optional<std::string> text;  ///< nullopt: it stays
    std::string own;                  ///< fingerprint, where what is there afterwards is Limn's
    std::string kept;                 ///< of somebody else, in place of what was to be written
};

TextChange changeText(const std::string& wanted, const std::string& there, const std::string& own,
                      bool replaces) {
    const std::string found = fingerprintOf(there);
    const std::string print = fingerprintOf(wanted);
    const bool isOthers = !found.empty() && found != own;
    if (isOthers && print == found) {
        return {};  // both say the same: it stays the one of somebody else
    }
    if (isOthers && !replaces) {
        return {.text = {}, .own = {}, .kept = print.empty() ? std::string() : there};
    }
    return {.text = wanted, .own = print, .kept = {}};
}

/// Both places of the long description, where others' texts stay in both and differ: whoever has them replaced sees them.
std::string keptOf(const TextChange& detail, const TextChange& caption) {
    if (detail.kept.empty() || caption.kept.empty() ||
        fingerprintOf(detail.kept) == fingerprintOf(caption.kept)) {
        return detail.kept.empty() ? caption.kept : detail.kept;
    }
    return detail.kept + "\n\n" + caption.kept;
}

}  // namespace

Result<KeptWords> writeWords(const std::filesystem::path& file, const WordsForFile& words) {
    const auto reader = PictureReader::open(file);
    if (!reader) {
        return reader.error();
    }
    const auto read = readXmp(reader->info().xmp);
    const XmpFields there = read ? *read : XmpFields();
    const OwnWords own = ownWordsFromJson(there.limnWords.value_or(""));
    const TextChange alt =
        changeText(words.alt, there.altText.value_or(""), own.alt, words.replacesAlt);
    const TextChange detail =
        changeText(words.longDescription, there.extendedDescription.value_or(""),
                   own.longDescription, words.replacesLongDescription);
    // Most programs show this one and do not know the other.
    const TextChange caption = changeText(words.longDescription, there.description.value_or(""),
                                          own.caption, words.replacesLongDescription);
    auto keywords = keywordsWith(words.tags, own.tags, there.keywords.value_or(Tags()));
    XmpFields changes;
    changes.altText = alt.text;
    changes.extendedDescription = detail.text;
    changes.description = caption.text;
    changes.keywords = std::move(keywords.all);
    changes.limnWords = ownWordsToJson({.alt = alt.own,
                                        .longDescription = detail.own,
                                        .caption = caption.own,
                                        .tags = std::move(keywords.ours)});
    const Status written = setPictureXmp(file, changes);
    return written ? Result<KeptWords>(KeptWords{alt.kept, keptOf(detail, caption)})
                   : written.error();
}

}  // namespace limn
