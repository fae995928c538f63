// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/autoencoder_kl/AutoencoderKLConfig.h"
#include "inference/models/autoencoder_tiny/AutoencoderTinyConfig.h"
#include "inference/models/clip/ClipTextConfig.h"
#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"
#include "inference/schedulers/SchedulerConfig.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>

using namespace limn;
using namespace limn::models;
using limn::schedulers::SchedulerConfig;
using Json = nlohmann::json;

namespace {

/// The published config.json of SDXL's U-Net (values only).
Json sdxlUNet() {
    return Json::parse(
        R"({"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.19.0.dev0",
            "act_fn": "silu", "addition_embed_type": "text_time",
            "addition_embed_type_num_heads": 64, "addition_time_embed_dim": 256,
            "attention_head_dim": [5, 10, 20], "block_out_channels": [320, 640, 1280],
            "center_input_sample": false, "class_embed_type": null, "class_embeddings_concat":
            false, "conv_in_kernel": 3, "conv_out_kernel": 3, "cross_attention_dim": 2048,
            "cross_attention_norm": null, "down_block_types": ["DownBlock2D",
            "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"], "downsample_padding": 1,
            "dual_cross_attention": false, "encoder_hid_dim": null, "encoder_hid_dim_type":
            null, "flip_sin_to_cos": true, "freq_shift": 0, "in_channels": 4,
            "layers_per_block": 2, "mid_block_only_cross_attention": null,
            "mid_block_scale_factor": 1, "mid_block_type": "UNetMidBlock2DCrossAttn",
            "norm_eps": 1e-05, "norm_num_groups": 32, "num_attention_heads": null,
            "num_class_embeds": null, "only_cross_attention": false, "out_channels": 4,
            "projection_class_embeddings_input_dim": 2816, "resnet_out_scale_factor": 1.0,
            "resnet_skip_time_act": false, "resnet_time_scale_shift": "default", "sample_size":
            128, "time_cond_proj_dim": null, "time_embedding_act_fn": null,
            "time_embedding_dim": null, "time_embedding_type": "positional",
            "timestep_post_act": null, "transformer_layers_per_block": [1, 2, 10],
            "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
            "upcast_attention": null, "use_linear_projection": true})");
}

template <class Config>
void expectError(const Json& json, const std::string& key, ErrorCode code) {
    const auto config = Config::fromJson(json, "folder/config.json");
    QVERIFY2(!config, (key + " was accepted").c_str());
    QCOMPARE(int(config.error().code), int(code));
    QVERIFY2(config.error().message.find("folder/config.json") != std::string::npos,
             config.error().message.c_str());
    QVERIFY2(config.error().message.find("\"" + key + "\"") != std::string::npos,
             config.error().message.c_str());
    QVERIFY2(config.error().message.size() < 500, config.error().message.c_str());
}

}  // namespace

class TestModelConfigs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unetReadsEveryKeyOfSdxl() {
        const auto config = UNet2DConditionConfig::fromJson(sdxlUNet(), "t");
        QVERIFY2(config, config ? "" : config.error().message.c_str());
        QCOMPARE((*config->sample_size)[1], 128);
        QCOMPARE(config->attention_head_dim, (std::vector<std::int64_t>{5, 10, 20}));
        QCOMPARE(config->transformer_layers_per_block, (std::vector<std::int64_t>{1, 2, 10}));
        QCOMPARE(config->layers_per_block, (std::vector<std::int64_t>{2, 2, 2}));
        QCOMPARE(config->cross_attention_dim, (std::vector<std::int64_t>{2048, 2048, 2048}));
        QCOMPARE(config->up_block_types.back(), std::string("UpBlock2D"));
        QVERIFY(config->use_linear_projection);
        QVERIFY(!config->upcast_attention);
        QCOMPARE(config->addition_time_embed_dim, std::optional<std::int64_t>(256));
        QCOMPARE(config->timeEmbedDim(), 1280);
        QVERIFY(config->unknown_keys.empty());
    }

    void unetDefaultsAreThoseOfDiffusers() {
        const auto config = UNet2DConditionConfig::fromJson(Json::object(), "t");
        QVERIFY(config);
        QVERIFY(!config->sample_size);
        QCOMPARE(config->block_out_channels, (std::vector<std::int64_t>{320, 640, 1280, 1280}));
        QCOMPARE(config->cross_attention_dim.front(), 1280);
        QCOMPARE(config->attention_head_dim, (std::vector<std::int64_t>{8, 8, 8, 8}));
        QVERIFY(config->flip_sin_to_cos);
        QVERIFY(config->mid_block_type);
    }

    void unetWithoutMiddleBlockAndWithTwoSizes() {
        Json json = sdxlUNet();
        json["mid_block_type"] = nullptr;
        json["sample_size"] = {96, 64};
        json["future_key"] = 1;
        const auto config = UNet2DConditionConfig::fromJson(json, "t");
        QVERIFY(config);
        QVERIFY(!config->mid_block_type);
        QCOMPARE((*config->sample_size)[0], 96);
        QCOMPARE(config->unknown_keys, std::vector<std::string>{"future_key"});
    }

    void unetRefusesWhatItDoesNotCompute_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* key, const char* value) {
            QTest::newRow(key) << key << value;
        };
        row("_class_name", "\"UNet2DModel\"");
        row("act_fn", "\"gelu\"");
        row("dual_cross_attention", "true");
        row("only_cross_attention", "[true, false, false]");
        row("class_embed_type", "\"timestep\"");
        row("addition_embed_type", "\"image\"");
        row("resnet_time_scale_shift", "\"scale_shift\"");
        row("num_class_embeds", "1000");
        row("num_attention_heads", "8");
        row("encoder_hid_dim", "64");
        row("time_embedding_type", "\"fourier\"");
        row("cross_attention_norm", "\"layer_norm\"");
        row("mid_block_type", "\"UNetMidBlock2DSimpleCrossAttn\"");
        row("down_block_types", R"(["AttnDownBlock2D", "DownBlock2D", "DownBlock2D"])");
        row("transformer_layers_per_block", "[[1, 2], [1], [1]]");
        row("reverse_transformer_layers_per_block", "[[1], [1], [1]]");
        row("mid_block_scale_factor", "1.5");
    }

    void unetRefusesWhatItDoesNotCompute() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        Json json = sdxlUNet();
        json[key.toStdString()] = Json::parse(value.toStdString());
        expectError<UNet2DConditionConfig>(json, key.toStdString(), ErrorCode::Unsupported);
    }

    void unetRefusesImpossibleValues_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* key, const char* value) {
            QTest::addRow("%s = %.40s", key, value) << key << value;
        };
        row("in_channels", "-4");
        row("in_channels", "0");
        row("in_channels", "4.0");
        row("in_channels", "\"4\"");
        row("in_channels", "18446744073709551615");
        row("in_channels", "9223372036854775807");
        row("sample_size", "[1, 2, 3]");
        row("sample_size", "[64]");
        row("sample_size", "true");
        row("block_out_channels", "[]");
        row("block_out_channels", "[320, 640, 1281]");
        row("block_out_channels", "{}");
        row("block_out_channels", "[1,1,1,1,1,1,1,1,1]");
        row("layers_per_block", "[2, 2]");
        row("layers_per_block", "1000000000");
        row("attention_head_dim", "7");
        row("attention_head_dim", "null");
        row("transformer_layers_per_block", "[1, 0, 10]");
        row("transformer_layers_per_block", "[64, 64, 64]");
        row("norm_num_groups", "null");
        row("norm_num_groups", "0");
        row("norm_eps", "\"small\"");
        row("norm_eps", "-1");
        row("use_linear_projection", "1");
        row("down_block_types", "\"DownBlock2D\"");
        row("addition_embed_type", "17");
        row("addition_time_embed_dim", "255");
        row("conv_in_kernel", "2");
        row("conv_out_kernel", "4");
    }

    void unetRefusesImpossibleValues() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        Json json = sdxlUNet();
        json["layers_per_block"] = 3;
        json[key.toStdString()] = Json::parse(value.toStdString());
        expectError<UNet2DConditionConfig>(json, key.toStdString(), ErrorCode::FileDamaged);
    }

    void unetListsOfBlocksMustBeEquallyLong() {
        expectError<UNet2DConditionConfig>(Json{{"block_out_channels", {320, 640}}},
                                           "block_out_channels", ErrorCode::FileDamaged);
    }

    void unetWithTextTimeNeedsItsSizes() {
        Json json = sdxlUNet();
        json.erase("addition_time_embed_dim");
        expectError<UNet2DConditionConfig>(json, "addition_embed_type", ErrorCode::FileDamaged);
    }

    void nothingButAnObjectIsAConfiguration() {
        for (const char* text : {"[]", "7", "null", "\"x\"", "[[[[]]]]"}) {
            const Json json = Json::parse(text);
            QVERIFY(!UNet2DConditionConfig::fromJson(json, "t"));
            QVERIFY(!AutoencoderKLConfig::fromJson(json, "t"));
            QVERIFY(!AutoencoderTinyConfig::fromJson(json, "t"));
            QVERIFY(!ClipTextConfig::fromJson(json, "t"));
            QVERIFY(!SchedulerConfig::fromJson(json, "t"));
        }
    }

    void autoencoderReadsAndRefuses() {
        Json json = Json::parse(
            R"({"_class_name": "AutoencoderKL", "block_out_channels": [128, 256, 512, 512],
            "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D",
            "DownEncoderBlock2D", "DownEncoderBlock2D"], "up_block_types": ["UpDecoderBlock2D",
            "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"], "layers_per_block": 2,
            "sample_size": 1024, "scaling_factor": 0.13025, "force_upcast": false,
            "latents_mean": null, "shift_factor": null, "use_quant_conv": false})");
        const auto config = AutoencoderKLConfig::fromJson(json, "t");
        QVERIFY2(config, config ? "" : config.error().message.c_str());
        QCOMPARE(config->scaling_factor, 0.13025);
        QVERIFY(!config->use_quant_conv && config->use_post_quant_conv && !config->force_upcast);
        QVERIFY(!config->shift_factor);
        const auto withValue = [&](const char* key, const Json& value) {
            Json changed = json;
            changed[key] = value;
            return changed;
        };
        expectError<AutoencoderKLConfig>(withValue("latents_mean", {0.1}), "latents_mean",
                                         ErrorCode::Unsupported);
        expectError<AutoencoderKLConfig>(withValue("scaling_factor", 0), "scaling_factor",
                                         ErrorCode::FileDamaged);
        expectError<AutoencoderKLConfig>(withValue("block_out_channels", {128, 256}),
                                         "block_out_channels", ErrorCode::FileDamaged);
        expectError<AutoencoderKLConfig>(withValue("norm_num_groups", 33), "block_out_channels",
                                         ErrorCode::FileDamaged);
        expectError<AutoencoderKLConfig>(withValue("latent_channels", -1), "latent_channels",
                                         ErrorCode::FileDamaged);
    }

    void tinyAutoencoderReadsAndRefuses() {
        const auto config = AutoencoderTinyConfig::fromJson(
            Json::parse(
                R"({"latent_channels": 16, "block_out_channels": [64], "num_decoder_blocks": [1, 1, 1,
            1]})"), "t"); QVERIFY(config); QCOMPARE(config->latent_channels, 16);
            QCOMPARE(config->num_decoder_blocks, (std::vector<std::int64_t>{1, 1, 1, 1}));
            QCOMPARE(config->num_encoder_blocks, (std::vector<std::int64_t>{1, 3, 3, 3}));
            expectError<AutoencoderTinyConfig>(Json{{"num_decoder_blocks", {1, 1}}},
            "num_decoder_blocks", ErrorCode::FileDamaged);
            expectError<AutoencoderTinyConfig>(Json{{"act_fn", "silu"}}, "act_fn",
            ErrorCode::Unsupported); } void textEncoderReadsAndRefuses() { const auto config =
            ClipTextConfig::fromJson( Json::parse( R"({"architectures":
            ["CLIPTextModelWithProjection"], "model_type": "clip_text_model", "hidden_size":
            1280, "intermediate_size": 5120, "num_hidden_layers": 32, "num_attention_heads": 20,
            "projection_dim": 1280, "hidden_act": "gelu", "eos_token_id": 2, "bos_token_id":
            null, "dtype": "float16", "transformers_version": "5.23.0"})"),
            "t");
        QVERIFY2(config, config ? "" : config.error().message.c_str());
        QVERIFY(config->hasProjection());
        QCOMPARE(config->eos_token_id, std::optional<std::int64_t>(2));
        QVERIFY(!config->bos_token_id);
        QCOMPARE(config->pad_token_id, std::optional<std::int64_t>(1));
        QCOMPARE(ClipTextConfig::fromJson(Json::object(), "t")->eos_token_id,
                 std::optional<std::int64_t>(49407));
        expectError<ClipTextConfig>(Json{{"hidden_act", "relu"}}, "hidden_act",
                                    ErrorCode::Unsupported);
        expectError<ClipTextConfig>(Json{{"model_type", "t5"}}, "model_type",
                                    ErrorCode::Unsupported);
        expectError<ClipTextConfig>(Json{{"num_attention_heads", 7}}, "num_attention_heads",
                                    ErrorCode::FileDamaged);
        expectError<ClipTextConfig>(Json{{"vocab_size", 0}}, "vocab_size", ErrorCode::FileDamaged);
    }

    void schedulerTellsPresentFromDefault() {
        const auto config = SchedulerConfig::fromJson(
            Json::parse(
                R"({"_class_name": "PNDMScheduler", "beta_start": 0.00085, "trained_betas": null,
            "steps_offset": 1, "clip_sample": false, "disable_corrector": [], "skip_prk_steps":
            true})"),
            "t");
        QVERIFY2(config, config ? "" : config.error().message.c_str());
        QCOMPARE(config->class_name, std::string("PNDMScheduler"));
        QCOMPARE(config->beta_start, std::optional<double>(0.00085));
        QCOMPARE(config->clip_sample, std::optional<bool>(false));
        QVERIFY(!config->beta_end && !config->trained_betas && !config->timestep_spacing &&
                !config->use_karras_sigmas);
        QVERIFY(config->disable_corrector && config->disable_corrector->empty());
    }

    void schedulerTakesMinusInfinityOnlyWhereItMeansSomething() {
        const auto config =
            SchedulerConfig::fromJson(Json{{"lambda_min_clipped", "-Infinity"}}, "t");
        QVERIFY(config);
        QVERIFY(std::isinf(*config->lambda_min_clipped));
        expectError<SchedulerConfig>(Json{{"beta_start", "-Infinity"}}, "beta_start",
                                     ErrorCode::FileDamaged);
    }

    void schedulerRefusesImpossibleValues() {
        expectError<SchedulerConfig>(Json{{"num_train_timesteps", 0}}, "num_train_timesteps",
                                     ErrorCode::FileDamaged);
        expectError<SchedulerConfig>(Json{{"num_train_timesteps", 1e9}}, "num_train_timesteps",
                                     ErrorCode::FileDamaged);
        expectError<SchedulerConfig>(Json{{"beta_end", 2.0}}, "beta_end", ErrorCode::FileDamaged);
        expectError<SchedulerConfig>(Json{{"prediction_type", "noise"}}, "prediction_type",
                                     ErrorCode::Unsupported);
        expectError<SchedulerConfig>(Json{{"_class_name", 7}}, "_class_name",
                                     ErrorCode::FileDamaged);
        expectError<SchedulerConfig>(Json{{"disable_corrector", "none"}}, "disable_corrector",
                                     ErrorCode::FileDamaged);
        expectError<SchedulerConfig>(Json{{"trained_betas", {0.1, "x"}}}, "trained_betas",
                                     ErrorCode::FileDamaged);
    }
};

QTEST_APPLESS_MAIN(TestModelConfigs)
#include "tst_ModelConfigs.moc"
