// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/lora_names.h"

#include "core/base/display_text.h"
#include "core/json/strict_json.h"
#include "inference/checkpoint/lora_spelling.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace limn::checkpoint {

namespace {

constexpr std::size_t kNamesInSentence = 3;
constexpr std::size_t kNamesInDetail = 1000;

std::string sourceOf(const CheckpointIndex& index) {
    return index.files.empty() ? std::string("the LoRA file") : index.files.front().string();
}

/// `names` as one error: the first few in the sentence, all of them in the detail.
Error listError(ErrorCode code, const std::string& sentence,
                const std::vector<std::string>& names) {
    std::string shown;
    std::string all;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i < kNamesInSentence) {
            shown += (i == 0 ? "\"" : ", \"") + displayText(names[i]) + "\"";
        }
        if (i < kNamesInDetail) {
            all += displayText(names[i]) + "\n";
        }
    }
    if (names.size() > kNamesInSentence) {
        shown += " and " + std::to_string(names.size() - kNamesInSentence) + " more";
    }
    return Error{code, sentence + ": " + shown + ".", all};
}

/// The settings that peft stores beside the weights, one set for each component: `unet.lora_alpha`
/// ...
class AdapterMetadata {
public:
    static Result<AdapterMetadata> read(const CheckpointIndex& index);

    /// alpha for one module, with rank-stabilised scaling folded in; nothing if the file does not
    /// say.
    std::optional<double> alphaOf(LoraTarget target, const std::string& module,
                                  std::int64_t rank) const;
    bool hasMagnitudes() const { return m_hasMagnitudes; }

private:
    struct Settings {
        std::optional<double> alpha;
        std::map<std::string, double> alphaPattern;
        bool isRankStabilised = false;
    };
    void take(Settings& settings, const std::string& key, const nlohmann::json& value);

    std::map<LoraTarget, Settings> m_settings;
    bool m_hasMagnitudes = false;
};

void AdapterMetadata::take(Settings& settings, const std::string& key,
                           const nlohmann::json& value) {
    if (key == "lora_alpha" && value.is_number()) {
        settings.alpha = value.get<double>();
    } else if (key == "use_rslora" && value.is_boolean()) {
        settings.isRankStabilised = value.get<bool>();
    } else if (key == "use_dora" && value.is_boolean()) {
        m_hasMagnitudes = m_hasMagnitudes || value.get<bool>();
    } else if (key == "alpha_pattern" && value.is_object()) {
        for (const auto& [pattern, alpha] : value.items()) {
            if (alpha.is_number()) {
                settings.alphaPattern[pattern] = alpha.get<double>();
            }
        }
    }
}

Result<AdapterMetadata> AdapterMetadata::read(const CheckpointIndex& index) {
    AdapterMetadata metadata;
    const auto found = index.metadata.find("lora_adapter_metadata");
    if (found == index.metadata.end()) {
        return metadata;
    }
    auto json = parseStrictJson(found->second, sourceOf(index) + " (lora_adapter_metadata)");
    if (!json) {
        return json.error();
    }
    static const std::map<std::string, LoraTarget> kPrefixes{
        {"unet.", LoraTarget::UNet},
        {"text_encoder.", LoraTarget::TextEncoder},
        {"text_encoder_2.", LoraTarget::TextEncoder2}};
    if (json->is_object()) {
        for (const auto& [key, value] : json->items()) {
            for (const auto& [prefix, target] : kPrefixes) {
                if (key.starts_with(prefix)) {
                    metadata.take(metadata.m_settings[target], key.substr(prefix.size()), value);
                }
            }
        }
    }
    return metadata;
}

std::optional<double> AdapterMetadata::alphaOf(LoraTarget target, const std::string& module,
                                               std::int64_t rank) const {
    const auto found = m_settings.find(target);
    if (found == m_settings.end()) {
        return std::nullopt;
    }
    std::optional<double> alpha = found->second.alpha;
    for (const auto& [pattern, value] : found->second.alphaPattern) {
        if (module == pattern || module.ends_with("." + pattern)) {
            alpha = value;
        }
    }
    // alpha / sqrt(rank) = (alpha * sqrt(rank)) / rank
    if (alpha && found->second.isRankStabilised) {
        *alpha *= std::sqrt(double(rank));
    }
    return alpha && std::isfinite(*alpha) ? alpha : std::nullopt;
}

/// Rank of a pair, or nothing if the two tensors do not fit each other.
std::optional<std::int64_t> rankOf(const TensorRecord& down, const TensorRecord& up) {
    const auto isMatrix = [](const TensorRecord& t) {
        return t.shape.size() == 2 || t.shape.size() == 4;
    };
    const bool upIsPlain =
        up.shape.size() == 2 || (up.shape.size() == 4 && up.shape[2] == 1 && up.shape[3] == 1);
    if (!isMatrix(down) || !isMatrix(up) || !upIsPlain || down.shape[0] < 1 ||
        down.shape[0] != up.shape[1]) {
        return std::nullopt;
    }
    return down.shape[0];
}

bool isScalar(const TensorRecord& tensor) {
    return std::all_of(tensor.shape.begin(), tensor.shape.end(),
                       [](std::int64_t size) { return size == 1; });
}

/// The tensors of one module while they are gathered.
struct Gathered {
    const TensorRecord* down = nullptr;
    const TensorRecord* up = nullptr;
    const TensorRecord* alpha = nullptr;
};
using ModuleName = std::tuple<LoraTarget, LoraSpelling, std::string>;

/// Sorts the tensors by module; what fits no naming goes to `unknown`.
std::map<ModuleName, Gathered> gather(const CheckpointIndex& index,
                                      std::vector<std::string>& unknown) {
    std::map<ModuleName, Gathered> modules;
    for (const TensorRecord& tensor : index.tensors) {
        const auto part = readLoraTensorName(tensor.name);
        if (!part) {
            unknown.push_back(tensor.name);
            continue;
        }
        Gathered& module = modules[{part->target, part->spelling, part->module}];
        const TensorRecord*& slot = part->role == LoraRole::Down ? module.down
                                    : part->role == LoraRole::Up ? module.up
                                                                 : module.alpha;
        if (slot != nullptr) {
            unknown.push_back(tensor.name);  // twice, with two endings of the same spelling
        }
        slot = &tensor;
    }
    return modules;
}

}  // namespace

bool isLora(const CheckpointIndex& index) {
    return std::any_of(index.tensors.begin(), index.tensors.end(), [](const TensorRecord& tensor) {
        return unsupportedLoraKind(tensor.name).has_value() || isLoraFactor(tensor.name);
    });
}

Result<std::vector<LoraPair>> readLoraFile(const CheckpointIndex& index) {
    const auto metadata = AdapterMetadata::read(index);
    if (!metadata) {
        return metadata.error();
    }
    for (const TensorRecord& tensor : index.tensors) {
        if (const auto kind = unsupportedLoraKind(tensor.name)) {
            return Error{ErrorCode::Unsupported,
                         sourceOf(index) + ": this is a " + std::string(*kind) +
                             ", which Limn does not apply (tensor \"" + displayText(tensor.name) +
                             "\"); plain LoRA files of linear layers and convolutions work.",
                         {}};
        }
    }
    if (metadata->hasMagnitudes()) {
        return Error{ErrorCode::Unsupported,
                     sourceOf(index) +
                         ": this is a DoRA (its metadata say use_dora), which Limn does not apply.",
                     {}};
    }
    std::vector<std::string> unknown;
    const auto modules = gather(index, unknown);
    if (!unknown.empty()) {
        return listError(ErrorCode::KeysMismatch,
                         sourceOf(index) + ": these tensors fit no LoRA naming that Limn knows",
                         unknown);
    }
    std::vector<LoraPair> pairs;
    std::vector<std::string> broken;
    for (const auto& [name, module] : modules) {
        const auto rank = module.down != nullptr && module.up != nullptr
                              ? rankOf(*module.down, *module.up)
                              : std::nullopt;
        if (!rank || (module.alpha != nullptr && !isScalar(*module.alpha))) {
            broken.push_back(std::get<std::string>(name));
            continue;
        }
        LoraPair pair;
        std::tie(pair.target, pair.spelling, pair.module) = name;
        pair.downName = module.down->name;
        pair.upName = module.up->name;
        pair.rank = *rank;
        if (module.alpha != nullptr) {
            pair.alphaName = module.alpha->name;
        } else {
            pair.alpha = metadata->alphaOf(pair.target, pair.module, pair.rank);
        }
        pairs.push_back(std::move(pair));
    }
    if (!broken.empty()) {
        return listError(ErrorCode::KeysMismatch,
                         sourceOf(index) +
                             ": these modules do not have one down and one up tensor of the same "
                             "rank and a single alpha",
                         broken);
    }
    return pairs;
}

std::string loraArchitecture(const CheckpointIndex& index) {
    auto pairs = readLoraFile(index);
    if (!pairs || pairs->empty()) {
        return "LoRA";
    }
    std::set<std::int64_t> ranks;
    std::string base;
    for (const LoraPair& pair : *pairs) {
        ranks.insert(pair.rank);
        // The keys of cross-attention read the text embedding, whose width tells the base model.
        const bool isTextKey =
            pair.module.ends_with("attn2_to_k") || pair.module.ends_with("attn2.to_k");
        if (pair.target == LoraTarget::UNet && isTextKey) {
            const std::int64_t width = index.find(pair.downName)->shape[1];
            base = width == 768    ? " for Stable Diffusion 1.x"
                   : width == 1024 ? " for Stable Diffusion 2.x"
                   : width == 2048 ? " for Stable Diffusion XL"
                                   : base;
        }
    }
    const std::string rank = ranks.size() == 1 ? std::to_string(*ranks.begin())
                                               : std::to_string(*ranks.begin()) + " to " +
                                                     std::to_string(*ranks.rbegin());
    const char* naming = pairs->front().spelling == LoraSpelling::Flattened ? "kohya" : "PEFT";
    return "LoRA" + base + ", rank " + rank + " (" + naming + " naming)";
}

Result<std::vector<LoraPair>> matchLora(const CheckpointIndex& lora, std::vector<LoraPair> pairs,
                                        const ModelDescription& model) {
    const LoraModules modules(model);
    std::vector<std::string> unmatched;
    std::vector<std::string> misshapen;
    std::vector<std::string> repeated;
    std::set<std::pair<LoraTarget, std::string>> matched;
    for (LoraPair& pair : pairs) {
        const auto found = modules.find(pair);
        const TensorRecord* down = lora.find(pair.downName);
        const TensorRecord* up = lora.find(pair.upName);
        if (!found || down == nullptr || up == nullptr) {
            unmatched.push_back(pair.downName);
        } else if (!modules.fits(pair.target, *found, down->shape, up->shape)) {
            misshapen.push_back(pair.downName);
        } else if (!matched.insert({pair.target, *found}).second) {
            repeated.push_back(pair.downName);
        } else {
            pair.module = *found;
        }
    }
    const auto failure = [&](const std::vector<std::string>& names, const std::string& what) {
        return listError(ErrorCode::KeysMismatch,
                         sourceOf(lora) + ": " + std::to_string(names.size()) + " of " +
                             std::to_string(pairs.size()) + " modules of this " +
                             loraArchitecture(lora) + " " + what,
                         names);
    };
    if (!unmatched.empty()) {
        return failure(unmatched, "do not exist in the " + model.architecture + " model");
    }
    if (!misshapen.empty()) {
        return failure(misshapen,
                       "have another size than those of the " + model.architecture + " model");
    }
    if (!repeated.empty()) {
        return failure(repeated, "are there twice, in two spellings");
    }
    return pairs;
}

}  // namespace limn::checkpoint
