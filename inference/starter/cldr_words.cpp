// SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016
// SPDX-FileCopyrightText: The Limn authors
// SPDX-FileCopyrightText: 1991-2022 Unicode, Inc.
// Written by tests/golden/make_cldr_words.py from CLDR 41; change that.
#include "inference/starter/cldr_words.h"

#include <array>

namespace limn::starter {

std::span<const CldrWords> cldrWords() {
    // clang-format off
    static const std::array<CldrWords, 56> table{{
        {"cat", {{"cat"}, {"kucing"}}},
        {"dog", {{"dog"}, {"anjing"}}},
        {"horse", {{"horse", "racehorse"}, {"kuda"}}},
        {"cow", {{"cow"}, {"sapi"}}},
        {"pig", {{"pig", "sow"}, {"babi"}}},
        {"sheep", {{"ewe", "sheep"}, {"domba betina", "domba"}}},
        {"elephant", {{"elephant"}, {"gajah"}}},
        {"giraffe", {{"giraffe"}, {"jerapah"}}},
        {"rabbit", {{"rabbit", "bunny"}, {"kelinci"}}},
        {"hedgehog", {{"hedgehog"}, {"landak"}}},
        {"tiger", {{"tiger"}, {"harimau"}}},
        {"penguin", {{"penguin"}, {"pinguin"}}},
        {"owl", {{"owl"}, {"burung hantu"}}},
        {"duck", {{"duck"}, {"bebek"}}},
        {"parrot", {{"parrot"}, {}}},
        {"bird", {{}, {}}},
        {"turtle", {{"turtle", "terrapin", "tortoise"}, {"kura-kura", "penyu"}}},
        {"snail", {{"snail"}, {"siput", "keong"}}},
        {"crab", {{"crab"}, {"kepiting"}}},
        {"octopus", {{"octopus"}, {"gurita"}}},
        {"fish", {{"tropical fish", "fish"}, {"ikan tropis"}}},
        {"whale", {{"whale"}, {"ikan paus", "paus"}}},
        {"dinosaur", {{"sauropod", "brachiosaurus", "brontosaurus", "diplodocus"}, {"sauropod", "brachiosaurus", "brontosaurus", "diplodocus"}}},
        {"butterfly", {{"butterfly"}, {"kupu-kupu"}}},
        {"bee", {{"honeybee", "bee"}, {"lebah madu", "lebah"}}},
        {"tree", {{"deciduous tree"}, {"pohon meranggas"}}},
        {"pine", {{"evergreen tree"}, {"pohon hijau abadi"}}},
        {"palm", {{"palm tree", "palm"}, {"pohon palem", "palem"}}},
        {"cactus", {{"cactus"}, {"kaktus"}}},
        {"sunflower", {{"sunflower"}, {"bunga matahari"}}},
        {"tulip", {{"tulip"}, {"tulip"}}},
        {"mushroom", {{"mushroom", "toadstool"}, {"jamur"}}},
        {"apple", {{"apple"}, {"apel"}}},
        {"pear", {{"pear"}, {"pir"}}},
        {"strawberry", {{"strawberry", "berry"}, {"stroberi", "beri"}}},
        {"pumpkin", {{"jack-o-lantern"}, {"jack-o-lantern"}}},
        {"cake", {{"birthday cake", "cake"}, {"kue ulang tahun", "kue", "pastri"}}},
        {"cup", {{"hot beverage"}, {"minuman hangat"}}},
        {"teapot", {{"teapot"}, {"teko", "poci"}}},
        {"house", {{"house", "home"}, {"rumah"}}},
        {"castle", {{"castle"}, {"kastel"}}},
        {"tent", {{"tent"}, {"tenda"}}},
        {"car", {{"automobile", "car"}, {"mobil"}}},
        {"bus", {{"bus"}, {"bus"}}},
        {"train", {{"locomotive", "train"}, {"lokomotif"}}},
        {"tractor", {{"tractor"}, {"traktor"}}},
        {"sailboat", {{"sailboat", "yacht"}, {"perahu layar", "perahu"}}},
        {"ship", {{"ship"}, {}}},
        {"rocket", {{"rocket"}, {"roket"}}},
        {"airplane", {{"airplane", "aeroplane"}, {"pesawat"}}},
        {"balloon", {{"balloon"}, {"balon"}}},
        {"umbrella", {{"umbrella"}, {"payung"}}},
        {"gift", {{"wrapped gift", "gift", "present"}, {"kado", "hadiah"}}},
        {"teddy", {{"teddy bear"}, {"boneka beruang"}}},
        {"snowman", {{"snowman"}, {}}},
        {"star", {{"star"}, {"bintang"}}},
    }};
    // clang-format on
    return table;
}

}  // namespace limn::starter
