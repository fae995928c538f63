// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/captions.h"
#include "inference/starter/vocabulary.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace limn::starter {

/// Chooses words while a caption is made: always the first of a list, or any. The random numbers outlive it.
class Wording {
public:
    /// Without random numbers everything is the canonical form.
    Wording(Language language, CounterRandom* random) : m_language(language), m_random(random) {}

    bool isEnglish() const { return m_language == Language::English; }
    bool chance(double probability) { return m_random != nullptr && m_random->chance(probability); }

    /// The first word is as likely as all others together: it is what most people write.
    std::string_view pick(std::span<const std::string_view> words) {
        const bool isFirst = m_random == nullptr || words.size() == 1 || m_random->chance(0.5);
        return words[isFirst ? 0 : 1 + m_random->below(words.size() - 1)];
    }
    std::string_view pick(const Words& words) {
        return pick(isEnglish() ? words.english : words.indonesian);
    }
    /// Any of them, each as likely as the others; the first without random numbers.
    std::string_view any(std::span<const std::string_view> words) {
        return words[m_random == nullptr ? 0 : m_random->below(words.size())];
    }

    /// In 0 ... count - 1; 0 without random numbers.
    std::uint64_t below(std::uint64_t count) {
        return m_random == nullptr ? 0 : m_random->below(count);
    }

private:
    Language m_language;
    CounterRandom* m_random;
};

/// Words with single spaces between them; empty ones are left out.
std::string joinWords(std::span<const std::string> words);

}  // namespace limn::starter
