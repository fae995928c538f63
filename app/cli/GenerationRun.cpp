// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/GenerationRun.h"

#include "app/cli/option_values.h"
#include "app/cli/picture_files.h"
#include "core/base/Log.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>
#include <string>
#include <tuple>

namespace limn::cli {
namespace {

/// Such as every tensor that does not fit, of which the sentence names the first.
void logDetail(const Error& error) {
    std::istringstream lines(error.detail);
    for (std::string line; std::getline(lines, line);) {
        log(LogLevel::Info, "generate", line);
    }
}

}  // namespace

GenerationRun::GenerationRun(PreparedGeneration prepared, CommandContext& context)
    : m_prepared(std::move(prepared)), m_context(context),
      m_progress(context.console, m_prepared.request.count) {}

Outcome<GenerationResult> GenerationRun::run(const std::stop_token& stop) {
    const auto start = std::chrono::steady_clock::now();
    const auto secondsSinceStart = [start] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    const ProgressSink progress = [this](const Progress& step) {
        m_progress.show(step);
        tellWarnings(step.warnings);
    };
    const auto pictures = readPictures(stop);
    if (!pictures.isDone()) {
        return pictures.isCancelled() ? Outcome<GenerationResult>(Cancelled{}) : pictures.error();
    }
    const std::unique_ptr<Engine> engine = m_context.makeEngine();

    auto loaded = engine->load(m_prepared.load, stop, progress);
    if (loaded.isFailed()) {
        logDetail(loaded.error());
    }
    if (!loaded.isDone()) {
        return loaded.isCancelled() ? Outcome<GenerationResult>(Cancelled{}) : loaded.error();
    }
    GenerationResult result;
    result.model = std::move(loaded).value();
    if (result.model.loadSeconds <= 0) {
        result.model.loadSeconds = secondsSinceStart();
    }
    if (!result.model.makesPictures) {
        return Error{ErrorCode::Unsupported,
                     "The model '" + m_prepared.model.name +
                         "' describes pictures; 'limn generate' needs one that makes them.",
                     {}};
    }
    const Status fits = fitToModel(result.model);
    if (!fits) {
        return fits.error();
    }
    const auto made =
        engine->generate(m_prepared.request, stop, progress,
                         [&](GeneratedImage picture) { return save(picture, result.model); });
    m_progress.end();
    if (made.isCancelled()) {
        return Cancelled{};
    }
    if (made.isFailed()) {
        Error error = made.error();
        if (error.code == ErrorCode::NotANumber) {  // the engine does not know the name it was chosen by
            error.message = "'" + m_prepared.model.name + "': " + error.message;
        }
        return error;
    }
    result.report = made.value();
    tellWarnings(result.report.warnings);
    result.report.seconds.load = result.model.loadSeconds;
    result.report.seconds.total = secondsSinceStart();
    return result;
}

Outcome<Unit> GenerationRun::readPictures(const std::stop_token& stop) {
    GenerateRequest& request = m_prepared.request;
    for (const auto& [file, target, source] :
         {std::tuple(&m_prepared.image, &request.initImage, &m_startPicture),
          std::tuple(&m_prepared.mask, &request.mask, &m_mask)}) {
        if (*file) {
            auto picture = loadPicture(**file, stop);
            if (!picture.isDone()) {
                return picture.isCancelled() ? Outcome<Unit>(Cancelled{}) : picture.error();
            }
            *target = std::move(picture.value().image);
            *source = std::move(picture.value().source);
        }
    }
    return Unit{};
}

/// As the reference does: the picture's own size, rounded down to what the model can make. A repainted picture keeps
/// its size exactly.
void GenerationRun::takeSizeOfImage(int multiple) {
    GenerateRequest& request = m_prepared.request;
    if (!request.initImage) {
        return;
    }
    const Image& image = *request.initImage;
    if (request.mask && request.widthPx.value_or(image.widthPx) == image.widthPx &&
        request.heightPx.value_or(image.heightPx) == image.heightPx) {
        request.widthPx = image.widthPx;
        request.heightPx = image.heightPx;
        return;
    }
    bool isRounded = false;
    for (const auto& [size, ofImage] : {std::pair(&request.widthPx, image.widthPx),
                                        std::pair(&request.heightPx, image.heightPx)}) {
        if (!*size) {
            *size = std::max(multiple, ofImage / multiple * multiple);
            isRounded = isRounded || **size != ofImage;
        }
    }
    if (isRounded) {
        m_context.console.printWarning(
            "The picture of --image is " + std::to_string(image.widthPx) + " × " +
            std::to_string(image.heightPx) + ", but the model needs multiples of " +
            std::to_string(multiple) + ": the result is " + std::to_string(*request.widthPx) +
            " × " + std::to_string(*request.heightPx) + ".");
    }
}

Status GenerationRun::fitToModel(const ModelInfo& model) {
    GenerateRequest& request = m_prepared.request;
    const int multiple = std::max(1, model.sizeMultiplePx);
    takeSizeOfImage(multiple);
    const bool keepsSize = request.mask && request.widthPx == request.initImage->widthPx &&
                           request.heightPx == request.initImage->heightPx;
    const int sizeMultiple = keepsSize ? 1 : multiple;
    for (const auto& [option, size] :
         {std::pair("--width", request.widthPx.value_or(model.defaultWidthPx)),
          std::pair("--height", request.heightPx.value_or(model.defaultHeightPx))}) {
        if (const auto refused = refuseSize(option, size, sizeMultiple)) {
            return *refused;
        }
    }
    const auto& known = model.schedulers;
    if (request.scheduler && !known.empty() &&
        std::find(known.begin(), known.end(), *request.scheduler) == known.end()) {
        std::string listed;
        for (const std::string& name : known) {
            listed += (listed.empty() ? "" : ", ") + name;
        }
        return wrongUsage("--scheduler must be one of " + listed + " for this model, but it is '" +
                          *request.scheduler + "'.");
    }
    if (request.upscale > 1 && !model.canUpscale) {
        return wrongUsage(
            "--upscale needs --upscaler FILE: a compact ESRGAN (.safetensors or .pth), because "
            "this model "
            "brings none along.");
    }
    const auto enlarged = [&](int sizePx) {
        return static_cast<int>(std::lround(request.upscale * sizePx));
    };
    return m_prepared.output.checkSize(enlarged(request.widthPx.value_or(model.defaultWidthPx)),
                                       enlarged(request.heightPx.value_or(model.defaultHeightPx)));
}

/// Each once, as soon as it is known.
void GenerationRun::tellWarnings(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings) {
        if (std::ranges::find(m_toldWarnings, warning) == m_toldWarnings.end()) {
            m_toldWarnings.push_back(warning);
            m_context.console.printWarning(warning);
        }
    }
}

Status GenerationRun::save(const GeneratedImage& picture, const ModelInfo& model) {
    m_progress.show({.phase = Phase::Save,
                     .step = 0,
                     .of = 1,
                     .imageIndex = picture.index,
                     .preview = std::nullopt});
    const std::filesystem::path path = m_prepared.output.pathFor(picture.seed);
    {
        const Interrupts::SavingScope saving(m_context.interrupts);
        const Status folder = m_prepared.output.prepareFolder();
        if (!folder) {
            return folder;
        }
        const auto saved = savePicture(path, {.picture = picture,
                                              .request = m_prepared.request,
                                              .model = model,
                                              .loras = m_prepared.load.loras,
                                              .modelName = m_prepared.model.name,
                                              .modelSha256 = m_prepared.model.sha256,
                                              .startPicture = m_startPicture,
                                              .maskSha256 = m_mask ? m_mask->sha256 : std::string(),
                                              .mayOverwrite = m_prepared.mayOverwrite});
        if (!saved) {
            return saved.error();
        }
        for (const std::string& sentence : *saved) {
            m_context.console.printWarning(sentence);
        }
    }
    m_saved.push_back({path, picture.seed, picture.image.widthPx, picture.image.heightPx});
    if (!m_prepared.isJson) {
        m_context.console.printResult(path.string() + "  (seed " + std::to_string(picture.seed) +
                                      ", " + std::to_string(picture.image.widthPx) + " × " +
                                      std::to_string(picture.image.heightPx) + ")");
    }
    return Unit{};
}

}  // namespace limn::cli
