// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/describer_config.h"

namespace limn::starter {

models::Qwen3VLConfig describerConfig(const tokenizers::ByteLevelTokenizer& tokenizer) {
    models::Qwen3VLConfig config;
    auto& text = config.text;
    text.vocab_size = tokenizer.vocabularySize();
    text.hidden_size = 256;
    text.intermediate_size = 768;
    text.num_hidden_layers = 4;
    text.num_attention_heads = 8;
    text.num_key_value_heads = 4;
    text.head_dim = 32;
    text.max_position_embeddings = kDescriberTextTokens;
    text.rope_theta = 10000;
    config.mrope_section = {4, 6, 6};
    auto& vision = config.vision;
    vision.depth = 6;
    vision.hidden_size = 192;
    vision.intermediate_size = 768;
    vision.num_heads = 6;
    vision.hidden_act = "silu";  // a tenth faster to train than the family's GELU
    vision.patch_size = kDescriberWordPx / vision.spatial_merge_size;
    vision.out_hidden_size = text.hidden_size;
    vision.num_position_embeddings =
        (kDescriberSidePx / vision.patch_size) * (kDescriberSidePx / vision.patch_size);
    vision.deepstack_visual_indexes = {2};
    config.tie_word_embeddings = true;
    config.image_token_id = tokenizer.idOf("<|image_pad|>").value_or(0);
    config.vision_start_token_id = tokenizer.idOf("<|vision_start|>").value_or(0);
    config.vision_end_token_id = tokenizer.idOf("<|vision_end|>").value_or(0);
    config.eos_token_id = {tokenizer.idOf("<|im_end|>").value_or(0),
                           tokenizer.idOf("<|endoftext|>").value_or(0)};
    return config;
}

imaging::PatchOptions describerPatches() {
    return {.patchPx = kDescriberWordPx / 2,
            .fewestPixels = kDescriberSidePx * kDescriberSidePx,
            .mostPixels = kDescriberSidePx * kDescriberSidePx};
}

}  // namespace limn::starter
