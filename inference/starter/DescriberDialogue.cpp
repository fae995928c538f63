// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/DescriberDialogue.h"

#include <array>

namespace limn::starter {

DescriberDialogue::DescriberDialogue(const tokenizers::ByteLevelTokenizer& tokenizer)
    : m_tokenizer(tokenizer), m_userBegins(tokenizer.encode("<|im_start|>user\n")),
      m_assistantBegins(tokenizer.encode("<|im_end|>\n<|im_start|>assistant\n")),
      m_turnEnds(tokenizer.encode("<|im_end|>\n")),
      m_visionStart(tokenizer.idOf("<|vision_start|>").value_or(0)),
      m_visionEnd(tokenizer.idOf("<|vision_end|>").value_or(0)),
      m_imagePad(tokenizer.idOf("<|image_pad|>").value_or(0)) {}

std::vector<int> DescriberDialogue::data(const std::string& text) const {
    const std::array<tokenizers::TextPart, 1> parts{{{tokenizers::TextPart::Origin::Data, text}}};
    return m_tokenizer.encodeParts(parts);
}

DialogueTokens DescriberDialogue::write(std::span<const Exchange> exchanges, Turns turns,
                                        std::int64_t pictureWords, std::size_t mostTokens) const {
    DialogueTokens tokens;
    std::int64_t group = 0;
    std::int64_t earlier = 0;
    const auto add = [&](std::span<const int> ids, std::size_t exchange) {
        tokens.ids.insert(tokens.ids.end(), ids.begin(), ids.end());
        tokens.exchangeOf.insert(tokens.exchangeOf.end(), ids.size(), exchange);
        tokens.groupOf.insert(tokens.groupOf.end(), ids.size(), group);
        tokens.placesEarlier.insert(tokens.placesEarlier.end(), ids.size(), earlier);
    };
    constexpr auto kNot = DialogueTokens::kNotLearnt;
    std::size_t pictureEnd = 0;
    for (std::size_t i = 0; i < exchanges.size(); ++i) {
        const auto question = data(exchanges[i].question);
        auto answer = data(exchanges[i].answer);
        answer.push_back(m_turnEnds.front());
        const auto length = m_userBegins.size() + question.size() + m_assistantBegins.size() +
                            answer.size() + m_turnEnds.size();
        if (i > 0 && tokens.ids.size() + length > mostTokens) {
            break;
        }
        if (turns == Turns::Apart && i > 0) {
            group = static_cast<std::int64_t>(i) + 1;
            earlier = static_cast<std::int64_t>(tokens.ids.size() - pictureEnd);
        } else {
            add(m_userBegins, kNot);
        }
        if (i == 0) {
            add(std::array{m_visionStart}, kNot);
            add(std::vector<int>(static_cast<std::size_t>(pictureWords), m_imagePad), kNot);
            add(std::array{m_visionEnd}, kNot);
            pictureEnd = tokens.ids.size();
            group = turns == Turns::Apart ? 1 : 0;
        }
        add(question, kNot);
        add(m_assistantBegins, kNot);
        add(answer, i);
        add(std::span(m_turnEnds).subspan(1), kNot);
    }
    return tokens;
}

}  // namespace limn::starter
