// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/attention_amx.h"

#if defined(__AMX_BF16__) && defined(__AMX_TILE__) && defined(__linux__)

#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace limn::nn::amx {
namespace {

constexpr std::int64_t kTileBytes = 64;  // of a tile's row
constexpr std::int64_t kTilePairs =
    16;  // rows of a tile of keys or values: pairs of what is summed over
constexpr std::int64_t kTileValues = 32;  // bfloat16 values of a tile's row
constexpr std::int64_t kTileSums = 16;    // float32 values of a tile's row
constexpr std::int64_t kPanelKeys = 64;

/// What LDTILECFG reads.
struct alignas(64) TileShapes {
    std::uint8_t palette = 1;
    std::uint8_t startRow = 0;
    std::uint8_t reserved[14] = {};
    std::uint16_t bytesOfARow[16] = {};
    std::uint8_t rows[16] = {};

    TileShapes() {
        for (int tile = 0; tile < 8; ++tile) {
            set(tile, kBlockRows, kTileBytes);
        }
    }
    void set(int tile, std::int64_t rowCount, std::int64_t bytes) {
        rows[tile] = static_cast<std::uint8_t>(rowCount);
        bytesOfARow[tile] = static_cast<std::uint16_t>(bytes);
    }
};

/// The compiler's macros do not say that tiles are loaded from memory: whatever was written has to be there.
void finishWriting() {
    asm volatile("" ::: "memory");
}

bool hasTiles() {
    constexpr unsigned kAmxBf16 = 1U << 22;
    constexpr unsigned kAmxTile = 1U << 24;
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & kAmxBf16) != 0 &&
           (d & kAmxTile) != 0;
}

/// Linux gives the tiles' registers to who asks for them (Documentation/arch/x86/xstate.rst).
bool mayUseTiles() {
    constexpr long kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
    constexpr long kTileData = 18;               // XFEATURE_XTILEDATA
    return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

/// 16 rows against the 64 keys of a panel. Tiles 0 to 3: sums; 4 and 6: rows and keys; 5 and 7: the rest of the width.
void scorePanel(const std::uint16_t* rows, std::int64_t width, const std::uint16_t* panel,
                float* target, std::int64_t stride) {
    constexpr std::int64_t kPairBytes =
        kPanelKeys * 2 * static_cast<std::int64_t>(sizeof(std::uint16_t));
    const std::int64_t rowBytes = width * static_cast<std::int64_t>(sizeof(std::uint16_t));
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    std::int64_t done = 0;
    for (; done + kTileValues <= width; done += kTileValues) {
        const auto* keys = panel + done * kPanelKeys;
        _tile_loadd(4, rows + done, rowBytes);
        _tile_loadd(6, keys, kPairBytes);
        _tile_dpbf16ps(0, 4, 6);
        _tile_loadd(6, keys + kTileValues, kPairBytes);
        _tile_dpbf16ps(1, 4, 6);
        _tile_loadd(6, keys + 2 * kTileValues, kPairBytes);
        _tile_dpbf16ps(2, 4, 6);
        _tile_loadd(6, keys + 3 * kTileValues, kPairBytes);
        _tile_dpbf16ps(3, 4, 6);
    }
    if (done < width) {
        const auto* keys = panel + done * kPanelKeys;
        _tile_loadd(5, rows + done, rowBytes);
        _tile_loadd(7, keys, kPairBytes);
        _tile_dpbf16ps(0, 5, 7);
        _tile_loadd(7, keys + kTileValues, kPairBytes);
        _tile_dpbf16ps(1, 5, 7);
        _tile_loadd(7, keys + 2 * kTileValues, kPairBytes);
        _tile_dpbf16ps(2, 5, 7);
        _tile_loadd(7, keys + 3 * kTileValues, kPairBytes);
        _tile_dpbf16ps(3, 5, 7);
    }
    const std::int64_t strideBytes = stride * static_cast<std::int64_t>(sizeof(float));
    _tile_stored(0, target, strideBytes);
    _tile_stored(1, target + kTileSums, strideBytes);
    _tile_stored(2, target + 2 * kTileSums, strideBytes);
    _tile_stored(3, target + 3 * kTileSums, strideBytes);
}

/// Tiles 0 to 4: sums; 5: weights; 6: values.
template <int Vectors>
void addToBlock(const std::uint16_t* weights, std::int64_t weightStride,
                const std::uint16_t* values, std::int64_t keys, float* sums,
                std::int64_t sumStride) {
    const std::int64_t sumBytes = sumStride * static_cast<std::int64_t>(sizeof(float));
    const std::int64_t weightBytes =
        weightStride * static_cast<std::int64_t>(sizeof(std::uint16_t));
    constexpr std::int64_t kPairBytes = Vectors * kTileBytes;
    _tile_loadd(0, sums, sumBytes);
    if constexpr (Vectors > 1) {
        _tile_loadd(1, sums + kTileSums, sumBytes);
    }
    if constexpr (Vectors > 2) {
        _tile_loadd(2, sums + 2 * kTileSums, sumBytes);
    }
    if constexpr (Vectors > 3) {
        _tile_loadd(3, sums + 3 * kTileSums, sumBytes);
    }
    if constexpr (Vectors > 4) {
        _tile_loadd(4, sums + 4 * kTileSums, sumBytes);
    }
    for (std::int64_t key = 0; key < keys; key += kTileValues) {
        const auto* of = values + key * Vectors * kTileSums;
        _tile_loadd(5, weights + key, weightBytes);
        _tile_loadd(6, of, kPairBytes);
        _tile_dpbf16ps(0, 5, 6);
        if constexpr (Vectors > 1) {
            _tile_loadd(6, of + kTileValues, kPairBytes);
            _tile_dpbf16ps(1, 5, 6);
        }
        if constexpr (Vectors > 2) {
            _tile_loadd(6, of + 2 * kTileValues, kPairBytes);
            _tile_dpbf16ps(2, 5, 6);
        }
        if constexpr (Vectors > 3) {
            _tile_loadd(6, of + 3 * kTileValues, kPairBytes);
            _tile_dpbf16ps(3, 5, 6);
        }
        if constexpr (Vectors > 4) {
            _tile_loadd(6, of + 4 * kTileValues, kPairBytes);
            _tile_dpbf16ps(4, 5, 6);
        }
    }
    _tile_stored(0, sums, sumBytes);
    if constexpr (Vectors > 1) {
        _tile_stored(1, sums + kTileSums, sumBytes);
    }
    if constexpr (Vectors > 2) {
        _tile_stored(2, sums + 2 * kTileSums, sumBytes);
    }
    if constexpr (Vectors > 3) {
        _tile_stored(3, sums + 3 * kTileSums, sumBytes);
    }
    if constexpr (Vectors > 4) {
        _tile_stored(4, sums + 4 * kTileSums, sumBytes);
    }
}

template <int Vectors>
void addToBlocks(const std::uint16_t* weights, std::int64_t blocks, std::int64_t weightStride,
                 const std::uint16_t* values, std::int64_t keys, float* sums,
                 std::int64_t sumStride) {
    for (std::int64_t block = 0; block < blocks; ++block) {
        addToBlock<Vectors>(weights + block * kBlockRows * weightStride, weightStride, values, keys,
                            sums + block * kBlockRows * sumStride, sumStride);
    }
}

}  // namespace

bool isSupported() {
    static const bool answer = hasTiles() && mayUseTiles();
    return answer;
}

void scores(const std::uint16_t* queries, std::int64_t blocks, std::int64_t width,
            const std::uint16_t* keys, std::int64_t panels, float* scores,
            std::int64_t scoreStride) {
    TileShapes shapes;
    if (const auto rest = width % kTileValues; rest != 0) {
        shapes.set(5, kBlockRows, rest * static_cast<std::int64_t>(sizeof(std::uint16_t)));
        shapes.set(7, rest / 2, kTileBytes);
    }
    finishWriting();
    _tile_loadconfig(&shapes);
    for (std::int64_t panel = 0; panel < panels; ++panel) {
        for (std::int64_t block = 0; block < blocks; ++block) {
            scorePanel(queries + block * kBlockRows * width, width,
                       keys + panel * kPanelKeys * width,
                       scores + block * kBlockRows * scoreStride + panel * kPanelKeys, scoreStride);
        }
    }
    _tile_release();
    finishWriting();
}

void addValues(const std::uint16_t* weights, std::int64_t blocks, std::int64_t weightStride,
               const std::uint16_t* values, std::int64_t keys, std::int64_t vectors, float* sums,
               std::int64_t sumStride) {
    const TileShapes shapes;
    finishWriting();
    _tile_loadconfig(&shapes);
    const auto add = vectors == 1   ? &addToBlocks<1>
                     : vectors == 2 ? &addToBlocks<2>
                     : vectors == 3 ? &addToBlocks<3>
                     : vectors == 4 ? &addToBlocks<4>
                                    : &addToBlocks<5>;
    add(weights, blocks, weightStride, values, keys, sums, sumStride);
    _tile_release();
    finishWriting();
}

}  // namespace limn::nn::amx

#else

namespace limn::nn::amx {

bool isSupported() {
    return false;
}
void scores(const std::uint16_t*, std::int64_t, std::int64_t, const std::uint16_t*, std::int64_t,
            float*, std::int64_t) {}
void addValues(const std::uint16_t*, std::int64_t, std::int64_t, const std::uint16_t*, std::int64_t,
               std::int64_t, float*, std::int64_t) {}

}  // namespace limn::nn::amx

#endif
