// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QVariant>

#include <array>
#include <cstddef>
#include <filesystem>

namespace limn {

class Background;

/// Every setting there is. The table in Settings.cpp holds its stored name and default.
enum class Setting {
    Theme = 1,  ///< "system", "light", "dark"
    SystemWasDark,
    PictureFolder,    ///< empty: Pictures/Limn
    Device,           ///< "auto", "cpu", "cuda"
    Threads,          ///< 0: physical cores
    LastModel,        ///< path; empty: the starter
    DescribingModel,  ///< path; empty: the one in the box
    PictureCount,
    ShowsPreview,
    SeedLocked,
    Seed,  ///< text of a whole number
    // What was chosen for the next pictures, as text; empty: the model's own.
    Size,  ///< "768x512"
    Steps,
    GuidanceScale,
    Scheduler,
    NegativePrompt,
    Strength,
    Upscale,
    WindowGeometry,
    WindowState,
    PanesMovable,
    ThumbnailPx,     ///< of the gallery
    GalleryOrder,    ///< number of a GallerySort
    PaletteHistory,  ///< ids of the commands used last, newest first
};

inline constexpr std::size_t kSettingCount = 24;

/// The settings of the person, in one JSON file. Read once, at the start; written a moment after a change, in the
/// background, whole or not at all. A damaged file is put aside under another name and never hinders the start.
/// Owned by app; GUI thread.
class Settings final : public QObject {
    Q_OBJECT
public:
    Settings(Background& background, std::filesystem::path file, QObject* parent = nullptr);
    /// Writes what is not written yet.
    ~Settings() override;

    QString text(Setting setting) const { return value(setting).toString(); }
    int number(Setting setting) const { return value(setting).toInt(); }
    bool flag(Setting setting) const { return value(setting).toBool(); }
    QStringList list(Setting setting) const { return value(setting).toStringList(); }
    QByteArray bytes(Setting setting) const;

    /// Requires the type of the setting's default. Says nothing if the value is the same.
    void set(Setting setting, const QVariant& value);
    void setBytes(Setting setting, const QByteArray& bytes);

    /// A sentence if the file could not be read at the start; else empty.
    QString startProblem() const { return m_startProblem; }

Q_SIGNALS:
    void changed(limn::Setting setting);
    /// The file could not be written: a sentence.
    void saveFailed(const QString& sentence);

private:
    QVariant value(Setting setting) const {
        return m_values[static_cast<std::size_t>(setting) - 1];
    }
    void read();
    QByteArray toJson() const;
    void save();

    Background& m_background;
    std::filesystem::path m_file;
    std::array<QVariant, kSettingCount> m_values;
    QTimer m_saveTimer;
    QString m_startProblem;
    bool m_isDirty = false;
};

}  // namespace limn
