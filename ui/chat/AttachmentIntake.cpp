// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/AttachmentIntake.h"

#include "core/base/AtomicFile.h"
#include "core/io/PictureReader.h"
#include "core/jobs/failure_sentence.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QImage>
#include <QMimeData>
#include <QUrl>

#include <optional>
#include <span>

namespace limn::ui {
namespace {

/// Named by its content: the same bitmap pasted twice is one file.
Result<QString> saveBitmap(const QImage& picture, const std::filesystem::path& folder) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG")) {
        return Error{ErrorCode::FileDamaged, "The pasted picture cannot be read.", {}};
    }
    const QByteArray name =
        QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(24);
    const std::filesystem::path file = folder / ("pasted-" + name.toStdString() + ".png");
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (!std::filesystem::exists(file, problem)) {
        const std::span pixels(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                               static_cast<std::size_t>(bytes.size()));
        if (Status written = writeFileAtomically(file, pixels, Overwrite::Replace); !written) {
            return written.error();
        }
    }
    return QString::fromStdString(file.string());
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
    m_background.start(
        this,
        [picture, folder = m_folder](const std::stop_token&) {
            return saveBitmap(picture, folder);
        },
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
