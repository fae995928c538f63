// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/question_grammar.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <vector>

namespace limn::starter {
namespace {

using Phrases = std::vector<std::string_view>;

/// What a question of one kind is made of; "{}" is what is asked about.
struct Cores {
    QuestionKind kind;
    Phrases questions;  ///< "how many {} are there"
    Phrases clauses;    ///< "how many {} there are"
    Phrases nouns;      ///< "the number of {}"
};

const std::vector<Cores>& table() {
    using enum QuestionKind;
    static const std::vector<Cores> all{
        {Caption,
         {"what does it show", "what is this", "what is shown", "what is this a picture of",
          "what is going on", "what happens"},
         {"what this is", "what it shows", "what is going on", "what this is a picture of"},
         {"a caption", "a short description", "one sentence about it", "a summary",
          "a description in one sentence", "the caption"}},
        {List,
         {"what is there", "what do you see", "which things are there", "what objects do you see",
          "what does it contain", "what things does it show", "what is there to see"},
         {"what is in it", "which things you see", "what you see", "what objects there are"},
         {"a list of the things", "all objects", "the things in it", "everything in it",
          "a list of objects", "the names of all things"}},
        {Count,
         {"how many {} are there", "how many {} does it show", "how many {} do you find",
          "how many {} do we have", "how many {} do you count", "how many {} can be found"},
         {"how many {} there are", "how many {} it shows", "how many {} you see"},
         {"the number of {}", "a count of {}", "the count of the {}", "the {}, counted"}},
        {Colour,
         {"what colour is the {}", "what color does the {} have", "which colour is the {}",
          "what is the colour of the {}", "what is the {}'s color", "in which color is the {}"},
         {"what colour the {} is", "which color the {} has", "how the {} is coloured"},
         {"the colour of the {}", "the color of the {}", "the {}'s colour", "the {}'s color"}},
        {Presence,
         {"is there {}", "do you see {}", "can you find {}", "does it show {}",
          "does it contain {}", "is {} part of it", "is {} visible", "are you able to see {}",
          "has it got {}", "is {} there", "do you find {}", "does it have {}"},
         {"whether there is {}", "if you see {}", "whether it shows {}", "if {} is there"},
         {}},
        {Match,
         {"does it show {}", "is this {}", "does it match {}", "is {} what it shows",
          "would you call this {}", "is {} a good description", "does {} describe it"},
         {"whether this is {}", "if it shows {}", "whether it is {}", "if {} describes it"},
         {}},
        {Where,
         {"where is the {}", "on which side is the {}", "where can I find the {}",
          "where does the {} stand", "on what side do you see the {}",
          "is the {} left, right or in the middle"},
         {"where the {} is", "on which side the {} is", "where you see the {}"},
         {"the place of the {}", "the {}'s position", "the side of the {}",
          "the position of the {}"}},
        {Which,
         {"what is {}", "what thing is {}", "what can be seen {}", "what do you see {}",
          "what is there {}", "which thing stands {}"},
         {"what is {}", "which thing stands {}", "what you find {}"},
         {"the thing {}", "the object {}", "the name of the thing {}"}},
        {Place,
         {"where is this", "what place is shown", "what is the background",
          "what kind of place is it", "what does the background show", "which landscape is it",
          "where are we", "what kind of scene is it"},
         {"where this is", "what place this is", "what kind of place it shows", "where we are"},
         {"the place", "the background", "the scenery", "the location", "the scene"}},
        {Time,
         {"what time of day is it", "is it day or night", "when is this", "what time is shown",
          "which time of the day does it show", "is it morning, day, evening or night"},
         {"what time of day it is", "when this is", "if it is day or night"},
         {"the time of day", "the time", "the hour of the day"}},
    };
    return all;
}

constexpr std::string_view kCore = "{core}";

const Phrases kQuestionFrames{"{core}?",
                              "{core}?",
                              "{core}?",
                              "{core}",
                              "{core}",
                              "so {core}?",
                              "and {core}?",
                              "please, {core}?",
                              "{core}, please?",
                              "looking at this, {core}?",
                              "I wonder, {core}?",
                              "ok, {core}?",
                              "quick question: {core}?",
                              "in your opinion, {core}?",
                              "what do you think, {core}?",
                              "hello, {core}?",
                              "in short, {core}?",
                              "just curious: {core}?",
                              "my question is: {core}?",
                              "be honest, {core}?",
                              "once more, {core}?",
                              "I ask myself {core}"};
const Phrases kClauseFrames{"tell me {core}.",        "can you tell me {core}?",
                            "I want to know {core}.", "do you know {core}?",
                            "please say {core}.",     "I'd like to know {core}.",
                            "could you say {core}?",  "let me know {core}.",
                            "I can't see {core}.",    "find out {core}."};
const Phrases kNounFrames{"tell me {core}.",
                          "give me {core}.",
                          "what is {core}?",
                          "{core}?",
                          "{core}",
                          "{core}, please.",
                          "I want {core}.",
                          "please give {core}.",
                          "state {core}.",
                          "I'd like {core}.",
                          "could you give {core}?",
                          "name {core}.",
                          "show me {core}.",
                          "write {core}.",
                          "say {core}.",
                          "let me have {core}.",
                          "return {core}.",
                          "find {core}."};
const Phrases kPlaces{" in this picture", " in the image",   " here",
                      " in it",           " in the picture", " in this image"};

std::string_view oneOf(const Phrases& phrases, CounterRandom& random) {
    return phrases[random.below(phrases.size())];
}

std::string framed(std::string_view frame, std::string_view core) {
    std::string text(frame);
    return text.replace(text.find(kCore), kCore.size(), core);
}

/// As people type: without capitals, without a mark at the end, a letter too few.
void typeCarelessly(std::string& text, CounterRandom& random) {
    if (random.chance(0.75)) {
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    }
    if (random.chance(0.15) && (text.ends_with('?') || text.ends_with('.'))) {
        text.pop_back();
    }
    if (random.chance(0.04)) {
        const auto at = 1 + random.below(text.size() - 1);
        if (std::islower(static_cast<unsigned char>(text[at])) != 0) {
            text.erase(at, 1);
        }
    }
}

}  // namespace

std::optional<std::string> makeQuestion(QuestionKind kind, CounterRandom& random) {
    const auto& all = table();
    const auto cores = std::ranges::find(all, kind, &Cores::kind);
    if (cores == all.end()) {
        return std::nullopt;
    }
    const auto form = random.below(10);
    std::string text;
    if (form < 6) {
        std::string core(oneOf(cores->questions, random));
        if (random.chance(0.3)) {
            core += oneOf(kPlaces, random);
        }
        text = framed(oneOf(kQuestionFrames, random), core);
    } else if (form < 8 || cores->nouns.empty()) {
        text = framed(oneOf(kClauseFrames, random), oneOf(cores->clauses, random));
    } else {
        text = framed(oneOf(kNounFrames, random), oneOf(cores->nouns, random));
    }
    typeCarelessly(text, random);
    return text;
}

}  // namespace limn::starter
