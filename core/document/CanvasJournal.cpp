// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasJournal.h"

#include "core/base/AtomicFile.h"
#include "core/document/history_records.h"
#include "core/document/journal_reading.h"

#include <QBuffer>
#include <QImage>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <set>
#include <span>
#include <system_error>
#include <utility>

namespace limn {
namespace {

constexpr int kFastPng = 85;  // Qt's scale: compression level 1

std::span<const std::uint8_t> bytesOf(const QByteArray& array) {
    return {reinterpret_cast<const std::uint8_t*>(array.constData()),
            static_cast<std::size_t>(array.size())};
}

/// Keeps what could not be understood, for whoever wants to look; one such file is kept.
void keepBeside(const std::filesystem::path& file) {
    std::error_code ignored;
    std::filesystem::path beside = file;
    beside += ".damaged";
    std::filesystem::copy_file(file, beside, std::filesystem::copy_options::overwrite_existing,
                               ignored);
}

QImage::Format formatOf(const Image& image) {
    switch (image.channels) {
    case 1:
        return QImage::Format_Grayscale8;
    case 3:
        return QImage::Format_RGB888;
    default:
        return QImage::Format_RGBA8888;
    }
}

}  // namespace

CanvasJournal::CanvasJournal(CanvasJournal&& other) noexcept
    : m_folder(std::move(other.m_folder)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_sizeBytes(other.m_sizeBytes), m_longBytes(other.m_longBytes) {}

CanvasJournal::~CanvasJournal() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Error CanvasJournal::failure(const char* what) const {
    return {ErrorCode::WriteFailed,
            "The canvas journal '" + file().string() + "' could not be " + what + ": " +
                std::system_category().message(errno) + ".",
            {}};
}

Result<CanvasJournal::Opened> CanvasJournal::open(const std::filesystem::path& folder,
                                                  const CanvasHistory::Limits& limits) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    Opened opened{CanvasJournal(folder), {}, {}};
    CanvasJournal& journal = opened.journal;
    if (!std::filesystem::exists(journal.file(), problem)) {
        if (const Status made = journal.rewrite({}); !made) {
            return made.error();
        }
        return opened;
    }
    Result<JournalContent> content = readJournal(journal.file(), limits);
    if (!content) {
        return content.error();
    }
    if (!content->problem.empty()) {
        keepBeside(journal.file());
        opened.problems.push_back(content->problem);
    }
    opened.history = std::move(content->history);
    const Status ready = content->soundBytes > 0 ? journal.openForAppending(content->soundBytes)
                                                 : journal.rewrite(opened.history);
    if (!ready) {
        return ready.error();
    }
    return opened;
}

Status CanvasJournal::openForAppending(std::uint64_t keptBytes) {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
    m_descriptor = ::open(file().c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (m_descriptor < 0) {
        return failure("opened");
    }
    const auto kept = static_cast<off_t>(keptBytes);
    if (::ftruncate(m_descriptor, kept) != 0 || ::lseek(m_descriptor, kept, SEEK_SET) != kept) {
        return failure("mended");
    }
    m_sizeBytes = keptBytes;
    return Unit{};
}

Status CanvasJournal::append(const std::vector<QByteArray>& records) {
    for (const QByteArray& record : records) {
        const QByteArray framed = framedRecord(record);
        qsizetype writtenBytes = 0;
        while (writtenBytes < framed.size()) {
            const ssize_t now = ::write(m_descriptor, framed.constData() + writtenBytes,
                                        static_cast<std::size_t>(framed.size() - writtenBytes));
            if (now < 0 && errno == EINTR) {
                continue;
            }
            if (now <= 0) {
                const Error error = failure("written");
                // A later record must not stand behind half of this one.
                (void)openForAppending(m_sizeBytes);
                return error;
            }
            writtenBytes += now;
        }
        m_sizeBytes += static_cast<std::uint64_t>(framed.size());
    }
    return Unit{};
}

Status CanvasJournal::flush() {
    if (::fdatasync(m_descriptor) != 0) {
        return failure("flushed");
    }
    return Unit{};
}

Status CanvasJournal::rewrite(const CanvasHistory& history) {
    Result<AtomicFile> target = AtomicFile::create(file(), Overwrite::Replace);
    if (!target) {
        return target.error();
    }
    Status written = target->write(bytesOf(journalHead()));
    for (const QByteArray& record : recordsOf(history)) {
        if (!written) {
            break;
        }
        written = target->write(bytesOf(framedRecord(record)));
    }
    if (written) {
        written = target->commit();
    }
    if (!written) {
        return written;
    }
    removeUnnamedPictures(history);
    const Status ready = openForAppending(target->sizeBytes());
    m_longBytes = std::max(kLongBytes, 2 * m_sizeBytes);
    return ready;
}

void CanvasJournal::removeUnnamedPictures(const CanvasHistory& history) const {
    std::set<std::filesystem::path> named = {history.base().picture.journalFile};
    for (const CanvasHistory::Step& step : history.steps()) {
        named.insert(step.content.picture.journalFile);
    }
    std::error_code problem;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, problem)) {
        const std::filesystem::path& path = entry.path();
        if (path.extension() == ".png" && path.filename().string().starts_with("picture-") &&
            !named.contains(path)) {
            std::filesystem::remove(path, problem);
        }
    }
}

std::filesystem::path CanvasJournal::newPictureFile(const std::filesystem::path& folder) {
    const QString id = QUuid::createUuid().toString(QUuid::Id128);
    return folder / ("picture-" + id.toStdString() + ".png");
}

Status CanvasJournal::writePicture(const std::filesystem::path& file, const Image& image) {
    const QImage view(image.pixels.data(), image.widthPx, image.heightPx,
                      static_cast<qsizetype>(image.rowBytes()), formatOf(image));
    QByteArray png;
    QBuffer buffer(&png);
    if (!buffer.open(QIODevice::WriteOnly) || !view.save(&buffer, "PNG", kFastPng)) {
        return Error{ErrorCode::WriteFailed,
                     "The picture on the canvas could not be packed for the journal.",
                     {}};
    }
    return writeFileAtomically(file, bytesOf(png), Overwrite::Never);
}

}  // namespace limn
