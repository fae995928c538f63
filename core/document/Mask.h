// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

#include <QRect>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace limn {

/// How a shape changes the mask: Add takes the larger value, Subtract cuts the shape out.
enum class MaskMode { Add = 1, Subtract };

/// Which pixels of a picture are to be repainted: 8 bits a pixel, 0 = keep, 255 = repaint. A value: copies share
/// their tiles until one of them is changed, so that a step of undo costs what it changed and no more. Any thread;
/// one object belongs to one thread at a time.
class Mask {
public:
    static constexpr int kTilePx = 128;
    using Tile = std::array<std::uint8_t, std::size_t{kTilePx} * kTilePx>;
    using TilePointer = std::shared_ptr<const Tile>;  ///< null: 0 everywhere

    /// Fills `row` with the coverage (0 ... 255) of line y, beginning at the area's left side.
    using CoverageRow = std::function<void(int y, std::span<std::uint8_t> row)>;

    Mask() = default;
    /// Requires sizes of 1 ... 65536. Nothing is masked.
    Mask(int widthPx, int heightPx);
    /// A grey picture as a mask. Requires channels == 1.
    static Mask fromImage(const Image& grey);

    int widthPx() const noexcept { return m_widthPx; }
    int heightPx() const noexcept { return m_heightPx; }
    QRect area() const noexcept { return {0, 0, m_widthPx, m_heightPx}; }
    /// True where no pixel is masked at all.
    bool isClear() const noexcept;
    /// Requires a point within area().
    std::uint8_t at(int x, int y) const noexcept;
    /// The smallest rectangle that holds every masked pixel; empty where nothing is masked.
    QRect bounds() const;
    Image toImage() const;
    /// Copies a part. Requires a rectangle within area().
    Image toImage(const QRect& part) const;

    void combine(const QRect& where, MaskMode mode, const CoverageRow& coverage);
    void fill(const QRect& where, std::uint8_t value);
    void clear();
    void invert();
    /// Writes a grey picture with its corner at topLeft; what lies outside is left away.
    void write(const QPoint& topLeft, const Image& grey);

    // The tiles, for undo, the journal and drawing. Row by row.
    int columns() const noexcept { return (m_widthPx + kTilePx - 1) / kTilePx; }
    int rows() const noexcept { return (m_heightPx + kTilePx - 1) / kTilePx; }
    std::size_t tileCount() const noexcept { return m_tiles.size(); }
    const TilePointer& tile(std::size_t index) const noexcept { return m_tiles[index]; }
    /// Requires index < tileCount().
    void setTile(std::size_t index, TilePointer tile) { m_tiles[index] = std::move(tile); }
    QRect tileArea(std::size_t index) const noexcept;
    /// The one tile that is 255 everywhere.
    static const TilePointer& fullTile();

    /// True for copies that nobody changed. Quick; looks at no pixel.
    bool sharesAllWith(const Mask& other) const noexcept {
        return area() == other.area() && m_tiles == other.m_tiles;
    }
    /// Equal pixel by pixel.
    bool operator==(const Mask& other) const;

private:
    void updateTiles(const QRect& where,
                     const std::function<void(Tile&, const QRect& part)>& change);
    void shareUniform(std::size_t index, const Tile& changed);

    int m_widthPx = 0;
    int m_heightPx = 0;
    std::vector<TilePointer> m_tiles;
};

}  // namespace limn
