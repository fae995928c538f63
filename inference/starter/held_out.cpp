// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/held_out.h"

#include "core/base/CounterRandom.h"
#include "inference/starter/vocabulary.h"

#include <algorithm>
#include <string>

namespace limn::starter {
namespace {

/// FNV-1a, mixed once more because its high bits are weak for short words.
std::uint64_t hashOf(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return CounterRandom::mix(hash);
}

std::uint64_t hashOf(std::string_view sort, std::string_view first, std::string_view second) {
    return hashOf(std::string(sort) + "|" + std::string(first) + "|" + std::string(second));
}

}  // namespace

bool isHeldOutTint(std::size_t kind, Tint tint) {
    return tint != Tint::Natural && hashOf("tint", things()[kind].name, tintName(tint)) % 10 == 0;
}

bool isHeldOutPlace(std::size_t kind, Place place) {
    return hashOf("place", things()[kind].name, placeName(place)) % 10 == 0;
}

bool isHeldOutPair(std::size_t kind, std::size_t otherKind) {
    const auto [first, second] = std::minmax(things()[kind].name, things()[otherKind].name);
    return kind != otherKind && hashOf("pair", first, second) % 10 == 0;
}

bool isHeldOutTriple(std::size_t kind) {
    return hashOf("three", things()[kind].name, "") % 4 == 0;
}

bool isHeldOut(const Scene& scene) {
    const auto& placed = scene.things;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (isHeldOutTint(placed[i].kind, placed[i].tint) ||
            isHeldOutPlace(placed[i].kind, scene.place)) {
            return true;
        }
        for (std::size_t j = i + 1; j < placed.size(); ++j) {
            if (isHeldOutPair(placed[i].kind, placed[j].kind)) {
                return true;
            }
        }
    }
    const bool threeAlike =
        placed.size() >= 3 && std::ranges::all_of(placed, [&](const PlacedThing& thing) {
            return thing.kind == placed.front().kind;
        });
    return threeAlike && isHeldOutTriple(placed.front().kind);
}

}  // namespace limn::starter
