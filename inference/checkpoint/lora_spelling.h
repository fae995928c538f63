// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/lora_names.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn::checkpoint {

enum class LoraRole { Down = 1, Up, Alpha };

/// What the name of one tensor of a LoRA file says.
struct LoraTensorName {
    LoraTarget target = LoraTarget::UNet;
    LoraSpelling spelling = LoraSpelling::Flattened;
    LoraRole role = LoraRole::Down;
    std::string module;  ///< without component and role
};

/// Nothing if the name fits no spelling: kohya's, PEFT's, and the three that diffusers has had.
std::optional<LoraTensorName> readLoraTensorName(const std::string& name);

/// Whether this is a down or up tensor in any spelling.
bool isLoraFactor(const std::string& name);

/// "LoHa", "DoRA" ... if only such files have tensors of this name.
std::optional<std::string_view> unsupportedLoraKind(std::string_view name);

/// All modules of a model that a LoRA can change, under every name that LoRA files give them.
/// Refers to the model, which must outlive it.
class LoraModules {
public:
    explicit LoraModules(const ModelDescription& model);

    /// The component key without ".weight".
    std::optional<std::string> find(const LoraPair& pair) const;
    /// Whether up @ down has the shape of the module's weight.
    bool fits(LoraTarget target, const std::string& module, const std::vector<std::int64_t>& down,
              const std::vector<std::int64_t>& up) const;

private:
    struct Component {
        /// module -> shape of its weight
        std::map<std::string, std::vector<std::int64_t>, std::less<>> shapes;
        /// name in a LoRA file -> module
        std::map<std::string, std::string, std::less<>> dotted;
        std::map<std::string, std::string, std::less<>> flattened;
    };
    template <class Config>
    void add(LoraTarget target, const checkpoint::Component<Config>& component);

    std::map<LoraTarget, Component> m_components;
};

}  // namespace limn::checkpoint
