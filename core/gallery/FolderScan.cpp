// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/FolderScan.h"

#include "core/base/display_text.h"
#include "core/database/Database.h"
#include "core/database/network_file_system.h"
#include "core/gallery/picture_files.h"

#include <chrono>
#include <string>
#include <system_error>
#include <unordered_map>

namespace limn {
namespace {

constexpr std::size_t kFilesATransaction = 64;
constexpr std::chrono::milliseconds kLongestWithoutTransaction{500};
constexpr std::size_t kDeepestFolder = 32;
constexpr std::size_t kMostFolders = 20'000;
constexpr std::int64_t kFilesAProgress = 16;

}  // namespace

FolderScan::FolderScan(Database& database, std::filesystem::path folder, FolderDepth depth,
                       ProgressSink progress, std::function<void()> changed)
    : m_database(database), m_folder(folder.lexically_normal()), m_depth(depth),
      m_progress(std::move(progress)), m_changed(std::move(changed)) {}

/// False: stopped.
bool FolderScan::walk(const std::stop_token& stop) {
    std::vector<std::pair<std::filesystem::path, std::size_t>> waiting = {{m_folder, 0}};
    while (!waiting.empty() && m_report.folders.size() < kMostFolders) {
        const auto [folder, depth] = waiting.back();
        waiting.pop_back();
        m_report.folders.push_back(folder);
        m_report.times.emplace(folder, folderTime(folder));
        std::error_code failed;
        std::filesystem::directory_iterator entries(
            folder, std::filesystem::directory_options::skip_permission_denied, failed);
        for (; !failed && entries != std::filesystem::directory_iterator();
             entries.increment(failed)) {
            if (stop.stop_requested()) {
                return false;
            }
            const std::filesystem::path& path = entries->path();
            std::error_code unknown;
            if (entries->is_directory(unknown) && !entries->is_symlink(unknown)) {
                if (m_depth == FolderDepth::Whole && depth < kDeepestFolder &&
                    !path.filename().string().starts_with('.')) {
                    waiting.emplace_back(path, depth + 1);
                }
            } else if (hasPictureName(path)) {
                if (const Result<FileStamp> stamp = stampOf(path)) {
                    m_files.push_back({path, *stamp});
                }
            }
        }
    }
    return true;
}

Outcome<ScanReport> FolderScan::run(std::stop_token stop) {
    m_progress({m_folder, 0, 0});
    std::error_code unknown;
    const bool isFolder = std::filesystem::is_directory(m_folder, unknown);
    if (isFolder && !walk(stop)) {
        return Cancelled{};
    }
    const auto known = m_database.readAndWait(
        [&](Connection& connection) { return knownFiles(connection, m_folder, m_depth); });
    if (!known) {
        return known.error();
    }

    std::unordered_map<std::string, const KnownFile*> knownByName;
    for (const KnownFile& file : *known) {
        knownByName.emplace(file.file.string(), &file);
    }
    std::vector<PictureId> back;
    std::vector<Found> toLookAt;
    for (Found& found : m_files) {
        const auto same = knownByName.find(found.file.string());
        if (same == knownByName.end() || !(same->second->stamp == found.stamp)) {
            toLookAt.push_back(found);
        } else if (same->second->isMissing) {
            back.push_back(same->second->id);
        }
        if (same != knownByName.end()) {
            knownByName.erase(same);
        }
    }
    std::vector<PictureId> gone;
    std::vector<std::filesystem::path> unreadableGone;
    for (const auto& [name, file] : knownByName) {
        if (file->id == 0) {
            unreadableGone.push_back(file->file);
        } else if (!file->isMissing) {
            gone.push_back(file->id);
        }
    }
    m_report.files = static_cast<std::int64_t>(m_files.size());
    m_report.missing = static_cast<std::int64_t>(gone.size());
    if (Status marked = markMissing(std::move(gone), std::move(back), unreadableGone); !marked) {
        return marked.error();
    }
    if (!isFolder) {
        return Error{ErrorCode::FileNotFound,
                     "The folder '" + displayText(m_folder.string(), 400) +
                         "' is not there; its pictures are marked missing until it comes back.",
                     {}};
    }

    const auto total = static_cast<std::int64_t>(toLookAt.size());
    std::vector<Look> looks;
    auto lastWrite = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < total; ++i) {
        if (i % kFilesAProgress == 0) {
            m_progress({m_folder, i, total});
        }
        const Found& found = toLookAt[static_cast<std::size_t>(i)];
        Outcome<PictureFacts> facts = lookAtPicture(found.file, stop);
        if (facts.isCancelled() || stop.stop_requested()) {
            return Cancelled{};
        }
        if (facts.isDone()) {
            looks.push_back({found, std::move(facts).value(), {}});
        } else if (isThere(found.file)) {  // else it went while we looked
            looks.push_back({found, {}, facts.error().message});
            ++m_report.unreadable;
        }
        const auto now = std::chrono::steady_clock::now();
        if (looks.size() >= kFilesATransaction || now - lastWrite > kLongestWithoutTransaction ||
            i + 1 == total) {
            if (Status taken = takeIn(std::move(looks)); !taken) {
                return taken.error();
            }
            looks.clear();
            lastWrite = now;
        }
    }
    m_report.taken = total;
    m_progress({m_folder, total, total});
    if (networkFileSystemAt(m_folder)) {
        m_report.folders.clear();
    }
    return m_report;
}

Status FolderScan::markMissing(std::vector<PictureId> gone, std::vector<PictureId> back,
                               const std::vector<std::filesystem::path>& unreadableGone) {
    if (gone.empty() && back.empty() && unreadableGone.empty()) {
        return Unit{};
    }
    Status marked = m_database.writeAndWait([&](Connection& connection) -> Status {
        for (const auto& file : unreadableGone) {
            if (Status forgotten = forgetUnreadable(connection, file); !forgotten) {
                return forgotten;
            }
        }
        if (Status missing = setMissing(connection, gone, true); !missing) {
            return missing;
        }
        return setMissing(connection, back, false);
    });
    if (marked) {
        m_changed();
    }
    return marked;
}

/// A file that came from another folder of the gallery: its old row does not know yet that its file is gone.
Status FolderScan::markMovedAway(const std::vector<Look>& looks) {
    const auto candidates =
        m_database.readAndWait([&](Connection& connection) -> Result<std::vector<KnownFile>> {
            std::vector<KnownFile> all;
            for (const Look& look : looks) {
                if (!look.problem.empty()) {
                    continue;
                }
                const auto same = filesOfContent(connection, look.facts.sha256);
                if (!same) {
                    return same.error();
                }
                all.insert(all.end(), same->begin(), same->end());
            }
            return all;
        });
    if (!candidates) {
        return candidates.error();
    }
    std::vector<PictureId> gone;
    for (const KnownFile& file : *candidates) {
        if (!file.isMissing && !isThere(file.file)) {
            gone.push_back(file.id);
        }
    }
    if (gone.empty()) {
        return Unit{};
    }
    return m_database.writeAndWait(
        [&](Connection& connection) { return setMissing(connection, gone, true); });
}

Status FolderScan::takeIn(std::vector<Look> looks) {
    if (looks.empty()) {
        return Unit{};
    }
    if (Status marked = markMovedAway(looks); !marked) {
        return marked;
    }
    Status taken = m_database.writeAndWait([&](Connection& connection) -> Status {
        for (const Look& look : looks) {
            if (look.problem.empty()) {
                if (const auto id = putPicture(connection, look.facts); !id) {
                    return id.error();
                }
            } else if (Status put = putUnreadable(connection, {look.found.file, look.problem},
                                                  look.found.stamp);
                       !put) {
                return put;
            }
        }
        return Unit{};
    });
    if (taken) {
        m_changed();
    }
    return taken;
}

}  // namespace limn
