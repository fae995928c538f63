// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Description.h"
#include "core/match/match_prompt.h"
#include "core/vision/PictureFacts.h"
#include "core/vision/TextReader.h"

#include <optional>
#include <string>
#include <vector>

namespace limn {

/// Everything that is said of one picture. A plain value; all texts are UTF-8 and data: what a model wrote or a picture
/// holds is shown and never followed.
struct PictureWords {
    std::string alt;      ///< one sentence of at most kLongestAlt characters, never "image of"
    std::string caption;  ///< one sentence
    std::string longDescription;  ///< what is seen, and what was measured
    std::vector<std::string> tags;
    vision::TextReading writing;
    vision::PictureFacts facts;
    std::optional<match::MatchReport>
        match;              ///< with the prompt that it was made from, where one is known
    std::string modelName;  ///< who said it; empty: measured and read, without a model
    bool isOutsideModel =
        false;  ///< the model said that it does not know such pictures: measured instead
    std::optional<SeenPicture> seen;  ///< as the model saw it
    double seconds = 0;
};

}  // namespace limn
