// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/AttachmentIntake.h"

#include "core/base/AtomicFile.h"
#include "core/io/PictureReader.h"
#include "core/jobs/failure_sentence.h"
#include "ui/widgets/loose_bitmap.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QImage>
#include <QMimeData>
#include <QUrl>

#include <optional>
#include <span>

namespace limn::ui {
namespace {

std::span<const std::uint8_t> viewOf(const QByteArray& bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()),
            static_cast<std::size_t>(bytes.size())};
}

/// Named by its content: the same bitmap pasted twice is one file.
Result<QString> saveBytes(const QByteArray& bytes, const char* extension,
                          const std::filesystem::path& folder) {
    const QByteArray name =
        QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(24);
    const std::filesystem::path file = folder / ("pasted-" + name.toStdString() + extension);
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (!std::filesystem::exists(file, problem)) {
        if (Status written = writeFileAtomically(file, viewOf(bytes), Overwrite::Replace);
            !written) {
            return written.error();
        }
    }
    return QString::fromStdString(file.string());
}

Result<QString> saveBitmap(const QImage& picture, const std::filesystem::path& folder) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG")) {
        return Error{ErrorCode::FileDamaged, "The pasted picture cannot be read.", {}};
    }
    return saveBytes(bytes, ".png", folder);
}

const char* extensionOf(PictureFormat format) {
    switch (format) {
    case PictureFormat::Png:
        return ".png";
    case PictureFormat::Jpeg:
        return ".jpg";
    case PictureFormat::Webp:
        return ".webp";
    }
    return "";
}

/// Read to its end first: what is broken becomes no file.
Result<QString> saveEncoded(const QByteArray& bytes, const std::string& name,
                            const std::filesystem::path& folder, const std::stop_token& stop) {
    const auto view = viewOf(bytes);
    const auto reader = PictureReader::fromBytes({view.begin(), view.end()}, name);
    if (!reader) {
        return reader.error();
    }
    if (const Outcome<Image> pixels = reader->decode(stop); pixels.isFailed()) {
        return pixels.error();
    }
    return saveBytes(bytes, extensionOf(reader->info().format), folder);
}

struct Looks {
    QStringList pictures;
    QStringList refused;
    std::optional<Error> problem;  // of the last one that was refused
};

/// By their content.
Looks lookAt(const QStringList& files, const std::stop_token& stop) {
    Looks looks;
    for (const QString& file : files) {
        if (stop.stop_requested()) {
            break;
        }
        const auto opened = PictureReader::open(std::filesystem::path(file.toStdU16String()));
        (opened ? looks.pictures : looks.refused) += file;
        if (!opened) {
            looks.problem = opened.error();
        }
    }
    return looks;
}

}  // namespace

AttachmentIntake::AttachmentIntake(Background& background, std::filesystem::path folder,
                                   QObject* parent)
    : QObject(parent), m_background(background), m_folder(std::move(folder)) {}

void AttachmentIntake::take(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) {
            files += url.toLocalFile();
        }
    }
    if (!files.isEmpty()) {
        takeFiles(files);
    } else if (const QByteArray bytes = encodedBitmapOf(data); !bytes.isEmpty()) {
        takeEncoded(bytes);
    } else if (data.hasImage()) {
        takeBitmap(qvariant_cast<QImage>(data.imageData()));
    } else {
        Q_EMIT refused(
            tr("There is no picture in it. Limn downloads nothing: save the picture first, "
               "then attach the file."));
    }
}

void AttachmentIntake::takeFiles(const QStringList& files) {
    m_background.start(
        this, [files](const std::stop_token& stop) { return lookAt(files, stop); },
        [this](const Looks& looks) {
            for (const QString& file : looks.pictures) {
                Q_EMIT accepted(file);
            }
            if (looks.refused.size() > 1) {
                Q_EMIT refused(refusedFilesSentence(looks.refused, WantedFile::Picture));
            } else if (looks.problem) {
                Q_EMIT refused(failureSentence(*looks.problem));
            }
        },
        BackgroundPriority::High);
}

void AttachmentIntake::takeBitmap(const QImage& picture) {
    if (picture.isNull()) {
        Q_EMIT refused(tr("The pasted picture cannot be read. Save it as a file and attach that."));
        return;
    }
    takeSaved([picture, folder = m_folder](const std::stop_token&) {
        return saveBitmap(picture, folder);
    });
}

void AttachmentIntake::takeEncoded(const QByteArray& bytes) {
    takeSaved([bytes, name = tr("the pasted picture").toStdString(), folder = m_folder](
                  const std::stop_token& stop) { return saveEncoded(bytes, name, folder, stop); });
}

void AttachmentIntake::takeSaved(std::function<Result<QString>(std::stop_token)> save) {
    m_background.start(
        this, std::move(save),
        [this](const Result<QString>& file) {
            if (file) {
                Q_EMIT accepted(*file);
            } else {
                Q_EMIT refused(failureSentence(file.error()));
            }
        },
        BackgroundPriority::High);
}

}  // namespace limn::ui
