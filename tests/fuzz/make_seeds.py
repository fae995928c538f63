# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Limn authors
"""Writes the small seeds in tests/fuzz/seeds from tests/data/checkpoints. Python standard library only.

Usage: make_seeds.py CHECKPOINTS SEEDS
"""
import json
import pathlib
import shutil
import struct
import sys
import zipfile


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + data


def gguf_text(text):
    return struct.pack("<Q", len(text)) + text.encode()


def gguf(version, entries, tensors, data):
    header = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(entries)) + b"".join(entries)
    for name, shape, kind, offset in tensors:
        header += gguf_text(name) + struct.pack("<I", len(shape)) + b"".join(struct.pack("<Q", d) for d in shape)
        header += struct.pack("<IQ", kind, offset)
    return header + bytes(-len(header) % 32) + data


def main(checkpoints, seeds):
    for name in ["safetensors", "pickle", "gguf", "json"]:
        (seeds / name).mkdir(parents=True, exist_ok=True)

    out = seeds / "safetensors"
    shutil.copy(checkpoints / "reference.safetensors", out / "reference")
    (out / "empty").write_bytes(safetensors({}))
    (out / "odd").write_bytes(safetensors({
        "__metadata__": {"format": "pt"}, "a": {"dtype": "F4", "shape": [2, 3], "x": [1, None], "data_offsets": [0, 3]},
        "b": {"dtype": "Q9", "shape": [], "data_offsets": [3, 4]}, "c": {"dtype": "U64", "shape": [0], "data_offsets": [4, 4]},
    }, bytes(4)))
    (out / "null").write_bytes(safetensors(b' {"__metadata__":null,"\\u00e9":{"shape":[1],"dtype":"BOOL","data_offsets":[0,1]}} ', b"\1"))

    out = seeds / "pickle"
    for file in sorted(checkpoints.iterdir()):
        if not zipfile.is_zipfile(file):
            continue
        with zipfile.ZipFile(file) as archive:
            for entry in archive.namelist():
                if entry.endswith("/data.pkl"):
                    (out / (file.name + ".pkl")).write_bytes(archive.read(entry))
    for name in ["legacy.pt", "only_tensor.pt"]:
        shutil.copy(checkpoints / name, out / name)

    out = seeds / "gguf"
    scalars = [gguf_text("k%d" % kind) + struct.pack("<I", kind) + bytes(size)
               for kind, size in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 4), (5, 4), (6, 4), (7, 1), (10, 8), (11, 8), (12, 8)]]
    texts = [gguf_text("general.name") + struct.pack("<I", 8) + gguf_text("tiny"),
             gguf_text("general.alignment") + struct.pack("<II", 4, 32),
             gguf_text("tokens") + struct.pack("<IIQ", 9, 8, 2) + gguf_text("a") + gguf_text("bc"),
             gguf_text("scores") + struct.pack("<IIQ", 9, 6, 2) + bytes(8)]
    (out / "values").write_bytes(gguf(3, scalars + texts, [], b""))
    (out / "tensors").write_bytes(gguf(2, texts[:2], [("a", [4, 2], 0, 0), ("b", [32], 8, 32), ("c", [3], 1, 96), ("d", [], 24, 128)],
                                       bytes(129)))

    out = seeds / "json"
    (out / "unet").write_text(json.dumps({
        "_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": [5, 10], "block_out_channels": [32, 64],
        "cross_attention_dim": 32, "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"], "flip_sin_to_cos": True,
        "freq_shift": 0, "in_channels": 4, "layers_per_block": 2, "mid_block_type": "UNetMidBlock2DCrossAttn",
        "norm_eps": 1e-05, "norm_num_groups": 32, "out_channels": 4, "sample_size": 32, "transformer_layers_per_block": [1, 2],
        "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"], "use_linear_projection": False, "class_embed_type": None}))
    (out / "vae").write_text(json.dumps({
        "_class_name": "AutoencoderKL", "block_out_channels": [4, 8], "down_block_types": ["DownEncoderBlock2D"] * 2,
        "up_block_types": ["UpDecoderBlock2D"] * 2, "in_channels": 3, "latent_channels": 4, "layers_per_block": 1,
        "norm_num_groups": 2, "out_channels": 3, "sample_size": 32, "scaling_factor": 0.18215, "act_fn": "silu"}))
    (out / "tiny").write_text(json.dumps({
        "_class_name": "AutoencoderTiny", "encoder_block_out_channels": [64, 64], "decoder_block_out_channels": [64, 64],
        "num_encoder_blocks": [1, 3], "num_decoder_blocks": [3, 1], "latent_channels": 4, "scaling_factor": 1.0}))
    (out / "clip").write_text(json.dumps({
        "architectures": ["CLIPTextModel"], "hidden_size": 32, "intermediate_size": 37, "num_attention_heads": 4,
        "num_hidden_layers": 5, "vocab_size": 1000, "max_position_embeddings": 77, "hidden_act": "quick_gelu",
        "layer_norm_eps": 1e-05, "projection_dim": 32, "eos_token_id": 2, "torch_dtype": "float32"}))
    (out / "scheduler").write_text(json.dumps({
        "_class_name": "DPMSolverMultistepScheduler", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
        "num_train_timesteps": 1000, "prediction_type": "v_prediction", "timestep_spacing": "trailing", "steps_offset": 1,
        "trained_betas": None, "use_karras_sigmas": True, "lambda_min_clipped": "-Infinity", "solver_order": 2,
        "rescale_betas_zero_snr": True, "final_sigmas_type": "zero", "disable_corrector": [0]}))
    (out / "odd").write_text('[-0, 1.5e3, 18446744073709551615, -9223372036854775808, "\\ud83d\\ude00\\u0000", [[{}]], null, true]')


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
