// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/vocabulary.h"

#include <array>

// Words for weather and styles.

namespace limn::starter {
namespace {

struct WeatherEntry {
    std::string_view name;
    Words phrases;
    Words tags;
    Words withTime;
};

struct StyleEntry {
    std::string_view name;
    Words openings;
    Words endings;
    Words tags;
};

/// Enumerators start at 1.
template <class Entry, class Enum, std::size_t N>
const Entry& entry(const std::array<Entry, N>& table, Enum value) {
    return table.at(static_cast<std::size_t>(value) - 1);
}

// clang-format off
const std::array<WeatherEntry, kWeatherCount>& weatherTable() {
    static const std::array<WeatherEntry, kWeatherCount> table{{
        {"clear", {}, {}, {}},
        {"rain",
         {{"in the rain", "in rain", "while it rains", "when it is raining", "in heavy rain", "in pouring rain",
           "during a rain shower", "in the pouring rain"},
          {"saat hujan", "di tengah hujan", "ketika hujan turun", "saat hujan deras", "kehujanan"}},
         {{"rain", "rainy", "raining", "heavy rain", "rain shower"}, {"hujan", "hujan deras"}},
         {{"on a rainy {}", "on a wet {}"}, {"pada {} yang hujan"}}},
        {"snowfall",
         {{"in falling snow", "while it snows", "when it is snowing", "in a snowfall", "under falling snow",
           "with snow falling", "in a snow flurry"},
          {"saat salju turun", "di tengah hujan salju", "ketika turun salju", "dengan salju yang turun"}},
         {{"snowfall", "falling snow", "snowing", "snowflakes"}, {"hujan salju", "salju turun"}},
         {{"on a {} with falling snow", "on a {} of snowfall"}, {"pada {} dengan salju turun"}}},
        {"fog",
         {{"in the fog", "in fog", "in the mist", "in thick fog", "in dense fog", "in a fog"},
          {"dalam kabut", "di tengah kabut", "saat berkabut", "dalam kabut tebal"}},
         {{"fog", "foggy", "mist", "misty"}, {"kabut", "berkabut"}},
         {{"on a foggy {}", "on a misty {}"}, {"pada {} yang berkabut"}}},
    }};
    return table;
}

const std::array<Words, kTimeCount>& timeNounTable() {
    static const std::array<Words, kTimeCount> table{{
        {{"day", "afternoon"}, {"siang"}},
        {{"morning", "dawn"}, {"pagi"}},
        {{"evening", "sunset"}, {"sore", "senja"}},
        {{"night"}, {"malam"}},
    }};
    return table;
}

const std::array<StyleEntry, kStyleCount>& styleTable() {
    static const std::array<StyleEntry, kStyleCount> table{{
        {"plain", {}, {}, {}},
        {"ink",
         {{"an ink drawing of ", "an ink outline of ", "a comic drawing of ", "an inked drawing of ", "draw in ink "},
          {"gambar tinta ", "gambar komik ", "gambarkan dengan tinta "}},
         {{"in ink", "as an ink drawing", "with ink outlines", "in comic style", "drawn in ink"},
          {"dengan tinta", "bergaya komik", "dengan garis tinta"}},
         {{"ink drawing", "ink outline", "ink", "comic style"}, {"gambar tinta", "gaya komik"}}},
        {"watercolour",
         {{"a watercolour of ", "a watercolor of ", "a watercolour painting of ", "a watercolor painting of ",
           "paint in watercolour "},
          {"lukisan cat air ", "gambar cat air ", "lukiskan dengan cat air "}},
         {{"in watercolour", "in watercolor", "as a watercolour", "in watercolor style", "painted in watercolour"},
          {"dengan cat air", "bergaya cat air"}},
         {{"watercolour", "watercolor", "watercolour painting", "aquarelle"}, {"cat air", "lukisan cat air"}}},
        {"pixel-art",
         {{"pixel art of ", "a pixel art picture of ", "an 8-bit picture of ", "a pixel drawing of "},
          {"seni piksel ", "gambar piksel "}},
         {{"in pixel art", "as pixel art", "in pixel art style", "in 8-bit style", "made of pixels"},
          {"bergaya piksel", "sebagai seni piksel"}},
         {{"pixel art", "pixelart", "8-bit", "pixel style"}, {"seni piksel", "piksel"}}},
        {"blueprint",
         {{"a blueprint of ", "a technical drawing of ", "the blueprint of "}, {"cetak biru ", "gambar teknik "}},
         {{"as a blueprint", "in blueprint style", "as a technical drawing"},
          {"sebagai cetak biru", "bergaya cetak biru"}},
         {{"blueprint", "technical drawing", "blueprint style"}, {"cetak biru"}}},
    }};
    return table;
}
// clang-format on

}  // namespace

std::string_view weatherName(Weather weather) {
    return entry(weatherTable(), weather).name;
}
std::string_view styleName(Style style) {
    return entry(styleTable(), style).name;
}
const Words& weatherPhrases(Weather weather) {
    return entry(weatherTable(), weather).phrases;
}
const Words& weatherTags(Weather weather) {
    return entry(weatherTable(), weather).tags;
}
const Words& weatherWithTime(Weather weather) {
    return entry(weatherTable(), weather).withTime;
}
const Words& timeNouns(TimeOfDay time) {
    return entry(timeNounTable(), time);
}
const Words& styleOpenings(Style style) {
    return entry(styleTable(), style).openings;
}
const Words& styleEndings(Style style) {
    return entry(styleTable(), style).endings;
}
const Words& styleTags(Style style) {
    return entry(styleTable(), style).tags;
}

}  // namespace limn::starter
