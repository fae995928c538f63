// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/scene_sampler.h"

#include "inference/starter/held_out.h"
#include "inference/starter/vocabulary.h"

#include <cstdlib>

namespace limn::starter {
namespace {

constexpr std::uint64_t kSceneStream = 1;
constexpr std::uint64_t kLookStream = 21;
constexpr double kLargestTurnDeg = 3;

/// Where `count` things stand, and how large they are. Shares of the side.
struct Slot {
    double centreX;
    double jitterX;
    double smallest;
    double largest;
};

Slot slotOf(std::size_t index, std::size_t count) {
    switch (count) {
    case 1:
        return {0.50, 0.10, 0.44, 0.60};
    case 2:
        return {index == 0 ? 0.27 : 0.73, 0.03, 0.36, 0.45};
    default:
        return {0.18 + 0.32 * static_cast<double>(index), 0.015, 0.285, 0.335};
    }
}

Tint randomTint(CounterRandom& random, const SceneMix& mix, std::size_t kind) {
    if (random.chance(mix.natural)) {
        return Tint::Natural;
    }
    const auto tint = static_cast<Tint>(2 + random.below(kTintCount - 1));
    // A red apple is the natural apple: one look, one name in the scene graph.
    return tint == things()[kind].naturalTint ? Tint::Natural : tint;
}

void drawThings(Scene& scene, CounterRandom& random, const SceneMix& mix, std::size_t count) {
    const bool alike = count > 1 && random.chance(mix.alike);
    scene.things.assign(count, {});
    for (std::size_t i = 0; i < count; ++i) {
        if (alike && i > 0) {
            scene.things[i] = scene.things[0];
            continue;
        }
        scene.things[i].kind = random.below(things().size());
        scene.things[i].tint = randomTint(random, mix, scene.things[i].kind);
    }
}

/// Weather and style, from random numbers of their own: a scene of the plain world has the same things in the whole one.
void drawLook(Scene& scene, CounterRandom random, const SceneMix& mix) {
    if (scene.place != Place::Room && random.chance(mix.weather)) {
        scene.weather = static_cast<Weather>(2 + random.below(kWeatherCount - 1));
    }
    if (random.chance(mix.styled)) {
        scene.style = static_cast<Style>(2 + random.below(kStyleCount - 1));
    }
    if (scene.style == Style::Blueprint) {
        // What cannot be seen is not asked for either.
        scene.weather = Weather::Clear;
        scene.time = TimeOfDay::Day;
        for (PlacedThing& thing : scene.things) {
            thing.tint = Tint::Natural;
        }
    }
}

/// A pure function of its arguments. Draws until a scene is allowed.
template <class Allow>
Scene sample(std::uint64_t seed, std::uint64_t index, const SceneMix& mix, Allow allow) {
    CounterRandom random(seed, index, kSceneStream);
    // How many and how mixed is drawn once, so that refused scenes do not bend the shares.
    const double share = random.uniform();
    const std::size_t count = share < mix.single ? 1 : share < mix.single + mix.pair ? 2 : 3;
    Scene scene;
    constexpr int kMostTries = 10000;  // a scene of three is refused with a chance of about a half
    for (int i = 0; i < kMostTries; ++i) {
        scene.place = static_cast<Place>(1 + random.below(kPlaceCount));
        scene.time = static_cast<TimeOfDay>(1 + random.below(kTimeCount));
        drawThings(scene, random, mix, count);
        if (allow(scene)) {
            arrange(scene, random);
            drawLook(scene, CounterRandom(seed, index, kLookStream), mix);
            return scene;
        }
    }
    std::abort();  // the vocabulary leaves nothing to draw: the promise cannot be kept
}

}  // namespace

void arrange(Scene& scene, CounterRandom& random) {
    scene.backgroundVariant = static_cast<std::uint32_t>(random.below(kBackgroundVariants));
    const double footY = random.uniform(0.84, 0.90);
    for (std::size_t i = 0; i < scene.things.size(); ++i) {
        const Slot slot = slotOf(i, scene.things.size());
        auto& thing = scene.things[i];
        thing.centreX = slot.centreX + random.uniform(-slot.jitterX, slot.jitterX);
        thing.size = random.uniform(slot.smallest, slot.largest);
        thing.footY = footY + random.uniform(-0.015, 0.015);
        thing.centreY = random.uniform(0.30, 0.36) + (scene.things.size() == 1 ? 0.05 : 0.0);
        thing.rotationDeg = random.uniform(-kLargestTurnDeg, kLargestTurnDeg);
    }
}

Scene sampleTrainingScene(std::uint64_t seed, std::uint64_t index, const SceneMix& mix) {
    return sample(seed, index, mix, [](const Scene& scene) { return !isHeldOut(scene); });
}

Scene sampleAnyScene(std::uint64_t seed, std::uint64_t index, const SceneMix& mix) {
    return sample(seed, index, mix, [](const Scene&) { return true; });
}

}  // namespace limn::starter
