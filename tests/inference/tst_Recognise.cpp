// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/ModelDescription.h"
#include "inference/checkpoint/inspect.h"
#include "tests/inference/golden_index.h"

#include <QTemporaryDir>
#include <QtTest>

#include <chrono>
#include <cstring>
#include <fstream>
#include <tuple>

using namespace limn;
using namespace limn::checkpoint;
using namespace limn::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

/// A safetensors file with a real header and a hole instead of data: full-size models cost no disk.
void writeSparse(const fs::path& path, const CheckpointIndex& index,
                 const Json& metadata = Json::object()) {
    Json header = Json::object();
    if (!metadata.empty()) {
        header["__metadata__"] = metadata;
    }
    std::uint64_t offset = 0;
    for (const TensorRecord& tensor : index.tensors) {
        std::uint64_t bytes = 2;
        for (const std::int64_t dimension : tensor.shape) {
            bytes *= std::uint64_t(dimension);
        }
        header[tensor.name] = {
            {"dtype", "F16"}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + bytes}}};
        offset += bytes;
    }
    const std::string text = header.dump();
    std::string length(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        length[i] = char((text.size() >> (8 * i)) & 0xFFU);
    }
    write(path, length + text);
    fs::resize_file(path, 8 + text.size() + offset);
}

/// The part of a golden single file that became one component, under its diffusers names and
/// shapes.
CheckpointIndex componentFile(const std::string& model, const std::string& part,
                              bool withTextLevel = true) {
    const CheckpointIndex whole = goldenIndex(model);
    CheckpointIndex index;
    for (const Json& pair : goldenModel(model).at("parts").at(part)) {
        std::vector<std::int64_t> shape = whole.find(pair.at(1).get<std::string>())->shape;
        if (pair.at(2) == "drop") {
            shape.resize(2);
        } else if (pair.at(2) == "rows") {
            shape[0] = pair.at(4).get<std::int64_t>() - pair.at(3).get<std::int64_t>();
        } else if (pair.at(2) == "transpose") {
            std::swap(shape[0], shape[1]);
        }
        std::string key = pair.at(0);
        if (!withTextLevel && key.starts_with("text_model.")) {
            key.erase(0, std::strlen("text_model."));
        }
        index.tensors.push_back(halfTensor(key, shape));
    }
    sortByName(index);
    return index;
}

class ModelFolder {
public:
    explicit ModelFolder(const std::string& model, bool withTextLevel = true) {
        const Json& configs = goldenModel(model).at("configs");
        const bool isXl = configs.contains("text_encoder_2");
        Json index{{"_class_name", isXl ? "StableDiffusionXLPipeline" : "StableDiffusionPipeline"},
                   {"unet", {"diffusers", "UNet2DConditionModel"}},
                   {"vae", {"diffusers", "AutoencoderKL"}},
                   {"scheduler", {"diffusers", "EulerDiscreteScheduler"}},
                   {"safety_checker", {nullptr, nullptr}}};
        for (const auto& [part, config] : configs.items()) {
            Json json = config;
            const bool isText = part.starts_with("text_encoder");
            if (isText) {
                index[part] = {"transformers", part == "text_encoder"
                                                   ? "CLIPTextModel"
                                                   : "CLIPTextModelWithProjection"};
                write(root() / ("tokenizer" + part.substr(12)) / "vocab.json", "{}");
            }
            write(root() / part / "config.json", json.dump());
            writeSparse(root() / part /
                            (isText ? "model.safetensors" : "diffusion_pytorch_model.safetensors"),
                        componentFile(model, part, withTextLevel));
        }
        write(
            root() / "scheduler/scheduler_config.json",
            R"({"_class_name": "PNDMScheduler", "steps_offset": 1, "lambda_min_clipped": -Infinity})");
        write(root() / "model_index.json", index.dump());
    }

    fs::path root() const { return fs::path(m_folder.path().toStdString()); }
    void edit(const fs::path& file, const std::function<void(Json&)>& change) const {
        std::ifstream in(root() / file);
        Json json = Json::parse(in);
        change(json);
        write(root() / file, json.dump());
    }

private:
    QTemporaryDir m_folder;
};

}  // namespace

class TestRecognise : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path file(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void folderGivesEveryPart_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("withTextLevel");
        QTest::newRow("sd1") << "tiny-sd1" << true;
        QTest::newRow("sd1 of transformers 5") << "tiny-sd1" << false;
        QTest::newRow("sd2") << "tiny-sd2" << true;
        QTest::newRow("sdxl") << "tiny-sdxl" << true;
    }

    void folderGivesEveryPart() {
        QFETCH(QString, model);
        QFETCH(bool, withTextLevel);
        const ModelFolder folder(model.toStdString(), withTextLevel);
        const auto described = describeModel(folder.root());
        QVERIFY2(described, described ? "" : described.error().message.c_str());
        QVERIFY2(!described->unsupported, described->unsupported.value_or("").c_str());
        const Status runnable = requireRunnable(*described);
        QVERIFY2(runnable, runnable ? "" : runnable.error().message.c_str());
        QCOMPARE(described->format, std::string("diffusers"));
        QCOMPARE(int(*described->family), goldenModel(model.toStdString()).at("family").get<int>());
        QCOMPARE(described->scheduler->class_name, std::string("EulerDiscreteScheduler"));
        QVERIFY(described->scheduler->lambda_min_clipped.has_value());
        QVERIFY(described->text_encoder->keys.contains("text_model.final_layer_norm.weight"));
        QVERIFY(fs::is_directory(described->tokenizer->folder));
        const KeyReport keys = compareKeys(*described);
        QVERIFY2(keys.missing.empty(), keys.missing.empty() ? "" : keys.missing.front().c_str());
        QVERIFY2(keys.unexpected.empty(),
                 keys.unexpected.empty() ? "" : keys.unexpected.front().c_str());
    }

    void folderTakesTheHalfVariantAndOldAttentionNames() {
        const ModelFolder folder("tiny-sd1");
        fs::rename(folder.root() / "unet/diffusion_pytorch_model.safetensors",
                   folder.root() / "unet/diffusion_pytorch_model.fp16.safetensors");
        CheckpointIndex vae = componentFile("tiny-sd1", "vae");
        for (TensorRecord& tensor : vae.tensors) {
            for (const auto& [now, old] : {std::pair{"to_q", "query"},
                                           {"to_k", "key"},
                                           {"to_v", "value"},
                                           {"to_out.0", "proj_attn"}}) {
                const auto at = tensor.name.find(std::string("attentions.0.") + now + ".");
                if (at != std::string::npos) {
                    tensor.name.replace(at + 13, std::strlen(now), old);
                }
            }
        }
        sortByName(vae);
        QVERIFY(vae.find("decoder.mid_block.attentions.0.proj_attn.bias") != nullptr);
        writeSparse(folder.root() / "vae/diffusion_pytorch_model.safetensors", vae);
        const auto described = describeModel(folder.root());
        QVERIFY2(described, described ? "" : described.error().message.c_str());
        QVERIFY(compareKeys(*described).missing.empty());
        QCOMPARE(described->vae->keys.at("encoder.mid_block.attentions.0.to_out.0.weight").fileKey,
                 std::string("encoder.mid_block.attentions.0.proj_attn.weight"));
    }

    void folderWithFaultsIsAnError_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("word");
        QTest::newRow("no weights") << "weights"
                                    << "diffusion_pytorch_model.safetensors";
        QTest::newRow("no config") << "config"
                                   << "config.json";
        QTest::newRow("no scheduler") << "scheduler"
                                      << "scheduler_config.json";
        QTest::newRow("no tokenizer") << "tokenizer"
                                      << "tokenizer";
        QTest::newRow("damaged index") << "index"
                                       << "model_index.json";
        QTest::newRow("component is a word") << "component"
                                             << "vae";
    }

    void folderWithFaultsIsAnError() {
        QFETCH(QString, fault);
        QFETCH(QString, word);
        const ModelFolder folder("tiny-sd1");
        if (fault == "weights") {
            fs::remove(folder.root() / "unet/diffusion_pytorch_model.safetensors");
        } else if (fault == "config") {
            fs::remove(folder.root() / "unet/config.json");
        } else if (fault == "scheduler") {
            fs::remove(folder.root() / "scheduler/scheduler_config.json");
        } else if (fault == "tokenizer") {
            fs::remove_all(folder.root() / "tokenizer");
        } else if (fault == "index") {
            write(folder.root() / "model_index.json",
                  R"({"_class_name": "StableDiffusionPipeline")");
        } else {
            folder.edit("model_index.json", [](Json& json) { json["vae"] = "../../etc"; });
        }
        const auto described = describeModel(folder.root());
        QVERIFY(!described);
        QVERIFY2(described.error().message.find(word.toStdString()) != std::string::npos,
                 described.error().message.c_str());
    }

    void folderThatLimnDoesNotRunSaysWhy_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("pipeline") << "model_index.json"
                                  << "_class_name"
                                  << "\"FluxPipeline\"";
        QTest::newRow("text encoder") << "model_index.json"
                                      << "text_encoder"
                                      << R"(["transformers", "T5EncoderModel"])";
        QTest::newRow("autoencoder") << "model_index.json"
                                     << "vae"
                                     << R"(["diffusers", "AutoencoderKLWan"])";
        QTest::newRow("U-Net") << "unet/config.json"
                               << "class_embed_type"
                               << "\"timestep\"";
    }

    void folderThatLimnDoesNotRunSaysWhy() {
        QFETCH(QString, file);
        QFETCH(QString, key);
        QFETCH(QString, value);
        const ModelFolder folder("tiny-sd1");
        folder.edit(file.toStdString(), [&](Json& json) {
            json[key.toStdString()] = Json::parse(value.toStdString());
        });
        const auto described = describeModel(folder.root());
        QVERIFY2(described, described ? "" : described.error().message.c_str());
        QVERIFY(described->unsupported);
        QVERIFY(!requireRunnable(*described));
        const Json json = toJson(inspect(*described));
        QCOMPARE(json.at("kind"), Json("checkpoint"));
        QCOMPARE(json.at("problems").size(), std::size_t(1));
    }

    void partsThatDoNotFitEachOtherAreNoModel() {
        const ModelFolder folder("tiny-sd1");
        folder.edit("unet/config.json", [](Json& json) { json["cross_attention_dim"] = 768; });
        const auto described = describeModel(folder.root());
        QVERIFY(described);
        const Status runnable = requireRunnable(*described);
        QVERIFY(!runnable);
        QVERIFY(runnable.error().message.find("768") != std::string::npos);
    }

    /// The contract: a 2 GB file in under 50 ms. The file is sparse, so its header is what is
    /// measured.
    void fullSizeFilesAreInspectedFast_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<qulonglong>("parameters");
        QTest::addColumn<QString>("architecture");
        QTest::newRow("sd1") << "sd1" << 1066235307ULL << "Stable Diffusion 1.x";
        QTest::newRow("sd2") << "sd2" << 1289952427ULL << "Stable Diffusion 2.x (v-prediction)";
        QTest::newRow("sdxl") << "sdxl" << 3468837867ULL << "Stable Diffusion XL";
    }

    void fullSizeFilesAreInspectedFast() {
        QFETCH(QString, model);
        QFETCH(qulonglong, parameters);
        QFETCH(QString, architecture);
        const fs::path path = file("full.safetensors");
        writeSparse(path, goldenIndex(model.toStdString()), {{"modelspec.title", "a\nb\x1b[31m"}});
        const auto start = std::chrono::steady_clock::now();
        const auto inspection = inspectModel(path);
        const std::chrono::duration<double, std::milli> elapsed =
            std::chrono::steady_clock::now() - start;
        qInfo("%s: %.1f ms", qPrintable(model), elapsed.count());
        QVERIFY2(inspection, inspection ? "" : inspection.error().message.c_str());
        QCOMPARE(qulonglong(inspection->parameters), parameters);
        QCOMPARE(QString::fromStdString(inspection->architecture), architecture);
        QCOMPARE(inspection->tensors, goldenModel(model.toStdString()).at("file").size());
        QCOMPARE(inspection->dtypes.at("F16"), inspection->tensors);
        QVERIFY2(inspection->problems.empty(),
                 inspection->problems.empty() ? "" : inspection->problems[0].c_str());
        QVERIFY(inspection->metadata.at("modelspec.title").find('\x1b') == std::string::npos);
        const Json json = toJson(*inspection);
        for (const char* key : {"path", "kind", "format", "architecture", "parameters", "dtypes",
                                "tensors", "metadata", "problems"}) {
            QVERIFY2(json.contains(key), key);
        }
        fs::remove(path);
    }

    void typesHaveOneNameInAllFormats() {
        CheckpointIndex index;
        index.format = FileFormat::PickleZip;
        index.files = {"model.ckpt"};
        for (const auto& [name, type, typeName] :
             {std::tuple("a", ElementType::F16, "torch.HalfStorage"),
              std::tuple("b", ElementType::F32, "torch.FloatStorage"),
              std::tuple("c", ElementType::F32, "F32"),
              std::tuple("d", ElementType::Other, "torch.QInt8Storage")}) {
            TensorRecord record = halfTensor(name, {2});
            record.type = type;
            record.typeName = typeName;
            index.tensors.push_back(record);
        }
        ModelDescription model;
        model.indexes.push_back(std::make_shared<const CheckpointIndex>(std::move(index)));
        const std::map<std::string, std::uint64_t> expected{
            {"F16", 1}, {"F32", 2}, {"torch.QInt8Storage", 1}};
        QVERIFY(inspect(model).dtypes == expected);
    }

    void anUnknownSchedulerIsToldAndKeepsNothingFromBeingUsed() {
        const ModelFolder folder("tiny-sd1");
        folder.edit("model_index.json", [](Json& json) {
            json["scheduler"] = {"diffusers", "EDMEulerScheduler"};
        });
        const auto inspection = inspectModel(folder.root());
        QVERIFY2(inspection, inspection ? "" : inspection.error().message.c_str());
        QVERIFY(inspection->canRun);
        QCOMPARE(inspection->problems.size(), std::size_t(1));
        const auto problem = QString::fromStdString(inspection->problems[0]);
        QVERIFY2(problem.contains("model_index.json' names the scheduler \"EDMEulerScheduler\""),
                 qPrintable(problem));
        QVERIFY2(problem.contains("--scheduler"), qPrintable(problem));
    }

    void inspectionListsMissingAndUnexpectedTensors() {
        CheckpointIndex index = goldenIndex("tiny-sd1");
        std::erase_if(index.tensors, [](const TensorRecord& t) {
            return t.name == "first_stage_model.quant_conv.bias";
        });
        addTensor(index, "model.diffusion_model.stranger", {2});
        writeSparse(file("odd.safetensors"), index);
        const auto inspection = inspectModel(file("odd.safetensors"));
        QVERIFY(inspection);
        QCOMPARE(inspection->problems.size(), std::size_t(2));
        QCOMPARE(inspection->missing,
                 std::vector<std::string>{"odd.safetensors: first_stage_model.quant_conv.bias"});
        QCOMPARE(inspection->unexpected,
                 std::vector<std::string>{"odd.safetensors: model.diffusion_model.stranger"});
        QVERIFY(inspection->problems[0].find("first_stage_model.quant_conv.bias") !=
                std::string::npos);
        QVERIFY(inspection->problems[1].find("model.diffusion_model.stranger") !=
                std::string::npos);
    }

    void loneFilesAreRecognised_data() {
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("word");
        QTest::newRow("autoencoder, diffusers") << "vae"
                                                << "autoencoder"
                                                << "AutoencoderKL";
        QTest::newRow("text encoder") << "text"
                                      << "text-encoder"
                                      << "CLIP";
        QTest::newRow("tiny autoencoder") << "tiny"
                                          << "autoencoder"
                                          << "AutoencoderTiny";
        QTest::newRow("lora") << "lora"
                              << "lora"
                              << "rank 4";
        QTest::newRow("unet, diffusers") << "unet"
                                         << "checkpoint"
                                         << "UNet2DConditionModel";
        QTest::newRow("flux") << "double_blocks.0.img_attn.norm.key_norm.scale"
                              << "checkpoint"
                              << "FLUX";
        QTest::newRow("flux in a checkpoint")
            << "model.diffusion_model.double_blocks.0.img_attn.norm.key_norm.scale"
            << "checkpoint"
            << "FLUX";
        QTest::newRow("t5") << "encoder.block.0.layer.0.SelfAttention.q.weight"
                            << "text-encoder"
                            << "T5";
        QTest::newRow("qwen-vl") << "visual.blocks.0.attn.qkv.weight"
                                 << "description-model"
                                 << "Qwen-VL";
        QTest::newRow("embedding") << "emb_params"
                                   << "unknown"
                                   << "textual inversion";
        QTest::newRow("anything") << "some.weight"
                                  << "unknown"
                                  << "";
    }

    void loneFilesAreRecognised() {
        QFETCH(QString, content);
        QFETCH(QString, kind);
        QFETCH(QString, word);
        CheckpointIndex index;
        if (content == "vae" || content == "unet") {
            index = componentFile("tiny-sd1", content.toStdString());
        } else if (content == "text") {
            index = componentFile("tiny-sd1", "text_encoder");
        } else if (content == "tiny") {
            addTensor(index, "encoder.layers.0.weight", {64, 3, 3, 3});
            addTensor(index, "decoder.layers.0.weight", {64, 16, 3, 3});
        } else if (content == "lora") {
            addTensor(index, "lora_unet_conv_in.lora_down.weight", {4, 4, 3, 3});
            addTensor(index, "lora_unet_conv_in.lora_up.weight", {32, 4, 1, 1});
        } else {
            addTensor(index, content.toStdString(), {8, 8});
        }
        writeSparse(file("lone.safetensors"), index);
        const auto described = describeModel(file("lone.safetensors"));
        QVERIFY2(described, described ? "" : described.error().message.c_str());
        QCOMPARE(QString::fromUtf8(modelKindName(described->kind).data()), kind);
        QVERIFY2(described->architecture.find(word.toStdString()) != std::string::npos,
                 described->architecture.c_str());
        QVERIFY(!requireRunnable(*described));
        if (content == "vae") {
            QVERIFY(compareKeys(*described).missing.empty());
        }
        if (content == "tiny") {
            QCOMPARE(described->vae_tiny->config.latent_channels, 16);
        }
    }

    void modelFoldersAreRecognised_data() {
        QTest::addColumn<QString>("config");
        QTest::addColumn<QString>("kind");
        QTest::newRow("qwen") << R"({"model_type": "qwen3_vl"})"
                              << "description-model";
        QTest::newRow("smolvlm") << R"({"model_type": "smolvlm", "x": NaN})"
                                 << "description-model";
        QTest::newRow("language model") << R"({"model_type": "llama"})"
                                        << "unknown";
        QTest::newRow("list") << R"([1])"
                              << "unknown";
    }

    void modelFoldersAreRecognised() {
        QFETCH(QString, config);
        QFETCH(QString, kind);
        const QTemporaryDir folder;
        const fs::path root(folder.path().toStdString());
        write(root / "config.json", config.toStdString());
        const auto described = describeModel(root);
        QVERIFY2(described, described ? "" : described.error().message.c_str());
        QCOMPARE(QString::fromUtf8(modelKindName(described->kind).data()), kind);
    }

    void otherPathsAreAnswered() {
        QVERIFY(!describeModel(file("nothing-here")));
        QCOMPARE(int(describeModel(file("nothing-here")).error().code),
                 int(ErrorCode::FileNotFound));
        const QTemporaryDir empty;
        const auto folder = describeModel(empty.path().toStdString());
        QVERIFY(folder);
        QVERIFY(folder->unsupported);
        write(file("text.safetensors"), "hello");
        QVERIFY(!describeModel(file("text.safetensors")));
        write(file("deep/model_index.json"), std::string(100000, '['));
        QVERIFY(!describeModel(file("deep")));
    }
};

QTEST_APPLESS_MAIN(TestRecognise)
#include "tst_Recognise.moc"
