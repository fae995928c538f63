// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/gallery_schema.h"

namespace limn {
namespace {

// A picture is a row that points at a file in place. `shelf`: 1 in the gallery, 2 in the trash, 3 of a folder that was
// taken out of the gallery (what is known of its pictures is kept, should it come back). Times of pictures are
// milliseconds since 1970; `modified_ns` is the file's own. `label` is a number for each model's name, so that the
// indexes below stay narrow. `trash_file` names the place in the trash from before the file is moved there until after it
// is moved back: what was broken off is finished at the next start.
constexpr const char* kTables = R"sql(
CREATE TABLE gallery_folder (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL
) STRICT;
CREATE TABLE model_label (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE picture (
    id INTEGER PRIMARY KEY,
    shelf INTEGER NOT NULL DEFAULT 1 CHECK (shelf IN (1, 2, 3)),
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    width_px INTEGER NOT NULL,
    height_px INTEGER NOT NULL,
    aspect INTEGER NOT NULL CHECK (aspect IN (1, 2, 3)),
    made_at INTEGER NOT NULL,
    label INTEGER NOT NULL REFERENCES model_label (id),
    prompt TEXT NOT NULL DEFAULT '',
    seed TEXT NOT NULL DEFAULT '',
    made_from TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    seen_text TEXT NOT NULL DEFAULT '',
    has_text INTEGER NOT NULL GENERATED ALWAYS AS (seen_text <> '') STORED,
    tags TEXT NOT NULL DEFAULT '',
    rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
    is_favourite INTEGER NOT NULL DEFAULT 0 CHECK (is_favourite IN (0, 1)),
    is_missing INTEGER NOT NULL DEFAULT 0 CHECK (is_missing IN (0, 1)),
    deleted_at INTEGER,
    trash_file TEXT NOT NULL DEFAULT '',
    turn_id INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX picture_place ON picture (folder, name) WHERE shelf <> 2;
CREATE INDEX picture_hash ON picture (sha256);
CREATE INDEX picture_made_from ON picture (made_from) WHERE made_from <> '';
CREATE INDEX picture_deleted ON picture (deleted_at) WHERE shelf = 2;
CREATE INDEX picture_trash_file ON picture (id) WHERE trash_file <> '';
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;
CREATE TABLE picture_tag (
    tag INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    picture INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, picture)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_tag_picture ON picture_tag (picture);
CREATE TABLE unreadable_file (
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (folder, name)
) STRICT, WITHOUT ROWID;
)sql";

// One index for each order, and in each of them everything that is filtered by: a filtered list is read from the index
// alone, in order, without a look at the rows.
constexpr const char* kOrders = R"sql(
CREATE INDEX picture_by_date ON picture (shelf, made_at, id, rating, is_favourite, label, aspect, has_text);
CREATE INDEX picture_by_name ON picture (shelf, name COLLATE NOCASE, id, made_at, rating, is_favourite, label, aspect, has_text);
CREATE INDEX picture_by_rating ON picture (shelf, rating, made_at, id, is_favourite, label, aspect, has_text);
CREATE INDEX picture_by_model ON picture (shelf, label, made_at, id, rating, is_favourite, aspect, has_text);
CREATE INDEX picture_by_favourite ON picture (shelf, is_favourite, made_at, id, rating, label, aspect, has_text);
)sql";

// No triggers keep it: they would have to trust the schema of the file, which Limn never does. See words_index.h.
constexpr const char* kSearch = R"sql(
CREATE VIRTUAL TABLE picture_words USING fts5 (
    prompt, description, tags, name, seen_text,
    content = 'picture', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
)sql";

// What the program itself put into a picture's words, so that better ones can take its place. `tags`: one on each line.
constexpr const char* kDescribed = R"sql(
CREATE TABLE described_picture (
    picture INTEGER PRIMARY KEY REFERENCES picture (id) ON DELETE CASCADE,
    description TEXT NOT NULL,
    tags TEXT NOT NULL
) STRICT;
)sql";

// Those of `tags` that the person took away again, so that they do not come back.
constexpr const char* kTakenAway = R"sql(
ALTER TABLE described_picture ADD COLUMN taken_away TEXT NOT NULL DEFAULT '';
)sql";

// The alt text, found by the search too, and what the program said of it and of the writing. Until here only the program
// put writing there.
constexpr const char* kAltTexts = R"sql(
ALTER TABLE picture ADD COLUMN alt TEXT NOT NULL DEFAULT '';
ALTER TABLE described_picture ADD COLUMN alt TEXT NOT NULL DEFAULT '';
ALTER TABLE described_picture ADD COLUMN seen_text TEXT NOT NULL DEFAULT '';
INSERT OR IGNORE INTO described_picture (picture, description, tags)
    SELECT id, '', '' FROM picture WHERE seen_text <> '';
UPDATE described_picture SET seen_text = (SELECT p.seen_text FROM picture p WHERE p.id = picture);
DROP TABLE picture_words;
CREATE VIRTUAL TABLE picture_words USING fts5 (
    prompt, description, tags, name, seen_text, alt,
    content = 'picture', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
INSERT INTO picture_words (picture_words) VALUES ('rebuild');
)sql";

}  // namespace

std::vector<MigrationStep> gallerySteps() {
    return {{"gallery", 1, std::string(kTables) + kOrders + kSearch},
            {"gallery", 2, kDescribed},
            {"gallery", 3, kTakenAway},
            {"gallery", 4, kAltTexts}};
}

}  // namespace limn
