// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace limn {

enum class GallerySort { Newest = 1, Oldest, Name, BestRated, Model };
enum class PictureAspect { Wide = 1, Square, Tall };
enum class GalleryShelf { Pictures = 1, Trash };

/// Which pictures, in which order. A plain value; the default is everything, newest first.
struct GalleryQuery {
    GalleryShelf shelf = GalleryShelf::Pictures;
    /// All of them, each by its beginning, in prompt, description, tags, name or text in the picture.
    std::string words{};
    GallerySort sort = GallerySort::Newest;
    int minRating = 0;
    bool onlyFavourites = false;
    bool onlyWithText = false;
    std::optional<std::string> model{};
    std::optional<PictureAspect> aspect{};
    std::optional<std::int64_t> madeFromMs{};  ///< not before
    std::optional<std::int64_t> madeToMs{};    ///< before
    /// Only this picture, those it was made from and those made from it, oldest first; nothing else counts then.
    std::optional<std::int64_t> familyOf{};

    bool operator==(const GalleryQuery&) const = default;
    bool isFiltered() const {
        GalleryQuery plain;
        plain.shelf = shelf;
        plain.sort = sort;
        return !(*this == plain);
    }
};

}  // namespace limn
