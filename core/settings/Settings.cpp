// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/settings/Settings.h"

#include "core/base/AtomicFile.h"
#include "core/base/Log.h"
#include "core/jobs/Background.h"
#include "core/jobs/failure_sentence.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace limn {
namespace {

constexpr int kSaveDelayMs = 400;
constexpr qint64 kLargestFileBytes = 4 * 1024 * 1024;

struct Row {
    Setting setting;
    const char* name;
    QVariant byDefault;
};

const std::array<Row, kSettingCount>& table() {
    static const std::array<Row, kSettingCount> rows = {{
        {Setting::Theme, "theme", QStringLiteral("system")},
        {Setting::SystemWasDark, "systemWasDark", false},
        {Setting::PictureFolder, "pictureFolder", QString()},
        {Setting::Device, "device", QStringLiteral("auto")},
        {Setting::Threads, "threads", 0},
        {Setting::LastModel, "lastModel", QString()},
        {Setting::DescribingModel, "describingModel", QString()},
        {Setting::PictureCount, "pictureCount", 1},
        {Setting::ShowsPreview, "showsPreview", true},
        {Setting::SeedLocked, "seedLocked", false},
        {Setting::Seed, "seed", QStringLiteral("0")},
        {Setting::Size, "size", QString()},
        {Setting::Steps, "steps", QString()},
        {Setting::GuidanceScale, "guidanceScale", QString()},
        {Setting::Scheduler, "scheduler", QString()},
        {Setting::NegativePrompt, "negativePrompt", QString()},
        {Setting::Strength, "strength", QString()},
        {Setting::Upscale, "upscale", QString()},
        {Setting::WindowGeometry, "windowGeometry", QString()},
        {Setting::WindowState, "windowState", QString()},
        {Setting::PanesMovable, "panesMovable", false},
        {Setting::ThumbnailPx, "thumbnailPx", 128},
        {Setting::GalleryOrder, "galleryOrder", 1},
        {Setting::PaletteHistory, "paletteHistory", QStringList()},
    }};
    return rows;
}

/// What a stored value means for this setting; invalid if it is of another type.
QVariant accepted(const QJsonValue& stored, const QVariant& byDefault) {
    switch (byDefault.typeId()) {
    case QMetaType::Bool:
        return stored.isBool() ? QVariant(stored.toBool()) : QVariant();
    case QMetaType::Int:
        return stored.isDouble() ? QVariant(stored.toInt(byDefault.toInt())) : QVariant();
    case QMetaType::QString:
        return stored.isString() ? QVariant(stored.toString()) : QVariant();
    case QMetaType::QStringList: {
        if (!stored.isArray()) {
            return {};
        }
        QStringList texts;
        for (const QJsonValue& text : stored.toArray()) {
            texts += text.toString();
        }
        return texts;
    }
    default:
        return {};
    }
}

Status write(const std::filesystem::path& file, const QByteArray& json) {
    std::error_code problem;
    std::filesystem::create_directories(file.parent_path(), problem);  // write() says what is wrong
    return writeFileAtomically(file,
                               std::span(reinterpret_cast<const std::uint8_t*>(json.constData()),
                                         static_cast<std::size_t>(json.size())),
                               Overwrite::Replace);
}

}  // namespace

Settings::Settings(Background& background, std::filesystem::path file, QObject* parent)
    : QObject(parent), m_background(background), m_file(std::move(file)) {
    for (const Row& row : table()) {
        m_values[static_cast<std::size_t>(row.setting) - 1] = row.byDefault;
    }
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(kSaveDelayMs);
    connect(&m_saveTimer, &QTimer::timeout, this, &Settings::save);
    read();
}

Settings::~Settings() {
    if (m_isDirty) {
        const Status written = write(m_file, toJson());
        if (!written) {
            log(LogLevel::Warning, "settings", written.error().message);
        }
    }
}

void Settings::read() {
    const QString name = QString::fromStdString(m_file.string());
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        return;  // the first start
    }
    const QJsonDocument document = file.size() <= kLargestFileBytes
                                       ? QJsonDocument::fromJson(file.readAll())
                                       : QJsonDocument();
    file.close();
    if (!document.isObject()) {
        const QString aside = name + QStringLiteral(".damaged");
        QFile::remove(aside);
        QFile::rename(name, aside);
        m_startProblem = tr("The settings could not be read, so everything is as at the first "
                            "start. The damaged file was kept as '%1'.")
                             .arg(aside);
        return;
    }
    const QJsonObject object = document.object();
    for (const Row& row : table()) {
        const QVariant stored = accepted(object.value(QLatin1String(row.name)), row.byDefault);
        if (stored.isValid()) {
            m_values[static_cast<std::size_t>(row.setting) - 1] = stored;
        }
    }
}

QByteArray Settings::bytes(Setting setting) const {
    return QByteArray::fromBase64(text(setting).toLatin1());
}

void Settings::setBytes(Setting setting, const QByteArray& bytes) {
    set(setting, QString::fromLatin1(bytes.toBase64()));
}

void Settings::set(Setting setting, const QVariant& value) {
    QVariant& current = m_values[static_cast<std::size_t>(setting) - 1];
    if (current == value || current.typeId() != value.typeId()) {
        return;
    }
    current = value;
    m_isDirty = true;
    m_saveTimer.start();
    Q_EMIT changed(setting);
}

QByteArray Settings::toJson() const {
    QJsonObject object;
    for (const Row& row : table()) {
        object.insert(QLatin1String(row.name), QJsonValue::fromVariant(value(row.setting)));
    }
    return QJsonDocument(object).toJson();
}

void Settings::save() {
    m_isDirty = false;
    m_background.start(
        this, [file = m_file, json = toJson()](std::stop_token) { return write(file, json); },
        [this](const Status& written) {
            if (!written) {
                Q_EMIT saveFailed(faultSentence(written.error()));
            }
        });
}

}  // namespace limn
