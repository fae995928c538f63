// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/original_layout.h"
#include "tests/inference/golden_index.h"

#include <QtTest>

#include <set>

using namespace limn;
using namespace limn::checkpoint;
using namespace limn::test;

namespace {

using Json = nlohmann::json;

void renamePrefix(CheckpointIndex& index, const std::string& from, const std::string& to) {
    for (TensorRecord& tensor : index.tensors) {
        if (tensor.name.starts_with(from)) {
            tensor.name = to + tensor.name.substr(from.size());
        }
    }
    sortByName(index);
}

Result<ModelDescription> describe(CheckpointIndex index) {
    return describeOriginalFile(std::make_shared<const CheckpointIndex>(std::move(index)));
}

KeyTable tableOf(const Json& pairs) {
    using Transform = TensorSource::Transform;
    static const std::map<std::string, Transform> names{{"as-is", Transform::AsIs},
                                                        {"drop", Transform::DropTrailingOnes},
                                                        {"rows", Transform::RowSlice},
                                                        {"transpose", Transform::Transpose}};
    KeyTable table;
    for (const Json& pair : pairs) {
        table[pair.at(0)] = {pair.at(1), names.at(pair.at(2)), pair.at(3), pair.at(4)};
    }
    return table;
}

/// Empty if equal, otherwise the first difference: readable where QCOMPARE of two maps is not.
std::string difference(const KeyTable& actual, const KeyTable& expected) {
    for (const auto& [key, source] : expected) {
        const auto found = actual.find(key);
        if (found == actual.end()) {
            return "missing: " + key;
        }
        if (!(found->second == source)) {
            return key + " from " + found->second.fileKey + ", expected " + source.fileKey;
        }
    }
    for (const auto& [key, source] : actual) {
        if (!expected.contains(key)) {
            return "too much: " + key;
        }
    }
    return {};
}

}  // namespace

class TestOriginalLayout : public QObject {
    Q_OBJECT

private:
    static void addModelRows() {
        QTest::addColumn<QString>("name");
        for (const Json& model : goldenModels()) {
            const std::string name = model.at("name");
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }

private Q_SLOTS:
    void keyTablesEqualDiffusersConversion_data() { addModelRows(); }

    void keyTablesEqualDiffusersConversion() {
        QFETCH(QString, name);
        const Json& model = goldenModel(name.toStdString());
        const auto described = describe(goldenIndex(name.toStdString()));
        QVERIFY2(described, described ? "" : described.error().message.c_str());
        QVERIFY(!described->unsupported);
        QCOMPARE(int(*described->family), model.at("family").get<int>());
        const Json& parts = model.at("parts");
        QCOMPARE(difference(described->unet->keys, tableOf(parts.at("unet"))), std::string());
        QCOMPARE(difference(described->vae->keys, tableOf(parts.at("vae"))), std::string());
        QCOMPARE(difference(described->text_encoder->keys, tableOf(parts.at("text_encoder"))),
                 std::string());
        QCOMPARE(described->text_encoder_2.has_value(), parts.contains("text_encoder_2"));
        if (described->text_encoder_2) {
            QCOMPARE(
                difference(described->text_encoder_2->keys, tableOf(parts.at("text_encoder_2"))),
                std::string());
        }
        QVERIFY(described->unexpectedKeys.empty());
    }

    void noTensorIsUsedTwice_data() { addModelRows(); }

    void noTensorIsUsedTwice() {
        QFETCH(QString, name);
        const auto described = describe(goldenIndex(name.toStdString()));
        QVERIFY(described);
        std::set<std::pair<std::string, std::int64_t>> used;
        std::size_t count = 0;
        const auto add = [&](const KeyTable& table) {
            for (const auto& [key, source] : table) {
                used.insert({source.fileKey, source.rowBegin});
                ++count;
            }
        };
        add(described->unet->keys);
        add(described->vae->keys);
        add(described->text_encoder->keys);
        if (described->text_encoder_2) {
            add(described->text_encoder_2->keys);
        }
        QCOMPARE(used.size(), count);
    }

    void configurationsEqualDiffusers_data() { addModelRows(); }

    void configurationsEqualDiffusers() {
        QFETCH(QString, name);
        const Json& configs = goldenModel(name.toStdString()).at("configs");
        const auto described = describe(goldenIndex(name.toStdString()));
        QVERIFY(described);
        const auto expected = models::UNet2DConditionConfig::fromJson(configs.at("unet"), "golden");
        QVERIFY2(expected, expected ? "" : expected.error().message.c_str());
        const auto& unet = described->unet->config;
        QCOMPARE(unet.in_channels, expected->in_channels);
        QCOMPARE(unet.out_channels, expected->out_channels);
        QCOMPARE(unet.down_block_types, expected->down_block_types);
        QCOMPARE(unet.up_block_types, expected->up_block_types);
        QCOMPARE(unet.block_out_channels, expected->block_out_channels);
        QCOMPARE(unet.layers_per_block, expected->layers_per_block);
        QCOMPARE(unet.transformer_layers_per_block, expected->transformer_layers_per_block);
        QCOMPARE(unet.attention_head_dim, expected->attention_head_dim);
        QCOMPARE(unet.cross_attention_dim, expected->cross_attention_dim);
        QCOMPARE(unet.use_linear_projection, expected->use_linear_projection);
        QCOMPARE(unet.addition_embed_type, expected->addition_embed_type);
        QCOMPARE(unet.addition_time_embed_dim, expected->addition_time_embed_dim);
        QCOMPARE(unet.projection_class_embeddings_input_dim,
                 expected->projection_class_embeddings_input_dim);
        QCOMPARE(unet.conv_in_kernel, expected->conv_in_kernel);

        const auto vae = models::AutoencoderKLConfig::fromJson(configs.at("vae"), "golden");
        QVERIFY(vae);
        QCOMPARE(described->vae->config.block_out_channels, vae->block_out_channels);
        QCOMPARE(described->vae->config.layers_per_block, vae->layers_per_block);
        QCOMPARE(described->vae->config.latent_channels, vae->latent_channels);
        QCOMPARE(described->vae->config.in_channels, vae->in_channels);
        QCOMPARE(described->vae->config.scaling_factor,
                 *described->family == ModelFamily::StableDiffusionXl ? 0.13025 : 0.18215);

        for (const auto& [part, component] :
             {std::pair{"text_encoder", &described->text_encoder},
              std::pair{"text_encoder_2", &described->text_encoder_2}}) {
            QCOMPARE(component->has_value(), configs.contains(part));
            if (!component->has_value()) {
                continue;
            }
            Json json = configs.at(part);
            json["architectures"] = {std::string(part) == "text_encoder_2"
                                         ? "CLIPTextModelWithProjection"
                                         : "CLIPTextModel"};
            const auto text = models::ClipTextConfig::fromJson(json, "golden");
            QVERIFY2(text, text ? "" : text.error().message.c_str());
            const auto& actual = (*component)->config;
            QCOMPARE(actual.architecture, text->architecture);
            QCOMPARE(actual.vocab_size, text->vocab_size);
            QCOMPARE(actual.hidden_size, text->hidden_size);
            QCOMPARE(actual.intermediate_size, text->intermediate_size);
            QCOMPARE(actual.num_hidden_layers, text->num_hidden_layers);
            QCOMPARE(actual.num_attention_heads, text->num_attention_heads);
            QCOMPARE(actual.projection_dim, text->projection_dim);
            QCOMPARE(actual.hidden_act, text->hidden_act);
            QCOMPARE(actual.eos_token_id, text->eos_token_id);
        }
    }

    void schedulersAreThePublishedOnes() {
        const auto sd1 = describe(goldenIndex("tiny-sd1"));
        QCOMPARE(sd1->scheduler->class_name, std::string("PNDMScheduler"));
        QVERIFY(!sd1->scheduler->timestep_spacing);
        QCOMPARE(sd1->scheduler->steps_offset, std::optional<std::int64_t>(1));
        const auto sd2 = describe(goldenIndex("tiny-sd2"));
        QCOMPARE(sd2->scheduler->class_name, std::string("DDIMScheduler"));
        QCOMPARE(sd2->scheduler->prediction_type, std::optional<std::string>("v_prediction"));
        const auto xl = describe(goldenIndex("tiny-sdxl"));
        QCOMPARE(xl->scheduler->class_name, std::string("EulerDiscreteScheduler"));
        QCOMPARE(xl->scheduler->timestep_spacing, std::optional<std::string>("leading"));
        QCOMPARE(xl->scheduler->prediction_type, std::optional<std::string>("epsilon"));
    }

    void metadataAndMarkersDecideThePrediction() {
        CheckpointIndex base = goldenIndex("tiny-sd2");
        base.metadata["modelspec.architecture"] = "stable-diffusion-v2-512";
        const auto epsilon = describe(base);
        QCOMPARE(epsilon->scheduler->prediction_type, std::optional<std::string>("epsilon"));
        QCOMPARE(epsilon->scheduler->class_name, std::string("PNDMScheduler"));
        QCOMPARE((*epsilon->unet->config.sample_size)[0], 64);
        CheckpointIndex xl = goldenIndex("tiny-sdxl");
        addTensor(xl, "v_pred", {0});
        addTensor(xl, "ztsnr", {0});
        const auto velocity = describe(xl);
        QCOMPARE(velocity->scheduler->prediction_type, std::optional<std::string>("v_prediction"));
        QCOMPARE(velocity->scheduler->rescale_betas_zero_snr, std::optional<bool>(true));
        QVERIFY(velocity->unexpectedKeys.empty());
    }

    void textEncoderWithoutItsLevelIsFound() {
        CheckpointIndex index = goldenIndex("tiny-sd1");
        renamePrefix(index, "cond_stage_model.transformer.text_model.",
                     "cond_stage_model.transformer.");
        const auto described = describe(index);
        QVERIFY(described);
        QVERIFY(described->unexpectedKeys.empty());
        QCOMPARE(described->text_encoder->keys.at("text_model.final_layer_norm.bias").fileKey,
                 std::string("cond_stage_model.transformer.final_layer_norm.bias"));
    }

    void aUNetAloneIsACheckpointThatCannotRun() {
        CheckpointIndex index = goldenIndex("tiny-sdxl");
        std::erase_if(index.tensors, [](const TensorRecord& t) {
            return !t.name.starts_with("model.diffusion_model.");
        });
        renamePrefix(index, "model.diffusion_model.", "");
        QVERIFY(isOriginalLayout(index));
        const auto described = describe(index);
        QVERIFY(described);
        QVERIFY(described->unet);
        QVERIFY(!described->vae && !described->text_encoder && !described->tokenizer);
        const Status runnable = requireRunnable(*described);
        QVERIFY(!runnable);
        QVERIFY(runnable.error().message.find("text encoder") != std::string::npos);
    }

    void aStandAloneVaeIsOneWithAndWithoutPrefix() {
        CheckpointIndex index = goldenIndex("tiny-sd1");
        std::erase_if(index.tensors, [](const TensorRecord& t) {
            return !t.name.starts_with("first_stage_model.");
        });
        for (int round = 0; round < 2; ++round) {
            QVERIFY(isOriginalVae(index));
            const auto described =
                describeOriginalVae(std::make_shared<const CheckpointIndex>(index));
            QVERIFY(described);
            QCOMPARE(int(described->kind), int(ModelKind::Autoencoder));
            QCOMPARE(described->vae->keys.size(), std::size_t(124));
            QVERIFY(described->unexpectedKeys.empty());
            renamePrefix(index, "first_stage_model.", "");
        }
    }

    void sd2FilesThatDroppedTheLastLayerKeepAll23() {
        CheckpointIndex index = goldenIndex("sd2");
        std::erase_if(index.tensors, [](const TensorRecord& t) {
            return t.name.starts_with("cond_stage_model.model.transformer.resblocks.23.");
        });
        const auto described = describe(index);
        QVERIFY(described);
        QCOMPARE(described->text_encoder->config.num_hidden_layers, 23);
    }

    void strangeKeysAreReportedAndMissingOnesStayInTheTable() {
        CheckpointIndex index = goldenIndex("tiny-sd1");
        addTensor(index, "model.diffusion_model.adapter.weight", {3});
        addTensor(index, "model_ema.diffusion_modelout0bias", {3});
        std::erase_if(index.tensors, [](const TensorRecord& t) {
            return t.name == "model.diffusion_model.input_blocks.1.1.proj_out.bias";
        });
        const auto described = describe(index);
        QVERIFY(described);
        QCOMPARE(described->unexpectedKeys,
                 std::vector<std::string>{"model.diffusion_model.adapter.weight"});
        QVERIFY(described->hasMovingAverages);
        QVERIFY(described->unet->keys.contains("down_blocks.0.attentions.0.proj_out.bias"));
    }

    void variantsThatLimnDoesNotRunAreNamed_data() {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<int>("inChannels");
        QTest::addColumn<QString>("word");
        QTest::newRow("refiner") << "conditioner.embedders.0.model.token_embedding.weight" << 4
                                 << "refiner";
        QTest::newRow("upscaler") << "model.diffusion_model.label_emb.weight" << 7 << "upscaler";
        QTest::newRow("edm") << "edm_mean" << 4 << "EDM";
        QTest::newRow("depth") << "" << 5 << "depth";
        QTest::newRow("instructions") << "" << 8 << "InstructPix2Pix";
    }

    void variantsThatLimnDoesNotRunAreNamed() {
        QFETCH(QString, tensor);
        QFETCH(int, inChannels);
        QFETCH(QString, word);
        CheckpointIndex index = goldenIndex("tiny-sdxl");
        for (TensorRecord& record : index.tensors) {
            if (record.name == "model.diffusion_model.input_blocks.0.0.weight") {
                record.shape[1] = inChannels;
            }
        }
        if (!tensor.isEmpty()) {
            addTensor(index, tensor.toStdString(), {2, 2});
        }
        const auto described = describe(index);
        QVERIFY(described);
        QCOMPARE(int(described->kind), int(ModelKind::Checkpoint));
        QVERIFY(described->unsupported);
        QVERIFY2(described->unsupported->find(word.toStdString()) != std::string::npos,
                 described->unsupported->c_str());
        QVERIFY(!requireRunnable(*described));
    }

    /// Every tensor in turn gets an impossible shape: the answer is a description or an error,
    /// never a crash, and a configuration that is given passed its checks.
    void impossibleShapesAreAnswered() {
        const CheckpointIndex good = goldenIndex("tiny-sdxl");
        int refused = 0;
        for (std::size_t i = 0; i < good.tensors.size(); ++i) {
            for (const std::vector<std::int64_t>& shape : {std::vector<std::int64_t>{},
                                                           {0},
                                                           {0, 0, 0, 0},
                                                           {7, 7, 7, 7},
                                                           {std::int64_t(1) << 47, 1}}) {
                CheckpointIndex index = good;
                index.tensors[i].shape = shape;
                if (!isOriginalLayout(index)) {
                    ++refused;
                    continue;
                }
                const auto described = describe(std::move(index));
                refused += described ? int(described->unsupported.has_value()) : 1;
                if (described && described->unet) {
                    QVERIFY(described->unet->keys.size() < 5000);
                }
            }
            if (i > 40) {
                i += 16;  // the names repeat; a sample of the rest will do
            }
        }
        QVERIFY(refused > 20);
    }
};

QTEST_APPLESS_MAIN(TestOriginalLayout)
#include "tst_OriginalLayout.moc"
