// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/Scene.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The words of the starter's world. The first word of a list is the canonical one. Constant data; any thread.

namespace limn::starter {

struct Words {
    std::vector<std::string_view> english;
    std::vector<std::string_view> indonesian;
};

/// Which Indonesian counting word a thing takes: ekor, batang, buah.
enum class ThingSort { Animal = 1, Plant, Object };

struct Thing {
    std::string_view name;  ///< stable: held-out combinations are chosen by a hash of it
    char32_t glyph = 0;     ///< in Noto Color Emoji
    ThingSort sort = ThingSort::Object;
    bool flies = false;
    /// The tint that the glyph has by nature, if it looks like one: a red apple is a natural apple.
    std::optional<Tint> naturalTint;
    Words words;  ///< own, then those of CLDR
    /// Colours of the natural look that are no tint: "grey" of an elephant. None where a naturalTint says it.
    Words naturalColours;
};

std::span<const Thing> things();
/// Index into things(), or nullopt.
std::optional<std::size_t> findThing(std::string_view name);

std::string_view tintName(Tint tint);
std::string_view placeName(Place place);
std::string_view timeName(TimeOfDay time);
std::string_view weatherName(Weather weather);
std::string_view styleName(Style style);

const Words& tintWords(Tint tint);       ///< none for Tint::Natural
const Words& placePhrases(Place place);  ///< "in a meadow", "di padang rumput"
const Words& placeNouns(Place place);    ///< "a meadow", "padang rumput"
/// With one adjective to put in, as "{}": "in a {} meadow". English only.
std::string_view placeWithAdjective(Place place);
const Words& timePhrases(TimeOfDay time);     ///< "at night", "pada malam hari"
const Words& timeAdjectives(TimeOfDay time);  ///< "moonlit"; English only
const Words& timeTags(TimeOfDay time);        ///< "night", "malam"
/// Snow and time in one: "on a snowy night".
const Words& snowyTimePhrases(TimeOfDay time);

/// "in the rain", "saat hujan". None for Weather::Clear, of which nothing is said.
const Words& weatherPhrases(Weather weather);
const Words& weatherTags(Weather weather);  ///< "rain", "hujan"
/// With what is said of the time as "{}": "on a rainy {}". None for Weather::Clear.
const Words& weatherWithTime(Weather weather);
const Words& timeNouns(TimeOfDay time);  ///< "night", "malam": goes into weatherWithTime()

/// In front of the things: "a watercolour of ". None for Style::Plain.
const Words& styleOpenings(Style style);
const Words& styleEndings(Style style);  ///< "in watercolour": behind everything
const Words& styleTags(Style style);     ///< "watercolour"

/// "owl" -> "owls", "cup of coffee" -> "cups of coffee", "sheep" -> "sheep".
std::string pluralOf(std::string_view englishNoun);

}  // namespace limn::starter
