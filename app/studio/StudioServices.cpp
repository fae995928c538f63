// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/StudioServices.h"

#include "core/conversation/conversation_rows.h"
#include "core/gallery/gallery_schema.h"
#include "core/gallery/thumbnail_files.h"

#include <QThread>

#include <algorithm>
#include <random>

namespace limn::studio {
namespace {

/// Of 32 bits: the number survives every program that reads JSON numbers as doubles.
std::uint64_t randomSeed() {
    return std::random_device{}();
}

DatabaseOptions databaseOptions(const std::filesystem::path& dataFolder) {
    DatabaseOptions options;
    options.file = dataFolder / "limn.db";
    options.steps = gallerySteps();
    const auto ofConversations = conversationSteps();
    options.steps.insert(options.steps.end(), ofConversations.begin(), ofConversations.end());
    const auto ofBatches = batchSteps();
    options.steps.insert(options.steps.end(), ofBatches.begin(), ofBatches.end());
    return options;
}

/// One core is left for the window.
int thumbnailsAtWork() {
    return std::clamp(QThread::idealThreadCount() - 1, 1, 4);
}

/// More than there are cores: a scan, a model being read to its last byte or a network folder that does not answer must
/// not keep clicks, thumbnails and the canvas' journal waiting.
int backgroundThreads() {
    return std::max(6, QThread::idealThreadCount() + 4);
}

}  // namespace

StudioServices::StudioServices(const StudioRequest& request)
    : settings(background, request.folders.data / "settings.json"),
      database(databaseOptions(request.folders.data), background),
      thumbnails(background, thumbnailFolder(), thumbnailsAtWork()),
      generation(settings, randomSeed), inference(request.makeEngine),
      document(background, request.folders.data / "canvas") {
    pool.setMaxThreadCount(backgroundThreads());
    index.setPlaceFollower([](Connection& connection, const std::filesystem::path& before,
                              const std::filesystem::path& after) {
        const Status moved = moveFileInTurns(connection, before.string(), after.string());
        return moved ? moveWaiting(connection, before, after) : moved;
    });
    inference.setRescueFolder(request.folders.data / "rescued");
    inference.setStarterModel(hasStarter(request.folders) ? request.folders.starter
                                                          : std::filesystem::path());
    std::error_code ignored;
    const auto describer = request.folders.starter / "describer";
    inference.setStarterDescriber(std::filesystem::exists(describer / "config.json", ignored) ? describer : std::filesystem::path());
    inference.setDescriber(settings.text(Setting::DescribingModel).toStdString());
    Placement placement = generation.placement();
    if (request.placement.device != "auto") {
        placement.device = request.placement.device;
    }
    placement.dtype = request.placement.dtype;
    if (request.placement.threads != 0) {
        placement.threads = request.placement.threads;
    }
    generation.setPlacement(placement);
    batch.setPlacement(placement);
}

}  // namespace limn::studio
