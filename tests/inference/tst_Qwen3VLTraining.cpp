// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/qwen3_vl/Qwen3VL.h"
#include "inference/nn/causal_attention.h"
#include "inference/training/AdamW.h"
#include "inference/training/TrainingWeightStore.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <QTest>

using namespace limn;

namespace {

constexpr std::int64_t kImageToken = 60;

models::Qwen3VLConfig tiny() {
    models::Qwen3VLConfig config;
    config.text.vocab_size = 64;
    config.text.hidden_size = 32;
    config.text.intermediate_size = 48;
    config.text.num_hidden_layers = 2;
    config.text.num_attention_heads = 4;
    config.text.num_key_value_heads = 2;
    config.text.head_dim = 8;
    config.text.rope_theta = 1e4;
    config.mrope_section = {2, 1, 1};
    config.vision.depth = 2;
    config.vision.hidden_size = 16;
    config.vision.intermediate_size = 24;
    config.vision.num_heads = 2;
    config.vision.patch_size = 4;
    config.vision.out_hidden_size = 32;
    config.vision.num_position_embeddings = 16;
    config.vision.deepstack_visual_indexes = {0};
    config.image_token_id = kImageToken;
    config.tie_word_embeddings = true;
    return config;
}

/// Two rows, each a picture of 4 x 4 patches and six words.
struct Batch {
    at::Tensor ids;
    at::Tensor patches;
    std::vector<models::PatchGrid> grids{{4, 4}, {4, 4}};
};

Batch makeBatch() {
    Batch batch;
    batch.ids =
        at::tensor({1, 60, 60, 60, 60, 2, 3, 4, 5, 6, 1, 60, 60, 60, 60, 2, 7, 8, 9, 10}, at::kLong)
            .view({2, 10});
    batch.patches = at::randn({32, 3 * 2 * 4 * 4});
    return batch;
}

/// Cross entropy of the next word, pictures' places left out.
at::Tensor lossOf(const models::Qwen3VL& model, const Batch& batch) {
    const auto positions = models::ropePositions(batch.ids, batch.grids, kImageToken, 2);
    const auto seen = model.see(batch.patches, batch.grids);
    const auto hidden = model.read(batch.ids, positions, &seen, nullptr);
    const auto scores = model.logits(hidden).narrow(1, 5, 4).to(at::kFloat).reshape({-1, 64});
    return at::cross_entropy_loss(scores, batch.ids.narrow(1, 6, 4).reshape({-1}));
}

}  // namespace

/// The same code that describes learns: over float32 leaves that want gradients.
class tst_Qwen3VLTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        at::manual_seed(1);
        at::set_num_threads(1);  // so small that waiting for each other would take the most time
    }
    void everyWeightGetsAGradient();
    void gradientsAreRight();
    void learns_data();
    void learns();
    void rowsDoNotSeeEachOther();
    void continuationsApartReadAsIfAlone();
    void whatIsFrozenStays();
};

void tst_Qwen3VLTraining::everyWeightGetsAGradient() {
    training::TrainingWeightStore store(7);
    const models::Qwen3VL model(nn::WeightScope(store), tiny());
    lossOf(model, makeBatch()).backward();
    for (const auto& parameter : store.parameters()) {
        // Adding one number to all keys changes no attention.
        const bool isKeyBias = parameter.name.ends_with("k_proj.bias");
        QVERIFY2(isKeyBias || parameter.gradient.abs().max().item<double>() > 0,
                 parameter.name.c_str());
    }
}

/// Against finite differences, in a few directions through all weights at once.
void tst_Qwen3VLTraining::gradientsAreRight() {
    training::TrainingWeightStore store(7);
    const models::Qwen3VL model(nn::WeightScope(store), tiny());
    const auto batch = makeBatch();
    lossOf(model, batch).backward();
    for (int direction = 0; direction < 3; ++direction) {
        std::vector<at::Tensor> steps;
        double slope = 0;
        for (const auto& parameter : store.parameters()) {
            steps.push_back(at::randn_like(parameter.value.detach()));
            slope += (parameter.gradient * steps.back()).sum().item<double>();
        }
        const auto lossAt = [&](double distance) {
            const c10::AutoGradMode none(false);
            for (std::size_t i = 0; i < steps.size(); ++i) {
                store.parameters()[i].value.add_(steps[i], distance);
            }
            const auto loss = lossOf(model, batch).item<double>();
            for (std::size_t i = 0; i < steps.size(); ++i) {
                store.parameters()[i].value.add_(steps[i], -distance);
            }
            return loss;
        };
        constexpr double kDistance = 1e-3;
        const double measured = (lossAt(kDistance) - lossAt(-kDistance)) / (2 * kDistance);
        QVERIFY2(std::abs(measured - slope) < 0.02 * std::abs(slope) + 0.02,
                 qPrintable(QString("%1 for %2").arg(measured).arg(slope)));
    }
}

void tst_Qwen3VLTraining::learns_data() {
    QTest::addColumn<bool>("inBFloat16");
    QTest::newRow("float32") << false;
    QTest::newRow("bfloat16") << true;
}

void tst_Qwen3VLTraining::learns() {
    QFETCH(bool, inBFloat16);
    training::TrainingWeightStore store(7);
    models::Qwen3VL model(nn::WeightScope(store), tiny());
    if (inBFloat16) {
        model.computeIn(at::kBFloat16);
    }
    const auto batch = makeBatch();
    const auto before = lossOf(model, batch).item<double>();
    for (int step = 0; step < 60; ++step) {
        const auto loss = lossOf(model, batch);
        loss.backward();
        const c10::AutoGradMode none(false);
        for (auto& parameter : store.parameters()) {
            parameter.value.add_(parameter.gradient.sign(), -3e-3);
            parameter.gradient.zero_();
        }
    }
    const auto after = lossOf(model, batch).item<double>();
    QVERIFY2(before > 3 && after < 0.3, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
}

void tst_Qwen3VLTraining::rowsDoNotSeeEachOther() {
    training::TrainingWeightStore store(7);
    const models::Qwen3VL model(nn::WeightScope(store), tiny());
    const auto batch = makeBatch();
    const auto positions = models::ropePositions(batch.ids, batch.grids, kImageToken, 2);
    const auto seen = model.see(batch.patches, batch.grids);
    const auto both = model.read(batch.ids, positions, &seen, nullptr);
    for (const std::int64_t row : {0, 1}) {
        const auto ids = batch.ids.narrow(0, row, 1);
        const std::vector<models::PatchGrid> grid{{4, 4}};
        const auto alone = model.see(batch.patches.narrow(0, row * 16, 16), grid);
        const auto out =
            model.read(ids, models::ropePositions(ids, grid, kImageToken, 2), &alone, nullptr);
        QVERIFY((out[0] - both[row]).abs().max().item<double>() < 1e-4);
    }
}

/// Three questions about one picture in one row, as the describer learns: the same hidden states as in rows of their own.
void tst_Qwen3VLTraining::continuationsApartReadAsIfAlone() {
    training::TrainingWeightStore store(7);
    const models::Qwen3VL model(nn::WeightScope(store), tiny());
    const std::vector<std::int64_t> beginning{1, 60, 60, 60, 60, 2};
    const std::vector<std::vector<std::int64_t>> continuations{{3, 4, 5}, {6, 7}, {3, 8, 9, 11}};
    const std::vector<models::PatchGrid> grid{{4, 4}};
    const auto seen = model.see(at::randn({16, 3 * 2 * 4 * 4}), grid);
    auto ids = beginning;
    std::vector<std::int64_t> groups(beginning.size(), 0);
    std::vector<std::int64_t> earlier(beginning.size(), 0);
    for (std::size_t i = 0; i < continuations.size(); ++i) {
        earlier.insert(earlier.end(), continuations[i].size(),
                       static_cast<std::int64_t>(ids.size() - beginning.size()));
        groups.insert(groups.end(), continuations[i].size(), static_cast<std::int64_t>(i) + 1);
        ids.insert(ids.end(), continuations[i].begin(), continuations[i].end());
    }
    const auto row = [](const std::vector<std::int64_t>& values) {
        return at::tensor(values, at::kLong).unsqueeze(0);
    };
    auto positions = models::ropePositions(row(ids), grid, kImageToken, 2);
    positions.places = positions.places - row(earlier);
    const auto together =
        model.read(row(ids), positions, &seen, nullptr, {}, nn::closedBetween(row(groups)));
    auto at = static_cast<std::int64_t>(beginning.size());
    for (const auto& continuation : continuations) {
        auto one = beginning;
        one.insert(one.end(), continuation.begin(), continuation.end());
        const auto alone = model.read(
            row(one), models::ropePositions(row(one), grid, kImageToken, 2), &seen, nullptr);
        const auto length = static_cast<std::int64_t>(continuation.size());
        const auto difference =
            together.narrow(1, at, length) - alone.narrow(1, alone.size(1) - length, length);
        QVERIFY(difference.abs().max().item<double>() < 1e-5);
        at += length;
    }
}

void tst_Qwen3VLTraining::whatIsFrozenStays() {
    training::TrainingWeightStore store(7);
    const models::Qwen3VL model(nn::WeightScope(store), tiny());
    store.freeze("model.visual.");
    std::vector<at::Tensor> before;
    for (const auto& parameter : store.parameters()) {
        before.push_back(parameter.value.detach().clone());
    }
    lossOf(model, makeBatch()).backward();
    (void)training::stepAdamW(store.parameters(), 0.01, 1, {.weightDecay = 0.1});
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto& parameter = store.parameters()[i];
        const bool isEye = parameter.name.starts_with("model.visual.");
        QCOMPARE(parameter.value.equal(before[i]), isEye);
        QCOMPARE(parameter.average.equal(before[i]), isEye);
    }
}

QTEST_APPLESS_MAIN(tst_Qwen3VLTraining)
#include "tst_Qwen3VLTraining.moc"
