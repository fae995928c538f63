// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_run.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/vocabulary.h"

#include <algorithm>
#include <array>

namespace limn::starter {
namespace {

constexpr std::uint64_t kChangeSeed = 0xC4A56E;

/// Another number in 0 ... count - 1.
std::size_t otherThan(std::size_t value, std::size_t count, CounterRandom& random) {
    return (value + 1 + random.below(count - 1)) % count;
}

template <class Enum>
Enum otherThan(Enum value, int count, CounterRandom& random) {
    const auto index = static_cast<std::size_t>(value) - 1;
    return static_cast<Enum>(1 + otherThan(index, static_cast<std::size_t>(count), random));
}

/// The look that a tint gives: a red apple is the natural one.
Tint lookOf(std::size_t kind, Tint tint) {
    return tint == things()[kind].naturalTint ? Tint::Natural : tint;
}

using Change = bool (*)(Scene&,
                        CounterRandom&);  // false where the scene has nothing to change that way

bool changeKind(Scene& scene, CounterRandom& random) {
    auto& thing = scene.things[random.below(scene.things.size())];
    thing.kind = otherThan(thing.kind, things().size(), random);
    thing.tint = lookOf(thing.kind, thing.tint);
    return true;
}

bool changeTint(Scene& scene, CounterRandom& random) {
    auto& thing = scene.things[random.below(scene.things.size())];
    const Tint before = thing.tint;
    thing.tint = lookOf(thing.kind, otherThan(before, kTintCount, random));
    return thing.tint != before;
}

bool changePlace(Scene& scene, CounterRandom& random) {
    scene.place = otherThan(scene.place, kPlaceCount, random);
    return true;
}

bool changeTime(Scene& scene, CounterRandom& random) {
    scene.time = otherThan(scene.time, kTimeCount, random);
    return true;
}

/// Clear weather and the plain style are not asked for: nothing is wrong with others in their stead.
bool changeWeather(Scene& scene, CounterRandom& random) {
    if (scene.weather == Weather::Clear) {
        return false;
    }
    scene.weather = otherThan(scene.weather, kWeatherCount, random);
    return true;
}

bool changeStyle(Scene& scene, CounterRandom& random) {
    if (scene.style == Style::Plain) {
        return false;
    }
    scene.style = otherThan(scene.style, kStyleCount, random);
    return true;
}

bool leaveOneOut(Scene& scene, CounterRandom& random) {
    if (scene.things.size() < 2) {
        return false;
    }
    scene.things.erase(scene.things.begin() +
                       static_cast<std::ptrdiff_t>(random.below(scene.things.size())));
    arrange(scene, random);
    return true;
}

bool addOne(Scene& scene, CounterRandom& random) {
    if (scene.things.size() >= kMostThings) {
        return false;
    }
    scene.things.push_back({.kind = random.below(things().size()), .tint = Tint::Natural});
    arrange(scene, random);
    return true;
}

bool exchangeSides(Scene& scene, CounterRandom& random) {
    if (scene.things.size() != 2 || (scene.things[0].kind == scene.things[1].kind &&
                                     scene.things[0].tint == scene.things[1].tint)) {
        return false;
    }
    std::swap(scene.things[0], scene.things[1]);
    arrange(scene, random);
    return true;
}

/// Where something was left open, another one of it is no fault.
bool saysEverything(const AskedScene& asked) {
    return asked.place && asked.time &&
           std::ranges::all_of(asked.things,
                               [](const AskedThing& thing) { return thing.tint.has_value(); });
}

struct NamedChange {
    const char* name;
    Change change;
};

constexpr std::array<NamedChange, 9> kChanges{{{"another kind", changeKind},
                                               {"another tint", changeTint},
                                               {"another place", changePlace},
                                               {"another time", changeTime},
                                               {"another weather", changeWeather},
                                               {"another style", changeStyle},
                                               {"one missing", leaveOneOut},
                                               {"one more", addOne},
                                               {"sides exchanged", exchangeSides}}};

}  // namespace

std::vector<ChangeCaught> catchChanges(SceneRenderer& renderer, const CheckerNet& checker,
                                       const std::vector<BenchmarkPrompt>& prompts) {
    std::vector<const BenchmarkPrompt*> right;
    for (const JudgedPicture& picture : readRenders(renderer, checker, prompts, {})) {
        if (saysEverything(*picture.prompt->asked) &&
            judge(*picture.prompt->asked, picture.seen).exact()) {
            right.push_back(picture.prompt);
        }
    }
    std::vector<ChangeCaught> rows;
    for (const NamedChange& named : kChanges) {
        std::vector<Image> pictures;
        std::vector<const BenchmarkPrompt*> changed;
        for (const BenchmarkPrompt* prompt : right) {
            Scene scene = exampleScene(*prompt->asked, prompt->number);
            CounterRandom random(kChangeSeed, prompt->number);
            if (named.change(scene, random)) {
                pictures.push_back(renderer.render(scene, kFullSidePx / 2).picture);
                changed.push_back(prompt);
            }
        }
        ChangeCaught row{named.name, {}};
        const auto readings = readAll(checker, pictures);
        for (std::size_t i = 0; i < readings.size(); ++i) {
            row.caught.add(!judge(*changed[i]->asked, readings[i]).exact());
        }
        if (row.caught.of > 0) {
            rows.push_back(row);
        }
    }
    return rows;
}

}  // namespace limn::starter
