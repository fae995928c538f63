// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/vocabulary.h"

#include <span>
#include <string_view>

namespace limn::starter {

/// What Unicode's CLDR calls a thing. Written by tests/golden/make_cldr_words.py.
struct CldrWords {
    std::string_view name;  ///< Thing::name
    Words words;
};

std::span<const CldrWords> cldrWords();

}  // namespace limn::starter
