// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/document/Mask.h"

#include <QString>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace limn {

/// Where a picture comes from, as far as it is known: shown over the canvas, told to a screen reader.
struct PictureOrigin {
    QString handle;  ///< what the person calls it: "#12"; may be empty
    QString prompt;
    QString negativePrompt;
    QString modelName;
    QString altText;  ///< what is to be seen, in one sentence; may be empty
    std::optional<std::uint64_t> seed;
    int steps = 0;                   ///< 0: unknown
    std::filesystem::path madeFrom;  ///< the picture it was started from or repainted; may be empty
    /// Of a repaint: pixels outside of its mask that changed, counted; -1: not a repaint.
    std::int64_t pixelsChangedOutsideMask = -1;

    bool operator==(const PictureOrigin&) const = default;
};

/// A picture on the canvas. A value: the pixels are shared and never change.
struct CanvasPicture {
    std::filesystem::path file;  ///< empty: it is in memory only (pasted, not saved yet)
    int widthPx = 0;
    int heightPx = 0;
    PictureOrigin origin;
    /// Null: not in memory at the moment; they are read again from `file`.
    std::shared_ptr<const Image> pixels;
    /// Where the journal keeps the pixels of a picture that has no file.
    std::filesystem::path journalFile;

    bool isNone() const noexcept { return widthPx == 0; }
    /// Where the pixels can be read from; empty: nowhere.
    const std::filesystem::path& readableFile() const noexcept {
        return file.empty() ? journalFile : file;
    }
};

/// The same file, or the same pixels where there is none.
bool isSamePicture(const CanvasPicture& a, const CanvasPicture& b);

/// What one step of undo leads to: the picture and what is masked of it. A value that shares what did not change.
struct CanvasContent {
    CanvasPicture picture;
    Mask mask;  ///< of the picture's size; 0 x 0 where there is no picture
};

/// A picture with nothing masked. Requires sizes of 1 ... 65536.
CanvasContent unmasked(CanvasPicture picture);

}  // namespace limn
