// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Database.h"
#include "core/gallery/FolderScan.h"
#include "core/jobs/Background.h"

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <deque>
#include <vector>

namespace limn {

/// The folders that the gallery shows in place: which they are, their scans (one at a time, in the background), and a watch
/// on them, so that what is moved, removed or added outside is noticed. GUI thread; owned by app.
class GalleryFolders final : public QObject {
    Q_OBJECT
public:
    GalleryFolders(Database& database, Background& background, QObject* parent = nullptr);
    ~GalleryFolders() override;

    /// Reads the list and scans every folder. `defaultFolder` is made and added where the list
    /// is empty.
    void start(const QString& defaultFolder);

    QStringList folders() const { return m_folders; }
    void addFolder(const QString& folder);
    /// Its pictures leave the gallery; no file is touched, and what is known of them is kept.
    void removeFolder(const QString& folder);
    void scanAll();
    /// What no watch tells: folders on networks, and drives that were away. Looks in the background whether folders came,
    /// went or changed, and scans those. False: nothing to do, or the last look is not that long ago.
    bool lookForChanges(int atLeastSinceMs = 30'000);
    bool isScanning() const { return m_isScanning; }
    void cancelScan();

Q_SIGNALS:
    void foldersChanged();
    void scanStarted(const QString& folder);
    /// `total` is 0 while the files are being counted.
    void scanProgressed(const QString& folder, qint64 done, qint64 total);
    void scanFinished(const QString& folder, qint64 taken, qint64 unreadable);
    /// All folders are up to date, or the scan was cancelled.
    void scansFinished();
    void listChanged();
    void failed(const limn::Error& error);

private:
    struct Order {
        QString folder;
        FolderDepth depth = FolderDepth::Whole;
        bool operator==(const Order&) const = default;
    };

    void readFolders(const QString& defaultFolder);
    void enqueue(Order order);
    void startNext();
    void finish(const Order& order, const Outcome<ScanReport>& outcome);
    void remember(const Order& order, const Outcome<ScanReport>& outcome);
    void forget(const std::filesystem::path& folder);
    void watch(const std::vector<std::filesystem::path>& folders);
    void scanWhatChanged();

    Database& m_database;
    Background& m_background;
    QStringList m_folders;
    QFileSystemWatcher m_watcher;
    QSet<QString> m_watched;
    QSet<QString> m_changed;  // folders that the watcher named and no scan has looked at yet
    QTimer m_quiet;           // a burst of changes is one scan
    FolderTimes m_times;      // as the scans found them; a folder of the list that is away has none
    BackgroundTask m_look;    // whether they are others now
    QElapsedTimer m_sinceLook;
    std::deque<Order> m_waiting;
    BackgroundTask m_task;
    std::vector<BackgroundTask> m_ending;  // cancelled, and perhaps still at their last file
    bool m_isScanning = false;
};

}  // namespace limn
