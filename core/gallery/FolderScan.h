// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/gallery/PictureRow.h"
#include "core/gallery/folder_times.h"
#include "core/gallery/picture_rows.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace limn {

class Database;

struct ScanProgress {
    std::filesystem::path folder;
    std::int64_t done = 0;
    std::int64_t total = 0;  ///< 0: still being counted
};

struct ScanReport {
    std::int64_t files = 0;  ///< that have the name of a picture
    std::int64_t taken = 0;  ///< new, changed or moved ones
    std::int64_t missing = 0;
    std::int64_t unreadable = 0;  ///< of the taken ones, those that could not be read
    std::vector<std::filesystem::path>
        folders;  ///< to be watched; empty on a network, where watching does not work
    FolderTimes times;  ///< of every folder that was walked, from before its files were listed
};

/// Brings the rows of one folder up to date with its files: what has neither another size nor another time is not opened.
/// First everything that is gone is marked missing, then new files are taken in, in transactions of a few dozen, so that a moved
/// file finds its old row by its content. Follows no links to folders, opens no hidden ones. Worker threads only; asks its
/// token at each file. A folder that is not there is FileNotFound, after its pictures were marked missing.
class FolderScan {
public:
    using ProgressSink = std::function<void(const ScanProgress&)>;

    /// The database outlives the scan. `changed` hears of each transaction that changed the list.
    FolderScan(Database& database, std::filesystem::path folder, FolderDepth depth,
               ProgressSink progress, std::function<void()> changed);

    Outcome<ScanReport> run(std::stop_token stop);

private:
    struct Found {
        std::filesystem::path file;
        FileStamp stamp;
    };
    struct Look {
        Found found;
        PictureFacts facts;
        std::string problem;  // not empty: no facts
    };

    bool walk(const std::stop_token& stop);
    Status markMissing(std::vector<PictureId> gone, std::vector<PictureId> back,
                       const std::vector<std::filesystem::path>& unreadableGone);
    Status markMovedAway(const std::vector<Look>& looks);
    Status takeIn(std::vector<Look> looks);

    Database& m_database;
    std::filesystem::path m_folder;
    FolderDepth m_depth;
    ProgressSink m_progress;
    std::function<void()> m_changed;
    std::vector<Found> m_files;
    ScanReport m_report;
};

}  // namespace limn
