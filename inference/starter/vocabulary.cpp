// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/vocabulary.h"

#include "inference/starter/cldr_words.h"

#include <algorithm>
#include <array>

namespace limn::starter {
namespace {

constexpr std::optional<Tint> kNone;
constexpr bool kFlies = true;
constexpr bool kStands = false;
using enum Tint;
using enum ThingSort;

// clang-format off
// Whole bodies only: faces float oddly in a scene. Thin things (bicycle, guitar) are left out, they become lumps.
std::vector<Thing> ownThings() {
    return {
        {"cat", U'\U0001F408', Animal, kStands, kNone, {{"cat", "kitty", "kitten", "house cat"}, {"kucing", "anak kucing"}}, {{"ginger", "tabby"}, {"jingga"}}},
        {"dog", U'\U0001F415', Animal, kStands, kNone, {{"dog", "puppy", "doggy", "hound"}, {"anjing", "anak anjing"}}, {{"brown", "spotted", "beige"}, {"cokelat"}}},
        {"horse", U'\U0001F40E', Animal, kStands, kNone, {{"horse", "pony", "stallion"}, {"kuda"}}, {{"brown", "chestnut"}, {"cokelat", "coklat"}}},
        {"cow", U'\U0001F404', Animal, kStands, kNone, {{"cow", "dairy cow"}, {"sapi"}}, {{"black and white", "spotted"}, {"hitam putih"}}},
        {"pig", U'\U0001F416', Animal, kStands, Pink, {{"pig", "piglet", "piggy", "hog"}, {"babi"}}, {}},
        {"sheep", U'\U0001F411', Animal, kStands, White, {{"sheep", "lamb"}, {"domba", "biri-biri"}}, {}},
        {"elephant", U'\U0001F418', Animal, kStands, kNone, {{"elephant"}, {"gajah"}}, {{"grey", "gray"}, {"abu-abu"}}},
        {"giraffe", U'\U0001F992', Animal, kStands, kNone, {{"giraffe"}, {"jerapah"}}, {{"spotted"}, {"belang"}}},
        {"rabbit", U'\U0001F407', Animal, kStands, White, {{"rabbit", "bunny", "hare", "bunny rabbit"}, {"kelinci"}}, {}},
        {"hedgehog", U'\U0001F994', Animal, kStands, kNone, {{"hedgehog", "porcupine"}, {"landak"}}, {{"brown"}, {"cokelat"}}},
        {"tiger", U'\U0001F405', Animal, kStands, Orange, {{"tiger"}, {"harimau", "macan"}}, {}},
        {"penguin", U'\U0001F427', Animal, kStands, kNone, {{"penguin"}, {"penguin", "pinguin"}}, {{"black and white"}, {"hitam putih"}}},
        {"owl", U'\U0001F989', Animal, kStands, kNone, {{"owl", "owlet"}, {"burung hantu"}}, {{"brown"}, {"cokelat", "coklat"}}},
        {"duck", U'\U0001F986', Animal, kStands, kNone, {{"duck", "mallard", "drake"}, {"bebek", "itik"}}, {{"green-headed"}, {}}},
        {"parrot", U'\U0001F99C', Animal, kFlies, kNone, {{"parrot", "macaw"}, {"burung beo", "beo", "burung nuri"}}, {{"colourful", "colorful"}, {"warna-warni"}}},
        {"bird", U'\U0001F426', Animal, kFlies, Blue, {{"bird", "songbird", "little bird"}, {"burung"}}, {}},
        {"turtle", U'\U0001F422', Animal, kStands, Green, {{"turtle", "tortoise"}, {"kura-kura", "penyu"}}, {}},
        {"snail", U'\U0001F40C', Animal, kStands, kNone, {{"snail"}, {"siput"}}, {{"brown"}, {"cokelat"}}},
        {"crab", U'\U0001F980', Animal, kStands, kNone, {{"crab"}, {"kepiting"}}, {}},
        {"octopus", U'\U0001F419', Animal, kStands, kNone, {{"octopus"}, {"gurita"}}, {}},
        {"fish", U'\U0001F420', Animal, kStands, Yellow, {{"fish"}, {"ikan"}}, {}},
        {"whale", U'\U0001F40B', Animal, kStands, kNone, {{"whale", "blue whale"}, {"paus", "ikan paus"}}, {{"grey-blue"}, {}}},
        {"dinosaur", U'\U0001F995', Animal, kStands, Green, {{"dinosaur", "dino", "long-necked dinosaur"}, {"dinosaurus", "dino"}}, {}},
        {"butterfly", U'\U0001F98B', Animal, kFlies, Orange, {{"butterfly", "monarch butterfly"}, {"kupu-kupu"}}, {}},
        {"bee", U'\U0001F41D', Animal, kFlies, kNone, {{"bee", "honeybee", "bumblebee"}, {"lebah"}}, {{"striped"}, {"belang"}}},
        {"tree", U'\U0001F333', Plant, kStands, kNone, {{"tree", "oak", "oak tree", "leafy tree"}, {"pohon"}}, {}},
        {"pine", U'\U0001F332', Plant, kStands, Green, {{"pine tree", "fir tree", "pine", "fir", "christmas tree", "spruce"}, {"pohon cemara", "cemara", "pohon pinus", "pohon natal"}}, {}},
        {"palm", U'\U0001F334', Plant, kStands, kNone, {{"palm tree", "palm", "coconut tree"}, {"pohon palem", "palem", "pohon kelapa"}}, {}},
        {"cactus", U'\U0001F335', Plant, kStands, Green, {{"cactus"}, {"kaktus"}}, {}},
        {"sunflower", U'\U0001F33B', Plant, kStands, Yellow, {{"sunflower"}, {"bunga matahari"}}, {}},
        {"tulip", U'\U0001F337', Plant, kStands, Pink, {{"tulip", "flower", "blossom"}, {"tulip", "bunga", "bunga tulip"}}, {}},
        {"mushroom", U'\U0001F344', Plant, kStands, kNone, {{"mushroom", "toadstool", "fungus"}, {"jamur"}}, {{"red spotted", "spotted"}, {}}},
        {"apple", U'\U0001F34E', Object, kStands, Red, {{"apple"}, {"apel", "buah apel"}}, {}},
        {"pear", U'\U0001F350', Object, kStands, Green, {{"pear"}, {"pir", "buah pir"}}, {}},
        {"strawberry", U'\U0001F353', Object, kStands, Red, {{"strawberry"}, {"stroberi"}}, {}},
        {"pumpkin", U'\U0001F383', Object, kStands, Orange, {{"pumpkin", "jack-o'-lantern", "halloween pumpkin"}, {"labu"}}, {}},
        {"cake", U'\U0001F382', Object, kStands, kNone, {{"cake", "birthday cake"}, {"kue", "kue ulang tahun", "kue tar"}}, {}},
        {"cup", U'\u2615', Object, kStands, White, {{"cup", "cup of coffee", "mug", "cup of tea", "coffee cup", "coffee"}, {"cangkir", "cangkir kopi", "kopi", "gelas"}}, {}},
        {"teapot", U'\U0001FAD6', Object, kStands, Red, {{"teapot", "tea pot", "kettle"}, {"teko"}}, {}},
        {"house", U'\U0001F3E0', Object, kStands, kNone, {{"house", "cottage", "home", "little house", "hut"}, {"rumah", "pondok"}}, {}},
        {"castle", U'\U0001F3F0', Object, kStands, kNone, {{"castle", "palace", "fortress"}, {"istana", "kastil", "benteng"}}, {{"grey", "gray"}, {"abu-abu"}}},
        {"tent", U'\u26FA', Object, kStands, Orange, {{"tent"}, {"tenda", "kemah"}}, {}},
        {"car", U'\U0001F697', Object, kStands, Red, {{"car", "automobile", "auto", "motor car"}, {"mobil"}}, {}},
        {"bus", U'\U0001F68C', Object, kStands, kNone, {{"bus", "coach"}, {"bus", "bis"}}, {}},
        {"train", U'\U0001F682', Object, kStands, kNone, {{"train", "steam train", "locomotive", "steam engine"}, {"kereta", "kereta api"}}, {}},
        {"tractor", U'\U0001F69C', Object, kStands, Green, {{"tractor"}, {"traktor"}}, {}},
        {"sailboat", U'\u26F5', Object, kStands, kNone, {{"sailing boat", "sailboat", "boat", "sailing ship"}, {"perahu layar", "perahu"}}, {}},
        {"ship", U'\U0001F6A2', Object, kStands, kNone, {{"ship", "ocean liner", "cruise ship", "steamer"}, {"kapal", "kapal laut"}}, {}},
        {"rocket", U'\U0001F680', Object, kFlies, kNone, {{"rocket", "spaceship", "space rocket"}, {"roket", "pesawat luar angkasa"}}, {}},
        {"airplane", U'\u2708', Object, kFlies, kNone, {{"airplane", "plane", "aeroplane", "jet"}, {"pesawat", "pesawat terbang"}}, {}},
        {"balloon", U'\U0001F388', Object, kFlies, Red, {{"balloon"}, {"balon"}}, {}},
        {"umbrella", U'\u2602', Object, kStands, Purple, {{"umbrella", "parasol", "brolly"}, {"payung"}}, {}},
        {"gift", U'\U0001F381', Object, kStands, kNone, {{"gift", "present", "gift box"}, {"kado", "hadiah"}}, {}},
        {"teddy", U'\U0001F9F8', Object, kStands, kNone, {{"teddy bear", "teddy", "bear", "toy bear"}, {"boneka beruang", "beruang"}}, {{"brown"}, {"cokelat", "coklat"}}},
        {"snowman", U'\u26C4', Object, kStands, White, {{"snowman"}, {"manusia salju", "orang-orangan salju", "boneka salju"}}, {}},
        {"star", U'\u2B50', Object, kFlies, Yellow, {{"star"}, {"bintang"}}, {}},
    };
}
// clang-format on

void addMissing(std::vector<std::string_view>& words, std::span<const std::string_view> more) {
    for (const auto word : more) {
        if (std::ranges::find(words, word) == words.end()) {
            words.push_back(word);
        }
    }
}

const std::vector<Thing>& thingTable() {
    static const std::vector<Thing> table = [] {
        auto all = ownThings();
        for (const CldrWords& cldr : cldrWords()) {
            const auto thing = std::ranges::find(all, cldr.name, &Thing::name);
            if (thing != all.end()) {
                addMissing(thing->words.english, cldr.words.english);
                addMissing(thing->words.indonesian, cldr.words.indonesian);
            }
        }
        return all;
    }();
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

std::string pluralOf(std::string_view noun) {
    if (const auto of = noun.find(" of "); of != std::string_view::npos) {
        return pluralOf(noun.substr(0, of)) + std::string(noun.substr(of));
    }
    const std::string word(noun);
    const auto ends = [&](std::string_view tail) {
        return noun.ends_with(tail);
    };
    if (ends("sheep") || ends("fish")) {
        return word;
    }
    if (ends("snowman")) {
        return word.substr(0, word.size() - 2) + "en";
    }
    if (noun == "fungus") {
        return "fungi";
    }
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
