// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/memory/HugePageAllocator.h"
#include "inference/pipelines/LatentCodec.h"
#include "inference/pipelines/preview.h"
#include "tests/bench/RandomWeightStore.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace limn;

namespace {

std::unique_ptr<pipelines::LatentCodec> makeCodec(std::int64_t widest = 32) {
    at::manual_seed(3);
    models::AutoencoderKLConfig config;
    config.block_out_channels = {32, 32, 32, widest};
    config.norm_num_groups = 8;
    config.mid_block_add_attention = false;  // it sees the whole picture, which a tile cannot
    bench::RandomWeightStore store(at::kFloat);
    return std::make_unique<pipelines::LatentCodec>(
        std::make_unique<models::AutoencoderKL>(nn::WeightScope(store), config));
}

}  // namespace

class TestLatentCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tilesCoverThePicture_data();
    void tilesCoverThePicture();
    void lowMemoryDecodesInTiles();
    void previewsOfLargeAutoencodersAreRough();
    void blocksAreUsedAgain();
};

void TestLatentCodec::tilesCoverThePicture_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("tile");
    QTest::newRow("square") << 48 << 48 << 32;
    QTest::newRow("wide") << 17 << 70 << 32;
    QTest::newRow("one tile") << 20 << 20 << 32;
    QTest::newRow("thin") << 3 << 90 << 16;
}

void TestLatentCodec::tilesCoverThePicture() {
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, tile);
    const c10::InferenceMode inferenceMode;
    const auto codec = makeCodec();
    const auto latents = at::randn({1, 4, height, width});
    int told = 0;
    int all = 0;
    const auto tiled = codec->decodeTiled(latents, tile, {}, [&](int done, int of) {
        told = done;
        all = of;
    });
    QCOMPARE(told, all);
    QVERIFY((tiled.sizes() == at::IntArrayRef{1, 3, height * 8, width * 8}));
    QVERIFY(at::isfinite(tiled).all().item<bool>());
    const auto whole = codec->decode(latents, {});
    // Group norms see other statistics in a tile: the same picture, not the same bits.
    const auto error = ((tiled - whole).norm() / whole.norm()).item<double>();
    QVERIFY2(error < 0.35, qPrintable(QString::number(error)));
}

void TestLatentCodec::lowMemoryDecodesInTiles() {
    const c10::InferenceMode inferenceMode;
    const auto codec = makeCodec();
    const auto latents = at::randn({1, 4, 80, 80});
    int tiles = 0;
    codec->decode(latents, {}, [&](int, int of) { tiles = of; }, /*memoryLimitBytes=*/1 << 20);
    QCOMPARE(tiles, 4);
}

/// A pixel a latent, by the published map; nothing where no map is known.
void TestLatentCodec::previewsOfLargeAutoencodersAreRough() {
    const c10::InferenceMode inferenceMode;
    pipelines::StableDiffusionModel model;
    model.vae = makeCodec(512);
    QVERIFY(!model.vae->isQuick());
    auto latents = at::zeros({1, 4, 3, 5});
    latents[0][0][1][2] = 1.0;  // 0.3512, 0.2297, 0.3227 of -1 ... 1
    const auto preview = pipelines::previewOf(latents, model, {});
    QVERIFY(preview.has_value());
    QCOMPARE(preview->widthPx, 5);
    QCOMPARE(preview->heightPx, 3);
    const std::uint8_t* pixel = preview->row(1) + 2 * 3;
    QCOMPARE(std::vector<int>(pixel, pixel + 3), (std::vector<int>{172, 157, 169}));
    QCOMPARE(int{preview->row(0)[0]}, 128);
    QVERIFY(!pipelines::previewOf(at::zeros({1, 8, 3, 5}), model, {}).has_value());

    model.vae = makeCodec(32);
    QVERIFY(model.vae->isQuick());
    QCOMPARE(pipelines::previewOf(latents, model, {})->widthPx, 40);
}

void TestLatentCodec::blocksAreUsedAgain() {
    memory::installHugePageAllocator();
    memory::releaseCachedHugePages();
    const void* first = nullptr;
    {
        const auto tensor = at::ones({8 << 20}, at::kByte);
        first = tensor.const_data_ptr();
        QVERIFY(memory::hugePageMemoryUse().inUseBytes >= 8 << 20);
    }
    QVERIFY(memory::hugePageMemoryUse().cachedBytes >= 8 << 20);
    const auto again = at::ones({8 << 20}, at::kByte);
    QCOMPARE(again.const_data_ptr(), first);
    QCOMPARE(again.sum().item<std::int64_t>(), std::int64_t{8 << 20});
    memory::releaseCachedHugePages();
    QCOMPARE(memory::hugePageMemoryUse().cachedBytes, std::int64_t{0});
}

QTEST_APPLESS_MAIN(TestLatentCodec)
#include "tst_LatentCodec.moc"
