// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/lora_spelling.h"

#include "inference/checkpoint/original_keys.h"
#include "inference/checkpoint/transformed_shape.h"

#include <algorithm>
#include <array>
#include <utility>

namespace limn::checkpoint {

namespace {

struct Ending {
    std::string_view text;
    LoraRole role;
};
constexpr std::array<Ending, 13> kEndings{{
    {".lora_down.weight", LoraRole::Down},  // kohya
    {".lora_up.weight", LoraRole::Up},
    {".alpha", LoraRole::Alpha},
    {".lora_A.weight", LoraRole::Down},  // PEFT
    {".lora_B.weight", LoraRole::Up},
    {".lora_A.default.weight", LoraRole::Down},  // PEFT, saved with the adapter's name
    {".lora_B.default.weight", LoraRole::Up},
    {".lora.down.weight", LoraRole::Down},  // diffusers
    {".lora.up.weight", LoraRole::Up},
    {".lora_linear_layer.down.weight", LoraRole::Down},  // diffusers, text encoders
    {".lora_linear_layer.up.weight", LoraRole::Up},
    {"_lora.down.weight", LoraRole::Down},  // diffusers' attention processors: to_q_lora.down
    {"_lora.up.weight", LoraRole::Up},
}};

struct Beginning {
    std::string_view text;
    LoraTarget target;
    LoraSpelling spelling;
};
constexpr std::array<Beginning, 8> kBeginnings{{
    {"lora_unet_", LoraTarget::UNet, LoraSpelling::Flattened},
    {"lora_te1_", LoraTarget::TextEncoder, LoraSpelling::Flattened},
    {"lora_te2_", LoraTarget::TextEncoder2, LoraSpelling::Flattened},
    {"lora_te_", LoraTarget::TextEncoder, LoraSpelling::Flattened},
    {"unet.", LoraTarget::UNet, LoraSpelling::Dotted},
    {"text_encoder_2.", LoraTarget::TextEncoder2, LoraSpelling::Dotted},
    {"text_encoder.", LoraTarget::TextEncoder, LoraSpelling::Dotted},
    {"base_model.model.", LoraTarget::UNet, LoraSpelling::Dotted},
}};

std::string flatten(std::string name) {
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

/// The names that attention processors gave to projections: "attn1.processor.to_q" is the module
/// "attn1.to_q", and in text encoders "self_attn.to_q" is "self_attn.q_proj".
void addProcessorNames(std::map<std::string, std::string, std::less<>>& names,
                       const std::string& module) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kUNet{
        {{".to_q", ".to_q"}, {".to_k", ".to_k"}, {".to_v", ".to_v"}, {".to_out.0", ".to_out"}}};
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kText{
        {{".q_proj", ".to_q"},
         {".k_proj", ".to_k"},
         {".v_proj", ".to_v"},
         {".out_proj", ".to_out"}}};
    for (const auto& [ending, old] : kUNet) {
        if (module.ends_with(ending)) {
            const std::string parent = module.substr(0, module.size() - ending.size());
            names[parent + ".processor" + std::string(old)] = module;
            names[parent + std::string(old)] = module;
        }
    }
    for (const auto& [ending, old] : kText) {
        if (module.ends_with(ending)) {
            names[module.substr(0, module.size() - ending.size()) + std::string(old)] = module;
        }
    }
}

}  // namespace

bool isLoraFactor(const std::string& name) {
    return std::any_of(kEndings.begin(), kEndings.end(), [&](const Ending& ending) {
        return ending.role != LoraRole::Alpha && name.ends_with(ending.text);
    });
}

std::optional<std::string_view> unsupportedLoraKind(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kKinds{{
        {".hada_w1_a", "LoHa"},
        {".hada_w1_b", "LoHa"},
        {".hada_w2_a", "LoHa"},
        {".hada_w2_b", "LoHa"},
        {".lokr_w1", "LoKr"},
        {".lokr_w1_a", "LoKr"},
        {".lokr_w2", "LoKr"},
        {".lokr_w2_a", "LoKr"},
        {".dora_scale", "DoRA"},
        {".lora_magnitude_vector", "DoRA"},
        {".lora_magnitude_vector.weight", "DoRA"},
        {".oft_blocks", "OFT"},
        {".oft_diag", "OFT"},
        {".lora_mid.weight", "LoRA whose convolutions are split in three (CP form)"},
        {".lora_B.bias", "LoRA with biases"},
        {".diff", "file of full weight differences"},
        {".diff_b", "file of full weight differences"},
        {".w_norm", "file of full weight differences"},
    }};
    for (const auto& [ending, kind] : kKinds) {
        if (name.ends_with(ending)) {
            return kind;
        }
    }
    return std::nullopt;
}

std::optional<LoraTensorName> readLoraTensorName(const std::string& name) {
    LoraTensorName read;
    const auto ending =
        std::find_if(kEndings.begin(), kEndings.end(),
                     [&](const Ending& candidate) { return name.ends_with(candidate.text); });
    if (ending == kEndings.end()) {
        return std::nullopt;
    }
    read.role = ending->role;
    read.module = name.substr(0, name.size() - ending->text.size());
    // A name without any beginning is a U-Net's, as the first attention processors were saved.
    read.spelling = LoraSpelling::Dotted;
    for (const Beginning& beginning : kBeginnings) {
        if (read.module.starts_with(beginning.text)) {
            read.target = beginning.target;
            read.spelling = beginning.spelling;
            read.module.erase(0, beginning.text.size());
            break;
        }
    }
    return read.module.empty() ? std::nullopt : std::optional(read);
}

template <class Config>
void LoraModules::add(LoraTarget target, const checkpoint::Component<Config>& component) {
    constexpr std::string_view kWeight = ".weight";
    Component& modules = m_components[target];
    for (const auto& [key, source] : component.keys) {
        const TensorRecord* record = component.index->find(source.fileKey);
        if (!key.ends_with(kWeight) || record == nullptr || record->shape.size() < 2) {
            continue;
        }
        const std::string module = key.substr(0, key.size() - kWeight.size());
        modules.shapes[module] = shapeAfter(source, record->shape);
        modules.dotted[module] = module;
        modules.flattened[flatten(module)] = module;
        addProcessorNames(modules.dotted, module);
        // transformers 5 leaves the first level out, and so do LoRA files made with it.
        constexpr std::string_view kLevel = "text_model.";
        if (module.starts_with(kLevel)) {
            const std::string without = module.substr(kLevel.size());
            modules.dotted[without] = module;
            modules.flattened[flatten(without)] = module;
            addProcessorNames(modules.dotted, without);
            modules.dotted[without] = module;
        }
    }
}

LoraModules::LoraModules(const ModelDescription& model) {
    if (model.unet) {
        add(LoraTarget::UNet, *model.unet);
        // kohya's SDXL files name the blocks as the original implementation does.
        constexpr std::string_view kWeight = ".weight";
        Component& modules = m_components[LoraTarget::UNet];
        if (model.unet->config.mid_block_type) {
            for (const auto& [key, source] : originalUNetKeys(model.unet->config, {})) {
                const std::string module = key.substr(0, key.rfind('.'));
                if (key.ends_with(kWeight) && modules.shapes.contains(module)) {
                    modules
                        .flattened[flatten(source.fileKey.substr(0, source.fileKey.rfind('.')))] =
                        module;
                }
            }
        }
    }
    if (model.text_encoder) {
        add(LoraTarget::TextEncoder, *model.text_encoder);
    }
    if (model.text_encoder_2) {
        add(LoraTarget::TextEncoder2, *model.text_encoder_2);
    }
}

std::optional<std::string> LoraModules::find(const LoraPair& pair) const {
    const auto component = m_components.find(pair.target);
    if (component == m_components.end()) {
        return std::nullopt;
    }
    const auto& names = pair.spelling == LoraSpelling::Flattened ? component->second.flattened
                                                                 : component->second.dotted;
    const auto found = names.find(pair.module);
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

bool LoraModules::fits(LoraTarget target, const std::string& module,
                       const std::vector<std::int64_t>& down,
                       const std::vector<std::int64_t>& up) const {
    std::vector<std::int64_t> weight = m_components.at(target).shapes.at(module);
    std::vector<std::int64_t> product = down;
    product[0] = up[0];
    // A 1x1 convolution and a linear layer are the same map; files of both kinds exist for both.
    for (auto* shape : {&weight, &product}) {
        while (shape->size() > 2 && shape->back() == 1) {
            shape->pop_back();
        }
    }
    return weight == product;
}

}  // namespace limn::checkpoint
