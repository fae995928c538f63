// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace limn {

using PictureId = std::int64_t;

/// What the file system says of a file; two equal ones are taken for the same content.
struct FileStamp {
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedNs = 0;
    bool operator==(const FileStamp&) const = default;
};

/// What is known of a picture file after it was looked at. A plain value.
struct PictureFacts {
    std::filesystem::path file;
    FileStamp stamp;
    std::string sha256;  ///< of the whole file
    int widthPx = 0;
    int heightPx = 0;
    std::int64_t madeAtMs = 0;  ///< since 1970
    std::string model;
    std::string prompt;
    std::string seed;      ///< digits; empty where it is not known
    std::string madeFrom;  ///< SHA-256 of the picture that this one was made from; may be empty
    std::string description;
    std::int64_t turnId = 0;  ///< of the conversation; 0: none
};

/// A picture as the gallery shows it. A plain value.
struct PictureRow {
    PictureId id = 0;
    std::filesystem::path file;
    FileStamp stamp;
    std::string sha256;
    int widthPx = 0;
    int heightPx = 0;
    std::int64_t madeAtMs = 0;
    std::string model;
    std::string prompt;
    std::string seed;
    std::string madeFrom;
    std::string description;
    std::string seenText;
    std::string alt;  ///< the picture in one sentence
    std::vector<std::string> tags;
    int rating = 0;  ///< 0 ... 5
    bool isFavourite = false;
    bool isMissing = false;           ///< its file is not there at the moment
    std::int64_t deletedAtMs = 0;     ///< 0: not in the trash
    std::filesystem::path trashFile;  ///< where it lies in the trash; empty if it is not there
    std::int64_t turnId = 0;

    /// Where its bytes lie now; empty: nowhere.
    const std::filesystem::path& place() const { return deletedAtMs != 0 ? trashFile : file; }
    bool hasFile() const { return !isMissing && !place().empty(); }
};

/// A file that has the name of a picture and cannot be read as one.
struct UnreadableFile {
    std::filesystem::path file;
    std::string problem;  ///< a full sentence
};

}  // namespace limn
