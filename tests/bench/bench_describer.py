# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Times transformers on what bench_describer times Limn on: a Qwen3-VL of the 2 B size with made-up weights.

Needs torch 2.13 and transformers 5.23. Run both in turn on an idle machine, with the same threads.

    python bench_describer.py [--dtype bfloat16|float32] [--threads 2] [--tokens 32] [--side 512]
"""
import argparse
import json
import time

import torch
from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration


def seconds(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def bandwidth():
    """Bytes a second that a sum over one GiB reads."""
    words = torch.ones(1 << 28)
    return words.nbytes / min(seconds(lambda: words.sum().item())[0] for _ in range(4))


def build(dtype):
    config = Qwen3VLConfig(
        text_config=dict(hidden_size=2048, intermediate_size=6144, num_hidden_layers=28, num_attention_heads=16,
                         num_key_value_heads=8, head_dim=128, vocab_size=151936, tie_word_embeddings=True,
                         rope_parameters=dict(rope_type="default", rope_theta=5e6, mrope_section=[24, 20, 20],
                                              mrope_interleaved=True)),
        vision_config=dict(depth=24, hidden_size=1024, num_heads=16, intermediate_size=4096, out_hidden_size=2048,
                           deepstack_visual_indexes=[5, 11, 17]), tie_word_embeddings=True)
    old = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    torch.nn.init.normal_ = lambda tensor, *_, **__: tensor.data.fill_(0.01)
    model = Qwen3VLForConditionalGeneration(config).eval()
    torch.set_default_dtype(old)
    for parameter in model.parameters():
        parameter.data.fill_(0.01)
    return model, config


@torch.inference_mode()
def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--dtype", default="bfloat16")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--tokens", type=int, default=32)
    arguments.add_argument("--side", type=int, default=512)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    before = bandwidth()
    model, config = build(getattr(torch, options.dtype))
    side = options.side // 16 // 2 * 2
    patches = torch.randn(side * side, 3 * 2 * 16 * 16)
    grid = torch.tensor([[1, side, side]])
    ids = torch.full((1, 20), 100)
    ids = torch.cat([ids[:, :5], torch.full((1, side * side // 4), config.image_token_id), ids[:, 5:]], 1)
    for _ in range(2):
        see, features = seconds(lambda: model.get_image_features(patches.to(model.dtype), grid, return_dict=True))
        read, out = seconds(lambda: model(input_ids=ids, mm_encoder_outputs={"image": features}, image_grid_thw=grid,
                                          mm_token_type_ids=(ids == config.image_token_id).int(), use_cache=True,
                                          logits_to_keep=1))

        def write():
            cache, start = out.past_key_values, ids.shape[1]
            for i in range(options.tokens):
                place = torch.full((4, 1, 1), start + i)
                step = model(input_ids=torch.tensor([[100]]), position_ids=place, past_key_values=cache, use_cache=True)
                step.logits[0, -1].argmax().item()

        spent, _ = seconds(write)
    weights = sum(p.numel() * p.element_size() for n, p in model.named_parameters() if "visual" not in n)
    after = bandwidth()
    speed = options.tokens / spent
    print(json.dumps({"program": "transformers", "threads": options.threads, "bandwidth_before": before,
                      "bandwidth_after": after, "prompt_tokens": ids.shape[1], "encode_seconds": round(see, 3),
                      "prefill_seconds": round(read, 3), "tokens_per_second": round(speed, 3), "bytes_per_token": weights,
                      "share_of_bound": round(speed * weights / max(before, after), 3)}))


main()
