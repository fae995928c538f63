// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/description/describe_picture.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace limn {

/// One order of the studio for words about a picture. A plain value.
struct WordsOrder {
    std::filesystem::path file;  ///< read on the inference thread
    std::shared_ptr<const Image>
        picture;           ///< instead of the file; its name stays `file`, which may be empty
    std::string question;  ///< empty: everything there is to say
    std::vector<std::filesystem::path> others;  ///< pictures that the question is about too
    std::string
        prompt;  ///< instead: only compare the picture with these words (PictureWords::match)
    bool comparesOwnPrompt =
        false;  ///< instead: with the words that its file says it was made from
    std::vector<AnsweredQuestion>
        earlier;  ///< with a question: what was said of this picture before
    std::filesystem::path
        model;  ///< one that describes; empty: the describer in the box, where there is one
    Placement placement;
    bool readsWriting = true;
    std::int64_t turnId = 0;  ///< of the conversation that asked; 0: none
};

/// What became of it: `answer` where a question was asked, else `words`; with a prompt only its match, which is empty where
/// nobody could look; with its own prompt there is always one, and the model's name where a model judged.
struct FinishedWords {
    WordsOrder order;
    PictureWords words;
    PictureAnswer answer;
};

}  // namespace limn
