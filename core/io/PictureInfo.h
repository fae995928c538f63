// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

enum class PictureFormat { Png = 1, Jpeg, Webp };

const char* pictureFormatName(PictureFormat format);

/// By the first bytes, never by the name.
std::optional<PictureFormat> pictureFormatOf(std::span<const std::uint8_t> file);

/// What a file name asks for: .png, .jpg, .jpeg or .webp in any case.
std::optional<PictureFormat> pictureFormatForName(const std::filesystem::path& file);

// What a picture may cost, checked before anything is allocated.
inline constexpr int kMaxPictureSidePx = 32768;
inline constexpr int kMaxWebpSidePx = 16383;  ///< the format's own limit
inline constexpr std::int64_t kMaxPicturePixels = 256'000'000;
inline constexpr std::uint64_t kMaxPictureFileBytes = std::uint64_t{256} << 20U;
inline constexpr std::uint64_t kMaxPictureMemoryBytes = std::uint64_t{800}
                                                        << 20U;  ///< file, pixels and decoder
inline constexpr std::size_t kMaxPictureTextBytes =
    std::size_t{8} << 20U;  ///< one text, and all of them together twice
inline constexpr std::size_t kMaxPictureTexts = 1000;

/// A text that stands beside the pixels of a PNG: tEXt, zTXt or iTXt. Both are valid UTF-8.
struct PictureText {
    std::string key;
    std::string value;
};

/// The EXIF tags in which image generators write. Valid UTF-8, empty where absent.
struct ExifTexts {
    int orientation = 1;           ///< 1 ... 8
    std::string imageDescription;  ///< 0x010E
    std::string make;              ///< 0x010F
    std::string model;             ///< 0x0110
    std::string software;          ///< 0x0131
    std::string userComment;       ///< 0x9286
    std::string makerNote;         ///< 0x927C, only when it is text
};

/// What a picture file says of itself before anything of it is decoded.
struct PictureInfo {
    PictureFormat format = PictureFormat::Png;
    int storedWidthPx = 0;  ///< before the orientation is applied
    int storedHeightPx = 0;
    int bitsPerChannel = 8;
    bool isAnimated = false;
    bool hasContentCredentials =
        false;  ///< a C2PA manifest: changing the file breaks its signature
    ExifTexts exif;
    std::vector<PictureText> texts;
    std::string xmp;  ///< the packet as it stands; empty if there is none
    std::vector<std::string>
        problems;  ///< full sentences on what was left out; the pixels are not concerned

    bool isTurned() const noexcept { return exif.orientation >= 5; }
    int widthPx() const noexcept { return isTurned() ? storedHeightPx : storedWidthPx; }
    int heightPx() const noexcept { return isTurned() ? storedWidthPx : storedHeightPx; }
    /// The first text of that key, or null.
    const std::string* text(std::string_view key) const noexcept;
};

}  // namespace limn
