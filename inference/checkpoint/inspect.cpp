// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/inspect.h"

#include "core/base/display_text.h"
#include "inference/checkpoint/description_keys.h"
#include "inference/checkpoint/original_keys.h"
#include "inference/checkpoint/stored_sums.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace limn::checkpoint {

namespace {

constexpr std::size_t kMaxMetadataEntries = 200;
constexpr std::size_t kMaxMetadataValueBytes = 1000;
constexpr std::size_t kNamesInSentence = 3;
constexpr std::uint64_t kMostSummedBytes = 1ULL << 30U;  // more would take longer than an answer may

using checkpoint::keysOf;  // of models that describe pictures; the others follow

// The keys that a component of this configuration has. The tables of the original layout have every
// one of them on their left side; only what the original implementations lack is added here.

std::set<std::string> keysOf(const models::UNet2DConditionConfig& config) {
    std::set<std::string> keys;
    for (const auto& [key, source] : originalUNetKeys(config, {})) {
        if (config.mid_block_type || !key.starts_with("mid_block.")) {
            keys.insert(key);
        }
    }
    if (config.time_cond_proj_dim) {
        keys.insert("time_embedding.cond_proj.weight");
    }
    return keys;
}

std::set<std::string> keysOf(const models::AutoencoderKLConfig& config) {
    std::set<std::string> keys;
    for (const auto& [key, source] : originalVaeKeys(config, {})) {
        keys.insert(key);
    }
    return keys;
}

std::set<std::string> keysOf(const models::ClipTextConfig& config) {
    std::set<std::string> keys;
    for (const auto& [key, source] : originalClipKeys(config, {})) {
        keys.insert(key);
    }
    if (config.hasProjection()) {
        keys.insert("text_projection.weight");
    }
    return keys;
}

template <class Config>
void compare(const ModelDescription& model, const std::optional<Component<Config>>& component, const char* name,
             KeyReport& report) {
    if (!component) {
        return;
    }
    const CheckpointIndex& index = *component->index;
    const std::set<std::string> expected = keysOf(component->config);
    for (const std::string& key : expected) {
        const auto found = component->keys.find(key);
        if (found == component->keys.end() ||
            component->index->find(found->second.fileKey) == nullptr) {
            report.missing.push_back(
                placeOf(model, index, nullptr) + ": " +
                (found == component->keys.end() ? std::string(name) + ": " + key : found->second.fileKey));
        }
    }
    for (const auto& [key, source] : component->keys) {
        if (!expected.contains(key)) {
            report.unexpected.push_back(placeOf(model, index, index.find(source.fileKey)) + ": " + source.fileKey);
        }
    }
}

std::uint64_t elements(const TensorRecord& tensor) {
    std::uint64_t count = 1;
    for (const std::int64_t dimension : tensor.shape) {
        // Dimensions are bounded each, not together; the file pays for real tensors, so an overflow
        // is no real size.
        if (__builtin_mul_overflow(count, std::uint64_t(dimension), &count)) {
            return 0;
        }
    }
    return count;
}

/// One name for a type in all formats; a pickle spells it by its storage class.
std::string dtypeOf(const TensorRecord& tensor) {
    return tensor.type == ElementType::Other ? displayText(tensor.typeName, 40)
                                             : std::string(elementTypeName(tensor.type));
}

template <class Config>
void addUsed(const std::optional<Component<Config>>& component,
             std::set<const TensorRecord*>& used) {
    if (component) {
        for (const auto& [key, source] : component->keys) {
            if (const TensorRecord* record = component->index->find(source.fileKey)) {
                used.insert(record);
            }
        }
    }
}

std::uint64_t countParameters(const ModelDescription& model) {
    std::set<const TensorRecord*> used;
    addUsed(model.unet, used);
    addUsed(model.vae, used);
    addUsed(model.vae_tiny, used);
    addUsed(model.text_encoder, used);
    addUsed(model.text_encoder_2, used);
    addUsed(model.qwen3_vl, used);
    addUsed(model.smolvlm, used);
    addUsed(model.upscaler, used);
    if (used.empty()) {
        for (const auto& index : model.indexes) {
            for (const TensorRecord& tensor : index->tensors) {
                used.insert(&tensor);
            }
        }
    }
    std::uint64_t parameters = 0;
    for (const TensorRecord* tensor : used) {
        if (__builtin_add_overflow(parameters, elements(*tensor), &parameters)) {
            return 0;
        }
    }
    return parameters;
}

void addList(Inspection& inspection, const std::string& what,
             const std::vector<std::string>& names) {
    if (names.empty()) {
        return;
    }
    std::string sentence = std::to_string(names.size()) + " " + what + ": ";
    for (std::size_t i = 0; i < names.size() && i < kNamesInSentence; ++i) {
        sentence += (i == 0 ? "" : ", ") + displayText(names[i]);
    }
    const std::size_t more = names.size() - std::min(names.size(), kNamesInSentence);
    inspection.problems.push_back(
        sentence + (more > 0 ? " and " + std::to_string(more) + " more; see --json." : "."));
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    }
    return text + "]";
}

std::vector<std::string> sentencesOf(const std::vector<WrongShape>& wrongShapes) {
    std::vector<std::string> sentences;
    for (const WrongShape& wrong : wrongShapes) {
        sentences.push_back((wrong.file.empty() ? wrong.component : wrong.file) + ": " + wrong.key + " (expected " +
                            shapeText(wrong.expected) + ", found " + shapeText(wrong.found) + ")");
    }
    return sentences;
}

}  // namespace

KeyReport compareKeys(const ModelDescription& model) {
    KeyReport report;
    compare(model, model.unet, "unet", report);
    compare(model, model.vae, "vae", report);
    compare(model, model.text_encoder, "text_encoder", report);
    compare(model, model.text_encoder_2, "text_encoder_2", report);
    compare(model, model.qwen3_vl, "model", report);
    compare(model, model.smolvlm, "model", report);
    addUnexpectedOf(model, report);
    return report;
}

std::string placeOf(const ModelDescription& model, const CheckpointIndex& index, const TensorRecord* record) {
    if (index.files.empty()) {
        return displayText(model.path.filename().string());
    }
    const bool isOneOfMany = record == nullptr && index.files.size() > 1;
    const std::filesystem::path file = index.files.at(record != nullptr ? record->fileIndex : 0);
    const std::filesystem::path place =
        (isOneOfMany ? file.parent_path() : file).lexically_relative(model.path);
    const bool isInside = !place.empty() && *place.begin() != ".." && place != ".";
    return displayText((isInside ? place : file.filename()).string());
}

void addUnexpectedOf(const ModelDescription& model, KeyReport& report) {
    for (const std::string& key : model.unexpectedKeys) {
        const CheckpointIndex& index = *model.indexes.front();
        report.unexpected.push_back(placeOf(model, index, index.find(key)) + ": " + key);
    }
}

Inspection inspect(const ModelDescription& model, const KeyCheck& check) {
    Inspection inspection;
    inspection.path = model.path;
    inspection.kind = model.kind;
    inspection.format = model.format;
    inspection.architecture = displayText(model.architecture);
    inspection.family = familyName(model);
    inspection.parameters = countParameters(model);
    std::vector<std::string> harmless;
    for (const auto& index : model.indexes) {
        inspection.tensors += index->tensors.size();
        for (const TensorRecord& tensor : index->tensors) {
            ++inspection.dtypes[dtypeOf(tensor)];
        }
        for (const auto& [key, value] : index->metadata) {
            if (inspection.metadata.size() < kMaxMetadataEntries) {
                inspection.metadata[displayText(key)] = displayText(value, kMaxMetadataValueBytes);
            }
        }
        for (const std::string& warning : index->warnings) {
            harmless.push_back(warning);
        }
    }
    if (model.unsupported) {
        inspection.problems.push_back(*model.unsupported);
    }
    inspection.problems.insert(inspection.problems.end(), model.problems.begin(),
                               model.problems.end());
    KeyReport keys = check ? check(model) : compareKeys(model);
    addList(inspection, "tensors are missing", keys.missing);
    addList(inspection, "tensors are not used by any part of the model", keys.unexpected);
    addList(inspection, "tensors have the wrong shape", sentencesOf(keys.wrongShapes));
    inspection.missing = std::move(keys.missing);
    inspection.unexpected = std::move(keys.unexpected);
    inspection.wrongShapes = std::move(keys.wrongShapes);
    if (model.kind == ModelKind::Checkpoint && !model.unsupported) {
        if (const Status runnable = requireRunnable(model); !runnable) {
            inspection.problems.push_back(runnable.error().message);
        }
    }
    if (model.scheduler && !model.scheduler->isKnownClass()) {  // others of ours can be used
        harmless.push_back(model.scheduler->unknownClassPhrase() + "; choose one with --scheduler.");
    }
    inspection.canRun = inspection.problems.empty();
    inspection.problems.insert(inspection.problems.end(), harmless.begin(), harmless.end());
    return inspection;
}

Result<Inspection> inspectModel(const std::filesystem::path& path, std::stop_token stop,
                                const KeyCheck& check) {
    auto model = describeModel(path, stop);
    if (!model) {
        return model.error();
    }
    std::uint64_t bytesLeft = kMostSummedBytes;
    for (const auto& index : model->indexes) {
        if (Status status = checkStoredSums(*index, bytesLeft, stop); !status) {
            return std::move(status).error();
        }
    }
    return inspect(*model, check);
}

nlohmann::json toJson(const Inspection& inspection) {
    return nlohmann::json{{"path", displayText(inspection.path.string(), 4096)},
                          {"kind", modelKindName(inspection.kind)},
                          {"format", inspection.format},
                          {"architecture", inspection.architecture},
                          {"family", inspection.family},
                          {"parameters", inspection.parameters},
                          {"dtypes", inspection.dtypes},
                          {"tensors", inspection.tensors},
                          {"metadata", inspection.metadata},
                          {"problems", inspection.problems}};
}

}  // namespace limn::checkpoint
