// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/write_generated.h"

#include "core/base/Sha256.h"
#include "core/metadata/a1111_text.h"
#include "core/metadata/limn_json.h"
#include "core/metadata/read_generation.h"

namespace limn {

namespace {

constexpr std::size_t kMostAncestors = 16;

XmpFields xmpFieldsOf(const GenerationData& data) {
    // Outside the mask the given picture is still there. Without a mask every pixel is the model's.
    const bool holdsGivenPicture = data.task == GenerationTask::Inpaint;
    XmpFields fields;
    fields.digitalSourceType = holdsGivenPicture ? kSourceCompositeWithTrainedAlgorithmicMedia
                                                 : kSourceTrainedAlgorithmicMedia;
    fields.creatorTool = data.program;
    return fields;
}

}  // namespace

Result<GeneratedMetadata> metadataOf(const GenerationData& data, PictureFormat format) {
    GeneratedMetadata generated;
    PictureMetadata& metadata = generated.metadata;
    XmpFields fields = xmpFieldsOf(data);
    if (format == PictureFormat::Png) {
        metadata.texts = {{"parameters", writeA1111Text(data)},
                          {kLimnTextKey, writeLimnJson(data)}};
    } else {
        metadata.software = data.program;
        metadata.userComment = writeA1111Text(data);
        fields.limnGeneration = writeLimnJson(data);
    }
    Result<std::string> xmp = changeXmp("", fields);
    const bool isTooLong = xmp && format == PictureFormat::Jpeg && xmp->size() > kMaxJpegXmpBytes;
    if (isTooLong) {
        generated.leftOut.push_back(
            "Limn's own record of the settings was left out of the JPEG, for it does not fit into "
            "the " +
            std::to_string(kMaxJpegXmpBytes) + " bytes that there are; PNG and WebP hold it.");
        fields.limnGeneration.reset();
        xmp = changeXmp("", fields);
    }
    if (!xmp) {
        return xmp.error();
    }
    metadata.xmp = *std::move(xmp);
    return generated;
}

Result<std::vector<std::string>> writeGeneratedPicture(const std::filesystem::path& file,
                                                       const Image& image,
                                                       const GenerationData& data,
                                                       Overwrite overwrite,
                                                       const PictureQuality& quality) {
    Result<GeneratedMetadata> generated =
        metadataOf(data, pictureFormatForName(file).value_or(PictureFormat::Png));
    if (!generated) {
        return generated.error();
    }
    Result<std::vector<std::string>> written =
        writePicture(file, image, generated->metadata, overwrite, quality);
    if (written) {
        written->insert(written->begin(), generated->leftOut.begin(), generated->leftOut.end());
    }
    return written;
}

SourcePicture sourcePictureOf(const PictureReader& reader, const std::filesystem::path& file) {
    Sha256 hash;
    hash.update(std::as_bytes(reader.fileBytes()));
    SourcePicture source{file.filename().string(), hash.finish(), {}};
    const GenerationReading reading = readGeneration(reader.info());
    if (reading.data && reading.data->startPicture) {
        const SourcePicture& parent = *reading.data->startPicture;
        source.lineage.push_back(parent.sha256);
        for (const std::string& ancestor : parent.lineage) {
            if (source.lineage.size() < kMostAncestors) {
                source.lineage.push_back(ancestor);
            }
        }
    }
    return source;
}

}  // namespace limn
