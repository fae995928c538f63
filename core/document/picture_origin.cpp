// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/picture_origin.h"

#include "core/io/PictureReader.h"
#include "core/metadata/read_generation.h"

#include <utility>

namespace limn {
namespace {

void fill(QString& known, const QString& found) {
    if (known.isEmpty()) {
        known = found;
    }
}

}  // namespace

PictureOrigin originOf(const PictureInfo& info) {
    PictureOrigin origin;
    const GenerationReading reading = readGeneration(info);
    if (reading.data) {
        origin.prompt = QString::fromStdString(reading.data->prompt);
        origin.negativePrompt = QString::fromStdString(reading.data->negativePrompt);
        origin.modelName = QString::fromStdString(reading.data->model);
        origin.seed = reading.data->seed;
        origin.steps = reading.data->steps.value_or(0);
    }
    return origin;
}

Outcome<CanvasPicture> readCanvasPicture(const std::filesystem::path& file, PictureOrigin known,
                                         std::stop_token stop) {
    const Result<PictureReader> reader = PictureReader::open(file);
    if (!reader) {
        return reader.error();
    }
    Outcome<Image> image = reader->decode(std::move(stop));
    if (image.isCancelled()) {
        return Cancelled{};
    }
    if (image.isFailed()) {
        return image.error();
    }
    const PictureOrigin found = originOf(reader->info());
    fill(known.prompt, found.prompt);
    fill(known.negativePrompt, found.negativePrompt);
    fill(known.modelName, found.modelName);
    known.seed = known.seed ? known.seed : found.seed;
    known.steps = known.steps > 0 ? known.steps : found.steps;
    CanvasPicture picture;
    picture.file = file;
    picture.origin = std::move(known);
    picture.pixels = std::make_shared<const Image>(std::move(image).value());
    picture.widthPx = picture.pixels->widthPx;
    picture.heightPx = picture.pixels->heightPx;
    return picture;
}

}  // namespace limn
