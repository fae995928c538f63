// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/history_records.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <string>

namespace limn {
namespace {

enum class RecordKind : std::uint8_t { Base = 1, Step = 2, Move = 3, File = 4 };
enum class TileKind : std::uint8_t { Empty = 1, Full = 2, Packed = 3 };

constexpr int kFastPacking = 1;
constexpr int kMostSidePx = 65536;

void prepare(QDataStream& stream) {
    stream.setVersion(QDataStream::Qt_6_4);
    stream.setByteOrder(QDataStream::LittleEndian);
}

QByteArray bytesOf(const std::filesystem::path& path) {
    return QByteArray::fromStdString(path.string());
}
std::filesystem::path pathOf(const QByteArray& bytes) {
    return std::filesystem::path(bytes.toStdString());
}

void writePicture(QDataStream& out, const CanvasPicture& picture) {
    const PictureOrigin& origin = picture.origin;
    out << qint32(picture.widthPx) << qint32(picture.heightPx) << bytesOf(picture.file)
        << bytesOf(picture.journalFile) << origin.handle << origin.prompt << origin.negativePrompt
        << origin.modelName << origin.altText << origin.seed.has_value()
        << quint64(origin.seed.value_or(0)) << qint32(origin.steps) << bytesOf(origin.madeFrom)
        << qint64(origin.pixelsChangedOutsideMask);
}

CanvasPicture readPicture(QDataStream& in) {
    CanvasPicture picture;
    PictureOrigin& origin = picture.origin;
    qint32 width = 0;
    qint32 height = 0;
    qint32 steps = 0;
    bool hasSeed = false;
    quint64 seed = 0;
    qint64 changed = -1;
    QByteArray file;
    QByteArray journalFile;
    QByteArray madeFrom;
    in >> width >> height >> file >> journalFile >> origin.handle >> origin.prompt >>
        origin.negativePrompt >> origin.modelName >> origin.altText >> hasSeed >> seed >> steps >>
        madeFrom >> changed;
    const auto isSide = [](qint32 side) {
        return side >= 0 && side <= kMostSidePx;
    };
    if (!isSide(width) || !isSide(height) || (width == 0) != (height == 0)) {
        in.setStatus(QDataStream::ReadCorruptData);
        return {};
    }
    picture.widthPx = width;
    picture.heightPx = height;
    picture.file = pathOf(file);
    picture.journalFile = pathOf(journalFile);
    origin.steps = steps;
    origin.madeFrom = pathOf(madeFrom);
    origin.pixelsChangedOutsideMask = changed;
    if (hasSeed) {
        origin.seed = seed;
    }
    return picture;
}

void writeTile(QDataStream& out, const Mask::TilePointer& tile) {
    if (!tile) {
        out << quint8(TileKind::Empty);
    } else if (tile == Mask::fullTile()) {
        out << quint8(TileKind::Full);
    } else {
        out << quint8(TileKind::Packed)
            << qCompress(tile->data(), static_cast<qsizetype>(tile->size()), kFastPacking);
    }
}

/// qUncompress believes the size that the bytes claim, so it is looked at first.
Mask::TilePointer readPacked(QDataStream& in) {
    QByteArray packed;
    in >> packed;
    QDataStream head(packed);
    quint32 claimedBytes = 0;
    head >> claimedBytes;
    if (claimedBytes != sizeof(Mask::Tile)) {
        in.setStatus(QDataStream::ReadCorruptData);
        return {};
    }
    const QByteArray pixels = qUncompress(packed);
    if (pixels.size() != qsizetype{sizeof(Mask::Tile)}) {
        in.setStatus(QDataStream::ReadCorruptData);
        return {};
    }
    auto tile = std::make_shared<Mask::Tile>();
    std::copy(pixels.begin(), pixels.end(), tile->begin());
    return tile;
}

Mask::TilePointer readTile(QDataStream& in) {
    quint8 kind = 0;
    in >> kind;
    switch (TileKind{kind}) {
    case TileKind::Empty:
        return {};
    case TileKind::Full:
        return Mask::fullTile();
    case TileKind::Packed:
        return readPacked(in);
    }
    in.setStatus(QDataStream::ReadCorruptData);
    return {};
}

/// The tiles of `after` that `before` does not share.
void writeMask(QDataStream& out, const Mask& before, const Mask& after) {
    const bool isAsBig = before.area() == after.area();
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < after.tileCount(); ++i) {
        if (isAsBig ? before.tile(i) != after.tile(i) : after.tile(i) != nullptr) {
            changed.push_back(i);
        }
    }
    out << quint32(changed.size());
    for (const std::size_t index : changed) {
        out << quint32(index);
        writeTile(out, after.tile(index));
    }
}

void readMask(QDataStream& in, Mask& mask) {
    quint32 count = 0;
    in >> count;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        quint32 index = 0;
        in >> index;
        Mask::TilePointer tile = readTile(in);
        if (index >= mask.tileCount()) {
            in.setStatus(QDataStream::ReadCorruptData);
        } else if (in.status() == QDataStream::Ok) {
            mask.setTile(index, std::move(tile));
        }
    }
}

Status damaged(const char* what) {
    return Error{ErrorCode::FileDamaged,
                 std::string("A record of the canvas journal is damaged: ") + what + ".",
                 {}};
}

bool isWhole(const QDataStream& in) {
    return in.status() == QDataStream::Ok && in.atEnd();
}

Status replayBase(QDataStream& in, CanvasHistory& history) {
    CanvasContent base;
    base.picture = readPicture(in);
    if (in.status() == QDataStream::Ok && !base.picture.isNone()) {
        base.mask = Mask(base.picture.widthPx, base.picture.heightPx);
    }
    readMask(in, base.mask);
    if (!isWhole(in)) {
        return damaged("it does not hold where the canvas began");
    }
    history = CanvasHistory(std::move(base));
    return Unit{};
}

Status replayStep(QDataStream& in, CanvasHistory& history, const CanvasHistory::Limits& limits) {
    quint8 kind = 0;
    bool hasNewPicture = false;
    bool keepsMask = false;
    in >> kind >> hasNewPicture >> keepsMask;
    CanvasContent content = history.content();
    if (hasNewPicture) {
        content.picture = readPicture(in);
        if (in.status() != QDataStream::Ok) {
            return damaged("a step's picture cannot be read");
        }
        if (!keepsMask) {
            content.mask = content.picture.isNone()
                               ? Mask()
                               : Mask(content.picture.widthPx, content.picture.heightPx);
        }
    }
    readMask(in, content.mask);
    const bool fits = content.mask.widthPx() == content.picture.widthPx &&
                      content.mask.heightPx() == content.picture.heightPx;
    if (!isWhole(in) || kind < 1 || kind > kLastOperationKind || !fits) {
        return damaged("a step cannot be read");
    }
    history.push({OperationKind{kind}, std::move(content), 0});
    history.trim(limits);
    return Unit{};
}

}  // namespace

QByteArray baseRecord(const CanvasContent& base) {
    QByteArray record;
    QDataStream out(&record, QIODevice::WriteOnly);
    prepare(out);
    out << quint8(RecordKind::Base);
    writePicture(out, base.picture);
    writeMask(out, Mask(), base.mask);
    return record;
}

QByteArray stepRecord(const CanvasContent& before, const CanvasHistory::Step& step) {
    QByteArray record;
    QDataStream out(&record, QIODevice::WriteOnly);
    prepare(out);
    const CanvasContent& after = step.content;
    const bool keepsMask = before.mask.area() == after.mask.area() && !after.picture.isNone();
    const bool hasNewPicture = !keepsMask || !isSamePicture(before.picture, after.picture) ||
                               before.picture.origin != after.picture.origin;
    out << quint8(RecordKind::Step) << quint8(step.kind) << hasNewPicture << keepsMask;
    if (hasNewPicture) {
        writePicture(out, after.picture);
    }
    writeMask(out, keepsMask ? before.mask : Mask(), after.mask);
    return record;
}

QByteArray moveRecord(std::int64_t steps) {
    QByteArray record;
    QDataStream out(&record, QIODevice::WriteOnly);
    prepare(out);
    out << quint8(RecordKind::Move) << qint64(steps);
    return record;
}

QByteArray fileRecord(const CanvasPicture& picture, const std::filesystem::path& file) {
    QByteArray record;
    QDataStream out(&record, QIODevice::WriteOnly);
    prepare(out);
    out << quint8(RecordKind::File);
    writePicture(out, picture);
    out << bytesOf(file);
    return record;
}

std::vector<QByteArray> recordsOf(const CanvasHistory& history) {
    std::vector<QByteArray> records = {baseRecord(history.base())};
    for (std::size_t i = 0; i < history.steps().size(); ++i) {
        records.push_back(stepRecord(history.contentAt(i), history.steps()[i]));
    }
    const std::size_t undone = history.steps().size() - history.position();
    records.push_back(moveRecord(-static_cast<std::int64_t>(undone)));
    return records;
}

Status replay(const QByteArray& record, CanvasHistory& history,
              const CanvasHistory::Limits& limits) {
    QDataStream in(record);
    prepare(in);
    quint8 kind = 0;
    in >> kind;
    switch (RecordKind{kind}) {
    case RecordKind::Base:
        return replayBase(in, history);
    case RecordKind::Step:
        return replayStep(in, history, limits);
    case RecordKind::Move: {
        qint64 steps = 0;
        in >> steps;
        const auto back = static_cast<qint64>(history.position());
        const auto forth = static_cast<qint64>(history.steps().size()) - back;
        if (!isWhole(in) || steps < -back || steps > forth) {
            return damaged("it undoes steps that are not there");
        }
        history.goTo(static_cast<std::size_t>(back + steps));
        return Unit{};
    }
    case RecordKind::File: {
        const CanvasPicture picture = readPicture(in);
        QByteArray file;
        in >> file;
        if (!isWhole(in)) {
            return damaged("the name of a saved picture cannot be read");
        }
        history.setFile(picture, pathOf(file));
        return Unit{};
    }
    }
    return damaged("its kind is unknown");
}

}  // namespace limn
