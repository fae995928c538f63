// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/jobs/Background.h"

#include <QAbstractListModel>
#include <QIcon>

#include <filesystem>
#include <vector>

namespace limn::ui {

/// The pictures of a conversation, oldest first, with small views of them that are read in the background when they
/// are asked for. Qt::UserRole gives the file's path.
class StripModel final : public QAbstractListModel {
    Q_OBJECT
public:
    struct Entry {
        std::filesystem::path file;
        QString title;  ///< for the tool tip and the screen reader: what was asked for
    };
    static constexpr int kThumbnailPx = 96;  ///< for screens of up to 200 %

    explicit StripModel(Background& background, QObject* parent = nullptr)
        : QAbstractListModel(parent), m_background(background) {}

    /// Views of files that stay are kept.
    void setEntries(const std::vector<Entry>& entries);
    /// The file went or came back: its view is read anew.
    void refresh(const std::filesystem::path& file);
    /// -1 where the file is not there.
    int rowOf(const std::filesystem::path& file) const;
    std::filesystem::path fileAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Picture {
        Entry entry;
        QPixmap view;
        bool isAsked = false;
        int reading = 0;  ///< the number of the one that counts
    };

    void readView(Picture& picture) const;

    Background& m_background;
    mutable std::vector<Picture> m_pictures;  // views come when data() asks
    mutable int m_lastReading = 0;
};

}  // namespace limn::ui
