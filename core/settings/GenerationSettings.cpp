// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/settings/GenerationSettings.h"

#include "core/metadata/GenerationData.h"
#include "core/metadata/scheduler_names.h"
#include "core/settings/Settings.h"

#include <algorithm>
#include <cmath>

namespace limn {
namespace {

constexpr int kMostSteps = 500;
constexpr int kMostPictures = 1000;
constexpr int kPreviewEverySteps = 1;
constexpr int kOwnUpscale = 2;
constexpr int kMostUpscale = 4;

constexpr int kLargestSidePx = 8192;
constexpr double kMostGuidance = 100;

/// The stored number where it is one and lies between the two.
template <class Number>
std::optional<Number> storedNumber(const QString& text, Number least, Number most) {
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber && value >= least && value <= most ? std::optional(static_cast<Number>(value))
                                                       : std::nullopt;
}

template <class Number>
QString storedText(const std::optional<Number>& value) {
    return value ? QString::number(*value) : QString();
}

std::optional<std::string> storedWords(const QString& text) {
    return text.isEmpty() ? std::nullopt : std::optional(text.toStdString());
}

QString storedText(const std::optional<std::string>& words) {
    return QString::fromStdString(words.value_or(""));
}

/// Who chooses what the model has of itself gets the next model's own as well.
template <class Value>
void followWhereEqual(std::optional<Value>& chosen, const std::optional<Value>& own) {
    if (chosen == own) {
        chosen.reset();
    }
}

const ModelInfo& plausible() {
    static const ModelInfo info;  // until a model says what it is
    return info;
}

}  // namespace

GenerationSettings::GenerationSettings(Settings& settings, std::function<std::uint64_t()> makeSeed,
                                       QObject* parent)
    : QObject(parent), m_settings(settings), m_makeSeed(std::move(makeSeed)),
      m_modelPath(settings.text(Setting::LastModel).toStdString()),
      m_isSeedLocked(settings.flag(Setting::SeedLocked)),
      m_showsPreview(settings.flag(Setting::ShowsPreview)) {
    m_placement.device = settings.text(Setting::Device).toStdString();
    m_placement.threads = settings.number(Setting::Threads);
    m_request.count = std::clamp(settings.number(Setting::PictureCount), 1, kMostPictures);
    m_request.seed = settings.text(Setting::Seed).toULongLong();
    readChosen();
}

/// What is not plausible was changed by hand in the file, and is as if it had not been chosen.
void GenerationSettings::readChosen() {
    const QStringList sides = m_settings.text(Setting::Size).split(QLatin1Char('x'));
    const auto width = storedNumber(sides.front(), 1, kLargestSidePx);
    const auto height = storedNumber(sides.back(), 1, kLargestSidePx);
    if (sides.size() == 2 && width && height) {
        m_request.widthPx = width;
        m_request.heightPx = height;
    }
    m_request.steps = storedNumber(m_settings.text(Setting::Steps), 1, kMostSteps);
    m_request.guidanceScale =
        storedNumber(m_settings.text(Setting::GuidanceScale), 0.0, kMostGuidance);
    m_request.scheduler = storedWords(m_settings.text(Setting::Scheduler));
    m_request.negativePrompt = storedWords(m_settings.text(Setting::NegativePrompt));
    m_request.strength =
        storedNumber(m_settings.text(Setting::Strength), 0.0, 1.0).value_or(m_request.strength);
    m_upscale = storedNumber(m_settings.text(Setting::Upscale), 1, kMostUpscale);
}

void GenerationSettings::chooseModel(const std::filesystem::path& path) {
    if (m_modelPath == path && m_model) {
        return;
    }
    m_modelPath = path;
    m_model.reset();
    m_settings.set(Setting::LastModel, QString::fromStdString(path.string()));
    Q_EMIT modelChosen(path);
    Q_EMIT changed();
}

void GenerationSettings::setModelInfo(const ModelInfo& model) {
    m_model = model;
    const auto& known = model.schedulers;
    if (m_request.scheduler &&
        std::find(known.begin(), known.end(), *m_request.scheduler) == known.end()) {
        m_request.scheduler.reset();
    }
    const int multiple = std::max(1, model.sizeMultiplePx);
    if (m_request.widthPx &&
        (*m_request.widthPx % multiple != 0 || *m_request.heightPx % multiple != 0)) {
        m_request.widthPx.reset();
        m_request.heightPx.reset();
    }
    Q_EMIT changed();
}

int GenerationSettings::widthPx() const {
    return m_request.widthPx.value_or(m_model.value_or(plausible()).defaultWidthPx);
}

int GenerationSettings::heightPx() const {
    return m_request.heightPx.value_or(m_model.value_or(plausible()).defaultHeightPx);
}

void GenerationSettings::setSize(int widthPx, int heightPx) {
    m_request.widthPx = widthPx;
    m_request.heightPx = heightPx;
    announce();
}

void GenerationSettings::clearSize() {
    m_request.widthPx.reset();
    m_request.heightPx.reset();
    announce();
}

int GenerationSettings::upscale() const {
    return m_model && m_model->canUpscale ? m_upscale.value_or(kOwnUpscale) : 1;
}

void GenerationSettings::setUpscale(int factor) {
    m_upscale = std::clamp(factor, 1, kMostUpscale);
    announce();
}

int GenerationSettings::steps() const {
    return m_request.steps.value_or(m_model.value_or(plausible()).defaultSteps);
}

void GenerationSettings::setSteps(std::optional<int> steps) {
    m_request.steps = steps ? std::optional(std::clamp(*steps, 1, kMostSteps)) : std::nullopt;
    followWhereEqual(m_request.steps,
                     m_model ? std::optional(m_model->defaultSteps) : std::nullopt);
    announce();
}

double GenerationSettings::guidanceScale() const {
    return m_request.guidanceScale.value_or(m_model.value_or(plausible()).defaultGuidanceScale);
}

void GenerationSettings::setGuidanceScale(std::optional<double> scale) {
    m_request.guidanceScale = scale;
    followWhereEqual(m_request.guidanceScale,
                     m_model ? std::optional(m_model->defaultGuidanceScale) : std::nullopt);
    announce();
}

QString GenerationSettings::scheduler() const {
    return QString::fromStdString(
        m_request.scheduler.value_or(m_model.value_or(plausible()).defaultScheduler));
}

void GenerationSettings::setScheduler(const QString& name) {
    m_request.scheduler = storedWords(name);
    followWhereEqual(m_request.scheduler,
                     m_model ? std::optional(m_model->defaultScheduler) : std::nullopt);
    announce();
}

QString GenerationSettings::negativePrompt() const {
    return QString::fromStdString(m_request.negativePrompt.value_or(""));
}

void GenerationSettings::setNegativePrompt(const QString& text) {
    m_request.negativePrompt = text.isEmpty() ? std::nullopt : std::optional(text.toStdString());
    announce();
}

void GenerationSettings::setCount(int count) {
    m_request.count = std::clamp(count, 1, kMostPictures);
    announce();
}

void GenerationSettings::setSeedLocked(bool isLocked) {
    m_isSeedLocked = isLocked;
    announce();
}

void GenerationSettings::setSeed(std::uint64_t seed) {
    m_request.seed = seed;
    m_isSeedLocked = true;
    announce();
}

void GenerationSettings::setShowsPreview(bool shows) {
    m_showsPreview = shows;
    announce();
}

void GenerationSettings::setStartPicture(std::optional<StartPicture> picture) {
    m_startPicture = std::move(picture);
    announce();
}

void GenerationSettings::setStrength(double strength) {
    m_request.strength = std::clamp(strength, 0.0, 1.0);
    announce();
}

NotRecalled GenerationSettings::recall(const GenerationData& data, Recall what) {
    const ModelInfo model = m_model.value_or(plausible());
    const bool takesAll = what == Recall::All || what == Recall::AllButSeed;
    NotRecalled left;
    if (data.seed && (what == Recall::All || what == Recall::Seed)) {
        m_request.seed = *data.seed;
        m_isSeedLocked = true;
    }
    const int multiple = std::max(1, model.sizeMultiplePx) * upscale();
    if (data.widthPx && data.heightPx && (takesAll || what == Recall::Size)) {
        left.size = *data.widthPx % multiple != 0 || *data.heightPx % multiple != 0;
        if (!left.size) {
            m_request.widthPx =
                *data.widthPx / upscale();  // the data tells the finished picture's size
            m_request.heightPx = *data.heightPx / upscale();
        }
    }
    if (takesAll) {
        if (data.steps) {
            m_request.steps = std::clamp(*data.steps, 1, kMostSteps);
        }
        if (data.guidanceScale && std::isfinite(*data.guidanceScale)) {
            m_request.guidanceScale = std::clamp(*data.guidanceScale, 0.0, kMostGuidance);
        }
        const auto scheduler = limnSchedulerName(data.scheduler);
        if (scheduler && std::find(model.schedulers.begin(), model.schedulers.end(), *scheduler) !=
                             model.schedulers.end()) {
            m_request.scheduler = *scheduler;
        } else {
            left.scheduler = !data.scheduler.empty();
        }
        left.loras = !data.loras.empty();
        m_request.negativePrompt =
            data.negativePrompt.empty() ? std::nullopt : std::optional(data.negativePrompt);
        if (data.strength) {
            m_request.strength = std::clamp(*data.strength, 0.0, 1.0);
        }
    }
    announce();
    return left;
}

PictureOrder GenerationSettings::nextOrder(const std::filesystem::path& folder) const {
    PictureOrder order;
    order.model = m_modelPath;
    order.placement = m_placement;
    order.request = m_request;
    order.request.seed = m_isSeedLocked ? m_request.seed : m_makeSeed();
    order.request.upscale = upscale();
    order.request.previewEverySteps = m_showsPreview ? kPreviewEverySteps : 0;
    if (m_model && !m_model->takesNegativePrompt) {
        order.request.negativePrompt.reset();
    }
    if (m_startPicture && m_startPicture->pixels) {
        order.request.initImage = *m_startPicture->pixels;
        order.madeFrom = m_startPicture->file;
    }
    order.folder = folder;
    return order;
}

void GenerationSettings::announce() {
    m_settings.set(Setting::PictureCount, m_request.count);
    m_settings.set(Setting::ShowsPreview, m_showsPreview);
    m_settings.set(Setting::SeedLocked, m_isSeedLocked);
    m_settings.set(Setting::Seed, QString::number(m_request.seed));
    m_settings.set(Setting::Size,
                   hasOwnSize()
                       ? QStringLiteral("%1x%2").arg(*m_request.widthPx).arg(*m_request.heightPx)
                       : QString());
    m_settings.set(Setting::Steps, storedText(m_request.steps));
    m_settings.set(Setting::GuidanceScale, storedText(m_request.guidanceScale));
    m_settings.set(Setting::Scheduler, storedText(m_request.scheduler));
    m_settings.set(Setting::NegativePrompt, storedText(m_request.negativePrompt));
    m_settings.set(Setting::Strength, QString::number(m_request.strength));
    m_settings.set(Setting::Upscale, storedText(m_upscale));
    Q_EMIT changed();
}

}  // namespace limn
