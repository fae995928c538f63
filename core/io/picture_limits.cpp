// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/picture_limits.h"

namespace limn {

namespace {

std::string quoted(std::string_view name) {
    return "'" + std::string(name) + "'";
}

std::string sizeText(std::uint64_t widthPx, std::uint64_t heightPx) {
    return std::to_string(widthPx) + " x " + std::to_string(heightPx) + " pixels";
}

}  // namespace

Error pictureDamaged(std::string_view name, std::string_view what) {
    return {ErrorCode::FileDamaged,
            "The picture " + quoted(name) + " is damaged: " + std::string(what) + ".",
            {}};
}

Error pictureUnsupported(std::string_view name, std::string_view what) {
    return {ErrorCode::Unsupported,
            "The picture " + quoted(name) + " cannot be read: " + std::string(what) + ".",
            {}};
}

Error pictureCutShort(std::string_view name, std::string_view part, std::uint64_t neededBytes,
                      std::uint64_t foundBytes) {
    return {ErrorCode::FileDamaged,
            "The picture " + quoted(name) + " is cut short: " + std::string(part) + " needs " +
                std::to_string(neededBytes) + " bytes, but only " + std::to_string(foundBytes) +
                " are left.",
            {}};
}

Status checkPictureSize(std::string_view name, std::uint64_t widthPx, std::uint64_t heightPx) {
    if (widthPx == 0 || heightPx == 0) {
        return pictureDamaged(name, "its header claims " + sizeText(widthPx, heightPx));
    }
    if (widthPx > kMaxPictureSidePx || heightPx > kMaxPictureSidePx ||
        widthPx * heightPx > kMaxPicturePixels) {
        return pictureUnsupported(
            name, "its header claims " + sizeText(widthPx, heightPx) + ", but at most " +
                      std::to_string(kMaxPictureSidePx) + " a side and " +
                      std::to_string(kMaxPicturePixels / 1'000'000) + " million in all are read");
    }
    return Unit{};
}

Status checkPictureMemory(std::string_view name, const PictureInfo& info,
                          std::uint64_t bytesPerPixel, std::uint64_t fixedBytes) {
    const auto pixels = static_cast<std::uint64_t>(info.storedWidthPx) *
                        static_cast<std::uint64_t>(info.storedHeightPx);
    const std::uint64_t needed = pixels * bytesPerPixel + fixedBytes;
    if (needed > kMaxPictureMemoryBytes) {
        return Error{ErrorCode::Unsupported,
                     "The picture " + quoted(name) + " cannot be read: its " +
                         sizeText(static_cast<std::uint64_t>(info.storedWidthPx),
                                  static_cast<std::uint64_t>(info.storedHeightPx)) +
                         " would take " + std::to_string(needed >> 20U) +
                         " MiB of memory, but a picture may take " +
                         std::to_string(kMaxPictureMemoryBytes >> 20U) + ".",
                     {}};
    }
    return Unit{};
}

}  // namespace limn
