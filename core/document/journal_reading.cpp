// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/journal_reading.h"

#include "core/base/RegularFile.h"
#include "core/base/Sha256.h"
#include "core/document/history_records.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace limn {
namespace {

constexpr char kMark[8] = {'L', 'I', 'M', 'N', 'C', 'N', 'V', 'S'};
constexpr quint32 kVersion = 1;
constexpr std::size_t kSumBytes = 16;  // the first digits of its SHA-256
constexpr std::size_t kFrameBytes = 4 + kSumBytes;
constexpr quint32 kLongestRecordBytes = quint32{1} << 30;

std::array<char, kSumBytes> checksum(const QByteArray& record) {
    Sha256 hash;
    hash.update(
        std::as_bytes(std::span(record.constData(), static_cast<std::size_t>(record.size()))));
    const std::string digits = hash.finish();
    std::array<char, kSumBytes> sum;
    std::copy_n(digits.begin(), sum.size(), sum.begin());
    return sum;
}

bool read(const RegularFile& file, std::uint64_t offset, char* target, std::size_t bytes) {
    return static_cast<bool>(file.readAt(offset, std::as_writable_bytes(std::span(target, bytes))));
}

enum class Found { Record = 1, End, HalfWritten, Damaged };

/// The record at `offset`; its bytes are valid where Record is returned.
Found readRecord(const RegularFile& file, std::uint64_t offset, QByteArray& record) {
    if (offset == file.sizeBytes()) {
        return Found::End;
    }
    const std::uint64_t leftBytes = file.sizeBytes() - offset;
    std::array<char, kFrameBytes> frame;
    if (leftBytes < kFrameBytes || !read(file, offset, frame.data(), kFrameBytes)) {
        return Found::HalfWritten;
    }
    const quint32 length = qFromLittleEndian<quint32>(frame.data());
    if (length > leftBytes - kFrameBytes || length > kLongestRecordBytes) {
        return Found::HalfWritten;
    }
    record.resize(static_cast<qsizetype>(length));
    if (!read(file, offset + kFrameBytes, record.data(), length)) {
        return Found::HalfWritten;
    }
    const auto sum = checksum(record);
    if (std::memcmp(sum.data(), frame.data() + 4, kSumBytes) == 0) {
        return Found::Record;
    }
    return length + kFrameBytes == leftBytes ? Found::HalfWritten : Found::Damaged;
}

}  // namespace

QByteArray journalHead() {
    QByteArray head(kMark, sizeof(kMark));
    const quint32 version = qToLittleEndian(kVersion);
    head.append(reinterpret_cast<const char*>(&version), sizeof(version));
    return head;
}

QByteArray framedRecord(const QByteArray& record) {
    const quint32 length = qToLittleEndian(static_cast<quint32>(record.size()));
    const auto sum = checksum(record);
    QByteArray framed(reinterpret_cast<const char*>(&length), sizeof(length));
    framed.append(sum.data(), static_cast<qsizetype>(sum.size()));
    framed.append(record);
    return framed;
}

Result<JournalContent> readJournal(const std::filesystem::path& path,
                                   const CanvasHistory::Limits& limits) {
    const Result<RegularFile> file = RegularFile::open(path);
    if (!file) {
        return file.error();
    }
    JournalContent content;
    const QByteArray wanted = journalHead();
    QByteArray head(wanted.size(), '\0');
    if (file->sizeBytes() < kJournalHeadBytes || !read(*file, 0, head.data(), kJournalHeadBytes) ||
        head != wanted) {
        content.problem = "'" + path.string() +
                          "' is not a canvas journal of this version of Limn; it was set aside.";
        return content;
    }
    content.soundBytes = kJournalHeadBytes;
    QByteArray record;
    while (true) {
        const Found found = readRecord(*file, content.soundBytes, record);
        if (found == Found::Record) {
            const Status replayed = replay(record, content.history, limits);
            if (!replayed) {
                content.problem = replayed.error().message;
                return content;
            }
            content.soundBytes += kFrameBytes + static_cast<std::uint64_t>(record.size());
            continue;
        }
        if (found == Found::Damaged) {
            content.problem = "'" + path.string() + "' is damaged from byte " +
                              std::to_string(content.soundBytes) +
                              " on; the canvas is as it was before.";
        }
        return content;
    }
}

}  // namespace limn
