// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/jobs/Background.h"

#include <QCache>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>

#include <optional>

namespace limn::ui {

/// Pictures for cards and chips: read and scaled in the background, kept in a bounded cache. Asking for one that is not
/// there yet starts reading it; `loaded` or `failed` tells when. GUI thread.
class CardPictures final : public QObject {
    Q_OBJECT
public:
    explicit CardPictures(Background& background, QObject* parent = nullptr);

    /// The picture with its longer side at most `sidePx` real pixels; null while it is read or if it cannot be.
    QImage picture(const QString& file, int sidePx);
    /// Why the last reading of this file failed; nothing if it did not.
    std::optional<QString> problem(const QString& file) const;
    /// Forgets it, and what is being read of it: the file was moved, removed or put back.
    void forget(const QString& file);

Q_SIGNALS:
    void loaded(const QString& file);
    void failed(const QString& file, const QString& sentence);

private:
    static QString keyOf(const QString& file, int sidePx);
    void read(const QString& file, int sidePx);

    Background& m_background;
    QCache<QString, QImage> m_pictures;  // cost in KiB
    QHash<QString, int> m_reading;       // by key: which reading is the one that counts
    int m_lastReading = 0;
    QHash<QString, QString> m_problems;
};

}  // namespace limn::ui
