// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/InferenceWorker.h"

#include "core/base/AtomicFile.h"
#include "core/document/repaint.h"
#include "core/jobs/picture_record.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <new>
#include <string>

namespace limn {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostNameTries = 100;

bool isSame(const LoadRequest& a, const LoadRequest& b) {
    const auto sameLora = [](const LoraChoice& x, const LoraChoice& y) {
        return x.file == y.file && x.scale == y.scale;
    };
    return a.model == b.model && a.previewModel == b.previewModel && a.upscaler == b.upscaler &&
           a.placement == b.placement &&
           std::equal(a.loras.begin(), a.loras.end(), b.loras.begin(), b.loras.end(), sameLora);
}

/// Before minutes are spent: there is a folder, and something can be written into it.
Status prepareFolder(const std::filesystem::path& folder) {
    if (folder.empty()) {
        return Error{ErrorCode::InvalidRequest, "The order names no folder for its pictures.", {}};
    }
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem) {
        return Error{ErrorCode::WriteFailed,
                     "The folder '" + folder.string() + "' for pictures cannot be made: " +
                         problem.message() + ". Choose another folder in the settings.",
                     {}};
    }
    // A folder that is there may be read-only, or its disk full.
    const auto probe = folder / (".limn-" + std::to_string(::getpid()) + "-probe");
    const std::array<std::uint8_t, 4096> bytes{};
    const Status written = writeFileAtomically(probe, bytes, Overwrite::Replace);
    std::filesystem::remove(probe, problem);
    if (!written) {
        return Error{ErrorCode::WriteFailed,
                     "Nothing can be written into the folder '" + folder.string() +
                         "' for pictures. " + written.error().message,
                     written.error().detail};
    }
    return Unit{};
}

Error movedTo(const std::filesystem::path& file, const Error& why) {
    return {why.code, why.message + " The picture was put into '" + file.string() + "' instead.",
            why.detail};
}

/// Nothing may throw through the runner; what gets here is a fault of Limn's own, or no memory for a copy.
template <class T, class Function>
Outcome<T> guarded(const Function& function) {
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return Error{
            ErrorCode::OutOfMemory, "There is not enough memory for this. Try a smaller size.", {}};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::Internal,
                     std::string("A fault in Limn itself: ") + exception.what() + ".",
                     {}};
    }
}

}  // namespace

Outcome<FinishedWords> InferenceWorker::describe(const WordsOrder& order, const std::filesystem::path& fallbackModel,
                                                 const std::stop_token& stop, const ProgressSink& progress,
                                                 const TextSink& text) {
    return guarded<FinishedWords>([&] { return m_describer.describe(order, fallbackModel, stop, progress, text); });
}

PictureOrder withDefaults(PictureOrder order, const ModelInfo& model) {
    GenerateRequest& request = order.request;
    request.steps = request.steps.value_or(model.defaultSteps);
    request.guidanceScale = request.guidanceScale.value_or(model.defaultGuidanceScale);
    request.widthPx = request.widthPx.value_or(model.defaultWidthPx);
    request.heightPx = request.heightPx.value_or(model.defaultHeightPx);
    request.scheduler = request.scheduler.value_or(model.defaultScheduler);
    return order;
}

Outcome<ModelInfo> InferenceWorker::load(const LoadRequest& request, const std::stop_token& stop,
                                         const Sinks& sinks) {
    return guarded<ModelInfo>([&] { return loadIfOther(request, stop, sinks); });
}

Outcome<ModelInfo> InferenceWorker::loadIfOther(const LoadRequest& request,
                                                const std::stop_token& stop, const Sinks& sinks) {
    if (m_loaded && isSame(*m_loaded, request)) {
        return m_model;
    }
    if (request.model.empty()) {
        return Error{
            ErrorCode::InvalidRequest,
            "No model is chosen. Add one on the models page, or drop a model file on the window.",
            {}};
    }
    if (!m_engine) {
        m_engine = m_makeEngine ? m_makeEngine() : nullptr;
    }
    if (!m_engine) {
        return Error{ErrorCode::Unsupported,
                     "This limn was built without its engine (libtorch): it cannot make pictures.",
                     {}};
    }
    m_loaded.reset();  // whatever happens, the former one is not to be relied on
    auto loaded = m_engine->load(request, stop, sinks.progress);
    if (loaded.isDone()) {
        m_loaded = request;
        m_model = loaded.value();
        sinks.modelLoaded(m_model);
    }
    return loaded;
}

Outcome<GenerateReport> InferenceWorker::draw(const PictureOrder& order,
                                              const std::filesystem::path& fallbackModel,
                                              const std::stop_token& stop, const Sinks& sinks) {
    return guarded<GenerateReport>([&]() -> Outcome<GenerateReport> {
        const Status folder = prepareFolder(order.folder);
        if (!folder) {
            return folder.error();
        }
        LoadRequest wanted;
        wanted.model = order.model;
        wanted.loras = order.loras;
        wanted.placement = order.placement;
        if (wanted.model.empty() && !m_loaded) {
            wanted.model = fallbackModel;
        } else if (wanted.model.empty()) {
            wanted.model = m_loaded->model;
        }
        const auto model = loadIfOther(wanted, stop, sinks);
        if (!model.isDone()) {
            return model.isCancelled() ? Outcome<GenerateReport>(Cancelled{}) : model.error();
        }
        return generate(withDefaults(order, m_model), stop, sinks);
    });
}

Outcome<GenerateReport> InferenceWorker::generate(const PictureOrder& order,
                                                  const std::stop_token& stop, const Sinks& sinks) {
    auto pictureStart = Clock::now();
    int currentIndex = -1;
    const ProgressSink progress = [&](const Progress& step) {
        if (step.imageIndex != currentIndex) {
            currentIndex = step.imageIndex;
            pictureStart = Clock::now();
        }
        sinks.progress(step);
    };
    const ImageSink images = [&](GeneratedImage picture) -> Status {
        FinishedPicture finished;
        finished.seconds = std::chrono::duration<double>(Clock::now() - pictureStart).count();
        sinks.progress({.phase = Phase::Save,
                        .step = 0,
                        .of = 1,
                        .imageIndex = picture.index,
                        .preview = std::nullopt});
        if (isRepaint(order.request)) {
            // A finished picture is kept even if cancel was pressed during its decode: no token here.
            auto repainted = finishedRepaint(order.request, picture.image, {});
            if (!repainted.isDone()) {
                return repainted.isFailed()
                           ? repainted.error()
                           : Error{ErrorCode::Internal, "A repaint was given up half done.", {}};
            }
            finished.pixelsChangedOutsideMask = repainted.value().pixelsChangedOutsideMask;
            picture.image = std::move(repainted).value().image;
        }
        auto file = save(picture, order);
        const Status saved = file ? Status(Unit{}) : Status(file.error());
        if (!file) {
            file = rescue(picture, order);
        }
        if (!file) {
            return saved;
        }
        finished.file = *file;
        finished.image = std::move(picture.image);
        finished.order = order;
        finished.modelName = m_model.name;
        finished.architecture = m_model.architecture;
        finished.seed = picture.seed;
        finished.index = picture.index;
        sinks.picture(std::move(finished));
        return saved ? saved : Status(movedTo(*file, saved.error()));
    };
    return m_engine->generate(
        isRepaint(order.request) ? engineRequest(order.request) : order.request, stop, progress,
        images);
}

Result<std::filesystem::path> InferenceWorker::save(const GeneratedImage& picture,
                                                    const PictureOrder& order) {
    Error last;
    for (int i = 0; i < kMostNameTries; ++i) {
        const auto file = m_names.next(order.folder, picture.seed, order.request.prompt);
        if (!file) {
            return file;
        }
        const Status saved = savePictureWithRecord(*file, picture, order, m_model);
        if (saved) {
            return file;
        }
        last = saved.error();
        std::error_code ignored;
        if (!std::filesystem::exists(std::filesystem::symlink_status(*file, ignored))) {
            return last;  // not a name that somebody else took in between
        }
    }
    return last;
}

/// What took minutes is not thrown away because its folder went, or filled up, meanwhile.
Result<std::filesystem::path> InferenceWorker::rescue(const GeneratedImage& picture,
                                                      PictureOrder order) {
    order.folder = m_rescueFolder;
    const Status folder = prepareFolder(order.folder);
    return folder ? save(picture, order) : Result<std::filesystem::path>(folder.error());
}

}  // namespace limn
