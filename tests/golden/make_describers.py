# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes describers/: tiny Qwen3-VL, SmolVLM and Idefics3 folders with random weights, pictures, and what transformers says about them.

Needs torch 2.13 (CPU), transformers 5.23, tokenizers 0.23, Pillow 13; tokenizers/ (make_byte_level_tokenizers.py).
Usage: python make_describers.py [MODEL ...]

For each model: greedy token ids (32 of them), the logits after the prompt, and the processor's pixel values. The weights are
scaled, and the seed chosen, so that the words vary, that picture and prompt both change them, and that no choice between
two tokens is closer than MARGIN, so that rounding changes nothing; seeds are tried until all of this holds. Processor: the torchvision-free
one of transformers (Qwen2VLImageProcessorPil) with the chat template below, the one that Qwen3-VL-Instruct ships, less
videos. Deterministic on one kind of processor.
"""
import json
import pathlib
import shutil
import sys

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageOps
from safetensors.torch import save_file
from transformers import (Idefics3Config, Idefics3ForConditionalGeneration, PreTrainedTokenizerFast, Qwen3VLConfig,
                          Qwen3VLForConditionalGeneration, SmolVLMConfig, SmolVLMForConditionalGeneration)
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil
from transformers.models.smolvlm.processing_smolvlm import DEFAULT_CHAT_TEMPLATE, get_image_prompt_string

HERE = pathlib.Path(__file__).parent
OUT = HERE / "describers"
MARGIN = 2e-3
NEW_TOKENS = 32
VOCAB = 1440  # more than the tokenizer has, as in published models

TEMPLATE = """\
{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0].role == 'system' %}
        {%- if messages[0].content is string %}
            {{- messages[0].content }}
        {%- else %}
            {%- for content in messages[0].content %}
                {%- if 'text' in content %}
                    {{- content.text }}
                {%- endif %}
            {%- endfor %}
        {%- endif %}
        {{- '\\n\\n' }}
    {%- endif %}
    {{- "# Tools\\n\\nYou may call one or more functions to assist with the user query.\\n\\nYou are provided with function signatures within <tools></tools> XML tags:\\n<tools>" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\\n</tools>\\n\\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\\n<tool_call>\\n{\\"name\\": <function-name>, \\"arguments\\": <args-json-object>}\\n</tool_call><|im_end|>\\n" }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' }}
        {%- if messages[0].content is string %}
            {{- messages[0].content }}
        {%- else %}
            {%- for content in messages[0].content %}
                {%- if 'text' in content %}
                    {{- content.text }}
                {%- endif %}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if message.role == "user" or message.role == "assistant" %}
        {{- '<|im_start|>' + message.role + '\\n' }}
        {%- if message.content is string %}
            {{- message.content }}
        {%- else %}
            {%- for content in message.content %}
                {%- if content.type == 'image' or 'image' in content or 'image_url' in content %}
                    {{- '<|vision_start|><|image_pad|><|vision_end|>' }}
                {%- elif 'text' in content %}
                    {{- content.text }}
                {%- endif %}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""

PROMPTS = {
    "describe": "Describe this picture.",
    "count": "How many boats are there? 12 or 1,234?",
    "foreign": "Apa warna kucing itu? \u732b\u306f\u4f55\u8272\u3067\u3059\u304b \U0001f431",
    "lines": "What isn't here?\n\n- a cat\n- a boat\n",
    "empty": "",
}
MODELS = {
    "qwen3vl-deep": dict(
        seed=11, shards=1, patch=8, size=(1024, 8192),
        text=dict(hidden_size=40, intermediate_size=64, num_hidden_layers=4, num_attention_heads=6, num_key_value_heads=2,
                  head_dim=16, rope_parameters=dict(rope_type="default", rope_theta=10000.0, mrope_section=[4, 2, 2],
                                                    mrope_interleaved=True)),
        vision=dict(depth=4, hidden_size=32, num_heads=4, intermediate_size=48, num_position_embeddings=25,
                    deepstack_visual_indexes=[1, 2]), tied=True),
    "qwen3vl-wide": dict(
        seed=23, shards=3, patch=16, size=(2048, 12288),
        text=dict(hidden_size=32, intermediate_size=80, num_hidden_layers=5, num_attention_heads=4, num_key_value_heads=4,
                  head_dim=16, rope_parameters=dict(rope_type="default", rope_theta=5000000.0, mrope_section=[4, 2, 2],
                                                    mrope_interleaved=True)),
        vision=dict(depth=5, hidden_size=24, num_heads=2, intermediate_size=40, num_position_embeddings=16,
                    deepstack_visual_indexes=[0, 2, 3]), tied=False),
    "qwen3vl-plain": dict(
        seed=37, shards=1, patch=8, size=(256, 4096),
        text=dict(hidden_size=36, intermediate_size=56, num_hidden_layers=3, num_attention_heads=8, num_key_value_heads=1,
                  head_dim=24, attention_bias=True,
                  rope_parameters=dict(rope_type="default", rope_theta=10000.0, mrope_section=[6, 3, 3],
                                       mrope_interleaved=True)),
        vision=dict(depth=2, hidden_size=32, num_heads=2, intermediate_size=32, num_position_embeddings=9,
                    deepstack_visual_indexes=[0]), tied=True),
}
SMALL_MODELS = {
    "smolvlm": dict(
        seed=51, kind=(SmolVLMConfig, SmolVLMForConditionalGeneration), longest=64, tile=32, tied=False,
        text=dict(hidden_size=48, intermediate_size=80, num_hidden_layers=4, num_attention_heads=6, num_key_value_heads=2,
                  rms_norm_eps=1e-5, rope_parameters=dict(rope_type="default", rope_theta=100000.0)),
        vision=dict(hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, image_size=32,
                    patch_size=4), scale=2),
    "idefics3": dict(
        seed=61, kind=(Idefics3Config, Idefics3ForConditionalGeneration), longest=96, tile=24, tied=True,
        text=dict(hidden_size=40, intermediate_size=64, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=4,
                  head_dim=12, rms_norm_eps=1e-5, mlp_bias=True, attention_bias=True,
                  rope_parameters=dict(rope_type="default", rope_theta=10000.0)),
        vision=dict(hidden_size=24, intermediate_size=56, num_hidden_layers=2, num_attention_heads=2, image_size=24,
                    patch_size=4), scale=3),
}


def make_pictures():
    folder = OUT / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)

    def scene(width, height, mode="RGB"):
        y, x = np.mgrid[0:height, 0:width]
        base = np.stack([x * 255 / max(1, width - 1), y * 255 / max(1, height - 1), (x + y) * 3 % 256], -1)
        noise = rng.integers(-25, 26, base.shape)
        image = Image.fromarray(np.clip(base + noise, 0, 255).astype(np.uint8))
        draw = ImageDraw.Draw(image)
        draw.ellipse((width * 0.2, height * 0.3, width * 0.6, height * 0.8), fill=(200, 30, 40))
        draw.rectangle((width * 0.6, height * 0.1, width * 0.9, height * 0.4), fill=(20, 160, 60))
        return image.convert(mode)

    scene(5, 3).save(folder / "tiny.png")
    scene(50, 118).save(folder / "portrait.png")
    alpha = scene(64, 48, "RGBA")
    alpha.putalpha(Image.fromarray(np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))))
    alpha.save(folder / "alpha.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    scene(90, 50).save(folder / "turned.png", exif=exif)
    scene(230, 22, "L").save(folder / "wide.png")
    scene(173, 141).save(folder / "large.png")
    return {name: ImageOps.exif_transpose(Image.open(folder / f"{name}.png"))
            for name in ("tiny", "portrait", "alpha", "turned", "wide", "large")}


def fill(model, seed):
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if name.endswith(("language_model.norm.weight", "text_model.norm.weight")):
            value = torch.sign(noise) * (0.8 + 0.4 * torch.rand(parameter.shape, generator=generator)) * 1.3
        elif "q_norm" in name or "k_norm" in name:
            value = 1.2 + 0.3 * noise
        elif parameter.dim() == 1:
            value = (1.0 if name.endswith("weight") else 0.0) + 0.2 * noise
        elif "embed" in name and "patch" not in name:
            value = 0.6 * noise
        else:
            fan_in = parameter[0].numel()
            value = noise * (1.6 / fan_in**0.5)
        parameter.data.copy_(value.half().float())


def build(name, settings, tokenizer):
    ids = {key: tokenizer.convert_tokens_to_ids(token) for key, token in
           (("image_token_id", "<|image_pad|>"), ("video_token_id", "<|video_pad|>"),
            ("vision_start_token_id", "<|vision_start|>"), ("vision_end_token_id", "<|vision_end|>"))}
    config = Qwen3VLConfig(
        text_config=dict(settings["text"], vocab_size=VOCAB, max_position_embeddings=4096,
                         tie_word_embeddings=settings["tied"], rms_norm_eps=1e-6),
        vision_config=dict(settings["vision"], patch_size=settings["patch"], out_hidden_size=settings["text"]["hidden_size"]),
        tie_word_embeddings=settings["tied"], **ids)
    model = Qwen3VLForConditionalGeneration(config).eval()
    model.generation_config.eos_token_id = [tokenizer.convert_tokens_to_ids("<|im_end|>"),
                                            tokenizer.convert_tokens_to_ids("<|endoftext|>")]
    model.generation_config.pad_token_id = tokenizer.convert_tokens_to_ids("<|endoftext|>")
    return model


class Reference:
    def __init__(self, name, settings):
        self.name, self.settings = name, settings
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(HERE / "tokenizers/qwen3/tokenizer.json"),
                                                 eos_token="<|im_end|>", pad_token="<|endoftext|>")
        self.tokenizer.chat_template = TEMPLATE
        shortest, longest = settings["size"]
        self.processor = Qwen2VLImageProcessorPil(
            size={"shortest_edge": shortest, "longest_edge": longest}, patch_size=settings["patch"], temporal_patch_size=2,
            merge_size=2, image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
        self.model = build(name, settings, self.tokenizer)

    def inputs(self, turns, tools=None):
        messages, pictures = [], []
        for role, images, text in turns:
            pictures += images
            content = [{"type": "image"} for _ in images] + [{"type": "text", "text": text}]
            messages.append({"role": role, "content": content})
        text = self.tokenizer.apply_chat_template(messages, tools=tools, tokenize=False, add_generation_prompt=True)
        batch = {}
        if pictures:
            seen = self.processor(images=pictures, return_tensors="pt")
            batch = dict(pixel_values=seen["pixel_values"], image_grid_thw=seen["image_grid_thw"])
            for grid in seen["image_grid_thw"]:
                text = text.replace("<|image_pad|>", "<|placeholder|>" * (int(grid.prod()) // 4), 1)
            text = text.replace("<|placeholder|>", "<|image_pad|>")
        ids = self.tokenizer(text, return_tensors="pt", add_special_tokens=False).input_ids
        image = self.tokenizer.convert_tokens_to_ids("<|image_pad|>")
        return dict(input_ids=ids, attention_mask=torch.ones_like(ids), mm_token_type_ids=(ids == image).int(), **batch)

    def run(self, turns, tools=None, **options):
        inputs = self.inputs(turns, tools)
        with torch.inference_mode():
            out = self.model.generate(**inputs, max_new_tokens=NEW_TOKENS, do_sample=False, output_logits=True,
                                      return_dict_in_generate=True, **options)
        ids = out.sequences[0, inputs["input_ids"].shape[1]:].tolist()
        logits = torch.stack(out.logits)[:, 0]
        best = logits.topk(2, -1).values
        return inputs, ids, logits, float((best[:, 0] - best[:, 1]).min())


class SmallReference(Reference):
    """SmolVLM and Idefics3: other tokenizer, other tiles, no tools."""

    def __init__(self, name, settings):
        self.name, self.settings = name, settings
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(HERE / "tokenizers/smollm/tokenizer.json"),
                                                 eos_token="<end_of_utterance>", pad_token="<|im_end|>")
        self.tokenizer.chat_template = DEFAULT_CHAT_TEMPLATE
        self.processor = SmolVLMImageProcessorPil(
            size={"longest_edge": settings["longest"]}, max_image_size={"longest_edge": settings["tile"]}, resample=1,
            image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
        config_class, model_class = settings["kind"]
        self.image = self.tokenizer.convert_tokens_to_ids("<image>")
        config = config_class(
            text_config=dict(settings["text"], model_type="llama", vocab_size=VOCAB, max_position_embeddings=2048,
                             tie_word_embeddings=settings["tied"]),
            vision_config=settings["vision"], scale_factor=settings["scale"], image_token_id=self.image,
            tie_word_embeddings=settings["tied"])
        self.model = model_class(config).eval()
        self.model.generation_config.eos_token_id = self.tokenizer.convert_tokens_to_ids("<end_of_utterance>")
        self.model.generation_config.bos_token_id = None
        self.model.generation_config.pad_token_id = self.tokenizer.convert_tokens_to_ids("<|im_end|>")
        side = settings["vision"]["image_size"] // settings["vision"]["patch_size"] // settings["scale"]
        self.words = side * side

    def inputs(self, turns, tools=None):
        messages, pictures = [], []
        for role, images, text in turns:
            pictures += images
            content = [{"type": "image"} for _ in images] + [{"type": "text", "text": text}]
            messages.append({"role": role, "content": content})
        text = self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        batch = {}
        if pictures:
            seen = self.processor(images=[pictures], return_tensors="pt", return_row_col_info=True)
            batch = dict(pixel_values=seen["pixel_values"], pixel_attention_mask=seen["pixel_attention_mask"])
            for rows, columns in zip(seen["rows"][0], seen["cols"][0]):
                places = get_image_prompt_string(rows, columns, self.words, "<fake_token_around_image>", "<image>",
                                                 "<global-img>")
                text = text.replace("<image>", places.replace("<image>", "<placeholder>"), 1)
            text = text.replace("<placeholder>", "<image>")
        ids = self.tokenizer(text, return_tensors="pt", add_special_tokens=False).input_ids
        return dict(input_ids=ids, attention_mask=torch.ones_like(ids), **batch)


def turns_of(pictures, has_tools):
    """name -> (turns, tools)"""
    cases = {}
    for picture in pictures:
        for prompt, text in PROMPTS.items():
            cases[f"{picture}/{prompt}"] = ([["user", [picture], text]], None)
    cases["two pictures"] = ([["user", ["portrait", "wide"], "Which is wider?"]], None)
    cases["no picture"] = ([["user", [], "Hello! What can you do?"]], None)
    cases["conversation"] = ([["system", [], "Answer briefly."], ["user", ["turned"], "What is it?"],
                              ["assistant", [], "A red ball."], ["user", ["tiny"], "  And this?"]], None)
    if not has_tools:
        return cases
    tool = {"type": "function", "function": {"name": "generate", "description": "Makes a picture",
                                             "parameters": {"type": "object", "properties": {"prompt": {"type": "string"}}}}}
    cases["tools"] = ([["system", [], "Be kind."], ["user", ["alpha"], "Paint it again."]], [tool])
    return cases


def measure(reference, pictures):
    results, worst = {}, 9.0
    for case, (turns, tools) in turns_of(pictures, "patch" in reference.settings).items():
        given = [(role, [pictures[p] for p in names], text) for role, names, text in turns]
        inputs, ids, logits, margin = reference.run(given, tools)
        results[case] = (turns, tools, inputs, ids, logits)
        worst = min(worst, margin)
        if worst < MARGIN:
            return None, worst
    return results, worst


def faults(results):
    """What makes these random weights a bad test; empty if nothing does."""
    of = {case: tuple(r[3]) for case, r in results.items()}
    names = ("tiny", "portrait", "alpha", "turned", "wide", "large")
    found = [f"{case} repeats itself" for case, ids in of.items() if len(set(ids)) < 0.4 * len(ids)]
    found += [] if sum(len(ids) == NEW_TOKENS for ids in of.values()) >= 0.8 * len(of) else ["many end early"]
    found += [] if len(set(of.values())) == len(of) else ["two cases say the same"]
    found += [p for p in names if len({of[f"{p}/{q}"] for q in PROMPTS}) < len(PROMPTS)]
    found += [q for q in PROMPTS if len({of[f"{p}/{q}"][:8] for p in names}) < len(names)]
    return found


def save(reference, results, pictures):
    folder = OUT / reference.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    reference.model.half().save_pretrained(folder, max_shard_size="90KB" if reference.settings.get("shards", 1) > 1 else "1GB")
    reference.model.float()
    reference.tokenizer.save_pretrained(folder)
    reference.processor.save_pretrained(folder)
    shutil.copy(HERE / "tokenizers" / ("qwen3" if "patch" in reference.settings else "smollm") / "tokenizer.json", folder)
    cases, tensors = [], {}
    for number, (case, (turns, tools, inputs, ids, logits)) in enumerate(results.items()):
        cases.append({"name": case, "turns": [{"role": r, "pictures": p, "text": t} for r, p, t in turns],
                      "tools": [json.dumps(t, ensure_ascii=False) for t in tools or []],
                      "prompt_ids": inputs["input_ids"][0].tolist(), "ids": ids})
        if number % 4 == 0 or "/" not in case:  # of the others the token ids tell enough
            tensors[f"logits.{number}"] = logits[0].clone()
    tensors["logits.last"] = logits[-1].clone()  # of the last case, after 31 tokens of its own
    for name, image in pictures.items():
        if reference.name in ("qwen3vl-plain", "idefics3"):
            break  # the same processors with other numbers
        seen = reference.processor(images=[[image]] if "tile" in reference.settings else [image], return_tensors="pt")
        levels = (seen["pixel_values"] * 0.5 + 0.5) * 255
        assert float((levels - levels.round()).abs().max()) < 1e-3
        tensors[f"pixels.{name}"] = levels.round().to(torch.uint8)
        if "patch" in reference.settings:
            tensors[f"grid.{name}"] = seen["image_grid_thw"][0]
    save_file(tensors, folder / "expected.safetensors")
    (folder / "cases.json").write_text(json.dumps(cases, ensure_ascii=False, separators=(",", ":")).replace('{"name"', '\n{"name"'))
    size = sum(f.stat().st_size for f in folder.iterdir())
    print(reference.name, len(cases), "cases", size, "bytes", sorted(f.name for f in folder.iterdir()))


def main():
    torch.set_num_threads(1)
    pictures = make_pictures()
    for name, settings in {**MODELS, **SMALL_MODELS}.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        reference = (Reference if name in MODELS else SmallReference)(name, settings)
        for seed in range(settings["seed"], settings["seed"] + 200):
            fill(reference.model, seed)
            reference.model.tie_weights()
            results, worst = measure(reference, pictures)
            bad = faults(results) if results is not None else ["close choices"]
            print(name, "seed", seed, "closest choice", worst, bad, flush=True)
            if not bad:
                save(reference, results, pictures)
                break


main()
