// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/write_words.h"

#include "core/io/PictureReader.h"
#include "core/io/write_picture.h"
#include "core/io/xmp.h"

#include <algorithm>

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

/// Written from here before.
bool isFormer(const WordsForFile& words, const std::string& tag) {
    return std::ranges::find(words.formerTags, tag) != words.formerTags.end();
}

struct Keywords {
    Tags all;   ///< that are to be in the file
    Tags ours;  ///< of them, those that were put there from here
};

Keywords keywordsWith(const WordsForFile& words, const Tags& there) {
    Keywords keywords;
    for (const auto& tag : there) {
        const bool isOurs = isFormer(words, tag);
        if (!isOurs || holds(words.tags, tag)) {
            keywords.all.push_back(tag);
        }
        if (isOurs && holds(words.tags, tag)) {
            keywords.ours.push_back(tag);
        }
    }
    for (const auto& tag : words.tags) {
        if (!holds(keywords.all, tag)) {
            keywords.all.push_back(tag);
            keywords.ours.push_back(tag);
        }
    }
    return keywords;
}

}  // namespace

Result<std::vector<std::string>> writeWords(const std::filesystem::path& file,
                                            const WordsForFile& words) {
    const auto reader = PictureReader::open(file);
    if (!reader) {
        return reader.error();
    }
    const auto there = readXmp(reader->info().xmp);
    XmpFields changes;
    changes.altText = words.alt;
    changes.extendedDescription = words.longDescription;
    const std::string caption = there ? there->description.value_or("") : "";
    if (caption.empty() || caption == words.formerCaption) {
        changes.description = words.caption;
    }
    auto keywords = keywordsWith(words, there ? there->keywords.value_or(Tags()) : Tags());
    changes.keywords = std::move(keywords.all);
    const Status written = setPictureXmp(file, changes);
    return written ? Result<Tags>(std::move(keywords.ours)) : written.error();
}

}  // namespace limn
