// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/picture_record.h"

#include "core/base/Log.h"
#include "core/io/PictureReader.h"
#include "core/metadata/write_generated.h"

namespace limn {
namespace {

GenerationTask taskOf(const GenerateRequest& request) {
    if (!request.initImage) {
        return GenerationTask::TextToImage;
    }
    return request.mask ? GenerationTask::Inpaint : GenerationTask::ImageToImage;
}

}  // namespace

Status savePictureWithRecord(const std::filesystem::path& file, const GeneratedImage& picture,
                             const PictureOrder& order, const ModelInfo& model) {
    const GenerateRequest& request = order.request;
    GenerationData data;
    data.program = "Limn " LIMN_VERSION;
    data.task = taskOf(request);
    data.prompt = request.prompt;
    data.negativePrompt = request.negativePrompt.value_or("");
    data.seed = picture.seed;
    data.steps = request.steps;
    data.guidanceScale = request.guidanceScale;
    data.scheduler = request.scheduler.value_or("");
    data.model = model.name;
    data.architecture = model.architecture;
    data.widthPx = picture.image.widthPx;
    data.heightPx = picture.image.heightPx;
    if (request.initImage) {
        data.strength = request.strength;
    }
    data.clipSkip = request.clipSkip;
    for (const LoraChoice& lora : order.loras) {
        data.loras.push_back({.name = lora.file.stem().string(), .scale = lora.scale, .hash = {}});
    }
    if (!order.madeFrom.empty()) {
        if (const auto source = PictureReader::open(order.madeFrom)) {
            data.startPicture = sourcePictureOf(*source, order.madeFrom);
        }
    }
    data.device = model.device;
    data.dtype = model.dtype;
    const auto leftOut = writeGeneratedPicture(file, picture.image, data, Overwrite::Never);
    if (!leftOut) {
        return leftOut.error();
    }
    for (const std::string& sentence : *leftOut) {
        log(LogLevel::Warning, "jobs", sentence);
    }
    return Unit{};
}

}  // namespace limn
