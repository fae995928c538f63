// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/DescriberTask.h"

#include "inference/nn/causal_attention.h"
#include "inference/pipelines/Familiarity.h"
#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/checker_augment.h"
#include "inference/starter/describer_config.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/vocabulary.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

namespace limn::starter {
namespace {

constexpr std::uint64_t kPictureStream = 11;
constexpr std::int64_t kUnlabelled = -100;
constexpr std::int64_t kNothing = 1;  // class 0 of all heads
constexpr std::int64_t kRoleClasses = kNothing + std::int64_t{kMostThings} * kMostThings;
constexpr std::size_t kMostExchanges = 12;
constexpr std::size_t kMostTokens = 250;  // of a dialogue, the picture's 64 words included
constexpr double kShareCropped = 0.15;
constexpr double kShareThatIsIndonesian = 0.2;
/// Of a verdict's first word, whose answer counts 1 as a whole at most: the one bit that all depends on.
constexpr float kVerdictWeight = 2;
constexpr SceneMix kDescriberMix{.single = 0.28, .pair = 0.36, .alike = 0.25, .natural = 0.28};

constexpr int kSidePx = static_cast<int>(kDescriberSidePx);
constexpr int kWordPx = static_cast<int>(kDescriberWordPx);

/// Bytes of what the spoiler gave back.
Image toBytes(const at::Tensor& pixels) {
    const auto bytes = ((pixels[0].permute({1, 2, 0}) + 1) * 127.5)
                           .round()
                           .clamp(0, 255)
                           .to(at::kByte)
                           .contiguous();
    Image image(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)), 3);
    std::copy_n(bytes.const_data_ptr<std::uint8_t>(), image.pixels.size(), image.pixels.data());
    return image;
}

/// The picture as it is, not resized. Its sides are multiples of a word's.
imaging::PicturePatches patchesOf(const Image& picture) {
    auto options = describerPatches();
    options.fewestPixels = std::int64_t{1} * picture.widthPx * picture.heightPx;
    options.mostPixels = options.fewestPixels;
    return imaging::toPatches(picture, options, {}).value();
}

/// Without `rows` rows at the top or at the bottom: people cut pictures.
void cutRows(RenderedScene& scene, int rows, bool atTop) {
    auto& picture = scene.picture;
    const auto first = atTop ? rows : 0;
    const auto height = picture.heightPx - rows;
    Image kept(picture.widthPx, height, 3);
    std::copy_n(picture.row(first), kept.pixels.size(), kept.pixels.data());
    const auto begin = scene.owner.begin() + static_cast<std::ptrdiff_t>(first) * picture.widthPx;
    scene.owner = std::vector<std::uint8_t>(
        begin, begin + static_cast<std::ptrdiff_t>(height) * picture.widthPx);
    picture = std::move(kept);
}

struct WordLabels {
    std::vector<std::int64_t> kinds, tints, roles;
};

/// A thing's side and how many of its kind there are: what "where" and "how many" ask, beside every word of the thing.
std::int64_t roleOf(const Scene& scene, std::size_t thing) {
    const auto alike = std::ranges::count(scene.things, scene.things[thing].kind,
                                          [](const PlacedThing& one) { return one.kind; });
    const auto side = scene.things.size() == 1 ? 1 : scene.things.size() == 2 ? 2 * thing : thing;
    return kNothing + static_cast<std::int64_t>(side * kMostThings) + alike - 1;
}

/// What is in each word of the picture; where a thing's edge only touches it, neither answer is wrong.
WordLabels labelsOf(const Scene& scene, const RenderedScene& rendered) {
    constexpr int kThingFrom = 64;  // of 256 pixels
    constexpr int kNothingBelow = 20;
    WordLabels labels;
    const int width = rendered.picture.widthPx;
    for (int top = 0; top < rendered.picture.heightPx; top += kWordPx) {
        for (int left = 0; left < width; left += kWordPx) {
            std::array<int, kMostThings> covered{};
            for (int y = top; y < top + kWordPx; ++y) {
                for (int x = left; x < left + kWordPx; ++x) {
                    if (const auto owner =
                            rendered.owner[static_cast<std::size_t>(y * width + x)]) {
                        ++covered.at(owner - 1U);
                    }
                }
            }
            const auto most =
                static_cast<std::size_t>(std::ranges::max_element(covered) - covered.begin());
            const bool isThing = covered[most] >= kThingFrom;
            const bool isNothing = covered[most] < kNothingBelow;
            labels.kinds.push_back(isThing ? kNothing +
                                                 static_cast<std::int64_t>(scene.things[most].kind)
                                   : isNothing ? 0
                                               : kUnlabelled);
            labels.tints.push_back(isThing     ? static_cast<std::int64_t>(scene.things[most].tint)
                                   : isNothing ? 0
                                               : kUnlabelled);
            labels.roles.push_back(isThing ? roleOf(scene, most) : isNothing ? 0 : kUnlabelled);
        }
    }
    return labels;
}

std::vector<ThingBox> boxesOf(const Scene& scene, const RenderedScene& rendered) {
    const int width = rendered.picture.widthPx;
    const int height = rendered.picture.heightPx;
    std::vector<ThingBox> boxes(scene.things.size(), {1, 1, 0, 0});
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (const auto owner = rendered.owner[static_cast<std::size_t>(y * width + x)]) {
                auto& box = boxes.at(owner - 1U);
                box.left = std::min(box.left, static_cast<double>(x) / width);
                box.top = std::min(box.top, static_cast<double>(y) / height);
                box.right = std::max(box.right, (x + 1.0) / width);
                box.bottom = std::max(box.bottom, (y + 1.0) / height);
            }
        }
    }
    return boxes;
}

bool isVerdict(QuestionKind kind) {
    return kind == QuestionKind::Presence || kind == QuestionKind::Match;
}

QuestionKind drawKind(double verdicts, bool hasBoxes, CounterRandom& random) {
    if (random.chance(verdicts)) {
        return random.chance(0.4) ? QuestionKind::Presence : QuestionKind::Match;
    }
    return drawQuestionKind(random, hasBoxes);
}

std::vector<Exchange> askAbout(const Scene& scene, std::span<const ThingBox> boxes, bool isInside,
                               double verdicts, CounterRandom& random) {
    std::vector<Exchange> exchanges;
    for (std::size_t i = 0; i < kMostExchanges; ++i) {
        const auto language =
            random.chance(kShareThatIsIndonesian) ? Language::Indonesian : Language::English;
        const auto kind = drawKind(verdicts, !boxes.empty(), random);
        exchanges.push_back(isInside ? exchangeOf({scene, boxes}, kind, language, random)
                                     : outsideExchangeOf(scene, kind, language, random));
    }
    return exchanges;
}

nn::Linear headOf(nn::WeightStore& store, const char* name, std::int64_t classes,
                  const models::Qwen3VLConfig& config) {
    return nn::Linear(nn::WeightScope(store)["head"][name], config.vision.out_hidden_size, classes);
}

std::int64_t kindClasses() {
    return kNothing + static_cast<std::int64_t>(things().size());
}

}  // namespace

DescriberTask::DescriberTask(training::TrainingWeightStore& store, SceneRenderer& renderer,
                             OutsidePictures& outside, const DrawnPictures& drawn,
                             const tokenizers::ByteLevelTokenizer& tokenizer,
                             const DescriberOptions& options)
    : m_renderer(renderer), m_outside(outside), m_drawn(drawn), m_options(options),
      m_dialogue(tokenizer), m_model(nn::WeightScope(store), describerConfig(tokenizer)),
      m_kindHead(headOf(store, "kind", kindClasses(), m_model.config())),
      m_tintHead(headOf(store, "tint", kNothing + kTintCount, m_model.config())),
      m_roleHead(headOf(store, "role", kRoleClasses, m_model.config())), m_averages(store),
      m_averaged(nn::WeightScope(m_averages), describerConfig(tokenizer)),
      m_averagedKindHead(headOf(m_averages, "kind", kindClasses(), m_model.config())),
      m_averagedRoleHead(headOf(m_averages, "role", kRoleClasses, m_model.config())) {
    m_model.computeIn(at::kBFloat16);
    m_averaged.computeIn(at::kBFloat16);
    if (options.eyesFrozen) {
        store.freeze("model.visual.");
        store.freeze("head.");
    }
}

DescriberTask::Sample DescriberTask::sceneSample(CounterRandom& random, std::uint64_t index) {
    if (m_drawn.count() > 0 && random.chance(m_options.drawn)) {
        const auto which =
            static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(m_drawn.count())));
        Sample sample;
        sample.picture = toBytes(spoilt(toTensor(m_drawn.picture(which)), random));
        sample.kinds.assign(std::size_t{1} * (kSidePx / kWordPx) * (kSidePx / kWordPx),
                            kUnlabelled);
        sample.tints = sample.roles = sample.kinds;
        sample.exchanges =
            askAbout(DrawnPictures::scene(which), {}, true, m_options.verdicts, random);
        return sample;
    }
    const Scene scene = sampleTrainingScene(m_options.seed, index, kDescriberMix);
    auto rendered = m_renderer.render(scene, kSidePx);
    if (random.chance(0.5)) {
        rendered = shifted(rendered, random);
    }
    if (random.chance(kShareCropped)) {
        cutRows(rendered, kWordPx, random.chance(0.6));
    }
    auto labels = labelsOf(scene, rendered);
    const auto boxes = boxesOf(scene, rendered);
    return {random.chance(0.6) ? toBytes(spoilt(toTensor(rendered.picture), random))
                               : std::move(rendered.picture),
            std::move(labels.kinds), std::move(labels.tints), std::move(labels.roles),
            askAbout(scene, boxes, true, m_options.verdicts, random)};
}

DescriberTask::Sample DescriberTask::outsideSample(CounterRandom& random) {
    // As photographs come: of any shape with about as many pixels.
    static constexpr std::array<std::array<int, 2>, 7> shapes{
        {{128, 128}, {144, 112}, {112, 144}, {160, 96}, {96, 160}, {144, 96}, {96, 144}}};
    const auto& [width, height] = shapes.at(random.below(shapes.size()));
    auto sized = resize(m_outside.draw(random), width, height, ResizeFilter::Bicubic);
    Sample sample;
    sample.picture = std::move(sized).value();
    if (random.chance(0.5)) {
        sample.picture = toBytes(spoilt(toTensor(sample.picture), random));
    }
    sample.kinds.assign(
        static_cast<std::size_t>(width / kWordPx) * static_cast<std::size_t>(height / kWordPx),
        kUnlabelled);
    sample.tints = sample.roles = sample.kinds;
    sample.exchanges = askAbout(sampleTrainingScene(m_options.seed, random.next() >> 20U), {},
                                false, m_options.verdicts, random);
    return sample;
}

DescriberTask::Sample DescriberTask::makeSample(std::int64_t index) {
    CounterRandom random(m_options.seed, static_cast<std::uint64_t>(index), kPictureStream);
    const bool isOutside = random.chance(m_options.outside) && !m_isVisionOnly;
    Sample sample =
        isOutside ? outsideSample(random) : sceneSample(random, static_cast<std::uint64_t>(index));
    sample.turns = random.chance(m_options.apart) ? Turns::Apart : Turns::Follow;
    return sample;
}

void DescriberTask::addDialogues(Batch& batch, const std::vector<Sample>& samples) const {
    std::vector<DialogueTokens> dialogues;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto words = batch.grids[i].patches() / 4;
        dialogues.push_back(
            m_dialogue.write(samples[i].exchanges, samples[i].turns, words, kMostTokens));
        longest = std::max(longest, dialogues.back().ids.size());
    }
    const auto tokens = static_cast<std::int64_t>(longest);
    batch.ids = at::zeros({static_cast<std::int64_t>(samples.size()), tokens}, at::kLong);
    batch.placesEarlier = at::zeros_like(batch.ids);
    const auto groups = at::zeros_like(batch.ids);
    std::vector<std::int64_t> from, next;
    std::vector<float> weights;
    for (std::size_t row = 0; row < dialogues.size(); ++row) {
        const auto& [ids, exchangeOf, groupOf, placesEarlier] = dialogues[row];
        const auto put = [row](const std::vector<std::int64_t>& values, const at::Tensor& into) {
            std::ranges::copy(values,
                              into[static_cast<std::int64_t>(row)].data_ptr<std::int64_t>());
        };
        put(ids, batch.ids);
        put(groupOf, groups);
        put(placesEarlier, batch.placesEarlier);
        std::map<std::size_t, int> lengths;
        for (const auto exchange : exchangeOf) {
            ++lengths[exchange];
        }
        for (std::size_t i = 1; i < ids.size(); ++i) {
            if (exchangeOf[i] == DialogueTokens::kNotLearnt) {
                continue;
            }
            from.push_back(static_cast<std::int64_t>(row) * tokens + static_cast<std::int64_t>(i) -
                           1);
            next.push_back(ids[i]);
            const bool isFirst = exchangeOf[i - 1] != exchangeOf[i];
            weights.push_back(isFirst && isVerdict(samples[row].exchanges[exchangeOf[i]].kind)
                                  ? kVerdictWeight
                                  : 1 / std::sqrt(static_cast<float>(lengths[exchangeOf[i]])));
            batch.exchangeOf.push_back(batch.asked.size() + exchangeOf[i]);
        }
        for (const auto& exchange : samples[row].exchanges) {
            batch.asked.push_back(exchange.kind);
        }
    }
    batch.closed = nn::closedBetween(groups);
    batch.from = at::tensor(from, at::kLong);
    batch.next = at::tensor(next, at::kLong);
    batch.weights = at::tensor(weights, at::kFloat);
}

DescriberTask::Batch DescriberTask::makeBatch(std::int64_t first, std::int64_t count) {
    std::vector<Sample> samples;
    for (std::int64_t i = 0; i < count; ++i) {
        samples.push_back(makeSample(first + i));
    }
    // Pictures of one shape after each other: the eyes work them off together.
    std::ranges::stable_sort(samples, {}, [](const Sample& sample) {
        return std::pair(sample.picture.heightPx, sample.picture.widthPx);
    });
    Batch batch;
    std::vector<at::Tensor> patches;
    std::vector<std::int64_t> kinds, tints, roles;
    for (const auto& sample : samples) {
        const auto made = patchesOf(sample.picture);
        patches.push_back(made.values);
        batch.grids.push_back({made.rows, made.columns});
        kinds.insert(kinds.end(), sample.kinds.begin(), sample.kinds.end());
        tints.insert(tints.end(), sample.tints.begin(), sample.tints.end());
        roles.insert(roles.end(), sample.roles.begin(), sample.roles.end());
    }
    batch.patches = at::cat(patches);
    batch.kinds = at::tensor(kinds, at::kLong);
    batch.tints = at::tensor(tints, at::kLong);
    batch.roles = at::tensor(roles, at::kLong);
    if (!m_isVisionOnly) {
        addDialogues(batch, samples);
    }
    return batch;
}

at::Tensor DescriberTask::loss(std::int64_t first, std::int64_t count) {
    const Batch batch = makeBatch(first, count);
    const auto seen = m_model.see(batch.patches, batch.grids);
    const auto answers = [&] {
        const auto hidden = read(m_model, batch, seen);
        const auto scores =
            m_model.logits(hidden.flatten(0, 1).index_select(0, batch.from)).to(at::kFloat);
        const auto errors = at::cross_entropy_loss(scores, batch.next, {}, at::Reduction::None);
        return (errors * batch.weights).sum() / batch.weights.sum();
    };
    if (m_options.eyesFrozen) {
        return answers();
    }
    const auto onWords = [&](const nn::Linear& head, const at::Tensor& truth) {
        return at::cross_entropy_loss(head(seen.pooled).to(at::kFloat), truth, {},
                                      at::Reduction::Mean, kUnlabelled);
    };
    // Four words in five show nothing: those with things count once more by themselves.
    const auto thingKinds = at::where(batch.kinds.gt(0), batch.kinds, kUnlabelled);
    const auto labels = onWords(m_kindHead, batch.kinds) + onWords(m_kindHead, thingKinds) +
                        0.7 * onWords(m_tintHead, batch.tints) + onWords(m_roleHead, batch.roles);
    return m_isVisionOnly ? labels : answers() + m_options.labelWeight * labels;
}

at::Tensor DescriberTask::read(const models::Qwen3VL& model, const Batch& batch,
                               const models::VisionFeatures& seen) const {
    const auto& config = model.config();
    auto positions = models::ropePositions(batch.ids, batch.grids, config.image_token_id,
                                           config.vision.spatial_merge_size);
    positions.places = positions.places - batch.placesEarlier;
    return model.read(batch.ids, positions, &seen, nullptr, {}, batch.closed);
}

std::string DescriberTask::evaluate() {
    const c10::NoGradGuard noGradients;
    constexpr std::int64_t kFirst = std::int64_t{1} << 40;  // samples that no training reaches
    constexpr std::int64_t kCount = 96;
    const bool wasVisionOnly = std::exchange(m_isVisionOnly, false);
    const Batch batch = makeBatch(kFirst, kCount);
    m_isVisionOnly = wasVisionOnly;
    const auto seen = m_averaged.see(batch.patches, batch.grids);
    const auto isThing = batch.kinds.gt(0);
    const auto shareRight = [&](const nn::Linear& head, const at::Tensor& truth) {
        const auto right = head(seen.pooled).argmax(1).eq(truth).logical_and(isThing);
        return right.sum().item<double>() / std::max(1.0, isThing.sum().item<double>());
    };
    const auto hidden = read(m_averaged, batch, seen);
    const auto guesses =
        m_averaged.logits(hidden.flatten(0, 1).index_select(0, batch.from)).argmax(1);
    const auto agrees = guesses.eq(batch.next);
    std::map<std::size_t, bool> whole;    // by exchange: every token as it should be
    int verdicts = 0, rightVerdicts = 0;  // by their first word alone
    for (std::size_t i = 0; i < batch.exchangeOf.size(); ++i) {
        const bool isRight = agrees.const_data_ptr<bool>()[i];
        auto [entry, isNew] = whole.try_emplace(batch.exchangeOf[i], true);
        if (isNew && isVerdict(batch.asked[batch.exchangeOf[i]])) {
            ++verdicts;
            rightVerdicts += isRight ? 1 : 0;
        }
        entry->second = entry->second && isRight;
    }
    std::map<QuestionKind, std::pair<int, int>> byKind;
    for (const auto& [exchange, isRight] : whole) {
        auto& [rightOnes, all] = byKind[batch.asked[exchange]];
        rightOnes += isRight ? 1 : 0;
        ++all;
    }
    char head[120];
    std::snprintf(
        head, sizeof head, "words of things %.3f %.3f  tokens %.3f  yes or no %.3f  answers:",
        shareRight(m_averagedKindHead, batch.kinds), shareRight(m_averagedRoleHead, batch.roles),
        agrees.to(at::kFloat).mean().item<double>(),
        static_cast<double>(rightVerdicts) / std::max(1, verdicts));
    std::string text = head;
    for (const auto& [kind, counts] : byKind) {
        char one[40];
        std::snprintf(one, sizeof one, " %s %.2f", std::string(questionKindName(kind)).c_str(),
                      static_cast<double>(counts.first) / counts.second);
        text += one;
    }
    return text;
}

at::Tensor DescriberTask::ownFeatures(std::int64_t count) {
    const c10::NoGradGuard noGradients;
    constexpr std::uint64_t kFirst = std::uint64_t{1} << 41U;
    std::vector<at::Tensor> features;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto index = kFirst + static_cast<std::uint64_t>(i);
        CounterRandom random(m_options.seed, index, kPictureStream);
        const auto sample = sceneSample(random, index);
        const auto made = patchesOf(sample.picture);
        const models::PatchGrid grid{made.rows, made.columns};
        const auto seen = m_averaged.see(made.values, std::span(&grid, 1));
        features.push_back(pipelines::Familiarity::featureOf(seen.pooled));
    }
    return at::stack(features);
}

}  // namespace limn::starter
