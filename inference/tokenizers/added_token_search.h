// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limn::tokenizers {

/// The longest of the tokens that begins the text, or null. `Token` has a u32string `content`.
template <class Token>
const Token* tokenAtFront(const std::vector<Token>& tokens, std::u32string_view text) {
    const Token* longest = nullptr;
    for (const Token& token : tokens) {
        if (text.starts_with(token.content) &&
            (longest == nullptr || token.content.size() > longest->content.size())) {
            longest = &token;
        }
    }
    return longest;
}

/// Calls between(text) for what lies between the tokens and found(token) for each, from left to
/// right.
template <class Token, class Between, class Found>
void splitAt(const std::vector<Token>& tokens, std::u32string_view text, Between between,
             Found found) {
    std::u32string firsts;
    for (const Token& token : tokens) {
        firsts += token.content.front();
    }
    std::size_t start = 0;
    std::size_t at = 0;
    while ((at = text.find_first_of(firsts, at)) != std::u32string_view::npos) {
        const Token* token = tokenAtFront(tokens, text.substr(at));
        if (token == nullptr) {
            ++at;
            continue;
        }
        between(text.substr(start, at - start));
        found(*token);
        at += token->content.size();
        start = at;
    }
    between(text.substr(start));
}

}  // namespace limn::tokenizers
