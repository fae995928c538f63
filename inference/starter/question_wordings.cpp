// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/question_wordings.h"

#include "inference/starter/question_grammar.h"

#include <vector>

namespace limn::starter {
namespace {

/// What the program itself asks is drawn almost as often as all other listed wordings together.
constexpr double kShareOfFirst = 0.4;

using Wordings = std::vector<std::string_view>;

struct KindWordings {
    QuestionKind kind;
    Wordings english;
    Wordings indonesian;
};

// The first sentences are those of resources/prompts and of core/match; tst_SceneQuestions compares them.
const std::vector<KindWordings>& table() {
    using enum QuestionKind;
    static const std::vector<KindWordings> all{
        {Caption,
         {"Describe this picture in one sentence.", "Describe this picture.", "Describe the image.",
          "What does this picture show?", "caption", "Give me a caption.", "What is this?",
          "Tell me about this picture.", "describe", "Write a short caption for this image."},
         {"Jelaskan gambar ini dalam satu kalimat.", "Jelaskan gambar ini.", "Gambar apa ini?",
          "Apa yang ditunjukkan gambar ini?", "Ceritakan gambar ini."}},
        {Alt,
         {"Write alt text for this picture, for somebody who cannot see it: one plain sentence of "
          "at most 125 characters. Do "
          "not begin with \"Image of\" or \"Picture of\".",
          "Write alt text.", "Alt text, please.", "alt text for this image"},
         {"Tulis teks alternatif untuk gambar ini.", "Teks alternatif."}},
        {Detailed,
         {"Describe this picture in detail: what it shows, where things are, colours, light, "
          "style, and any text in it. Say "
          "only what can be seen.",
          "Describe this picture in detail.", "Give me a long description.",
          "Tell me everything you see.", "Describe everything in the image."},
         {"Jelaskan gambar ini dengan rinci.", "Ceritakan semua yang terlihat."}},
        {Tags,
         {"List up to 20 tags for this picture: things, scene, colours, style. Lower case, "
          "separated by commas, nothing else.",
          "tags", "List tags for this picture.", "Give me keywords."},
         {"Tulis tag untuk gambar ini.", "kata kunci"}},
        {Prompt,
         {"Write a prompt from which an image generator would make a picture like this one: "
          "subject, setting, composition, "
          "light, colours, medium and style, as phrases separated by commas. Only the prompt.",
          "Write a prompt for this picture.", "Which prompt makes this picture?"},
         {"Tulis prompt untuk gambar ini."}},
        {Flaws,
         {"List what is flawed in this picture: wrong anatomy, broken shapes, unreadable text, "
          "blur, noise, artefacts, and "
          "where. If nothing is flawed, say so.",
          "What is wrong with this picture?", "Is anything flawed?", "Any mistakes in the image?"},
         {"Apa yang salah di gambar ini?", "Apakah ada yang rusak?"}},
        {List,
         {"What is in this picture?", "What can you see?", "List the objects.",
          "Which things are in the picture?", "What do you see?", "Name the things in this image.",
          "What objects are there?", "what's in the picture"},
         {"Apa saja yang ada di gambar ini?", "Apa yang kamu lihat?",
          "Sebutkan benda di gambar ini."}},
        {Count,
         {"How many \"{}\" are in this picture? Answer with a number.", "How many {} are there?",
          "How many {} are in the picture?", "How many {} can you see?", "Count the {}.",
          "how many {}", "What is the number of {}?"},
         {"Ada berapa \"{}\" di gambar ini? Jawab dengan angka.", "Ada berapa {}?",
          "Berapa jumlah {}?", "Hitung {}."}},
        {Colour,
         {"What colour is the {}?", "What color is the {}?", "Which colour does the {} have?",
          "The {} is what color?", "what colour is the {}", "Tell me the colour of the {}."},
         {"Apa warna {}?", "{} berwarna apa?", "Warna {} apa?"}},
        {Presence,
         {"Is there {} in this picture?", "Is there {}?", "Can you see {}?", "Do you see {}?",
          "Does the picture have {} in it?", "Is {} in the image?", "Any {} here?"},
         {"Apakah ada {} di gambar ini?", "Ada {}?", "Apakah kamu melihat {}?"}},
        {Match,
         {"Does this picture show \"{}\"? Answer yes or no.", "Does this picture show {}?",
          "Is this {}?", "Is this a picture of {}?", "Does it match \"{}\"?",
          "I asked for {}. Is it right?", "Does the image fit \"{}\"?"},
         {"Apakah gambar ini menunjukkan \"{}\"? Jawab ya atau tidak.", "Apakah ini {}?",
          "Apakah gambar ini cocok dengan \"{}\"?"}},
        {Where,
         {"Where is the {}?", "On which side is the {}?", "Where in the picture is the {}?",
          "where is the {}", "Is the {} on the left, in the middle or on the right?"},
         {"Di mana {}?", "Di sebelah mana {}?"}},
        {Which,
         {"What is {}?", "Which thing is {}?", "What can you see {}?", "What stands {}?"},
         {"Apa yang ada {}?", "Benda apa yang {}?"}},
        {Place,
         {"Where is this?", "What place is this?", "Where does this take place?",
          "What is the background?", "What kind of place is it?", "Which scene is it?"},
         {"Di mana ini?", "Tempat apa ini?", "Apa latar belakangnya?"}},
        {Time,
         {"What time of day is it?", "Is it day or night?", "Which time of day is shown?",
          "When is this?", "What is the light like?"},
         {"Kapan ini?", "Siang atau malam?", "Waktu apa ini?"}},
        {Box,
         {"Where is the {}? Answer with its box.", "Locate the {}.",
          "Outline the position of the {} as JSON.", "Find the {}.",
          "Give the bounding box of the {}."},
         {"Di mana letak {}? Jawab dengan kotaknya.", "Temukan {}."}},
    };
    return all;
}

}  // namespace

std::string wordQuestion(QuestionKind kind, Language language, std::string_view what,
                         CounterRandom& random) {
    constexpr double kShareMade = 0.5;
    if (language == Language::English && random.chance(kShareMade)) {
        if (auto made = makeQuestion(kind, random)) {
            return putInto(*std::move(made), what);
        }
    }
    const auto& entry = table().at(static_cast<std::size_t>(kind) - 1);
    const auto& wordings = language == Language::English ? entry.english : entry.indonesian;
    const bool isFirst = wordings.size() == 1 || random.chance(kShareOfFirst);
    return putInto(std::string(wordings[isFirst ? 0 : 1 + random.below(wordings.size() - 1)]),
                   what);
}

std::string putInto(std::string words, std::string_view what) {
    if (const auto at = words.find("{}"); at != std::string::npos) {
        words.replace(at, 2, what);
    }
    return words;
}

}  // namespace limn::starter
