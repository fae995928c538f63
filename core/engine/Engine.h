// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/engine/Description.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn {

// The port between the program and the machine that draws and describes. Owned by core, implemented by
// inference (TorchEngine) and by the tests (FakeEngine). Standard library only: nothing here knows torch.

enum class Phase { Load = 1, EncodePrompt, EncodeImage, Denoise, Decode, Upscale, Save, Describe };

/// What a long order tells while it runs. `step` counts from 0 to `of`.
struct Progress {
    Phase phase = Phase::Load;
    int step = 0;
    int of = 0;
    int imageIndex = 0;            ///< which picture of a batch, from 0
    std::optional<Image> preview;  ///< small, rough, and only sometimes there
    /// Full sentences that came up since the last time, such as what was cut from a long prompt; the report has them all.
    std::vector<std::string> warnings = {};
};

/// Called on the thread that runs the order. Must be quick and must not throw.
using ProgressSink = std::function<void(const Progress&)>;

enum class DataType { Auto = 1, Float32, BFloat16, Float16 };

/// Where and how a model runs. `device` is "auto", "cpu", "cuda" or "cuda:N".
struct Placement {
    std::string device = "auto";
    DataType dtype = DataType::Auto;
    int threads = 0;  ///< CPU threads; 0 = physical cores
    bool operator==(const Placement&) const = default;
};

struct LoraChoice {
    std::filesystem::path file;
    double scale = 1.0;
};

struct LoadRequest {
    std::filesystem::path model;  ///< diffusers folder, single .safetensors, or .ckpt
    std::vector<LoraChoice> loras;
    /// A small autoencoder (AutoencoderTiny, TAESD) for live previews, folder or file. Empty: the model's own where its
    /// folder holds one (`taesd/`), else a rough map from latents to colours.
    std::filesystem::path previewModel;
    /// A compact ESRGAN file for GenerateRequest::upscale. Empty: the model's own where its folder holds one
    /// (`upscaler.safetensors`), else none.
    std::filesystem::path upscaler;
    Placement placement;
};

/// What a loaded model is and what suits it. The studio and the command line take defaults from here.
struct ModelInfo {
    std::string name;
    std::string architecture;  ///< the family, e.g. "stable-diffusion-1", "stable-diffusion-xl"
    std::string architectureName =
        {};                    ///< in words: "Stable Diffusion 1.x inpainting"; may be empty
    std::string device;        ///< "cpu", "cuda:0"
    std::string dtype;         ///< "float32", "bfloat16", "float16"
    std::int64_t parameters = 0;
    std::string defaultScheduler;
    std::vector<std::string> schedulers;
    int defaultWidthPx = 512;
    int defaultHeightPx = 512;
    int sizeMultiplePx = 8;  ///< width and height must be multiples of this
    int defaultSteps = 20;
    double defaultGuidanceScale = 7.5;
    bool takesNegativePrompt = true;
    bool isInpaintingModel = false;  ///< nine input channels: made for repainting
    bool canUpscale = false;         ///< an upscaler is loaded
    bool makesPictures = true;       ///< generate() is for it
    bool describesPictures = false;  ///< describe() is for it
    double loadSeconds = 0;
};

/// One order for pictures. Empty optionals mean "what the model's own files say".
struct GenerateRequest {
    std::string prompt;
    std::optional<std::string> negativePrompt;
    std::uint64_t seed = 0;  ///< picture i of a batch uses seed + i
    int count = 1;           ///< 1 ... 1000
    std::optional<int> steps;
    std::optional<double> guidanceScale;
    std::optional<int> widthPx;
    std::optional<int> heightPx;
    std::optional<std::string> scheduler;  ///< a name from ModelInfo::schedulers
    int clipSkip = 1;                      ///< A1111's meaning: 1 = the last layer, nothing skipped
    /// Image to image; resized to the asked size. With a mask and its own size asked for or none, it is not: its pixels
    /// outside the mask come back as they are, alpha too, whatever the sides are.
    std::optional<Image> initImage;
    double strength = 0.8;      ///< 0 ... 1, share of the schedule that is run on initImage
    std::optional<Image> mask;  ///< with initImage: grey, 128 and above is repainted
    int previewEverySteps = 0;  ///< 0 = no previews
    double upscale =
        1.0;  ///< 1 ... 16, above 1 only with an upscaler: sides of the result over the drawn
};

struct PhaseSeconds {
    double load = 0;
    double encode = 0;
    double denoise = 0;
    double decode = 0;
    double upscale = 0;
    double total = 0;
};

/// One finished picture. Handed over as soon as it is done, so that a later fault in a batch costs nothing.
struct GeneratedImage {
    Image image;
    std::uint64_t seed = 0;
    int index = 0;
};

/// Called on the thread that runs the order, once per finished picture. An Error from it (disk full) ends the batch.
using ImageSink = std::function<Status(GeneratedImage)>;

/// What was really used, after defaults were filled in: for metadata and for the report.
struct GenerateReport {
    int widthPx = 0;
    int heightPx = 0;
    int steps = 0;
    double guidanceScale = 0;
    std::string scheduler;
    std::vector<std::string> warnings;  ///< full sentences, such as what was cut from a long prompt
    PhaseSeconds seconds;
    double secondsPerStep = 0;
    std::int64_t peakMemoryBytes = 0;
    int images = 0;
};

/// Lives on one thread at a time, which owns the model. Every order can be stopped through its token within one
/// step, tile or tensor; after a cancel or an error the engine is usable at once. Nothing throws.
class Engine {
public:
    virtual ~Engine() = default;

    /// Replaces the loaded model. After a failure or cancel no model is loaded, or still the former one.
    virtual Outcome<ModelInfo> load(const LoadRequest& request, std::stop_token stop,
                                    const ProgressSink& progress) = 0;
    /// Requires a loaded model; else InvalidRequest.
    virtual Outcome<GenerateReport> generate(const GenerateRequest& request, std::stop_token stop,
                                             const ProgressSink& progress,
                                             const ImageSink& images) = 0;
    /// Answers the last turn. Requires a loaded model that describes pictures; else InvalidRequest. Cancelled within
    /// one token; what was written until then has gone to `text`.
    virtual Outcome<Description> describe(const DescribeRequest& request, std::stop_token stop,
                                          const ProgressSink& progress, const TextSink& text) = 0;
    /// Gives the memory back.
    virtual void unload() = 0;
};

}  // namespace limn
