// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/TorchEngine.h"
#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/GeneratorTask.h"
#include "inference/starter/TrainedAutoencoder.h"
#include "inference/starter/starter_export.h"
#include "inference/training/byte_pair_training.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <memory>

using namespace limn;
using namespace limn::starter;

/// Untrained weights, shipped and loaded again.
class tst_StarterExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theEngineDrawsWithIt();
    void theNormalisationIsInTheAutoencoder();
    void capabilitiesNameTheWorld();
    void capabilitiesTakeMeasuredFiguresOnly();

private:
    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    Status writeStarter(const std::filesystem::path& benchmark) const;

    QTemporaryDir m_folder;
    training::TrainingWeightStore m_autoencoderStore{3};
    training::TrainingWeightStore m_generatorStore{4};
    std::unique_ptr<models::AutoencoderKL> m_autoencoder;
    std::unique_ptr<GeneratorModels> m_generator;
    ChannelStatistics m_latents;
    std::int64_t m_vocabulary = 0;
};

Status tst_StarterExport::writeStarter(const std::filesystem::path& benchmark) const {
    return exportStarter({m_generatorStore, m_vocabulary, m_autoencoderStore, m_latents,
                          folder() / "words", benchmark},
                         folder() / "starter");
}

void tst_StarterExport::initTestCase() {
    at::set_num_threads(1);  // on a busy machine threads wait for each other
    training::WordCounts counts;
    training::countWords("two blue owls in the snow at night, two cats in the snow by day", counts);
    QVERIFY(
        training::writeClipTokenizer(folder() / "words", training::trainMerges(counts, 20), 40));
    const auto tokenizer = tokenizers::ClipTokenizer::fromFolder(folder() / "words");
    QVERIFY(tokenizer);
    m_vocabulary = tokenizer->vocabularySize();
    m_autoencoder = std::make_unique<models::AutoencoderKL>(nn::WeightScope(m_autoencoderStore),
                                                            autoencoderConfig());
    m_generator =
        std::make_unique<GeneratorModels>(nn::WeightScope(m_generatorStore), m_vocabulary);
    m_latents = {at::linspace(-0.5, 0.5, 8), at::linspace(0.5, 2, 8)};
    const auto written = writeStarter({});
    QVERIFY2(written, written ? "" : written.error().message.c_str());
}

void tst_StarterExport::theEngineDrawsWithIt() {
    auto engine = inference::makeTorchEngine();
    LoadRequest load;
    load.model = folder() / "starter";
    load.placement.threads = 1;
    const auto loaded = engine->load(load, {}, [](const Progress&) {});
    QVERIFY2(loaded.isDone(), loaded.isFailed() ? loaded.error().message.c_str() : "");
    QCOMPARE(loaded.value().defaultWidthPx, 128);
    GenerateRequest request;
    request.prompt = "two blue owls in the snow at night";
    request.steps = 2;
    int pictures = 0;
    const auto drawn = engine->generate(
        request, {}, [](const Progress&) {},
        [&](GeneratedImage image) -> Status {
            ++pictures;
            return image.image.widthPx == 128 ? Status(Unit{})
                                              : Error{ErrorCode::Internal, "Another size.", {}};
        });
    QVERIFY2(drawn.isDone(), drawn.isFailed() ? drawn.error().message.c_str() : "");
    QCOMPARE(pictures, 1);
}

void tst_StarterExport::theNormalisationIsInTheAutoencoder() {
    const auto shipped = TrainedAutoencoder::load(folder() / "starter/vae");
    QVERIFY2(shipped, shipped ? "" : shipped.error().message.c_str());
    const auto pixels = at::linspace(-1, 1, 3 * 64 * 64).reshape({1, 3, 64, 64});
    const auto perChannel = [](const at::Tensor& x) {
        return x.reshape({1, -1, 1, 1});
    };
    const auto expected = (m_autoencoder->encode(pixels).mean - perChannel(m_latents.mean)) /
                          perChannel(m_latents.deviation);
    const auto latents = (*shipped)->model().encode(pixels).mean;
    QVERIFY((latents - expected).abs().max().item<double>() < 0.02);
    const auto before = m_autoencoder->decode(expected * perChannel(m_latents.deviation) +
                                              perChannel(m_latents.mean));
    QVERIFY(((*shipped)->model().decode(expected) - before).abs().max().item<double>() <
            0.02 * before.abs().max().item<double>());
}

void tst_StarterExport::capabilitiesNameTheWorld() {
    std::ifstream stream(folder() / "starter/limn-capabilities.json");
    const auto json = nlohmann::json::parse(stream);
    QCOMPARE(json["things"].size(), std::size_t{56});
    QCOMPARE(json["colours"].size(), std::size_t{9});
    QCOMPARE(json["places"].size(), std::size_t{8});
    QCOMPARE(json["times"].size(), std::size_t{4});
    QCOMPARE(json["things"][0]["english_plurals"][0].get<std::string>(), std::string("cats"));
    QCOMPARE(json["native_size_px"].get<int>(), 128);
    QVERIFY(json["measured"].is_null());
}

void tst_StarterExport::capabilitiesTakeMeasuredFiguresOnly() {
    const auto figures = folder() / "figures.json";
    std::ofstream(figures) << "{\"no\": \"splits\"}";
    const auto refused = writeStarter(figures);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.find("figures.json") != std::string::npos);
    std::ofstream(figures)
        << R"({"splits": [{"name": "A1", "kinds": {"share": 0.9}}], "checker": "1"})";
    QVERIFY(writeStarter(figures));
    std::ifstream stream(folder() / "starter/limn-capabilities.json");
    const auto json = nlohmann::json::parse(stream);
    QCOMPARE(json["measured"]["splits"][0]["kinds"]["share"].get<double>(), 0.9);
}

QTEST_APPLESS_MAIN(tst_StarterExport)
#include "tst_StarterExport.moc"
