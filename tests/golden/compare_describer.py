# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""The describer in the box in transformers and in limn: the same words?

    python compare_describer.py LIMN FOLDER PICTURE...

FOLDER is a Qwen3-VL folder, such as resources/starter/describer. float32 on the CPU, greedy; prints each picture's words
and whether all token ids agree. Needs transformers 5.23.0, torch, Pillow."""
import json
import subprocess
import sys

import torch
from PIL import Image
from transformers import AutoProcessor, Qwen2Tokenizer, Qwen2VLImageProcessor, Qwen3VLForConditionalGeneration

QUESTIONS = ["Describe this picture in one sentence.", "How many owls are there?", "List up to 20 tags for this picture."]


def main() -> None:
    limn, folder, pictures = sys.argv[1], sys.argv[2], sys.argv[3:]
    model = Qwen3VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
    try:
        processor = AutoProcessor.from_pretrained(folder)
        tokenizer, images = processor.tokenizer, processor.image_processor
    except Exception:  # a folder without the processor's own file
        tokenizer = Qwen2Tokenizer.from_pretrained(folder)
        images = Qwen2VLImageProcessor.from_pretrained(folder)
    agree = total = 0
    for picture in pictures:
        seen = images(images=[Image.open(picture).convert("RGB")], return_tensors="pt")
        words = int(seen["image_grid_thw"].prod()) // images.merge_size**2
        for question in QUESTIONS:
            text = ("<|im_start|>user\n<|vision_start|>" + "<|image_pad|>" * words + f"<|vision_end|>{question}<|im_end|>\n"
                    "<|im_start|>assistant\n")
            ids = torch.tensor([tokenizer.encode(text)])
            types = (ids == model.config.image_token_id).int()
            out = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), mm_token_type_ids=types, do_sample=False,
                                 max_new_tokens=64, **seen)[0, ids.shape[1]:].tolist()
            said = json.loads(subprocess.run(
                [limn, "describe", picture, "--model", folder, "--question", question, "--json", "--quiet", "--device", "cpu",
                 "--dtype", "float32", "--max-new-tokens", "64"], capture_output=True, text=True, check=True).stdout)
            same = said["token_ids"] == out
            agree, total = agree + same, total + 1
            print("same" if same else "DIFFERS", picture, "|", question, "|", tokenizer.decode(out, skip_special_tokens=True))
    print(f"{agree} of {total} the same")


if __name__ == "__main__":
    main()
