// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/described_pictures.h"

#include "core/gallery/picture_rows.h"

#include <algorithm>
#include <sstream>

namespace limn {
namespace {

using Tags = std::vector<std::string>;

/// What the program put beside the person's own words, and what of it the person took away again.
struct Former {
    std::string description;
    Tags tags;
    Tags takenAway;
    std::string alt;
    std::string seenText;
};

/// As the table of tags compares them.
bool isSameTag(const std::string& a, const std::string& b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool holds(const Tags& tags, const std::string& tag) {
    return std::ranges::any_of(tags, [&](const std::string& each) { return isSameTag(each, tag); });
}

Tags linesOf(const std::string& text) {
    Tags tags;
    std::istringstream lines(text);
    for (std::string tag; std::getline(lines, tag);) {
        tags.push_back(tag);
    }
    return tags;
}

std::string asLines(const Tags& tags) {
    std::string lines;
    for (const std::string& tag : tags) {
        lines += tag + "\n";
    }
    return lines;
}

Result<Former> formerOf(Connection& connection, PictureId id) {
    auto rows = connection.rows(
        "SELECT description, tags, taken_away, alt, seen_text FROM described_picture WHERE picture "
        "= ?1",
        [](const Statement& row) {
            return Former{row.text(0), linesOf(row.text(1)), linesOf(row.text(2)), row.text(3),
                          row.text(4)};
        },
        id);
    if (!rows) {
        return rows.error();
    }
    return rows->empty() ? Former() : std::move(rows->front());
}

Status remember(Connection& connection, PictureId id, const Former& now) {
    return connection.execute(
        "INSERT INTO described_picture (picture, description, tags, taken_away, alt, seen_text) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (picture) DO UPDATE SET description = ?2, "
        "tags = ?3, taken_away = ?4, alt = ?5, seen_text = ?6",
        id, now.description, asLines(now.tags), asLines(now.takenAway), now.alt, now.seenText);
}

/// What the person took away: of what the program put, what is not there any more, but for what came back by hand.
Tags takenAwayFrom(const PictureRow& picture, const Former& former) {
    Tags taken;
    for (const auto* list : {&former.takenAway, &former.tags}) {
        std::ranges::copy_if(*list, std::back_inserter(taken), [&](const std::string& tag) {
            return !holds(picture.tags, tag) && !holds(taken, tag);
        });
    }
    return taken;
}

/// Tags of the program give way to those that are wanted now; those of the person stay. Sets both lists of `now`.
Status changeTags(Connection& connection, const PictureRow& picture, const Former& former,
                  const Tags& wanted, Former& now) {
    now.takenAway = takenAwayFrom(picture, former);
    Tags all;
    for (const std::string& tag : picture.tags) {
        const bool isOurs = holds(former.tags, tag);
        if (!isOurs || holds(wanted, tag)) {
            all.push_back(tag);
        }
        if (isOurs && holds(wanted, tag)) {
            now.tags.push_back(tag);
        }
    }
    for (std::string tag : wanted) {
        std::ranges::replace(tag, '\n', ' ');
        if (!holds(all, tag) && !holds(now.takenAway, tag)) {
            all.push_back(tag);
            now.tags.push_back(tag);
        }
    }
    return all == picture.tags ? Status(Unit{}) : setTags(connection, picture.id, all);
}

/// A text of the program gives way to the newer one. One that the person emptied stays so, but for the description, which
/// is empty as long as nothing is said.
Status changeTexts(Connection& connection, const PictureRow& picture, const Former& former,
                   const DescribedPicture& words) {
    if (picture.description.empty() || picture.description == former.description) {
        if (Status set = setDescription(connection, picture.id, words.description); !set) {
            return set;
        }
    }
    if (picture.seenText == former.seenText) {
        if (Status set = setSeenText(connection, picture.id, words.seenText); !set) {
            return set;
        }
    }
    return picture.alt == former.alt ? setAlt(connection, picture.id, words.alt) : Status(Unit{});
}

Status editTags(Connection& connection, const PictureRow& picture, const EditedWords& words) {
    Tags all;
    std::ranges::copy_if(picture.tags, std::back_inserter(all),
                         [&](const std::string& tag) { return !holds(words.removedTags, tag); });
    std::ranges::copy_if(words.addedTags, std::back_inserter(all),
                         [&](const std::string& tag) { return !holds(all, tag); });
    return all == picture.tags ? Status(Unit{}) : setTags(connection, picture.id, all);
}

}  // namespace

Result<PictureId> putEditedWords(Connection& connection, const EditedWords& words) {
    const auto picture = pictureByFile(connection, words.file);
    if (!picture) {
        return picture.error();
    }
    if (!*picture) {
        return PictureId{0};
    }
    const PictureId id = (*picture)->id;
    Status done = editTags(connection, **picture, words);
    if (done && words.alt) {
        done = setAlt(connection, id, *words.alt);
    }
    if (done && words.description) {
        done = setDescription(connection, id, *words.description);
    }
    if (done && words.seenText) {
        done = setSeenText(connection, id, *words.seenText);
    }
    return done ? Result<PictureId>(id) : Result<PictureId>(done.error());
}

Result<PictureId> putDescription(Connection& connection, const DescribedPicture& words) {
    const auto picture = pictureByFile(connection, words.file);
    if (!picture) {
        return picture.error();
    }
    if (!*picture) {
        return PictureId{0};
    }
    const PictureId id = (*picture)->id;
    const auto former = formerOf(connection, id);
    if (!former) {
        return former.error();
    }
    if (const Status set = changeTexts(connection, **picture, *former, words); !set) {
        return set.error();
    }
    Former now;
    now.description = words.description;
    now.alt = words.alt;
    now.seenText = words.seenText;
    Status done = changeTags(connection, **picture, *former, words.tags, now);
    if (done) {
        done = remember(connection, id, now);
    }
    if (!done) {
        return done.error();
    }
    return id;
}

}  // namespace limn
