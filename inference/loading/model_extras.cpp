// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/model_extras.h"

#include "inference/checkpoint/ModelDescription.h"
#include "inference/loading/FileWeightStore.h"
#include "inference/nn/Failure.h"

#include <system_error>

namespace limn::loading {
namespace {

using checkpoint::ModelDescription;

ModelDescription describe(const std::filesystem::path& path, const std::stop_token& stop) {
    auto description = nn::valueOrThrow(checkpoint::describeModel(path, stop));
    if (description.unsupported) {
        throw nn::Failure(ErrorCode::Unsupported, *description.unsupported);
    }
    return description;
}

[[noreturn]] void refuse(const ModelDescription& found, const std::string& expected) {
    throw nn::Failure(ErrorCode::Unsupported,
                      "'" + found.path.string() + "': expected " + expected +
                          ", found a model of the kind \"" +
                          std::string(checkpoint::modelKindName(found.kind)) + "\".");
}

template <class Model, class Config>
std::unique_ptr<Model> build(const ModelDescription& description,
                             const checkpoint::Component<Config>& component,
                             ExtraPlacement placement, const std::stop_token& stop) {
    TensorFiles files;
    LoadContext context{files, placement.type, placement.device, stop, {}, {}};
    context.report.unexpected = description.unexpectedKeys;
    FileWeightStore store(context, *component.index, component.keys, nullptr);
    auto model = std::make_unique<Model>(nn::WeightScope(store), component.config);
    store.reportUnused();
    if (!context.report.isClean()) {
        throw nn::Failure(context.report.toError(description.path.filename().string()));
    }
    return model;
}

}  // namespace

std::unique_ptr<pipelines::Upscaler> loadUpscaler(const std::filesystem::path& file,
                                                  ExtraPlacement placement,
                                                  const std::stop_token& stop) {
    const auto description = describe(file, stop);
    if (!description.upscaler) {
        refuse(description, "a compact ESRGAN to enlarge with");
    }
    return std::make_unique<pipelines::Upscaler>(
        build<models::SrvggNetCompact>(description, *description.upscaler, placement, stop));
}

std::unique_ptr<pipelines::LatentCodec> loadPreviewAutoencoder(const std::filesystem::path& path,
                                                               ExtraPlacement placement,
                                                               const std::stop_token& stop) {
    const auto description = describe(path, stop);
    if (!description.vae_tiny) {
        refuse(description, "an AutoencoderTiny (TAESD) for previews");
    }
    return std::make_unique<pipelines::LatentCodec>(
        build<models::AutoencoderTiny>(description, *description.vae_tiny, placement, stop));
}

std::filesystem::path extraInFolder(const std::filesystem::path& model, const char* name) {
    std::error_code ignored;
    auto path = model / name;
    return std::filesystem::exists(path, ignored) ? path : std::filesystem::path();
}

}  // namespace limn::loading
