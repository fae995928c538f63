// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/PictureInfo.h"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace limn {

const char* pictureFormatName(PictureFormat format) {
    switch (format) {
    case PictureFormat::Png:
        return "PNG";
    case PictureFormat::Jpeg:
        return "JPEG";
    case PictureFormat::Webp:
        break;
    }
    return "WebP";
}

std::optional<PictureFormat> pictureFormatOf(std::span<const std::uint8_t> file) {
    const auto holds = [&](std::size_t offset, std::string_view bytes) {
        return file.size() >= offset + bytes.size() &&
               std::memcmp(file.data() + offset, bytes.data(), bytes.size()) == 0;
    };
    if (holds(0, "\x89PNG\r\n\x1a\n")) {
        return PictureFormat::Png;
    }
    if (holds(0, "\xff\xd8\xff")) {
        return PictureFormat::Jpeg;
    }
    if (holds(0, "RIFF") && holds(8, "WEBP")) {
        return PictureFormat::Webp;
    }
    return std::nullopt;
}

std::optional<PictureFormat> pictureFormatForName(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension == ".png") {
        return PictureFormat::Png;
    }
    if (extension == ".jpg" || extension == ".jpeg") {
        return PictureFormat::Jpeg;
    }
    return extension == ".webp" ? std::optional(PictureFormat::Webp) : std::nullopt;
}

const std::string* PictureInfo::text(std::string_view key) const noexcept {
    const auto found = std::find_if(texts.begin(), texts.end(),
                                    [&](const PictureText& t) { return t.key == key; });
    return found == texts.end() ? nullptr : &found->value;
}

}  // namespace limn
