// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/GenerationData.h"

namespace limn {

const char* dialectName(MetadataDialect dialect) {
    switch (dialect) {
    case MetadataDialect::Limn:
        return "limn";
    case MetadataDialect::A1111:
        return "a1111";
    case MetadataDialect::ComfyUi:
        return "comfyui";
    case MetadataDialect::InvokeAi:
        return "invokeai";
    case MetadataDialect::NovelAi:
        return "novelai";
    case MetadataDialect::Fooocus:
        return "fooocus";
    case MetadataDialect::SwarmUi:
        return "swarmui";
    case MetadataDialect::StableDiffusionCpp:
        break;
    }
    return "stable-diffusion.cpp";
}

const char* taskName(GenerationTask task) {
    switch (task) {
    case GenerationTask::TextToImage:
        return "text-to-image";
    case GenerationTask::ImageToImage:
        return "image-to-image";
    case GenerationTask::Inpaint:
        break;
    }
    return "inpaint";
}

}  // namespace limn
