// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_run.h"

#include "inference/starter/AutoencoderTask.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>

namespace limn::starter {
namespace {

std::string rowName(Split split) {
    return std::string(splitCode(split)) + " " + std::string(splitTitle(split));
}

bool isInDomain(Split split) {
    return split == Split::OneThing || split == Split::TwoThings || split == Split::ThreeThings;
}

}  // namespace

std::vector<BenchmarkPrompt> choosePrompts(const std::vector<BenchmarkPrompt>& all,
                                           std::size_t mostPerSplit) {
    std::map<Split, std::size_t> taken;
    std::vector<BenchmarkPrompt> chosen;
    for (const BenchmarkPrompt& prompt : all) {
        if (prompt.asked && (mostPerSplit == 0 || taken[prompt.split] < mostPerSplit)) {
            ++taken[prompt.split];
            chosen.push_back(prompt);
        }
    }
    return chosen;
}

std::vector<Reading> readAll(const CheckerNet& checker, const std::vector<Image>& pictures) {
    constexpr std::size_t kBatch = 32;
    std::vector<Reading> readings;
    for (std::size_t begin = 0; begin < pictures.size(); begin += kBatch) {
        std::vector<at::Tensor> pixels;
        for (std::size_t i = begin; i < std::min(begin + kBatch, pictures.size()); ++i) {
            pixels.push_back(toTensor(pictures[i]));
        }
        for (Reading& reading : readPictures(checker, at::cat(pixels))) {
            readings.push_back(std::move(reading));
        }
    }
    return readings;
}

Result<std::vector<JudgedPicture>> drawAndRead(PictureMaker& maker, const CheckerNet& checker,
                                               const std::vector<BenchmarkPrompt>& prompts,
                                               int seeds) {
    std::vector<PictureOrder> orders;
    std::vector<JudgedPicture> judged;
    for (const BenchmarkPrompt& prompt : prompts) {
        for (int i = 0; i < seeds; ++i) {
            const auto seed = seedOf(prompt, static_cast<std::uint64_t>(i));
            orders.push_back({prompt.text, seed});
            judged.push_back({&prompt, seed, {}, {}});
        }
    }
    auto pictures = maker.make(orders);
    if (!pictures) {
        return pictures.error();
    }
    const auto readings = readAll(checker, *pictures);
    for (std::size_t i = 0; i < judged.size(); ++i) {
        judged[i].picture = std::move((*pictures)[i]);
        judged[i].seen = readings[i];
    }
    return judged;
}

std::vector<Score> scoreBySplit(const std::vector<JudgedPicture>& pictures) {
    std::map<Split, Score> scores;
    for (const JudgedPicture& picture : pictures) {
        Score& score = scores[picture.prompt->split];
        score.name = rowName(picture.prompt->split);
        score.add(*picture.prompt->asked, judge(*picture.prompt->asked, picture.seen));
    }
    std::vector<Score> rows;
    for (auto& [split, score] : scores) {
        rows.push_back(std::move(score));
    }
    return rows;
}

Score scoreShuffled(const std::vector<JudgedPicture>& pictures) {
    std::vector<const BenchmarkPrompt*> prompts;
    for (const JudgedPicture& picture : pictures) {
        if (prompts.empty() || prompts.back() != picture.prompt) {
            prompts.push_back(picture.prompt);
        }
    }
    Score score;
    score.name = "A by the next prompt (floor)";
    for (const JudgedPicture& picture : pictures) {
        const auto own = std::ranges::find(prompts, picture.prompt);
        const auto next = std::find_if(own + 1, prompts.end(), [&](const BenchmarkPrompt* other) {
            return other->split == picture.prompt->split &&
                   other->asked->things.size() == picture.prompt->asked->things.size();
        });
        if (isInDomain(picture.prompt->split) && next != prompts.end()) {
            score.add(*(*next)->asked, judge(*(*next)->asked, picture.seen));
        }
    }
    return score;
}

std::vector<JudgedPicture> readRenders(SceneRenderer& renderer, const CheckerNet& checker,
                                       const std::vector<BenchmarkPrompt>& prompts,
                                       const std::function<Image(const Image&)>& change) {
    std::vector<JudgedPicture> judged;
    std::vector<Image> pictures;
    for (const BenchmarkPrompt& prompt : prompts) {
        const Scene scene = exampleScene(*prompt.asked, prompt.number);
        const Image picture = renderer.render(scene, kFullSidePx / 2).picture;
        pictures.push_back(change ? change(picture) : picture);
        judged.push_back({&prompt, 0, {}, {}});
    }
    const auto readings = readAll(checker, pictures);
    for (std::size_t i = 0; i < judged.size(); ++i) {
        judged[i].picture = std::move(pictures[i]);
        judged[i].seen = readings[i];
    }
    return judged;
}

}  // namespace limn::starter
