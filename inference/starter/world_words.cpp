// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/vocabulary.h"

#include <array>

// Words for colours, places and times of day. The things are in vocabulary.cpp.

namespace limn::starter {
namespace {

struct TintEntry {
    std::string_view name;
    Words words;
};

struct PlaceEntry {
    std::string_view name;
    Words phrases;
    Words nouns;
    std::string_view withAdjective;
};

struct TimeEntry {
    std::string_view name;
    Words phrases;
    Words adjectives;
    Words tags;
    Words snowy;
};

/// Enumerators start at 1.
template <class Entry, class Enum, std::size_t N>
const Entry& entry(const std::array<Entry, N>& table, Enum value) {
    return table.at(static_cast<std::size_t>(value) - 1);
}

// clang-format off
const std::array<TintEntry, kTintCount>& tintTable() {
    static const std::array<TintEntry, kTintCount> table{{
        {"natural", {}},
        {"red", {{"red", "scarlet", "crimson", "ruby", "bright red", "dark red"}, {"merah", "merah tua"}}},
        {"orange", {{"orange", "tangerine", "bright orange"}, {"oranye", "jingga", "oren"}}},
        {"yellow", {{"yellow", "golden", "bright yellow", "lemon yellow"}, {"kuning", "keemasan"}}},
        {"green", {{"green", "emerald", "light green", "bright green", "dark green"}, {"hijau", "hijau muda", "hijau tua"}}},
        {"blue", {{"blue", "azure", "light blue", "sky blue", "bright blue", "dark blue"}, {"biru", "biru muda", "biru tua"}}},
        {"purple", {{"purple", "violet", "lilac", "lavender"}, {"ungu", "violet"}}},
        {"pink", {{"pink", "rosy", "rose", "hot pink"}, {"merah muda", "pink", "merah jambu"}}},
        {"black", {{"black", "jet black", "dark", "pitch-black"}, {"hitam", "hitam pekat"}}},
        {"white", {{"white", "snow-white", "ivory", "pale"}, {"putih", "putih salju"}}},
    }};
    return table;
}

const std::array<PlaceEntry, kPlaceCount>& placeTable() {
    static const std::array<PlaceEntry, kPlaceCount> table{{
        {"meadow",
         {{"in a meadow", "on a meadow", "in a field", "on the grass", "in the grass", "in a green field", "on a lawn",
           "in the countryside", "in a grassy field", "on the meadow", "in the meadow", "on a hill", "in a garden",
           "in a park"},
          {"di padang rumput", "di rumput", "di ladang", "di atas rumput", "di lapangan hijau", "di taman", "di bukit"}},
         {{"a meadow", "a green field", "grass", "the countryside", "green hills"}, {"padang rumput", "rumput", "ladang"}},
         "in a {} meadow"},
        {"beach",
         {{"on the beach", "at the beach", "at the seaside", "on a sandy beach", "on a beach", "on the shore",
           "by the sea", "by the ocean", "at the coast", "on the seashore"},
          {"di pantai", "di tepi pantai", "di pinggir laut", "di pesisir", "di tepi laut"}},
         {{"a beach", "the seaside", "a sandy beach", "the shore"}, {"pantai", "tepi pantai"}},
         "on a {} beach"},
        {"sea",
         {{"on the sea", "on the ocean", "in the sea", "on the water", "in the ocean", "at sea", "on the waves",
           "in the water", "on the open sea"},
          {"di laut", "di atas laut", "di lautan", "di samudra", "di tengah laut", "di atas air"}},
         {{"the sea", "the ocean", "water", "the open sea"}, {"laut", "lautan", "samudra"}},
         "on a {} sea"},
        {"snow",
         {{"in the snow", "in a snowy field", "on the snow", "in a snowy landscape", "in winter", "on snow",
           "in a winter landscape", "on a snowy hill", "on a snow field", "in snow"},
          {"di salju", "di padang salju", "di atas salju", "di tempat bersalju", "di musim dingin"}},
         {{"a snowy field", "snow", "a winter landscape", "a snowy landscape"}, {"salju", "padang salju"}},
         "in a {} snowy field"},
        {"desert",
         {{"in the desert", "in a desert", "on the dunes", "among sand dunes", "in the sand dunes", "in the sahara",
           "on a sand dune"},
          {"di gurun", "di padang pasir", "di gurun pasir", "di bukit pasir"}},
         {{"a desert", "the desert", "sand dunes"}, {"gurun", "padang pasir"}},
         "in a {} desert"},
        {"street",
         {{"in a city street", "in the city", "on the street", "in town", "in a city", "on a city street", "downtown",
           "on the road", "in the street", "in front of city buildings", "on a road in the city"},
          {"di jalan kota", "di kota", "di jalan raya", "di jalan", "di jalanan", "di tengah kota"}},
         {{"a city street", "the city", "a street", "a town"}, {"jalan kota", "kota", "jalan raya"}},
         "on a {} city street"},
        {"room",
         {{"in a room", "indoors", "at home", "inside", "in the room", "in a living room", "inside a room",
           "in the house", "in a bedroom", "on the floor of a room", "in the kitchen", "inside a house"},
          {"di kamar", "di dalam rumah", "di dalam kamar", "di ruangan", "di ruang tamu", "di dalam ruangan"}},
         {{"a room", "a living room", "the room", "indoors"}, {"kamar", "ruangan", "ruang tamu"}},
         "in a {} room"},
        {"forest",
         {{"in a forest", "in the woods", "in the forest", "in a wood", "deep in the woods", "in the jungle",
           "deep in the forest"},
          {"di hutan", "di dalam hutan", "di tengah hutan", "di rimba"}},
         {{"a forest", "the woods", "a wood", "forest"}, {"hutan", "rimba"}},
         "in a {} forest"},
    }};
    return table;
}

const std::array<TimeEntry, kTimeCount>& timeTable() {
    static const std::array<TimeEntry, kTimeCount> table{{
        {"day",
         {{"by day", "on a sunny day", "in daylight", "during the day", "at noon", "in the daytime", "in the afternoon",
           "in the sunshine", "under a blue sky", "in the sun", "at midday"},
          {"pada siang hari", "siang hari", "di siang hari", "waktu siang", "saat siang", "di hari yang cerah"}},
         {{"sunny", "bright", "sunlit"}, {}},
         {{"day", "daytime", "sunny", "daylight", "noon", "sunny day"}, {"siang", "siang hari", "cerah"}},
         {{"on a snowy day", "on a winter day"}, {}}},
        {"dawn",
         {{"at dawn", "at sunrise", "in the early morning", "in the morning", "at daybreak", "early in the morning",
           "at first light"},
          {"saat fajar", "pada pagi hari", "pagi hari", "di pagi hari", "saat matahari terbit", "waktu subuh"}},
         {{"early morning", "dawn", "morning"}, {}},
         {{"dawn", "sunrise", "morning", "early morning"}, {"fajar", "pagi", "pagi hari"}},
         {{"on a snowy morning", "on a winter morning"}, {}}},
        {"sunset",
         {{"at sunset", "in the evening", "at dusk", "at twilight", "as the sun sets", "at the golden hour",
           "during sunset", "in the sunset"},
          {"saat matahari terbenam", "saat senja", "pada sore hari", "sore hari", "di sore hari", "waktu senja"}},
         {{"sunset", "evening", "twilight"}, {}},
         {{"sunset", "evening", "dusk", "golden hour"}, {"senja", "matahari terbenam", "sore"}},
         {{"on a snowy evening", "on a winter evening"}, {}}},
        {"night",
         {{"at night", "by night", "on a starry night", "under the stars", "in the moonlight", "at midnight",
           "in the dark", "under a starry sky", "during the night", "on a dark night"},
          {"pada malam hari", "malam hari", "di malam hari", "waktu malam", "saat malam", "tengah malam"}},
         {{"moonlit", "dark", "starry", "nighttime"}, {}},
         {{"night", "nighttime", "night time", "starry night", "moonlight"}, {"malam", "malam hari"}},
         {{"on a snowy night", "on a winter night"}, {"di malam bersalju"}}},
    }};
    return table;
}
// clang-format on

}  // namespace

std::string_view tintName(Tint tint) {
    return entry(tintTable(), tint).name;
}
std::string_view placeName(Place place) {
    return entry(placeTable(), place).name;
}
std::string_view timeName(TimeOfDay time) {
    return entry(timeTable(), time).name;
}
const Words& tintWords(Tint tint) {
    return entry(tintTable(), tint).words;
}
const Words& placePhrases(Place place) {
    return entry(placeTable(), place).phrases;
}
const Words& placeNouns(Place place) {
    return entry(placeTable(), place).nouns;
}
std::string_view placeWithAdjective(Place place) {
    return entry(placeTable(), place).withAdjective;
}
const Words& timePhrases(TimeOfDay time) {
    return entry(timeTable(), time).phrases;
}
const Words& timeAdjectives(TimeOfDay time) {
    return entry(timeTable(), time).adjectives;
}
const Words& timeTags(TimeOfDay time) {
    return entry(timeTable(), time).tags;
}
const Words& snowyTimePhrases(TimeOfDay time) {
    return entry(timeTable(), time).snowy;
}

}  // namespace limn::starter
