// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/comfy_graph.h"

#include "core/metadata/json_fields.h"

#include <algorithm>
#include <deque>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostLoras = 100;
constexpr std::size_t kMostLinksFollowed = 100;

const std::initializer_list<const char*> kTextInputs = {
    "text",     "text_g", "prompt",        "string",         "value",
    "text1",    "Text",   "positive_text", "populated_text", "wildcard_text",
    "string_a", "t5xxl",  "instruction",   "String",         "clip_l"};
const std::initializer_list<const char*> kModelInputs = {"ckpt_name", "unet_name", "model_name",
                                                         "base_ckpt_name", "model_path"};
const std::initializer_list<const char*> kNumberInputs = {"seed",  "noise_seed", "value", "int",
                                                          "Value", "number",     "float"};

/// The nodes of a graph and the steps between them. Points into the JSON.
class ComfyGraph {
public:
    explicit ComfyGraph(const Json& nodes) : m_nodes(nodes) {}

    static std::string typeOf(const Json& node) { return textOf(node, {"class_type"}); }
    static const Json* input(const Json& node, std::initializer_list<const char*> names) {
        const Json* inputs = fieldOf(node, {"inputs"});
        return inputs == nullptr ? nullptr : fieldOf(*inputs, names);
    }

    /// The node that a link points to; null for values and for links to nowhere.
    const Json* linked(const Json* value) const {
        if (value == nullptr || !value->is_array() || value->size() != 2) {
            return nullptr;
        }
        const Json& id = (*value)[0];
        if (id.is_string()) {
            return fieldOf(m_nodes, {id.get_ref<const std::string&>().c_str()});
        }
        return id.is_number_unsigned()
                   ? fieldOf(m_nodes, {std::to_string(id.get<std::uint64_t>()).c_str()})
                   : nullptr;
    }
    const Json* linked(const Json& node, std::initializer_list<const char*> names) const {
        return linked(input(node, names));
    }

    /// Calls `visit(node)` for these nodes and everything upstream of them, nearest first, until it
    /// returns true. `isFollowed(node, inputName)` chooses the way.
    template <class Visit, class IsFollowed>
    bool walk(const std::vector<const Json*>& starts, Visit visit, IsFollowed isFollowed) const {
        std::deque<const Json*> waiting(starts.begin(), starts.end());
        std::set<const Json*> seen(starts.begin(), starts.end());
        while (!waiting.empty()) {
            const Json* node = waiting.front();
            waiting.pop_front();
            if (node == nullptr) {
                continue;
            }
            if (visit(*node)) {
                return true;
            }
            const Json* inputs = fieldOf(*node, {"inputs"});
            if (inputs == nullptr || !inputs->is_object()) {
                continue;
            }
            for (const auto& [name, value] : inputs->items()) {
                const Json* next = linked(&value);
                if (next != nullptr && isFollowed(*node, name) && seen.insert(next).second) {
                    waiting.push_back(next);
                }
            }
        }
        return false;
    }

    /// A value that stands in the node or at the end of a chain of links.
    const Json* resolved(const Json& node, std::initializer_list<const char*> names) const {
        const Json* value = input(node, names);
        for (std::size_t steps = 0; steps < kMostLinksFollowed; ++steps) {
            const Json* next = linked(value);
            if (next == nullptr) {
                return value != nullptr && (value->is_number() || value->is_string()) ? value
                                                                                      : nullptr;
            }
            value = input(*next, names);
            if (value == nullptr) {
                value = input(*next, kNumberInputs);
            }
        }
        return nullptr;
    }

    const Json& nodes() const { return m_nodes; }

private:
    const Json& m_nodes;
};

bool hasPart(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return text.find(part) != std::string_view::npos;
    });
}

bool isOutput(const Json& node) {
    return hasPart(ComfyGraph::typeOf(node),
                   {"SaveImage", "PreviewImage", "Save Image", "Image Save", "ImageSave",
                    "SaveAnimated", "WebSocket"});
}

bool isSampler(const Json& node) {
    const bool takesPrompts = ComfyGraph::input(node, {"positive"}) != nullptr &&
                              ComfyGraph::input(node, {"steps"}) != nullptr;
    const bool takesParts = ComfyGraph::input(node, {"guider"}) != nullptr &&
                            ComfyGraph::input(node, {"sigmas"}) != nullptr;
    const bool isCustom = ComfyGraph::input(node, {"positive"}) != nullptr &&
                          ComfyGraph::input(node, {"sigmas"}) != nullptr;
    return takesPrompts || takesParts || isCustom;
}

const Json* findSampler(const ComfyGraph& graph) {
    const Json* sampler = nullptr;
    const auto take = [&](const Json& node) {
        sampler = isSampler(node) ? &node : nullptr;
        return sampler != nullptr;
    };
    std::vector<const Json*> outputs;
    std::vector<const Json*> all;
    for (const Json& node : graph.nodes()) {
        all.push_back(&node);
        if (isOutput(node)) {
            outputs.push_back(&node);
        }
    }
    for (const auto& starts : {outputs, all}) {
        if (graph.walk(starts, take, [](const Json&, const std::string&) { return true; })) {
            break;
        }
    }
    return sampler;
}

/// Everything that a prompt is put together from, on the way from a sampler's input.
class PromptReader {
public:
    PromptReader(const ComfyGraph& graph, const char* role) : m_graph(graph), m_role(role) {}

    std::string read(const Json* start) {
        m_graph.walk(
            {start},
            [this](const Json& node) {
                if (ComfyGraph::typeOf(node) == "ConditioningZeroOut") {
                    return true;  // the prompt is thrown away
                }
                take(node);
                return m_parts == kMostParts;
            },
            [this](const Json& node, const std::string& name) { return isFollowed(node, name); });
        return m_text;
    }

private:
    static constexpr int kMostParts = 32;

    void take(const Json& node) {
        std::string text = textOf(inputsOf(node), {m_role});
        if (text.empty()) {
            text = textOf(inputsOf(node), kTextInputs);
        }
        if (!text.empty() && m_text.find(text) == std::string::npos) {
            m_text += (m_text.empty() ? "" : ", ") + text;
            ++m_parts;
        }
    }

    static const Json& inputsOf(const Json& node) {
        static const Json none;
        const Json* inputs = fieldOf(node, {"inputs"});
        return inputs == nullptr ? none : *inputs;
    }

    bool isFollowed(const Json& node, const std::string& name) const {
        if (ComfyGraph::input(node, {m_role}) != nullptr) {
            return name == m_role;  // a node that hands both prompts on, such as a ControlNet's
        }
        return name.starts_with("conditioning") || name.starts_with("text") ||
               name.starts_with("string") || name == "prompt" || name == "value" ||
               name.starts_with("input");
    }

    const ComfyGraph& m_graph;
    const char* m_role;
    std::string m_text;
    int m_parts = 0;
};

void addLora(const Json& inputs, GenerationData& data) {
    const std::string name = modelStem(textOf(inputs, {"lora_name", "lora"}));
    const Json* isOn = fieldOf(inputs, {"on"});
    const bool isOff = isOn != nullptr && isOn->is_boolean() && !isOn->get<bool>();
    if (!name.empty() && name != "None" && !isOff && data.loras.size() < kMostLoras) {
        data.loras.push_back(
            {name, realOf(inputs, {"strength_model", "strength", "model_weight"}), {}});
    }
}

void readModel(const ComfyGraph& graph, const Json* start, GenerationData& data) {
    graph.walk(
        {start},
        [&](const Json& node) {
            const Json* inputs = fieldOf(node, {"inputs"});
            if (inputs == nullptr) {
                return false;
            }
            addLora(*inputs, data);
            if (inputs->is_object()) {
                for (const Json& value : *inputs) {  // nodes that hold a list of LoRAs
                    if (value.is_object()) {
                        addLora(value, data);
                    }
                }
            }
            data.model = modelStem(textOf(*inputs, kModelInputs));
            return !data.model.empty();
        },
        [](const Json&, const std::string& name) {
            return name.starts_with("model") || name == "unet" || name == "pipe" ||
                   name.starts_with("lora");
        });
}

void readLatent(const ComfyGraph& graph, const Json* start, GenerationData& data) {
    bool isOfPicture = false;
    bool isMasked = false;
    graph.walk(
        {start},
        [&](const Json& node) {
            const std::string type = ComfyGraph::typeOf(node);
            isOfPicture = isOfPicture || hasPart(type, {"VAEEncode", "LoadImage"});
            isMasked = isMasked || hasPart(type, {"Inpaint", "NoiseMask"});
            const Json* width = graph.resolved(node, {"width", "empty_latent_width"});
            const Json* height = graph.resolved(node, {"height", "empty_latent_height"});
            if (width == nullptr || height == nullptr) {
                return false;
            }
            data.widthPx = countOf({{"n", *width}}, {"n"});
            data.heightPx = countOf({{"n", *height}}, {"n"});
            return true;
        },
        [](const Json&, const std::string& name) {
            return name.starts_with("latent") || name == "samples" || name == "pixels" ||
                   name == "image" || name == "optional_latent";
        });
    data.task = isMasked      ? GenerationTask::Inpaint
                : isOfPicture ? GenerationTask::ImageToImage
                              : GenerationTask::TextToImage;
}

/// The numbers of a sampler: in itself, or in the parts that it is put together from.
class SamplerReader {
public:
    SamplerReader(const ComfyGraph& graph, const Json& sampler) : m_graph(graph) {
        m_parts = {&sampler, graph.linked(sampler, {"guider"}), graph.linked(sampler, {"sigmas"}),
                   graph.linked(sampler, {"sampler"}), graph.linked(sampler, {"noise"})};
    }

    const Json* value(std::initializer_list<const char*> names) const {
        for (const Json* part : m_parts) {
            const Json* found = part == nullptr ? nullptr : m_graph.resolved(*part, names);
            if (found != nullptr) {
                return found;
            }
        }
        return nullptr;
    }
    Json wrapped(std::initializer_list<const char*> names) const {
        const Json* found = value(names);
        return found == nullptr ? Json::object() : Json{{"value", *found}};
    }
    const Json* linked(std::initializer_list<const char*> names) const {
        for (const Json* part : m_parts) {
            const Json* found = part == nullptr ? nullptr : m_graph.linked(*part, names);
            if (found != nullptr) {
                return found;
            }
        }
        return nullptr;
    }

private:
    const ComfyGraph& m_graph;
    std::vector<const Json*> m_parts;
};

void readSampler(const ComfyGraph& graph, const Json& node, GenerationData& data) {
    const SamplerReader sampler(graph, node);
    data.seed = unsignedOf(sampler.wrapped({"seed", "noise_seed"}), {"value"});
    data.steps = countOf(sampler.wrapped({"steps"}), {"value"});
    data.guidanceScale = realOf(sampler.wrapped({"cfg"}), {"value"});
    data.scheduler = textOf(sampler.wrapped({"sampler_name"}), {"value"});
    const std::string schedule = textOf(sampler.wrapped({"scheduler"}), {"value"});
    if (!data.scheduler.empty() && !schedule.empty() && schedule != "normal") {
        data.scheduler += " " + schedule;
    }
    readModel(graph, sampler.linked({"model"}), data);
    readLatent(graph, sampler.linked({"latent_image", "latent"}), data);
    if (data.task != GenerationTask::TextToImage) {
        data.strength = realOf(sampler.wrapped({"denoise"}), {"value"});
    }
    const Json* positive = sampler.linked({"positive", "conditioning"});
    data.prompt = PromptReader(graph, "positive").read(positive);
    data.negativePrompt = PromptReader(graph, "negative").read(sampler.linked({"negative"}));
}

}  // namespace

std::optional<GenerationData> readComfyGraph(const Json& json) {
    if (!json.is_object() || json.empty() ||
        !std::any_of(json.begin(), json.end(),
                     [](const Json& node) { return !ComfyGraph::typeOf(node).empty(); })) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::ComfyUi;
    data.program = "ComfyUI";
    const ComfyGraph graph(json);
    if (const Json* sampler = findSampler(graph)) {
        readSampler(graph, *sampler, data);
    }
    return data;
}

}  // namespace limn
