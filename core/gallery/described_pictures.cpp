// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/described_pictures.h"

#include "core/gallery/picture_rows.h"

#include <algorithm>
#include <sstream>

namespace limn {
namespace {

using Tags = std::vector<std::string>;

/// What a former description put beside the person's own words.
struct Former {
    std::string description;
    Tags tags;
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

Result<Former> formerOf(Connection& connection, PictureId id) {
    auto rows = connection.rows(
        "SELECT description, tags FROM described_picture WHERE picture = ?1",
        [](const Statement& row) {
            Former former{row.text(0), {}};
            std::istringstream lines(row.text(1));
            for (std::string tag; std::getline(lines, tag);) {
                former.tags.push_back(tag);
            }
            return former;
        },
        id);
    if (!rows) {
        return rows.error();
    }
    return rows->empty() ? Former() : std::move(rows->front());
}

Status remember(Connection& connection, PictureId id, const std::string& description,
                const Tags& tags) {
    std::string lines;
    for (const std::string& tag : tags) {
        lines += tag + "\n";
    }
    return connection.execute(
        "INSERT INTO described_picture (picture, description, tags) VALUES (?1, ?2, ?3) ON "
        "CONFLICT (picture) DO UPDATE SET description = ?2, tags = ?3",
        id, description, lines);
}

/// Gives the tags that are there because of `wanted`, those that the person took away again among them.
Result<Tags> changeTags(Connection& connection, const PictureRow& picture, const Tags& former,
                        const Tags& wanted) {
    Tags all;
    std::ranges::copy_if(picture.tags, std::back_inserter(all), [&](const std::string& tag) {
        return !holds(former, tag) || holds(wanted, tag);
    });
    // A tag that the person took away is remembered, so that it does not come back.
    Tags own;
    std::ranges::copy_if(former, std::back_inserter(own), [&](const std::string& tag) {
        return !holds(picture.tags, tag) && !holds(wanted, tag);
    });
    for (std::string tag : wanted) {
        std::ranges::replace(tag, '\n', ' ');
        const bool wasPut = holds(former, tag);
        if (!wasPut && !holds(all, tag)) {
            all.push_back(tag);
            own.push_back(tag);
        } else if (wasPut) {
            own.push_back(tag);
        }
    }
    if (all != picture.tags) {
        if (const Status set = setTags(connection, picture.id, all); !set) {
            return set.error();
        }
    }
    return own;
}

}  // namespace

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
    const std::string& there = (*picture)->description;
    if (there.empty() || there == former->description) {
        if (const Status set = setDescription(connection, id, words.description); !set) {
            return set.error();
        }
    }
    if (const Status set = setSeenText(connection, id, words.seenText); !set) {
        return set.error();
    }
    const auto tags = changeTags(connection, **picture, former->tags, words.tags);
    if (!tags) {
        return tags.error();
    }
    if (const Status done = remember(connection, id, words.description, *tags); !done) {
        return done.error();
    }
    return id;
}

}  // namespace limn
