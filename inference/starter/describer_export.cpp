// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/describer_export.h"

#include "inference/starter/describer_config.h"
#include "inference/starter/half_weights.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace limn::starter {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kTransformersVersion = "5.23.0";  // whose keys these are

/// Our own wording of the family's format, as inference/pipelines/chat_prompts writes it: no system turn unless one is given.
constexpr const char* kChatTemplate =
    R"({%- for message in messages %}
    {{- '<|im_start|>' + message.role + '\n' }}
    {%- if message.content is string %}
        {{- message.content }}
    {%- else %}
        {%- for part in message.content %}
            {%- if part.type == 'image' or 'image' in part or 'image_url' in part %}
                {{- '<|vision_start|><|image_pad|><|vision_end|>' }}
            {%- elif 'text' in part %}
                {{- part.text }}
            {%- endif %}
        {%- endfor %}
    {%- endif %}
    {{- '<|im_end|>\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
{%- endif %}
)";

Json textJson(const models::Qwen3VLConfig& config) {
    const auto& text = config.text;
    return {{"model_type", "qwen3_vl_text"},
            {"vocab_size", text.vocab_size},
            {"hidden_size", text.hidden_size},
            {"intermediate_size", text.intermediate_size},
            {"num_hidden_layers", text.num_hidden_layers},
            {"num_attention_heads", text.num_attention_heads},
            {"num_key_value_heads", text.num_key_value_heads},
            {"head_dim", text.head_dim},
            {"hidden_act", text.hidden_act},
            {"max_position_embeddings", text.max_position_embeddings},
            {"rms_norm_eps", text.rms_norm_eps},
            {"attention_bias", text.attention_bias},
            {"tie_word_embeddings", config.tie_word_embeddings},
            {"rope_parameters",
             {{"rope_type", "default"},
              {"rope_theta", text.rope_theta},
              {"mrope_section", config.mrope_section},
              {"mrope_interleaved", true}}}};
}

Json visionJson(const models::Qwen3VLVisionConfig& vision) {
    return {{"model_type", "qwen3_vl_vision"},
            {"depth", vision.depth},
            {"hidden_size", vision.hidden_size},
            {"hidden_act", vision.hidden_act},
            {"intermediate_size", vision.intermediate_size},
            {"num_heads", vision.num_heads},
            {"in_channels", vision.in_channels},
            {"patch_size", vision.patch_size},
            {"spatial_merge_size", vision.spatial_merge_size},
            {"temporal_patch_size", vision.temporal_patch_size},
            {"out_hidden_size", vision.out_hidden_size},
            {"num_position_embeddings", vision.num_position_embeddings},
            {"deepstack_visual_indexes", vision.deepstack_visual_indexes}};
}

Json configJson(const models::Qwen3VLConfig& config,
                const tokenizers::ByteLevelTokenizer& tokenizer) {
    return {{"architectures", {"Qwen3VLForConditionalGeneration"}},
            {"model_type", "qwen3_vl"},
            {"dtype", "float16"},
            {"transformers_version", kTransformersVersion},
            {"image_token_id", config.image_token_id},
            {"video_token_id", tokenizer.idOf("<|video_pad|>").value_or(0)},
            {"vision_start_token_id", config.vision_start_token_id},
            {"vision_end_token_id", config.vision_end_token_id},
            {"tie_word_embeddings", config.tie_word_embeddings},
            {"text_config", textJson(config)},
            {"vision_config", visionJson(config.vision)}};
}

Json generationJson(const models::Qwen3VLConfig& config) {
    return {{"do_sample", false},
            {"eos_token_id", config.eos_token_id},
            {"pad_token_id", config.eos_token_id.back()},
            {"max_new_tokens", 160},
            {"transformers_version", kTransformersVersion}};
}

Json pictureJson(const imaging::PatchOptions& patches) {
    return {
        {"image_processor_type", "Qwen2VLImageProcessorFast"},
        {"do_resize", true},
        {"do_rescale", true},
        {"do_normalize", true},
        {"do_convert_rgb", true},
        {"image_mean", patches.mean},
        {"image_std", patches.deviation},
        {"patch_size", patches.patchPx},
        {"merge_size", patches.mergePatches},
        {"temporal_patch_size", patches.moments},
        {"resample", 3},
        {"rescale_factor", 1.0 / 255},
        {"size", {{"shortest_edge", patches.fewestPixels}, {"longest_edge", patches.mostPixels}}}};
}

}  // namespace

Status exportDescriber(const training::TrainingWeightStore& store,
                       const tokenizers::ByteLevelTokenizer& tokenizer,
                       const std::filesystem::path& tokenizerFolder,
                       const std::filesystem::path& out) {
    std::map<std::string, at::Tensor> weights;
    for (const auto& parameter : store.parameters()) {
        if (parameter.name.starts_with("model.")) {
            weights.emplace(parameter.name, parameter.average);
        }
    }
    std::filesystem::create_directories(out);
    const auto config = describerConfig(tokenizer);
    const std::map<std::string, std::string> files{
        {"config.json", configJson(config, tokenizer).dump(2) + "\n"},
        {"generation_config.json", generationJson(config).dump(2) + "\n"},
        {"preprocessor_config.json", pictureJson(describerPatches()).dump(2) + "\n"},
        {"chat_template.jinja", kChatTemplate}};
    for (const auto& [name, text] : files) {
        if (const auto written = writeText(out / name, text); !written) {
            return written;
        }
    }
    for (const char* name : {"tokenizer.json", "tokenizer_config.json"}) {
        std::error_code error;
        std::filesystem::copy_file(tokenizerFolder / name, out / name,
                                   std::filesystem::copy_options::overwrite_existing, error);
        if (error) {
            return Error{ErrorCode::WriteFailed,
                         "The file '" + (tokenizerFolder / name).string() +
                             "' could not be copied to '" + out.string() + "': " + error.message() +
                             ".",
                         {}};
        }
    }
    return writeHalf(out / "model.safetensors", weights);
}

}  // namespace limn::starter
