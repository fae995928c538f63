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

Tags keywordsWith(const WordsForFile& words, const Tags& there) {
    Tags keywords;
    for (const auto& tag : there) {
        if (!isFormer(words, tag) || holds(words.tags, tag)) {
            keywords.push_back(tag);
        }
    }
    std::ranges::copy_if(words.tags, std::back_inserter(keywords),
                         [&](const std::string& tag) { return !holds(keywords, tag); });
    return keywords;
}

}  // namespace

Status writeWords(const std::filesystem::path& file, const WordsForFile& words) {
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
    changes.keywords = keywordsWith(words, there ? there->keywords.value_or(Tags()) : Tags());
    return setPictureXmp(file, changes);
}

}  // namespace limn
