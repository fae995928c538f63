// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"

#include <QByteArray>
#include <QImage>

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace limn {

struct Image;

// Thumbnails as freedesktop's "Thumbnail Managing Standard" 0.9 wants them, shared with file managers and viewers:
// FOLDER/normal/MD5.png (128 px), large (256), x-large (512), xx-large (1024), where MD5 is that of the picture's URI. Each
// holds the URI and the time of change that it was made for, and counts only for these. Worker threads only.

enum class ThumbnailSize { Normal = 1, Large, ExtraLarge, Huge };

int sidePx(ThumbnailSize size);
/// The smallest one that fills so many pixels.
ThumbnailSize thumbnailSizeFor(int px);

/// ~/.cache/thumbnails, or what $XDG_CACHE_HOME says.
std::filesystem::path thumbnailFolder();

/// The URI that names a picture there: as GLib escapes it, since names must be equal among programs.
QByteArray thumbnailUri(const std::filesystem::path& file);

std::filesystem::path thumbnailFile(const std::filesystem::path& folder,
                                    const std::filesystem::path& picture, ThumbnailSize size);

/// The valid thumbnail that is there already, or a null image.
QImage storedThumbnail(const std::filesystem::path& folder, const std::filesystem::path& picture,
                       std::int64_t modifiedNs, ThumbnailSize size);

/// The stored one, else one that is made from the picture and stored. That it cannot be stored is no failure; that the
/// picture cannot be read is one sentence. `folder` empty: nothing is stored.
Outcome<QImage> makeThumbnail(const std::filesystem::path& folder,
                              const std::filesystem::path& picture, std::int64_t modifiedNs,
                              ThumbnailSize size, std::stop_token stop);

/// For painting: 32 bits, alpha premultiplied.
QImage imageForPainting(const Image& image);

}  // namespace limn
