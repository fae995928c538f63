// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/Mask.h"

#include <algorithm>
#include <cstring>

namespace limn {
namespace {

constexpr std::size_t kStride = Mask::kTilePx;

std::uint8_t* tileRow(Mask::Tile& tile, int x, int y) {
    return tile.data() + static_cast<std::size_t>(y) * kStride + static_cast<std::size_t>(x);
}
const std::uint8_t* tileRow(const Mask::Tile& tile, int x, int y) {
    return tile.data() + static_cast<std::size_t>(y) * kStride + static_cast<std::size_t>(x);
}

void combineRow(std::uint8_t* target, const std::uint8_t* coverage, int count, MaskMode mode) {
    if (mode == MaskMode::Add) {
        for (int i = 0; i < count; ++i) {
            target[i] = std::max(target[i], coverage[i]);
        }
        return;
    }
    for (int i = 0; i < count; ++i) {
        target[i] = std::min(target[i], static_cast<std::uint8_t>(255 - coverage[i]));
    }
}

}  // namespace

Mask::Mask(int widthPx, int heightPx) : m_widthPx(widthPx), m_heightPx(heightPx) {
    m_tiles.resize(static_cast<std::size_t>(columns()) * static_cast<std::size_t>(rows()));
}

Mask Mask::fromImage(const Image& grey) {
    Mask mask(grey.widthPx, grey.heightPx);
    mask.write({0, 0}, grey);
    return mask;
}

const Mask::TilePointer& Mask::fullTile() {
    static const TilePointer full = [] {
        auto tile = std::make_shared<Tile>();
        tile->fill(255);
        return tile;
    }();
    return full;
}

QRect Mask::tileArea(std::size_t index) const noexcept {
    const int column = static_cast<int>(index) % columns();
    const int row = static_cast<int>(index) / columns();
    return QRect(column * kTilePx, row * kTilePx, kTilePx, kTilePx).intersected(area());
}

bool Mask::isClear() const noexcept {
    return std::all_of(m_tiles.begin(), m_tiles.end(),
                       [](const TilePointer& tile) { return !tile; });
}

std::uint8_t Mask::at(int x, int y) const noexcept {
    const auto index = static_cast<std::size_t>(y / kTilePx) * static_cast<std::size_t>(columns()) +
                       static_cast<std::size_t>(x / kTilePx);
    const TilePointer& tile = m_tiles[index];
    return tile ? *tileRow(*tile, x % kTilePx, y % kTilePx) : std::uint8_t{0};
}

QRect Mask::bounds() const {
    QRect result;
    for (std::size_t index = 0; index < m_tiles.size(); ++index) {
        const TilePointer& tile = m_tiles[index];
        const QRect part = tileArea(index);
        if (!tile || result.contains(part)) {
            continue;
        }
        for (int y = 0; y < part.height(); ++y) {
            const std::uint8_t* row = tileRow(*tile, 0, y);
            const auto isSet = [](std::uint8_t value) {
                return value != 0;
            };
            const std::uint8_t* end = row + part.width();
            const std::uint8_t* first = std::find_if(row, end, isSet);
            if (first == end) {
                continue;
            }
            const std::uint8_t* last = end - 1;
            while (*last == 0) {
                --last;
            }
            result |= QRect(part.x() + static_cast<int>(first - row), part.y() + y,
                            static_cast<int>(last - first) + 1, 1);
        }
    }
    return result;
}

Image Mask::toImage() const {
    return toImage(area());
}

Image Mask::toImage(const QRect& part) const {
    Image image(part.width(), part.height(), 1);
    for (std::size_t index = 0; index < m_tiles.size(); ++index) {
        const QRect whole = tileArea(index);
        const QRect common = whole.intersected(part);
        if (!m_tiles[index] || common.isEmpty()) {
            continue;
        }
        for (int y = common.top(); y <= common.bottom(); ++y) {
            std::memcpy(image.row(y - part.y()) + (common.x() - part.x()),
                        tileRow(*m_tiles[index], common.x() - whole.x(), y - whole.y()),
                        static_cast<std::size_t>(common.width()));
        }
    }
    return image;
}

void Mask::updateTiles(const QRect& where,
                       const std::function<void(Tile&, const QRect& part)>& change) {
    const QRect inside = where.intersected(area());
    if (inside.isEmpty()) {
        return;
    }
    const auto width = static_cast<std::size_t>(columns());
    for (int row = inside.top() / kTilePx; row <= inside.bottom() / kTilePx; ++row) {
        for (int column = inside.left() / kTilePx; column <= inside.right() / kTilePx; ++column) {
            const auto index =
                static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column);
            Tile tile = {};
            if (m_tiles[index]) {
                tile = *m_tiles[index];
            }
            change(tile, tileArea(index).intersected(inside));
            shareUniform(index, tile);
        }
    }
}

/// Keeps what is the same as before, and gives uniform tiles no memory of their own.
void Mask::shareUniform(std::size_t index, const Tile& changed) {
    const QRect part = tileArea(index);
    const std::uint8_t first = changed[0];
    const TilePointer& before = m_tiles[index];
    bool isUniform = true;
    bool isSame = true;
    for (int y = 0; y < part.height(); ++y) {
        const std::uint8_t* row = tileRow(changed, 0, y);
        const auto count = static_cast<std::size_t>(part.width());
        isUniform = isUniform && std::all_of(row, row + count, [first](std::uint8_t value) {
                        return value == first;
                    });
        isSame = isSame && before && std::memcmp(row, tileRow(*before, 0, y), count) == 0;
    }
    if (isSame) {
        return;
    }
    if (isUniform && first == 0) {
        m_tiles[index].reset();
    } else if (isUniform && first == 255) {
        m_tiles[index] = fullTile();
    } else {
        m_tiles[index] = std::make_shared<Tile>(changed);
    }
}

void Mask::combine(const QRect& where, MaskMode mode, const CoverageRow& coverage) {
    const QRect inside = where.intersected(area());
    if (inside.isEmpty()) {
        return;
    }
    // One line of tiles at a time: the coverage of a line is asked for once, and memory stays small.
    for (int top = inside.top(); top <= inside.bottom();) {
        const int bottom = std::min((top / kTilePx + 1) * kTilePx - 1, inside.bottom());
        const QRect band(inside.x(), top, inside.width(), bottom - top + 1);
        Image lines(band.width(), band.height(), 1);
        for (int y = top; y <= bottom; ++y) {
            coverage(y, {lines.row(y - top), lines.rowBytes()});
        }
        updateTiles(band, [&](Tile& tile, const QRect& part) {
            for (int y = part.top(); y <= part.bottom(); ++y) {
                combineRow(tileRow(tile, part.x() % kTilePx, y % kTilePx),
                           lines.row(y - top) + (part.x() - band.x()), part.width(), mode);
            }
        });
        top = bottom + 1;
    }
}

void Mask::fill(const QRect& where, std::uint8_t value) {
    updateTiles(where, [value](Tile& tile, const QRect& part) {
        for (int y = part.top(); y <= part.bottom(); ++y) {
            std::memset(tileRow(tile, part.x() % kTilePx, y % kTilePx), value,
                        static_cast<std::size_t>(part.width()));
        }
    });
}

void Mask::clear() {
    std::fill(m_tiles.begin(), m_tiles.end(), TilePointer());
}

void Mask::invert() {
    for (TilePointer& tile : m_tiles) {
        if (!tile) {
            tile = fullTile();
        } else if (tile == fullTile()) {
            tile.reset();
        } else {
            auto inverted = std::make_shared<Tile>(*tile);
            for (std::uint8_t& value : *inverted) {
                value = static_cast<std::uint8_t>(255 - value);
            }
            tile = std::move(inverted);
        }
    }
}

void Mask::write(const QPoint& topLeft, const Image& grey) {
    const QRect where(topLeft, QSize(grey.widthPx, grey.heightPx));
    updateTiles(where, [&](Tile& tile, const QRect& part) {
        for (int y = part.top(); y <= part.bottom(); ++y) {
            std::memcpy(tileRow(tile, part.x() % kTilePx, y % kTilePx),
                        grey.row(y - topLeft.y()) + (part.x() - topLeft.x()),
                        static_cast<std::size_t>(part.width()));
        }
    });
}

bool Mask::operator==(const Mask& other) const {
    if (m_widthPx != other.m_widthPx || m_heightPx != other.m_heightPx) {
        return false;
    }
    static const Tile kNothing = {};
    for (std::size_t index = 0; index < m_tiles.size(); ++index) {
        if (m_tiles[index] == other.m_tiles[index]) {
            continue;
        }
        const Tile& mine = m_tiles[index] ? *m_tiles[index] : kNothing;
        const Tile& theirs = other.m_tiles[index] ? *other.m_tiles[index] : kNothing;
        const QRect part = tileArea(index);
        for (int y = 0; y < part.height(); ++y) {
            if (std::memcmp(tileRow(mine, 0, y), tileRow(theirs, 0, y),
                            static_cast<std::size_t>(part.width())) != 0) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace limn
