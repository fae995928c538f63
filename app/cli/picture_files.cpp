// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/picture_files.h"

#include "core/io/PictureReader.h"
#include "core/metadata/json_fields.h"
#include "core/metadata/write_generated.h"

namespace limn::cli {

GenerationData generationDataOf(const PictureToSave& order) {
    const GenerateRequest& request = order.request;
    const ModelInfo& model = order.model;
    GenerationData data;
    data.dialect = MetadataDialect::Limn;
    data.program = "Limn " LIMN_VERSION;
    data.task = request.mask        ? GenerationTask::Inpaint
                : request.initImage ? GenerationTask::ImageToImage
                                    : GenerationTask::TextToImage;
    data.prompt = request.prompt;
    data.negativePrompt = request.negativePrompt.value_or("");
    data.seed = order.picture.seed;
    data.steps = request.steps.value_or(model.defaultSteps);
    data.guidanceScale = request.guidanceScale.value_or(model.defaultGuidanceScale);
    data.scheduler = request.scheduler.value_or(model.defaultScheduler);
    data.model = modelStem(order.modelName);
    data.modelHash = order.modelSha256;
    data.architecture = model.architecture;
    data.widthPx = request.widthPx.value_or(model.defaultWidthPx);
    data.heightPx = request.heightPx.value_or(model.defaultHeightPx);
    if (request.upscale > 1) {
        data.upscale = request.upscale;
    }
    data.clipSkip = request.clipSkip;
    if (request.initImage) {
        data.strength = request.strength;
        data.startPicture = order.startPicture;
        data.maskSha256 = order.maskSha256;
    }
    for (const LoraChoice& lora : order.loras) {
        data.loras.push_back({modelStem(lora.file.string()), lora.scale, {}});
    }
    data.device = model.device;
    data.dtype = model.dtype;
    data.versions["limn"] = LIMN_VERSION;
#ifdef LIMN_TORCH_VERSION
    data.versions["libtorch"] = LIMN_TORCH_VERSION;
#endif
    return data;
}

Result<std::vector<std::string>> savePicture(const std::filesystem::path& path,
                                             const PictureToSave& order) {
    return writeGeneratedPicture(path, order.picture.image, generationDataOf(order),
                                 order.mayOverwrite ? Overwrite::Replace : Overwrite::Never);
}

Outcome<GivenPicture> loadPicture(const std::filesystem::path& path, const std::stop_token& stop) {
    const Result<PictureReader> reader = PictureReader::open(path);
    if (!reader) {
        return reader.error();
    }
    Outcome<Image> image = reader->decode(stop);
    if (!image.isDone()) {
        return image.isCancelled() ? Outcome<GivenPicture>(Cancelled{}) : image.error();
    }
    return GivenPicture{std::move(image).value(), sourcePictureOf(*reader, path)};
}

}  // namespace limn::cli
