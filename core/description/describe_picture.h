// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/base/Speech.h"
#include "core/description/PictureWords.h"
#include "core/description/pointed_boxes.h"
#include "core/engine/Engine.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace limn {

struct PictureToDescribe {
    const Image& picture;
    bool isAiMade = false;
    std::string prompt;  ///< that it was made from; empty: unknown, and nothing is compared
    Speech said = {};    ///< how to speak of it
};

/// Who looks at pictures. What is null is not there: without an engine, or where its model says that it cannot tell, what
/// can be measured stands in; without a reader no writing is read.
struct Eyes {
    Engine* engine = nullptr;  ///< has a model that describes
    std::string modelName;
    vision::TextReader* reader = nullptr;
    bool modelReads = true;  ///< false: the model knows no writing, so it is not asked for it
};

/// Caption, alt text, long description, tags, writing, facts. `text` gets the caption as it is written. On the thread that
/// owns the engine; cancelled within a token or one of the reader's words. Fails where the engine does; unread writing is
/// no failure.
Outcome<PictureWords> describePicture(const PictureToDescribe& what, const Eyes& eyes,
                                      const std::stop_token& stop, const ProgressSink& progress,
                                      const TextSink& text);

/// How well the picture fits these words, by the model's eyes. nullopt: there is no engine, or its model does not know
/// such pictures; then nobody looked, and nothing is said.
Outcome<std::optional<match::MatchReport>> comparePicture(const Image& picture,
                                                          const std::string& prompt,
                                                          const Eyes& eyes,
                                                          const std::stop_token& stop);

/// An earlier question about the same picture, with its answer.
struct AnsweredQuestion {
    std::string question;
    std::string answer;
};

struct PictureAnswer {
    std::string text;
    double confidence = 0;
    double seconds = 0;
    SeenPicture seen;
    std::vector<PointedBox>
        boxes;  ///< that it is made of, where it points; then no piece of it was streamed
};

/// Whether there is somebody to answer it: a model, or for what is written in a picture a reader alone.
bool canAnswer(const std::string& question, const Eyes& eyes);

/// Requires canAnswer(). What is written in the picture is read where that is surely done, or where the model cannot read;
/// everything else the model is asked. Where it cannot tell, what was measured and read is told after its words. Of several
/// pictures, which are given to the model together, nothing is read or measured apart.
Outcome<PictureAnswer> answerAbout(std::span<const Image> pictures,
                                   const std::vector<AnsweredQuestion>& earlier,
                                   const std::string& question, const Speech& speech,
                                   const Eyes& eyes, const std::stop_token& stop,
                                   const ProgressSink& progress, const TextSink& text);

}  // namespace limn
