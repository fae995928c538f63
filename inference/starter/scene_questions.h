// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/Scene.h"
#include "inference/starter/captions.h"

#include <cstddef>
#include <span>
#include <string>

// What people ask about a picture of the starter's world, and what is true. The describer learns from it and is measured
// with it; nothing here knows of either.

namespace limn::starter {

enum class QuestionKind {
    Caption = 1,  ///< one sentence
    Alt,
    Detailed,
    Tags,
    Prompt,
    Flaws,
    List,      ///< what is in it
    Count,     ///< of one kind of thing, none included
    Colour,    ///< of a thing
    Presence,  ///< is there a thing
    Match,     ///< does it show this: a whole caption or one claim; one attribute may be wrong
    Where,     ///< a thing's side
    Which,     ///< what stands on a side
    Place,
    Time,
    Box,  ///< a thing's box, in Qwen's form: thousandths of the picture's sides
};
inline constexpr std::size_t kQuestionKindCount = 16;

std::string_view questionKindName(QuestionKind kind);

/// A thing's edges, in shares of the picture's sides.
struct ThingBox {
    double left = 0, top = 0, right = 0, bottom = 0;
};

/// A scene as a picture shows it. Boxes are in the order of the scene's things; none: boxes are not asked for.
struct SceneInView {
    const Scene& scene;
    std::span<const ThingBox> boxes;
};

struct Exchange {
    QuestionKind kind = QuestionKind::Caption;
    std::string question;
    std::string answer;
};

/// A question of this kind with its true answer: a pure function of its arguments. Half of the yes-or-no questions are
/// to be answered with no; those then differ from the truth in one thing.
Exchange exchangeOf(const SceneInView& asked, QuestionKind kind, Language language,
                    CounterRandom& random);

/// The same in other words: "{}" stands for what is asked about.
Exchange exchangeAsking(const SceneInView& asked, QuestionKind kind, const std::string& words,
                        Language language, CounterRandom& random);

/// The same question where the picture is not of this world: the answer is cannotTell(). The scene only gives the
/// question its words.
Exchange outsideExchangeOf(const Scene& any, QuestionKind kind, Language language,
                           CounterRandom& random);

/// What the describer says of a picture that it was not made for.
std::string_view cannotTell(Language language);

/// A kind of question as often as people and programs ask it.
QuestionKind drawQuestionKind(CounterRandom& random, bool hasBoxes);

}  // namespace limn::starter
