// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/engine/Description.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace limn::cli {

/// A picture to be told of, and what its file says of how it came to be.
struct ToldPicture {
    Image picture;
    bool isAiMade = false;
    int exifOrientation = 1;  ///< 1 ... 8; `picture` is turned already
};
Outcome<ToldPicture> openPicture(const std::filesystem::path& file, const std::stop_token& stop);

/// What a model said of a picture, as it is printed.
struct ToldDescription {
    Description description;
    bool isMeasured = false;  ///< the model cannot tell: the words are what was measured and read
    int widthPx = 0;          ///< of the picture, and below
    int heightPx = 0;
};

/// Makes of the model's raw text what is printed for this task. Where the model does not know such pictures, its words are
/// not to be believed: what was measured, which is true of every picture, stands in for them or follows them; long
/// descriptions and answers also hold what was read. Alternative text keeps the studio's rules (altFrom). Gives what is to
/// be added to words that were printed as they came; empty: the words are the model's own,
/// else the model's confidence is 0.
Outcome<std::string> makeTellable(Description& said, const std::string& task, const ToldPicture& of,
                                  const std::stop_token& stop);

}  // namespace limn::cli
