// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/lora_names.h"
#include "inference/checkpoint/original_layout.h"
#include "tests/inference/golden_index.h"

#include <QtTest>

#include <set>

using namespace limn;
using namespace limn::checkpoint;
using namespace limn::test;

namespace {

using Json = nlohmann::json;
using Changed =
    std::set<std::tuple<std::string, std::string, std::int64_t>>;  ///< component, module, rank

/// LoRA files as peft and diffusers name them; made by tests/golden/make_lora_names.py.
const Json& cases() {
    static const Json parsed = readPackedJson("lora_names.json.z");
    return parsed.at("cases");
}

const Json& caseNamed(const QString& name) {
    for (const Json& found : cases()) {
        if (found.at("name") == name.toStdString()) {
            return found;
        }
    }
    qFatal("no case of this name");
}

CheckpointIndex fileOf(const Json& loraCase) {
    CheckpointIndex index = indexFromShapes(loraCase.at("file"), "lora.safetensors");
    if (loraCase.contains("metadata")) {
        index.metadata = loraCase.at("metadata").get<std::map<std::string, std::string>>();
    }
    return index;
}

ModelDescription modelNamed(const std::string& name) {
    return *describeOriginalFile(std::make_shared<const CheckpointIndex>(goldenIndex(name)));
}

const char* componentName(LoraTarget target) {
    return target == LoraTarget::UNet          ? "unet"
           : target == LoraTarget::TextEncoder ? "text_encoder"
                                               : "text_encoder_2";
}

Changed changedBy(const std::vector<LoraPair>& pairs) {
    Changed changed;
    for (const LoraPair& pair : pairs) {
        changed.emplace(componentName(pair.target), pair.module, pair.rank);
    }
    return changed;
}

Changed expectedOf(const Json& loraCase) {
    Changed expected;
    for (const Json& entry : loraCase.at("expected")) {
        expected.emplace(entry.at(0).get<std::string>(), entry.at(1).get<std::string>(),
                         entry.at(2).get<std::int64_t>());
    }
    return expected;
}

}  // namespace

class TestLoraNames : public QObject {
    Q_OBJECT

private:
    static void addCaseRows() {
        QTest::addColumn<QString>("name");
        for (const Json& found : cases()) {
            const std::string name = found.at("name");
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }

private Q_SLOTS:
    void everyNamingFindsTheModulesThatPeftChanged_data() { addCaseRows(); }

    void everyNamingFindsTheModulesThatPeftChanged() {
        QFETCH(QString, name);
        const Json& loraCase = caseNamed(name);
        const CheckpointIndex file = fileOf(loraCase);
        QVERIFY(isLora(file));
        auto pairs = readLoraFile(file);
        QVERIFY2(pairs, pairs ? "" : pairs.error().message.c_str());
        const ModelDescription model = modelNamed(loraCase.at("model"));
        const auto matched = matchLora(file, *pairs, model);
        QVERIFY2(matched,
                 matched ? "" : (matched.error().message + matched.error().detail).c_str());
        QCOMPARE(matched->size(), loraCase.at("expected").size());
        QVERIFY(changedBy(*matched) == expectedOf(loraCase));
        for (const LoraPair& pair : *matched) {
            QVERIFY(file.find(pair.downName) != nullptr && file.find(pair.upName) != nullptr);
            QCOMPARE(!pair.alphaName.empty(), loraCase.contains("alphaTensors"));
            QCOMPARE(pair.alpha, loraCase.contains("alpha")
                                     ? std::optional<double>(loraCase.at("alpha"))
                                     : std::nullopt);
        }
    }

    void aLoraOfAnotherModelIsReportedAsAWhole() {
        const CheckpointIndex file = fileOf(caseNamed("tiny-sdxl-kohya"));
        auto pairs = readLoraFile(file);
        QVERIFY(pairs);
        const auto matched = matchLora(file, *pairs, modelNamed("tiny-sd1"));
        QVERIFY(!matched);
        QCOMPARE(int(matched.error().code), int(ErrorCode::KeysMismatch));
        QVERIFY(matched.error().message.find("lora.safetensors") != std::string::npos);
        QVERIFY(matched.error().message.find("modules") != std::string::npos);
        QVERIFY(std::count(matched.error().detail.begin(), matched.error().detail.end(), '\n') >
                100);
    }

    void aModuleOfAnotherSizeIsReported() {
        CheckpointIndex file = fileOf(caseNamed("tiny-sd1-kohya"));
        for (TensorRecord& tensor : file.tensors) {
            if (tensor.name ==
                "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_down."
                "weight") {
                tensor.shape[1] += 1;
            }
        }
        const auto matched = matchLora(file, *readLoraFile(file), modelNamed("tiny-sd1"));
        QVERIFY(!matched);
        QVERIFY(matched.error().message.find("size") != std::string::npos);
        QVERIFY(matched.error().message.find("attn2_to_k") != std::string::npos);
    }

    void oneModuleInTwoSpellingsIsRefused() {
        CheckpointIndex file = fileOf(caseNamed("tiny-sd1-kohya"));
        const auto* down = file.find("lora_unet_conv_in.lora_down.weight");
        const auto* up = file.find("lora_unet_conv_in.lora_up.weight");
        QVERIFY(down != nullptr && up != nullptr);
        const auto downShape = down->shape;
        const auto upShape = up->shape;
        addTensor(file, "unet.conv_in.lora_A.weight", downShape);
        addTensor(file, "unet.conv_in.lora_B.weight", upShape);
        const auto pairs = readLoraFile(file);
        QVERIFY(pairs);
        const auto matched = matchLora(file, *pairs, modelNamed("tiny-sd1"));
        QVERIFY(!matched);
        QVERIFY(matched.error().message.find("twice") != std::string::npos);
    }

    void otherKindsAreRefusedByName_data() {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<QString>("kind");
        QTest::newRow("loha") << "lora_unet_conv_in.hada_w1_a"
                              << "LoHa";
        QTest::newRow("lokr") << "lora_unet_conv_in.lokr_w1"
                              << "LoKr";
        QTest::newRow("dora") << "lora_unet_conv_in.dora_scale"
                              << "DoRA";
        QTest::newRow("dora, peft") << "unet.conv_in.lora_magnitude_vector"
                                    << "DoRA";
        QTest::newRow("oft") << "lora_unet_conv_in.oft_blocks"
                             << "OFT";
        QTest::newRow("three parts") << "lora_unet_conv_in.lora_mid.weight"
                                     << "CP form";
        QTest::newRow("difference") << "lora_unet_conv_in.diff"
                                    << "difference";
    }

    void otherKindsAreRefusedByName() {
        QFETCH(QString, tensor);
        QFETCH(QString, kind);
        CheckpointIndex file = fileOf(caseNamed("tiny-sd1-kohya"));
        addTensor(file, tensor.toStdString(), {4, 4});
        QVERIFY(isLora(file));
        const auto pairs = readLoraFile(file);
        QVERIFY(!pairs);
        QCOMPARE(int(pairs.error().code), int(ErrorCode::Unsupported));
        QVERIFY2(pairs.error().message.find(kind.toStdString()) != std::string::npos,
                 pairs.error().message.c_str());
    }

    void brokenFilesAreRefused_data() {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<bool>("isRemoved");
        QTest::newRow("no up") << "lora_unet_conv_in.lora_up.weight" << true;
        QTest::newRow("no down") << "lora_unet_conv_in.lora_down.weight" << true;
        QTest::newRow("strange name") << "lora_unet_conv_in.bananas" << false;
        QTest::newRow("no module") << "unet..lora_A.weight" << false;
        QTest::newRow("only an ending") << ".lora_A.weight" << false;
    }

    void brokenFilesAreRefused() {
        QFETCH(QString, tensor);
        QFETCH(bool, isRemoved);
        CheckpointIndex file = fileOf(caseNamed("tiny-sd1-kohya"));
        if (isRemoved) {
            const std::size_t count = file.tensors.size();
            std::erase_if(file.tensors,
                          [&](const TensorRecord& t) { return t.name == tensor.toStdString(); });
            QCOMPARE(file.tensors.size(), count - 1);
        } else {
            addTensor(file, tensor.toStdString(), {4, 4});
        }
        const auto pairs = readLoraFile(file);
        QVERIFY(!pairs);
        QCOMPARE(int(pairs.error().code), int(ErrorCode::KeysMismatch));
    }

    void impossibleShapesAreRefused() {
        for (const std::vector<std::int64_t>& shape :
             {std::vector<std::int64_t>{}, {0, 4}, {4}, {4, 4, 4}, {1, 2, 3, 4, 5}}) {
            CheckpointIndex file = fileOf(caseNamed("tiny-sd1-kohya"));
            for (TensorRecord& tensor : file.tensors) {
                if (tensor.name == "lora_unet_conv_in.lora_down.weight") {
                    tensor.shape = shape;
                }
            }
            QVERIFY(!readLoraFile(file));
        }
        CheckpointIndex file = fileOf(caseNamed("tiny-sd1-kohya"));
        for (TensorRecord& tensor : file.tensors) {
            if (tensor.name == "lora_unet_conv_in.alpha") {
                tensor.shape = {0};
            }
        }
        QVERIFY(!readLoraFile(file));
    }

    void metadataGiveAlpha_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<double>("alpha");
        QTest::newRow("one for all") << R"({"unet.lora_alpha": 8})" << 8.0;
        QTest::newRow("pattern")
            << R"({"unet.lora_alpha": 8, "unet.alpha_pattern": {"conv_in": 3}})" << 3.0;
        QTest::newRow("pattern of another")
            << R"({"unet.lora_alpha": 8, "unet.alpha_pattern": {"onv_in": 3}})" << 8.0;
        QTest::newRow("rank-stabilised")
            << R"({"unet.lora_alpha": 8, "unet.use_rslora": true})" << 16.0;
    }

    void metadataGiveAlpha() {
        QFETCH(QString, json);
        QFETCH(double, alpha);
        CheckpointIndex file;
        file.files = {"lora.safetensors"};
        addTensor(file, "unet.conv_in.lora_A.weight", {4, 4, 3, 3});
        addTensor(file, "unet.conv_in.lora_B.weight", {32, 4, 1, 1});
        file.metadata["lora_adapter_metadata"] = json.toStdString();
        const auto pairs = readLoraFile(file);
        QVERIFY(pairs);
        QCOMPARE(pairs->at(0).alpha, std::optional<double>(alpha));
    }

    void metadataThatSayDoraOrAreDamagedAreRefused() {
        CheckpointIndex file = fileOf(caseNamed("tiny-sd1-peft-saved"));
        file.metadata["lora_adapter_metadata"] = R"({"unet.use_dora": true})";
        const auto dora = readLoraFile(file);
        QVERIFY(!dora);
        QVERIFY(dora.error().message.find("DoRA") != std::string::npos);
        file.metadata["lora_adapter_metadata"] = "{";
        QVERIFY(!readLoraFile(file));
    }

    void aCheckpointIsNoLora() { QVERIFY(!isLora(goldenIndex("sdxl"))); }

    void theArchitectureNamesBaseAndRank() {
        CheckpointIndex file;
        file.files = {"lora.safetensors"};
        const std::string module =
            "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k";
        addTensor(file, module + ".lora_down.weight", {16, 2048});
        addTensor(file, module + ".lora_up.weight", {640, 16});
        QCOMPARE(loraArchitecture(file),
                 std::string("LoRA for Stable Diffusion XL, rank 16 (kohya naming)"));
    }
};

QTEST_APPLESS_MAIN(TestLoraNames)
#include "tst_LoraNames.moc"
