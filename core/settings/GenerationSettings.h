// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/jobs/PictureOrder.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace limn {

struct GenerationData;
class Settings;

/// A picture that drawing starts from.
struct StartPicture {
    std::filesystem::path file;
    std::shared_ptr<const Image> pixels;
};

/// What a picture says of how it was made and recall() could not take over.
struct NotRecalled {
    bool size = false;       ///< not one that the model draws
    bool scheduler = false;  ///< the model does not have it
    bool loras = false;      ///< some were used; here are none
    bool operator==(const NotRecalled&) const = default;
};

/// How the next pictures are to be drawn. Empty optionals follow the model's own defaults, also after another model was
/// chosen. What a model does not understand is forgotten when that model is loaded. Owned by app; GUI thread.
class GenerationSettings final : public QObject {
    Q_OBJECT
public:
    /// `makeSeed` gives the seed where none is locked.
    GenerationSettings(Settings& settings, std::function<std::uint64_t()> makeSeed,
                       QObject* parent = nullptr);

    /// Which model is chosen; empty: the starter. It may not be loaded yet.
    const std::filesystem::path& modelPath() const { return m_modelPath; }
    /// What is known of the chosen model; empty until it was loaded.
    const std::optional<ModelInfo>& model() const { return m_model; }
    void chooseModel(const std::filesystem::path& path);
    void setModelInfo(const ModelInfo& model);

    int widthPx() const;
    int heightPx() const;
    void setSize(int widthPx, int heightPx);
    void clearSize();
    /// How many times larger than it is drawn a picture becomes: 1, 2 or 4. A model that brings its own enlarger is made
    /// for 2; one without stays at 1.
    int upscale() const;
    void setUpscale(int factor);
    bool hasOwnSize() const { return m_request.widthPx.has_value(); }
    int steps() const;
    void setSteps(std::optional<int> steps);
    double guidanceScale() const;
    void setGuidanceScale(std::optional<double> scale);
    QString scheduler() const;
    void setScheduler(const QString& name);
    QString negativePrompt() const;
    void setNegativePrompt(const QString& text);
    int count() const { return m_request.count; }
    void setCount(int count);
    bool isSeedLocked() const { return m_isSeedLocked; }
    void setSeedLocked(bool isLocked);
    std::uint64_t seed() const { return m_request.seed; }
    /// Also locks it: who names a seed wants this one.
    void setSeed(std::uint64_t seed);
    bool showsPreview() const { return m_showsPreview; }
    void setShowsPreview(bool shows);
    const std::optional<StartPicture>& startPicture() const { return m_startPicture; }
    void setStartPicture(std::optional<StartPicture> picture);
    double strength() const { return m_request.strength; }
    void setStrength(double strength);

    enum class Recall { All = 1, AllButSeed, Seed, Size };
    /// Takes what a picture says about how it was made, as far as this model understands it. The model stays.
    NotRecalled recall(const GenerationData& data, Recall what);

    /// Where the next pictures are drawn.
    const Placement& placement() const { return m_placement; }
    void setPlacement(const Placement& placement) { m_placement = placement; }

    /// The order for one message: everything but the prompt. A new seed each time unless it is locked.
    PictureOrder nextOrder(const std::filesystem::path& folder) const;

Q_SIGNALS:
    void changed();
    void modelChosen(const std::filesystem::path& path);

private:
    void readChosen();
    void announce();

    Settings& m_settings;
    std::function<std::uint64_t()> m_makeSeed;
    std::filesystem::path m_modelPath;
    std::optional<ModelInfo> m_model;
    Placement m_placement;
    GenerateRequest m_request;  // of it: what the person chose
    std::optional<StartPicture> m_startPicture;
    std::optional<int> m_upscale;
    bool m_isSeedLocked = false;
    bool m_showsPreview = true;
};

}  // namespace limn
