# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Makes small pictures that carry settings as other programs write them, and dialects.json: what has to be read
from each. The texts are built from what those programs' sources write. Needs Pillow 13.

usage: make_dialects.py FOLDER
"""
import io
import json
import pathlib
import sys

from PIL import Image
from PIL.PngImagePlugin import PngInfo

FOLDER = pathlib.Path(sys.argv[1])
expected = {}


def picture():
    return Image.linear_gradient("L").resize((16, 12)).convert("RGB")


def keep(name, data, **said):
    (FOLDER / name).write_bytes(data)
    expected[name] = said


def png(texts):
    info = PngInfo()
    for key, value in texts:
        info.add_text(key, value if isinstance(value, str) else json.dumps(value))
    out = io.BytesIO()
    picture().save(out, "PNG", pnginfo=info)
    return out.getvalue()


def unicode_comment(text):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode("utf-16-be")
    return exif


def saved(kind, exif, **options):
    out = io.BytesIO()
    picture().save(out, kind, exif=exif, **options)
    return out.getvalue()


def make_a1111():
    settings = ("Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 3098517218, Size: 512x768, "
                "Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, Denoising strength: 0.7, Clip skip: 2, Version: v1.10.1")
    said = dict(dialect="a1111", seed=3098517218, steps=20, guidance_scale=6.5, scheduler="DPM++ 2M Karras",
                model="v1-5-pruned-emaonly", width=512, height=768, program="v1.10.1")
    text = "a castle, (oil painting:1.2)\nNegative prompt: blurry, lowres\n" + settings
    keep("a1111.png", png([("parameters", text)]), prompt="a castle, (oil painting:1.2)", negative_prompt="blurry, lowres", **said)
    wide = "城の絵 🏰, ночь\nNegative prompt: 低品質\n" + settings
    said = dict(said, prompt="城の絵 🏰, ночь", negative_prompt="低品質")
    keep("a1111_unicode.png", png([("parameters", wide)]), **said)
    keep("a1111.jpg", saved("JPEG", unicode_comment(wide)), **said)
    keep("a1111.webp", saved("WEBP", unicode_comment(wide)), **said)
    keep("a1111_bare.png", png([("parameters", "only words, no settings")]),
         dialect="a1111", prompt="only words, no settings", negative_prompt="")


def make_imitators():
    keep("forge.png", png([("parameters", "a fox\nSteps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, "
                            "Distilled CFG Scale: 3.5, Seed: 77, Size: 896x1152, Model hash: c161224931, Model: flux1-dev, "
                            "Version: f2.0.1v1.10.1-previous-636-gb835f24a, Module 1: ae, Module 2: clip_l")]),
         dialect="a1111", prompt="a fox", negative_prompt="", seed=77, steps=20, guidance_scale=1, scheduler="Euler Simple",
         model="flux1-dev", width=896, height=1152)
    keep("sdnext.jpg", saved("JPEG", unicode_comment("a fox\nNegative prompt: bad\nSteps: 30, Size: 1024x1024, Sampler: UniPC, "
                             "Seed: 78, CFG scale: 6, App: SD.Next, Version: 1b3ac1f, Pipeline: StableDiffusionXLPipeline, Model: xl")),
         dialect="a1111", prompt="a fox", negative_prompt="bad", seed=78, steps=30, guidance_scale=6, scheduler="UniPC",
         model="xl", width=1024, height=1024, program="SD.Next 1b3ac1f")
    keep("krita.png", png([("parameters", "a fox\nNegative prompt: bad\nSteps: 12, Sampler: DPM++ 2M - Karras, CFG scale: 5.0, "
                            "Seed: 79, Size: 640x512, Model hash: unknown, Model: dreamshaper_8.safetensors, "
                            "Denoising strength: 0.6, Version: Krita AI Diffusion 1.45.0")]),
         dialect="a1111", prompt="a fox", negative_prompt="bad", seed=79, steps=12, guidance_scale=5,
         scheduler="DPM++ 2M - Karras", model="dreamshaper_8.safetensors", width=640, height=512, strength=0.6)
    sdcpp = {"schema": "sdcpp.image.params/v1", "mode": "img_gen",
             "generator": {"name": "stable-diffusion.cpp", "version": "master-709", "commit": "abc123"}, "seed": 42,
             "width": 512, "height": 384, "prompt": {"positive": "a fox, Seed: 9", "negative": "bad"},
             "sampling": {"steps": 30, "method": "dpm++2m", "scheduler": "karras", "guidance": {"txt_cfg": 5.5}},
             "models": {"model": "sd15-q8.gguf"}, "loras": [{"name": "fur", "multiplier": 0.7}], "clip_skip": -1}
    text = ("a fox, Seed: 9\nNegative prompt: bad\nSteps: 30, CFG scale: 5.50, Guidance: 3.50, Eta: 0.00, Seed: 42, "
            "Size: 512x384, Model: sd15-q8.gguf, RNG: cuda, Sampler: dpm++2m karras, Version: stable-diffusion.cpp, SDCPP: "
            + json.dumps(sdcpp))
    said = dict(dialect="stable-diffusion.cpp", prompt="a fox, Seed: 9", negative_prompt="bad", seed=42, steps=30,
                guidance_scale=5.5, scheduler="dpm++2m karras", model="sd15-q8", width=512, height=384, loras=[["fur", 0.7]])
    keep("sdcpp.png", png([("parameters", text)]), **said)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    xmp = ('<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
           '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
           '<rdf:Description xmlns:sdcpp="https://github.com/leejet/stable-diffusion.cpp/ns/1.0/">\n'
           f'<sdcpp:parameters>{escaped}</sdcpp:parameters>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>')
    out = io.BytesIO()
    picture().save(out, "WEBP", xmp=xmp.encode())
    keep("sdcpp.webp", out.getvalue(), **said)


def make_comfy():
    plain = {
        "3": {"class_type": "KSampler", "inputs": {
            "seed": 156680208700286, "steps": 20, "cfg": 8.0, "sampler_name": "euler_ancestral", "scheduler": "normal",
            "denoise": 1, "model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd15/v1-5-pruned.safetensors"}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 640, "batch_size": 1}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a bottle of galaxy", "clip": ["10", 1]}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "text, watermark", "clip": ["10", 1]}},
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}, "is_changed": [float("nan")]},
        "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "style.safetensors", "strength_model": 0.8,
                                                      "strength_clip": 1.0, "model": ["4", 0], "clip": ["4", 1]}}}
    said = dict(dialect="comfyui", prompt="a bottle of galaxy", negative_prompt="text, watermark", seed=156680208700286, steps=20,
                guidance_scale=8, scheduler="euler_ancestral", model="v1-5-pruned", width=512, height=640, loras=[["style", 0.8]])
    keep("comfyui.png", png([("prompt", plain), ("workflow", {"nodes": [], "links": [], "version": 0.4})]), **said)
    exif = Image.Exif()
    exif[0x0110] = "prompt:" + json.dumps(plain)
    exif[0x010F] = "workflow:" + json.dumps({"nodes": []})
    keep("comfyui.webp", saved("WEBP", exif), **said)

    flux = {
        "1": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1-dev.safetensors", "weight_dtype": "default"}},
        "2": {"class_type": "RandomNoise", "inputs": {"noise_seed": 12345678901234567890}},
        "3": {"class_type": "BasicScheduler", "inputs": {"scheduler": "simple", "steps": ["12", 0], "denoise": 1.0, "model": ["1", 0]}},
        "4": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}},
        "5": {"class_type": "BasicGuider", "inputs": {"model": ["1", 0], "conditioning": ["6", 0]}},
        "6": {"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["7", 0]}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["11", 0], "clip": ["13", 0]}},
        "8": {"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["2", 0], "guider": ["5", 0], "sampler": ["4", 0],
                                                                "sigmas": ["3", 0], "latent_image": ["9", 0]}},
        "9": {"class_type": "EmptySD3LatentImage", "inputs": {"width": 1024, "height": 768, "batch_size": 1}},
        "10": {"class_type": "PreviewImage", "inputs": {"images": ["14", 0]}},
        "11": {"class_type": "PrimitiveString", "inputs": {"value": "a cat in a hat"}},
        "12": {"class_type": "PrimitiveInt", "inputs": {"value": 24}},
        "14": {"class_type": "VAEDecode", "inputs": {"samples": ["8", 0], "vae": ["15", 0]}}}
    keep("comfyui_flux.png", png([("prompt", flux)]), dialect="comfyui", prompt="a cat in a hat", negative_prompt="",
         seed=12345678901234567890, steps=24, scheduler="euler simple", model="flux1-dev", width=1024, height=768)

    control = {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "xl.ckpt"}},
        "2": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"text_g": "a door", "text_l": "a door", "clip": ["1", 1]}},
        "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "ugly", "clip": ["1", 1]}},
        "4": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["2", 0], "negative": ["3", 0], "strength": 0.5,
                                                                  "control_net": ["9", 0], "image": ["8", 0]}},
        "5": {"class_type": "KSamplerAdvanced", "inputs": {
            "noise_seed": 5, "steps": 30, "cfg": 4.5, "sampler_name": "dpmpp_2m", "scheduler": "karras", "add_noise": "enable",
            "model": ["1", 0], "positive": ["4", 0], "negative": ["4", 1], "latent_image": ["6", 0]}},
        "6": {"class_type": "VAEEncode", "inputs": {"pixels": ["8", 0], "vae": ["1", 2]}},
        "7": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
        "8": {"class_type": "LoadImage", "inputs": {"image": "door.png"}},
        "10": {"class_type": "SaveImage", "inputs": {"images": ["7", 0]}},
        "11": {"class_type": "KSampler", "inputs": {"seed": 99, "steps": 1, "cfg": 1, "positive": ["3", 0]}}}
    keep("comfyui_control.png", png([("prompt", control)]), dialect="comfyui", prompt="a door", negative_prompt="ugly", seed=5,
         steps=30, guidance_scale=4.5, scheduler="dpmpp_2m karras", model="xl", task="image-to-image")

    ring = {str(i): {"class_type": "KSampler" if i == 0 else "ConditioningCombine", "inputs": {
        "positive": [str((i + 1) % 50), 0], "conditioning_1": [str((i + 1) % 50), 0], "conditioning_2": [str((i + 7) % 50), 0],
        "model": [str((i + 3) % 50), 0], "latent_image": ["0", 0], "steps": ["0", 0], "seed": ["1", 0]}} for i in range(50)}
    keep("comfyui_ring.png", png([("prompt", ring)]), dialect="comfyui", prompt="", negative_prompt="")


def make_invoke():
    meta = {"generation_mode": "sdxl_img2img", "positive_prompt": "a cozy cabin", "negative_prompt": "blurry", "width": 1024,
            "height": 832, "seed": 2718281828, "rand_device": "cpu", "cfg_scale": 7.5, "steps": 30, "scheduler": "dpmpp_2m_k",
            "clip_skip": 0, "strength": 0.6,
            "model": {"key": "0a", "hash": "blake3:0011", "name": "juggernaut-xl", "base": "sdxl", "type": "main"},
            "loras": [{"model": {"key": "9f", "hash": "blake3:22", "name": "add-detail", "base": "sdxl", "type": "lora"}, "weight": 0.6}],
            "app_version": "5.4.2"}
    keep("invokeai.png", png([("invokeai_metadata", meta), ("invokeai_graph", {"nodes": {}, "edges": []})]),
         dialect="invokeai", prompt="a cozy cabin", negative_prompt="blurry", seed=2718281828, steps=30, guidance_scale=7.5,
         scheduler="dpmpp_2m_k", model="juggernaut-xl", width=1024, height=832, strength=0.6, clip_skip=1,
         loras=[["add-detail", 0.6]], program="InvokeAI 5.4.2", task="image-to-image")
    meta3 = {"app_version": "3.4.0", "generation_mode": "txt2img", "positive_prompt": "a fox", "negative_prompt": "", "seed": 1,
             "width": 512, "height": 512, "cfg_scale": 7, "steps": 20, "scheduler": "euler", "clip_skip": 1,
             "model": {"model_name": "stable-diffusion-v1-5", "base_model": "sd-1", "model_type": "main"},
             "loras": [{"lora": {"model_name": "ink", "base_model": "sd-1"}, "weight": 0.75}]}
    keep("invokeai3.png", png([("invokeai_metadata", meta3)]), dialect="invokeai", prompt="a fox", negative_prompt="", seed=1,
         steps=20, guidance_scale=7, scheduler="euler", model="stable-diffusion-v1-5", clip_skip=2, loras=[["ink", 0.75]])
    old = {"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "model_hash": "cc6cb271", "app_id": "invoke-ai/InvokeAI",
           "app_version": "v2.3.5", "image": {"prompt": [{"prompt": "a lonely robot [blurry, text]", "weight": 1.0}], "steps": 50,
           "cfg_scale": 7.5, "threshold": 0, "perlin": 0, "height": 512, "width": 448, "seed": 1618033988, "seamless": False,
           "hires_fix": False, "type": "txt2img", "postprocessing": None, "sampler": "k_euler_a", "variations": []}}
    dream = '"a lonely robot [blurry, text]" -s 50 -S 1618033988 -W 448 -H 512 -C 7.5 -A k_euler_a'
    said = dict(dialect="invokeai", prompt="a lonely robot", negative_prompt="blurry, text", seed=1618033988, steps=50,
                guidance_scale=7.5, scheduler="k_euler_a", width=448, height=512)
    keep("invokeai2.png", png([("sd-metadata", old), ("Dream", dream)]), model="stable-diffusion-1.5", **said)
    keep("dream.png", png([("Dream", dream)]), **said)


def make_novelai():
    comment = {"prompt": "1girl, silver hair", "steps": 28, "height": 1216, "width": 832, "scale": 5.0, "uncond_scale": 1.0,
               "seed": 1234567890, "n_samples": 1, "noise_schedule": "native", "sampler": "k_euler_ancestral", "uc": "lowres",
               "request_type": "PromptGenerateRequest", "signed_hash": "x=="}
    texts = [("Title", "AI generated image"), ("Description", "1girl, silver hair"), ("Software", "NovelAI"),
             ("Source", "Stable Diffusion XL C1E1DE52"), ("Generation time", "2.1"), ("Comment", comment)]
    said = dict(dialect="novelai", prompt="1girl, silver hair", negative_prompt="lowres", seed=1234567890, steps=28,
                guidance_scale=5, scheduler="k_euler_ancestral", width=832, height=1216, model="Stable Diffusion XL C1E1DE52")
    keep("novelai.png", png(texts), **said)
    outer = {key: value if isinstance(value, str) else json.dumps(value) for key, value in texts}
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + json.dumps(outer).encode()
    keep("novelai.webp", saved("WEBP", exif), **said)
    four = dict(comment, noise_schedule="karras", v4_prompt={"caption": {"base_caption": "2girls, park", "char_captions": [
        {"char_caption": "girl, red hair", "centers": []}, {"char_caption": "girl, hat", "centers": []}]}},
        v4_negative_prompt={"caption": {"base_caption": "bad", "char_captions": []}})
    keep("novelai4.png", png(texts[:3] + [("Source", "NovelAI Diffusion V4.5 B5A2A797"), ("Comment", four)]),
         dialect="novelai", prompt="2girls, park | girl, red hair | girl, hat", negative_prompt="bad", seed=1234567890,
         scheduler="k_euler_ancestral karras", model="NovelAI Diffusion V4.5 B5A2A797")


def make_fooocus():
    meta = {"prompt": "a sunflower field", "negative_prompt": "gray", "prompt_expansion": "a sunflower field, cinematic",
            "styles": "['Fooocus V2']", "performance": "Speed", "steps": 30, "resolution": "(896, 1152)", "guidance_scale": 4,
            "sharpness": 2, "adm_guidance": "(1.5, 0.8, 0.3)", "base_model": "juggernautXL_v8Rundiffusion.safetensors",
            "base_model_hash": "aeb7e9e689", "refiner_model": "None", "refiner_switch": 0.5, "clip_skip": 2,
            "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "vae": "Default (model)", "seed": "17617581350318183712",
            "loras": [["offset.safetensors", 0.1, "4852686128"]], "metadata_scheme": "fooocus", "version": "Fooocus v2.5.5"}
    said = dict(dialect="fooocus", prompt="a sunflower field", negative_prompt="gray", seed=17617581350318183712, steps=30,
                guidance_scale=4, scheduler="dpmpp_2m_sde_gpu karras", model="juggernautXL_v8Rundiffusion", width=896, height=1152,
                clip_skip=2, loras=[["offset", 0.1]], program="Fooocus v2.5.5")
    keep("fooocus.png", png([("parameters", meta), ("fooocus_scheme", "fooocus")]), **said)
    combined = {key: value for key, value in meta.items() if key != "loras"}
    combined["lora_combined_1"] = "offset.safetensors : 0.1"
    for kind, name in (("JPEG", "fooocus.jpg"), ("WEBP", "fooocus.webp")):
        exif = Image.Exif()
        exif[0x9286] = json.dumps(combined)  # as Fooocus does: in the main directory, without a character code
        exif[0x0131] = "Fooocus v2.5.5"
        exif[0x927C] = "fooocus"
        keep(name, saved(kind, exif), **said)
    text = ("a sunflower field\nNegative prompt: gray\nSteps: 30, Sampler: DPM++ 2M SDE Karras, Seed: 8, Size: 896x1152, "
            "CFG scale: 4, Sharpness: 2, ADM Guidance: \"(1.5, 0.8, 0.3)\", Model: juggernaut, Model hash: aeb7e9e689, "
            "Performance: Speed, Styles: \"['Fooocus V2', 'X']\", Version: Fooocus v2.5.5")
    keep("fooocus_a1111.png", png([("parameters", text), ("fooocus_scheme", "a1111")]), dialect="fooocus",
         prompt="a sunflower field", negative_prompt="gray", seed=8, steps=30, guidance_scale=4, scheduler="DPM++ 2M SDE Karras",
         model="juggernaut", width=896, height=1152)
    mre = {"Prompt": "a hill", "Negative Prompt": "grey", "Performance": "Speed", "Resolution": "(1152, 896)", "Guidance Scale": 7,
           "Base Model": "sd_xl_base.safetensors", "Sampler": "dpmpp_2m", "Scheduler": "karras", "Seed": 55, "Version": "v2.1.8"}
    keep("fooocus_old.png", png([("Comment", mre)]), dialect="fooocus", prompt="a hill", negative_prompt="grey", seed=55,
         guidance_scale=7, scheduler="dpmpp_2m karras", model="sd_xl_base", width=1152, height=896)


def make_swarm():
    params = {"sui_image_params": {
        "prompt": "a photo of a cat", "original_prompt": "a photo of a <random:cat|dog>", "negativeprompt": "dog",
        "model": "OfficialStableDiffusion/sd_xl_base_1.0", "seed": 11, "steps": 20, "cfgscale": 7.5, "aspectratio": "1:1",
        "width": 1024, "height": 960, "sampler": "dpmpp_2m", "scheduler": "karras", "loras": ["dir/fur"], "loraweights": ["0.5"],
        "swarm_version": "0.9.6.2"}, "sui_extra_data": {"date": "2025-01-25"}}
    said = dict(dialect="swarmui", prompt="a photo of a cat", negative_prompt="dog", seed=11, steps=20, guidance_scale=7.5,
                scheduler="dpmpp_2m karras", model="sd_xl_base_1.0", width=1024, height=960, loras=[["fur", 0.5]],
                program="SwarmUI 0.9.6.2")
    keep("swarmui.png", png([("parameters", params)]), **said)
    keep("swarmui.jpg", saved("JPEG", unicode_comment(json.dumps(params, indent=4))), **said)


def make_none():
    keep("nothing.png", png([("Software", "a camera"), ("Comment", "Created with a program"), ("prompt", "not json")]))
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x0110] = "Model 5"
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + b"a walk in the park, by me"
    keep("camera.jpg", saved("JPEG", exif))


FOLDER.mkdir(parents=True, exist_ok=True)
for make in (make_a1111, make_imitators, make_comfy, make_invoke, make_novelai, make_fooocus, make_swarm, make_none):
    make()
(FOLDER / "dialects.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
