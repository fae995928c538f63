// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/starter/checker_reading.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Whether a picture shows what was asked for.

namespace limn::starter {

struct AskedThing {
    std::size_t kind = 0;
    std::optional<Tint> tint;  ///< nullopt: any
    bool operator==(const AskedThing&) const = default;
};

/// What a prompt asks for, from left to right. All but the things may be left open.
struct AskedScene {
    std::vector<AskedThing> things;
    std::optional<Place> place;
    std::optional<TimeOfDay> time;
    std::optional<Weather> weather{};
    std::optional<Style> style{};
    bool operator==(const AskedScene&) const = default;
};

/// What can be seen of a scene: no colours and no time in a blueprint. Clear weather and the plain style are left open.
AskedScene askedOf(const Scene& scene);

/// "owl:blue owl:* snow night rain watercolour": things with their tints, then place and time or "-" where they are open,
/// then weather and style where they are asked for.
std::string toText(const AskedScene& asked);
Result<AskedScene> parseAskedScene(std::string_view text);

struct Verdict {
    bool kinds = false;             ///< exactly the things asked for, and nothing more
    std::size_t presentThings = 0;  ///< how many of the things asked for are there
    std::size_t tintedThings = 0;   ///< how many of those have their tint
    bool mainThing = false;         ///< the first thing asked for is there
    bool tints = false;             ///< each thing with its tint; false where the kinds are wrong
    bool kindOrder = false;         ///< kinds from left to right
    bool order = false;             ///< kinds with their tints from left to right
    bool count = false;             ///< as many things as asked for
    bool place = false;             ///< true where it was left open
    bool time = false;
    bool weather = false;  ///< true where it was left open
    bool style = false;
    bool confident = false;  ///< mean confidence of the cells at least kStrictConfidence

    bool exact() const { return kinds && tints && order && place && time && weather && style; }
};

inline constexpr double kStrictConfidence = 0.7;
Verdict judge(const AskedScene& asked, const Reading& seen);

}  // namespace limn::starter
