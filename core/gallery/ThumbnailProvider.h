// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/gallery/PictureRow.h"
#include "core/gallery/thumbnail_files.h"
#include "core/jobs/Background.h"

#include <QCache>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QString>

#include <filesystem>
#include <vector>

namespace limn {

/// Small pictures for views: answers at once with what it has, and later, by a signal, with the rest. The newest wish is
/// fulfilled first, so that what is on the screen comes before what was; wishes that wait are dropped when a view scrolls.
/// At most a few are at work, the memory is bounded. GUI thread; owned by app, shared by all panes.
class ThumbnailProvider final : public QObject {
    Q_OBJECT
public:
    /// `folder` is the freedesktop one; `atWork` how many are read at the same time.
    ThumbnailProvider(Background& background, std::filesystem::path folder, int atWork,
                      QObject* parent = nullptr);
    ~ThumbnailProvider() override;

    /// The picture's thumbnail of at least so many device pixels, if it is in memory; else the nearest one of another size
    /// or a null image, and thumbnailReady() comes later.
    QImage thumbnail(const QString& file, qint64 modifiedNs, int px);
    /// Why there is none: a sentence, or empty.
    QString problem(const QString& file) const;

    /// What could not be read is tried again when it is wished for: a disk may have come back.
    void forgetProblems() { m_problems.clear(); }

    /// Wishes that are not at work yet are forgotten; whoever still wants one asks again.
    void dropWaiting() { m_waiting.clear(); }
    int waitingCount() const { return static_cast<int>(m_waiting.size()); }

    void setMemoryLimit(qint64 bytes);
    qint64 memoryUsed() const;

Q_SIGNALS:
    void thumbnailReady(const QString& file);

private:
    struct Wish {
        QString file;
        qint64 modifiedNs = 0;
        ThumbnailSize size = ThumbnailSize::Normal;
        bool operator==(const Wish&) const = default;
    };
    static QString keyOf(const Wish& wish);
    void startNext();
    void finish(const Wish& wish, const Outcome<QImage>& outcome);

    Background& m_background;
    std::filesystem::path m_folder;
    int m_mostAtWork;
    QCache<QString, QImage> m_images;         // cost in KiB
    QCache<QString, QString> m_problems;      // by key
    std::vector<Wish> m_waiting;              // the newest is last
    QHash<QString, BackgroundTask> m_atWork;  // by key
};

}  // namespace limn
