// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/qwen3_vl/Qwen3VL.h"
#include "inference/nn/layers.h"
#include "inference/starter/DescriberDialogue.h"
#include "inference/starter/DrawnPictures.h"
#include "inference/starter/OutsidePictures.h"
#include "inference/training/TrainingLoop.h"

#include <cstdint>
#include <string>
#include <vector>

namespace limn::starter {

struct DescriberOptions {
    std::uint64_t seed = 1;
    double visionShare =
        0.2;  ///< of the run, at its beginning: only the eyes learn, from labels of their words
    double outside = 0.22;  ///< of the pictures: not of this world
    double drawn = 0.15;    ///< of the others: drawn by the generator, where such are at hand
    double labelWeight = 0.5;
    double apart = 0.75;  ///< of the dialogues: each question is the first about its picture
    double verdicts =
        0;  ///< of the questions: whether the picture shows something, in place of the usual mix
    bool eyesFrozen = false;
};

/// Teaches the describer in the box with questions about pictures whose scenes are known. Sample i is a pure function of
/// (seed, i). One thread.
class DescriberTask final : public training::TrainingTask {
public:
    /// `drawn` may be empty. All outlive the task.
    DescriberTask(training::TrainingWeightStore& store, SceneRenderer& renderer,
                  OutsidePictures& outside, const DrawnPictures& drawn,
                  const tokenizers::ByteLevelTokenizer& tokenizer, const DescriberOptions& options);

    at::Tensor loss(std::int64_t first, std::int64_t count) override;
    void reached(double share) override {
        m_isVisionOnly = !m_options.eyesFrozen && share < m_options.visionShare;
    }
    std::string evaluate() override;

    /// What the averaged eyes make of `count` pictures of this world that no training reaches, as pipelines::Familiarity
    /// compares them. [count, 2 · width] float32
    at::Tensor ownFeatures(std::int64_t count);

private:
    struct Sample {
        Image picture;  // 128 px, or less high
        std::vector<std::int64_t>
            kinds;  // of the picture's words: 0 nothing, 1 + kind, or kUnlabelled
        std::vector<std::int64_t> tints, roles;
        std::vector<Exchange> exchanges;
        Turns turns = Turns::Follow;
    };
    struct Batch {
        at::Tensor patches;
        std::vector<models::PatchGrid> grids;
        at::Tensor kinds, tints, roles;  // [words] int64
        at::Tensor ids;                  // [B, T] int64
        at::Tensor closed;  // [B, T, T]: -∞ between questions that know nothing of each other
        at::Tensor placesEarlier;  // [B, T] int64: as in DialogueTokens
        at::Tensor from;           // [n] int64: places in B · T whose next token is to be foretold
        at::Tensor next;           // [n] int64: those tokens
        at::Tensor
            weights;  // [n] float32: long answers count more than short ones, but not by their length
        std::vector<std::size_t> exchangeOf;  // [n] index into asked
        std::vector<QuestionKind> asked;
    };
    Sample sceneSample(CounterRandom& random, std::uint64_t index);
    Sample outsideSample(CounterRandom& random);
    Sample makeSample(std::int64_t index);
    Batch makeBatch(std::int64_t first, std::int64_t count);
    /// Hidden states of the batch's dialogues.
    at::Tensor read(const models::Qwen3VL& model, const Batch& batch,
                    const models::VisionFeatures& seen) const;
    void addDialogues(Batch& batch, const std::vector<Sample>& samples) const;

    SceneRenderer& m_renderer;
    OutsidePictures& m_outside;
    const DrawnPictures& m_drawn;
    DescriberOptions m_options;
    DescriberDialogue m_dialogue;
    models::Qwen3VL m_model;
    nn::Linear m_kindHead;
    nn::Linear m_tintHead;
    nn::Linear m_roleHead;
    training::AverageWeightStore m_averages;
    models::Qwen3VL m_averaged;
    nn::Linear m_averagedKindHead;
    nn::Linear m_averagedRoleHead;
    bool m_isVisionOnly = false;
};

}  // namespace limn::starter
