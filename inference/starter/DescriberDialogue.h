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
};

/// Writes dialogues as the chat template of the Qwen3-VL models does: the picture in the first turn, no system turn.
/// The tokenizer outlives this. Thread: any, one at a time.
class DescriberDialogue {
public:
    explicit DescriberDialogue(const tokenizers::ByteLevelTokenizer& tokenizer);

    /// As many of the exchanges, in order, as fit into `mostTokens`; at least one.
    DialogueTokens write(std::span<const Exchange> exchanges, std::int64_t pictureWords,
                         std::size_t mostTokens) const;

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
