// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace limn::starter {

/// The words that mean something to the starter, or that it may safely ignore. Any thread.
class KnownWords {
public:
    /// Those of the vocabulary, in both languages, with plurals, numbers and words between.
    KnownWords();

    bool knows(std::string_view word) const;  ///< lower case
    /// The words of a prompt that the starter does not know, in lower case and in their order. A program shows them, so
    /// that nobody waits for a dragon.
    std::vector<std::string> unknownIn(std::string_view prompt) const;

private:
    std::set<std::string, std::less<>> m_words;
};

}  // namespace limn::starter
