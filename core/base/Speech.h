// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace limn {

/// The language that a person is spoken to in, for code that has no Qt: what the program says itself is said by `say`, and
/// a model is asked in `language`, so that its words come in it too. A plain value; `say` may be called on any thread.
struct Speech {
    std::string language = "en";  ///< a folder of resources/prompts, or "en"
    std::function<std::string(const char*)> say =
        {};  ///< the English text, translated; none: English

    std::string operator()(const char* english) const { return say ? say(english) : english; }
    /// With "%1", "%2" … of the translated text filled in.
    template <class... Texts>
    std::string operator()(const char* english, const Texts&... texts) const {
        std::string text = (*this)(english);
        std::string place = "%0";
        const auto fill = [&](std::string_view with) {
            ++place.back();
            if (const auto at = text.find(place); at != std::string::npos) {
                text.replace(at, place.size(), with);
            }
        };
        (fill(texts), ...);
        return text;
    }
};

}  // namespace limn

// Marks for lupdate, as Qt defines them. Where Qt is not, they are the text alone.
#ifndef QT_TRANSLATE_NOOP
#define QT_TRANSLATE_NOOP(scope, x) x
#endif
