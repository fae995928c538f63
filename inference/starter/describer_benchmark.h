// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/starter/SceneRenderer.h"
#include "inference/starter/benchmark_prompts.h"
#include "inference/starter/benchmark_score.h"
#include "inference/starter/scene_questions.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

// The describer's benchmark: fixed questions about the scenes of the generator's benchmark (tests/data/starter), asked
// through the engine as a user asks. Seeds that no training reaches; splits B to E hold what training never shows.

namespace limn::starter {

/// One picture with one question. The picture is exampleScene(prompt's scene, 16 · number + variant).
struct PictureQuestion {
    Split split = Split::OneThing;
    std::uint64_t number = 0;
    std::uint64_t variant = 0;
    QuestionKind kind = QuestionKind::Caption;
    std::string question;
    std::string answer;
};

/// tests/data/starter/describer.tsv: how it was made. `freeWordings` are lines "kind<tab>words with {}" by hand, for split F.
std::string writePictureQuestions(const std::vector<BenchmarkPrompt>& prompts,
                                  const std::vector<std::string>& freeWordings);
Result<std::vector<PictureQuestion>> readPictureQuestions(const std::filesystem::path& file);

/// Whether an answer says what is true: the verdict of yes-or-no questions, the whole answer of others, whatever the case
/// and the marks.
bool isRightAnswer(const PictureQuestion& asked, const std::string& given);

struct DescriberScore {
    std::string name;
    std::int64_t pictures = 0;
    Share closed;    ///< count, colour, presence, where, which, place, time
    Share match;     ///< the verdict; half of them hard negatives
    Share captions;  ///< the whole sentence, word for word
    std::map<QuestionKind, Share> byKind;
    std::vector<std::string> mistakes;  ///< "question -> given (true)", the first of each split
};

struct DescriberBenchmark {
    std::vector<DescriberScore> scores;  ///< by split
    Share shuffled;                      ///< a control: the questions asked about other pictures
    Share falseOutside;                  ///< statements about pictures that are not of this world
    double secondsPerCaption = 0;
};

/// How pictures are looked at: renders, or what the generator drew of the same prompt.
using PictureOf = std::function<Result<Image>(const Scene& scene, const PictureQuestion& asked)>;

Result<DescriberBenchmark> runDescriberBenchmark(Engine& engine,
                                                 const std::vector<BenchmarkPrompt>& prompts,
                                                 const std::vector<PictureQuestion>& questions,
                                                 const PictureOf& pictureOf,
                                                 const std::vector<Image>& outside);

std::string tableOf(const DescriberBenchmark& benchmark);

}  // namespace limn::starter
