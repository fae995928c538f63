// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace limn::starter {

enum class Tint { Natural = 1, Red, Orange, Yellow, Green, Blue, Purple, Pink, Black, White };
enum class Place { Meadow = 1, Beach, Sea, Snow, Desert, Street, Room, Forest };
enum class TimeOfDay { Day = 1, Dawn, Sunset, Night };
enum class Weather { Clear = 1, Rain, Snowfall, Fog };
/// How a picture is made. In a blueprint neither colours nor times nor weather can be seen.
enum class Style { Plain = 1, Ink, Watercolour, PixelArt, Blueprint };

inline constexpr int kTintCount = 10;
inline constexpr int kPlaceCount = 8;
inline constexpr int kTimeCount = 4;
inline constexpr int kWeatherCount = 4;
inline constexpr int kStyleCount = 5;
inline constexpr std::size_t kMostThings = 3;

/// One thing in its place. Lengths are shares of the picture's side.
struct PlacedThing {
    std::size_t kind = 0;  ///< index into things()
    Tint tint = Tint::Natural;
    double centreX = 0.5;
    double centreY = 0.5;  ///< of a thing that flies; else the foot stands at footY
    double footY = 0.86;
    double size = 0.5;       ///< the longer side of its glyph
    double rotationDeg = 0;  ///< counter-clockwise; small, things never face the other way
    bool operator==(const PlacedThing&) const = default;
};

/// What is in a picture: everything that a caption may say, and the little that it does not. A plain value.
struct Scene {
    Place place = Place::Meadow;
    TimeOfDay time = TimeOfDay::Day;
    std::uint32_t backgroundVariant = 0;  ///< 0 ... kBackgroundVariants - 1
    std::vector<PlacedThing> things;      ///< from left to right, 1 ... kMostThings
    Weather weather = Weather::Clear;     ///< never another in a room
    Style style = Style::Plain;
    bool operator==(const Scene&) const = default;
};

/// Backgrounds that one place has at one time of day. Few, so that what the caption leaves unsaid stays small.
inline constexpr std::uint32_t kBackgroundVariants = 24;

}  // namespace limn::starter
