// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/GalleryFolders.h"

#include "core/jobs/Delivery.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <system_error>
#include <utility>

namespace limn {
namespace {

constexpr int kQuietMs = 400;
constexpr int kMostWatchedFolders = 2000;  // the system's own limit is shared by all programs

QString textOf(const std::filesystem::path& path) {
    return QFile::decodeName(path.c_str());
}

std::filesystem::path pathOf(const QString& text) {
    return QFile::encodeName(text).toStdString();
}

}  // namespace

GalleryFolders::GalleryFolders(Database& database, Background& background, QObject* parent)
    : QObject(parent), m_database(database), m_background(background) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuietMs);
    connect(&m_quiet, &QTimer::timeout, this, &GalleryFolders::scanWhatChanged);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this](const QString& folder) {
        m_changed.insert(folder);
        m_quiet.start();
    });
    connect(&m_database, &Database::rebuilt, this, &GalleryFolders::scanAll);
}

GalleryFolders::~GalleryFolders() {
    m_task.cancelAndWait();
    for (BackgroundTask& task : m_ending) {
        task.cancelAndWait();
    }
}

void GalleryFolders::start(const QString& defaultFolder) {
    if (defaultFolder.isEmpty()) {
        readFolders({});
        return;
    }
    m_database.write(
        [folder = pathOf(QDir::cleanPath(defaultFolder))](Connection& connection) -> Status {
            const auto folders = galleryFolders(connection);
            if (!folders) {
                return folders.error();
            }
            if (!folders->empty()) {
                return Unit{};
            }
            std::error_code cannotBeMade;  // then the scan says so
            std::filesystem::create_directories(folder, cannotBeMade);
            return addGalleryFolder(connection, folder);
        },
        this,
        [this](const Status& added) {
            if (!added) {
                Q_EMIT failed(added.error());
            }
            readFolders({});
        });
}

void GalleryFolders::readFolders(const QString& toScan) {
    m_database.read([](Connection& connection) { return galleryFolders(connection); }, this,
                    [this, toScan](const Result<std::vector<std::filesystem::path>>& folders) {
                        if (!folders) {
                            Q_EMIT failed(folders.error());
                            return;
                        }
                        m_folders.clear();
                        for (const auto& folder : *folders) {
                            m_folders += textOf(folder);
                        }
                        Q_EMIT foldersChanged();
                        if (toScan.isEmpty()) {
                            scanAll();
                        } else {
                            enqueue({toScan, FolderDepth::Whole});
                        }
                    });
}

void GalleryFolders::addFolder(const QString& folder) {
    const QString clean = QDir::cleanPath(folder);
    m_database.write([path = pathOf(clean)](
                         Connection& connection) { return addGalleryFolder(connection, path); },
                     this,
                     [this, clean](const Status& added) {
                         if (!added) {
                             Q_EMIT failed(added.error());
                             return;
                         }
                         Q_EMIT listChanged();
                         readFolders(clean);
                     });
}

void GalleryFolders::removeFolder(const QString& folder) {
    const QString clean = QDir::cleanPath(folder);
    std::erase_if(m_waiting, [&](const Order& order) { return order.folder == clean; });
    m_folders.removeAll(clean);
    Q_EMIT foldersChanged();
    forget(pathOf(clean));
    cancelScan();  // it may be at work in there
    m_database.write([path = pathOf(clean)](
                         Connection& connection) { return removeGalleryFolder(connection, path); },
                     this,
                     [this](const Status& removed) {
                         if (!removed) {
                             Q_EMIT failed(removed.error());
                         }
                         Q_EMIT listChanged();
                         scanAll();
                     });
}

/// Its watch and its times, and those of the folders in it.
void GalleryFolders::forget(const std::filesystem::path& folder) {
    std::erase_if(m_times, [&](const auto& known) { return isInFolder(known.first, folder); });
    QStringList unwatched;
    for (const QString& watched : std::as_const(m_watched)) {
        if (isInFolder(pathOf(watched), folder)) {
            unwatched += watched;
        }
    }
    if (!unwatched.isEmpty()) {
        m_watcher.removePaths(unwatched);
        m_watched.subtract(QSet<QString>(unwatched.begin(), unwatched.end()));
    }
}

bool GalleryFolders::lookForChanges(int atLeastSinceMs) {
    const bool isRecent = m_sinceLook.isValid() && m_sinceLook.elapsed() < atLeastSinceMs;
    if (m_times.empty() || m_isScanning || m_look.isRunning() || isRecent) {
        return false;
    }
    m_sinceLook.start();
    m_look = m_background.start(
        this,
        [known = m_times](const std::stop_token& stop) { return changedFolders(known, stop); },
        [this](const std::vector<std::filesystem::path>& changed) {
            for (const std::filesystem::path& folder : changed) {
                if (m_times.contains(folder)) {  // it may have been taken out meanwhile
                    enqueue({textOf(folder), FolderDepth::Whole});
                }
            }
        },
        BackgroundPriority::Low);
    return true;
}

void GalleryFolders::scanAll() {
    for (const QString& folder : std::as_const(m_folders)) {
        enqueue({folder, FolderDepth::Whole});
    }
}

void GalleryFolders::cancelScan() {
    const bool wasScanning = m_isScanning;
    m_waiting.clear();
    m_task.cancel();
    std::erase_if(m_ending, [](const BackgroundTask& task) { return !task.isRunning(); });
    m_ending.push_back(m_task);
    m_isScanning = false;
    if (wasScanning) {
        Q_EMIT scansFinished();
    }
}

void GalleryFolders::enqueue(Order order) {
    if (std::find(m_waiting.begin(), m_waiting.end(), order) == m_waiting.end()) {
        m_waiting.push_back(std::move(order));
        startNext();
    }
}

void GalleryFolders::startNext() {
    if (m_isScanning || m_waiting.empty()) {
        return;
    }
    m_isScanning = true;
    const Order order = m_waiting.front();
    m_waiting.pop_front();
    Q_EMIT scanStarted(order.folder);
    const Delivery way(this);
    m_task = m_background.start(
        this,
        [&database = m_database, order, way, this](const std::stop_token& stop) {
            const auto tell = [way, stop, this](const ScanProgress& progress) {
                way.post([this, stop, progress]() {
                    if (!stop.stop_requested()) {
                        Q_EMIT scanProgressed(textOf(progress.folder), progress.done,
                                              progress.total);
                    }
                });
            };
            const auto changed = [way, this]() {
                way.post([this]() { Q_EMIT listChanged(); });
            };
            Outcome<ScanReport> outcome =
                FolderScan(database, pathOf(order.folder), order.depth, tell, changed).run(stop);
            way.postLast([]() {});
            return outcome;
        },
        [this, order](const Outcome<ScanReport>& outcome) { finish(order, outcome); },
        BackgroundPriority::Low);
}

void GalleryFolders::finish(const Order& order, const Outcome<ScanReport>& outcome) {
    m_isScanning = false;
    remember(order, outcome);
    if (outcome.isFailed()) {
        Q_EMIT failed(outcome.error());
    } else if (outcome.isDone()) {
        const ScanReport& report = outcome.value();
        watch(report.folders);
        Q_EMIT scanFinished(order.folder, report.taken, report.unreadable);
    }
    if (m_waiting.empty()) {
        m_sinceLook.start();
        Q_EMIT scansFinished();
    }
    startNext();
}

void GalleryFolders::remember(const Order& order, const Outcome<ScanReport>& outcome) {
    const std::filesystem::path folder = pathOf(order.folder);
    if (outcome.isDone()) {
        std::erase_if(m_times, [&](const auto& known) { return isInFolder(known.first, folder); });
        m_times.insert(outcome.value().times.begin(), outcome.value().times.end());
    } else if (outcome.isFailed() && outcome.error().code == ErrorCode::FileNotFound) {
        forget(folder);  // a watch does not survive that its drive was away
        m_times.emplace(folder, std::nullopt);
    }
}

void GalleryFolders::watch(const std::vector<std::filesystem::path>& folders) {
    QStringList fresh;
    for (const auto& folder : folders) {
        const QString path = textOf(folder);
        if (m_watched.size() + fresh.size() < kMostWatchedFolders && !m_watched.contains(path)) {
            fresh += path;
        }
    }
    if (fresh.isEmpty()) {
        return;
    }
    const QStringList refused = m_watcher.addPaths(fresh);
    for (const QString& path : std::as_const(fresh)) {
        if (!refused.contains(path)) {
            m_watched.insert(path);
        }
    }
}

void GalleryFolders::scanWhatChanged() {
    const QSet<QString> changed = std::exchange(m_changed, {});
    for (const QString& folder : changed) {
        // A watch ends with its folder; should the folder come back, the scan of its parent finds it.
        if (!m_watcher.directories().contains(folder)) {
            m_watched.remove(folder);
        }
        // Folders in it may be new, and those have no watch yet: the whole is looked at, files by their stamps alone.
        enqueue({folder, FolderDepth::Whole});
    }
}

}  // namespace limn
