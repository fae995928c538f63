// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/vocabulary.h"

#include <algorithm>
#include <array>

namespace limn::starter {
namespace {

constexpr std::optional<Tint> kNone;
using enum Tint;

// Whole bodies only: faces float oddly in a scene. Thin things (bicycle, guitar) are left out, they become lumps.
const std::vector<Thing>& thingTable() {
    static const std::vector<Thing> table = {
        {"cat", U'\U0001F408', false, kNone, {{"cat", "kitty", "kitten"}, {"kucing"}}},
        {"dog", U'\U0001F415', false, kNone, {{"dog", "puppy"}, {"anjing"}}},
        {"horse", U'\U0001F40E', false, kNone, {{"horse", "pony"}, {"kuda"}}},
        {"cow", U'\U0001F404', false, kNone, {{"cow"}, {"sapi"}}},
        {"pig", U'\U0001F416', false, Pink, {{"pig", "piglet"}, {"babi"}}},
        {"sheep", U'\U0001F411', false, White, {{"sheep", "lamb"}, {"domba"}}},
        {"elephant", U'\U0001F418', false, kNone, {{"elephant"}, {"gajah"}}},
        {"giraffe", U'\U0001F992', false, kNone, {{"giraffe"}, {"jerapah"}}},
        {"rabbit", U'\U0001F407', false, White, {{"rabbit", "bunny"}, {"kelinci"}}},
        {"hedgehog", U'\U0001F994', false, kNone, {{"hedgehog"}, {"landak"}}},
        {"tiger", U'\U0001F405', false, Orange, {{"tiger"}, {"harimau"}}},
        {"penguin", U'\U0001F427', false, kNone, {{"penguin"}, {"penguin", "pinguin"}}},
        {"owl", U'\U0001F989', false, kNone, {{"owl"}, {"burung hantu"}}},
        {"duck", U'\U0001F986', false, kNone, {{"duck", "mallard"}, {"bebek"}}},
        {"parrot", U'\U0001F99C', true, kNone, {{"parrot"}, {"burung beo", "beo"}}},
        {"bird", U'\U0001F426', true, Blue, {{"bird", "songbird"}, {"burung"}}},
        {"turtle", U'\U0001F422', false, Green, {{"turtle", "tortoise"}, {"kura-kura", "penyu"}}},
        {"snail", U'\U0001F40C', false, kNone, {{"snail"}, {"siput"}}},
        {"crab", U'\U0001F980', false, kNone, {{"crab"}, {"kepiting"}}},
        {"octopus", U'\U0001F419', false, kNone, {{"octopus", "squid"}, {"gurita"}}},
        {"fish", U'\U0001F420', false, Yellow, {{"fish"}, {"ikan"}}},
        {"whale", U'\U0001F40B', false, kNone, {{"whale"}, {"paus", "ikan paus"}}},
        {"dinosaur", U'\U0001F995', false, Green, {{"dinosaur", "dino"}, {"dinosaurus"}}},
        {"butterfly", U'\U0001F98B', true, Orange, {{"butterfly"}, {"kupu-kupu"}}},
        {"bee", U'\U0001F41D', true, kNone, {{"bee", "honeybee"}, {"lebah"}}},
        {"tree", U'\U0001F333', false, kNone, {{"tree", "oak"}, {"pohon"}}},
        {"pine",
         U'\U0001F332',
         false,
         Green,
         {{"pine tree", "fir tree", "pine"}, {"pohon cemara", "cemara"}}},
        {"palm", U'\U0001F334', false, kNone, {{"palm tree", "palm"}, {"pohon palem", "palem"}}},
        {"cactus", U'\U0001F335', false, Green, {{"cactus"}, {"kaktus"}}},
        {"sunflower", U'\U0001F33B', false, Yellow, {{"sunflower"}, {"bunga matahari"}}},
        {"tulip", U'\U0001F337', false, Pink, {{"tulip", "flower"}, {"tulip", "bunga"}}},
        {"mushroom", U'\U0001F344', false, kNone, {{"mushroom", "toadstool"}, {"jamur"}}},
        {"apple", U'\U0001F34E', false, Red, {{"apple"}, {"apel"}}},
        {"pear", U'\U0001F350', false, Green, {{"pear"}, {"pir"}}},
        {"strawberry", U'\U0001F353', false, Red, {{"strawberry"}, {"stroberi"}}},
        {"pumpkin", U'\U0001F383', false, Orange, {{"pumpkin", "jack-o'-lantern"}, {"labu"}}},
        {"cake",
         U'\U0001F382',
         false,
         kNone,
         {{"cake", "birthday cake"}, {"kue", "kue ulang tahun"}}},
        {"cup", U'\u2615', false, White, {{"cup", "cup of coffee", "mug"}, {"cangkir", "kopi"}}},
        {"teapot", U'\U0001FAD6', false, Red, {{"teapot"}, {"teko"}}},
        {"house", U'\U0001F3E0', false, kNone, {{"house", "cottage", "home"}, {"rumah"}}},
        {"castle", U'\U0001F3F0', false, kNone, {{"castle", "palace"}, {"istana", "kastil"}}},
        {"tent", U'\u26FA', false, Orange, {{"tent"}, {"tenda"}}},
        {"car", U'\U0001F697', false, Red, {{"car", "automobile"}, {"mobil"}}},
        {"bus", U'\U0001F68C', false, kNone, {{"bus", "coach"}, {"bus", "bis"}}},
        {"train",
         U'\U0001F682',
         false,
         kNone,
         {{"train", "steam train", "locomotive"}, {"kereta", "kereta api"}}},
        {"tractor", U'\U0001F69C', false, Green, {{"tractor"}, {"traktor"}}},
        {"sailboat",
         U'\u26F5',
         false,
         kNone,
         {{"sailing boat", "sailboat", "boat"}, {"perahu layar", "perahu"}}},
        {"ship", U'\U0001F6A2', false, kNone, {{"ship", "ocean liner"}, {"kapal"}}},
        {"rocket", U'\U0001F680', true, kNone, {{"rocket", "spaceship"}, {"roket"}}},
        {"airplane", U'\u2708', true, kNone, {{"airplane", "plane", "aeroplane"}, {"pesawat"}}},
        {"balloon", U'\U0001F388', true, Red, {{"balloon"}, {"balon"}}},
        {"umbrella", U'\u2602', false, Purple, {{"umbrella"}, {"payung"}}},
        {"gift",
         U'\U0001F381',
         false,
         kNone,
         {{"gift", "present", "gift box"}, {"kado", "hadiah"}}},
        {"teddy", U'\U0001F9F8', false, kNone, {{"teddy bear", "teddy"}, {"boneka beruang"}}},
        {"snowman", U'\u26C4', false, White, {{"snowman"}, {"manusia salju"}}},
        {"star", U'\u2B50', true, Yellow, {{"star"}, {"bintang"}}},
    };
    return table;
}

struct NamedWords {
    std::string_view name;
    Words words;
};

/// Enumerators start at 1.
template <class Enum, std::size_t N>
const NamedWords& entry(const std::array<NamedWords, N>& table, Enum value) {
    return table.at(static_cast<std::size_t>(value) - 1);
}

const std::array<NamedWords, kTintCount>& tintTable() {
    static const std::array<NamedWords, kTintCount> table{{
        {"natural", {}},
        {"red", {{"red", "scarlet", "crimson"}, {"merah"}}},
        {"orange", {{"orange"}, {"oranye", "jingga"}}},
        {"yellow", {{"yellow", "golden"}, {"kuning"}}},
        {"green", {{"green"}, {"hijau"}}},
        {"blue", {{"blue", "azure"}, {"biru"}}},
        {"purple", {{"purple", "violet"}, {"ungu"}}},
        {"pink", {{"pink", "rosy"}, {"merah muda", "pink"}}},
        {"black", {{"black"}, {"hitam"}}},
        {"white", {{"white"}, {"putih"}}},
    }};
    return table;
}

const std::array<NamedWords, kPlaceCount>& placeTable() {
    static const std::array<NamedWords, kPlaceCount> table{{
        {"meadow",
         {{"in a meadow", "on a meadow", "in a field", "on the grass"}, {"di padang rumput"}}},
        {"beach",
         {{"on the beach", "at the beach", "at the seaside", "on a sandy beach"}, {"di pantai"}}},
        {"sea", {{"on the sea", "on the ocean", "in the sea", "on the water"}, {"di laut"}}},
        {"snow",
         {{"in the snow", "in a snowy field", "on the snow"}, {"di salju", "di padang salju"}}},
        {"desert",
         {{"in the desert", "in a desert", "on the dunes"}, {"di gurun", "di padang pasir"}}},
        {"street",
         {{"in a city street", "in the city", "on the street", "in town"},
          {"di jalan kota", "di kota"}}},
        {"room", {{"in a room", "indoors", "at home"}, {"di kamar", "di dalam rumah"}}},
        {"forest", {{"in a forest", "in the woods", "in the forest"}, {"di hutan"}}},
    }};
    return table;
}

const std::array<NamedWords, kTimeCount>& timeTable() {
    static const std::array<NamedWords, kTimeCount> table{{
        {"day",
         {{"by day", "on a sunny day", "in daylight", "during the day"},
          {"pada siang hari", "siang hari"}}},
        {"dawn",
         {{"at dawn", "at sunrise", "in the early morning"}, {"saat fajar", "pada pagi hari"}}},
        {"sunset",
         {{"at sunset", "in the evening", "at dusk"}, {"saat matahari terbenam", "saat senja"}}},
        {"night",
         {{"at night", "by night", "on a starry night"}, {"pada malam hari", "malam hari"}}},
    }};
    return table;
}

}  // namespace

std::span<const Thing> things() {
    return thingTable();
}

std::optional<std::size_t> findThing(std::string_view name) {
    const auto all = things();
    const auto it = std::ranges::find(all, name, &Thing::name);
    return it == all.end() ? std::nullopt
                           : std::optional(static_cast<std::size_t>(it - all.begin()));
}

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
    return entry(placeTable(), place).words;
}
const Words& timePhrases(TimeOfDay time) {
    return entry(timeTable(), time).words;
}

std::string pluralOf(std::string_view noun) {
    if (const auto of = noun.find(" of "); of != std::string_view::npos) {
        return pluralOf(noun.substr(0, of)) + std::string(noun.substr(of));
    }
    const std::string word(noun);
    if (noun == "sheep" || noun == "fish" || noun == "squid") {
        return word;
    }
    if (noun == "snowman") {
        return "snowmen";
    }
    const auto ends = [&](std::string_view tail) {
        return noun.ends_with(tail);
    };
    if (ends("s") || ends("sh") || ends("ch") || ends("x")) {
        return word + "es";
    }
    if (ends("y") && noun.size() > 1 &&
        std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos) {
        return word.substr(0, word.size() - 1) + "ies";
    }
    return word + "s";
}

}  // namespace limn::starter
