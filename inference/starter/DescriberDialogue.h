// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/scene_questions.h"
#include "inference/tokenizers/ByteLevelTokenizer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace limn::starter {

/// Turns about one picture as token ids, with what is to be learnt of them.
struct DialogueTokens {
    static constexpr std::size_t kNotLearnt = ~std::size_t{0};

    std::vector<std::int64_t> ids;
    /// For each token: which exchange's answer it belongs to (the end of the turn too), or kNotLearnt.
    std::vector<std::size_t> exchangeOf;
    /// For each token: 0 is seen by all after it; tokens with the same other number see only each other and those of 0.
    std::vector<std::int64_t> groupOf;
    /// For each token: how many places earlier it stands than in the row, so that its exchange follows the picture.
    std::vector<std::int64_t> placesEarlier;
};

/// How the exchanges of one dialogue stand to each other.
enum class Turns {
    Follow = 1,  ///< one conversation: later turns read the earlier ones
    Apart,  ///< each is the first question about the picture, as the program asks; one picture serves all
};

/// Writes dialogues as the chat template of the Qwen3-VL models does: the picture in the first turn, no system turn.
/// The tokenizer outlives this. Thread: any, one at a time.
class DescriberDialogue {
public:
    explicit DescriberDialogue(const tokenizers::ByteLevelTokenizer& tokenizer);

    /// As many of the exchanges, in order, as fit into `mostTokens`; at least one.
    DialogueTokens write(std::span<const Exchange> exchanges, Turns turns,
                         std::int64_t pictureWords, std::size_t mostTokens) const;

private:
    std::vector<int> data(const std::string& text) const;

    const tokenizers::ByteLevelTokenizer& m_tokenizer;
    std::vector<int> m_userBegins;
    std::vector<int> m_assistantBegins;  ///< with the end of the user's turn
    std::vector<int> m_turnEnds;         ///< the end's token, and a new line
    int m_visionStart;
    int m_visionEnd;
    int m_imagePad;
};

}  // namespace limn::starter
