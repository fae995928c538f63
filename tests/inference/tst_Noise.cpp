// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/noise.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace limn::schedulers;

/// Expected values: torch.randn(n, generator=torch.Generator("cpu").manual_seed(seed)) of torch
/// 2.13, as Python prints them. They are public knowledge: the first latents of every picture made
/// with these seeds.
class tst_Noise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void lowHalfOfSeedCounts();
    void dtypeMatters();
};

void tst_Noise::values_data() {
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("count");
    QTest::addColumn<std::vector<float>>("expected");
    using Values = std::vector<float>;
    QTest::newRow("0") << quint64(0) << 16
                       << Values{-1.12583983f, -1.1523602f, -0.250578582f, -0.43387881f,
                                 0.848710358f, 0.69200915f, -0.316012770f, -2.1152193546f};
    QTest::newRow("0, four values take another path")
        << quint64(0) << 4 << Values{1.54099607f, -0.29342890f, -2.17878938f, 0.56843126f};
    QTest::newRow("42") << quint64(42) << 16
                        << Values{1.9269153f, 1.4872841f, 0.9007172f, -2.1055214f};
    QTest::newRow("5") << quint64(5) << 16
                       << Values{1.8423299f, 0.5188872f, -1.7119213f, -1.7013793f};
    QTest::newRow("2^31") << quint64(0x80000000ULL) << 16
                          << Values{-1.8465972f, 1.1185824f, -0.1104458f, 0.8079792f};
    QTest::newRow("2^32 - 1") << quint64(0xffffffffULL) << 16
                              << Values{-2.6642976f, -1.0910486f, 0.4514474f, 0.2283607f};
    QTest::newRow("2^32 + 5") << quint64(0x100000005ULL) << 16
                              << Values{1.8423299f, 0.5188872f, -1.7119213f, -1.7013793f};
    QTest::newRow("2^63") << quint64(0x8000000000000000ULL) << 16
                          << Values{-1.1258398f, -1.1523602f, -0.2505786f, -0.4338788f};
    QTest::newRow("2^63 + 7") << quint64(0x8000000000000007ULL) << 16
                              << Values{-0.8201345f, 0.3956312f, 0.8989085f, -1.3884039f};
    QTest::newRow("2^64 - 1") << ~quint64(0) << 16
                              << Values{-2.6642976f, -1.0910486f, 0.4514474f, 0.2283607f};
}

void tst_Noise::values() {
    QFETCH(quint64, seed);
    QFETCH(int, count);
    QFETCH(std::vector<float>, expected);
    const at::Tensor noise = drawNoise({count}, at::kFloat, makeCpuGenerator(seed), at::kCPU);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const float value = noise[static_cast<std::int64_t>(i)].item<float>();
        QVERIFY2(std::abs(value - expected[i]) < 1e-6F,
                 qPrintable(QString("%1: %2").arg(i).arg(value)));
    }
}

void tst_Noise::lowHalfOfSeedCounts() {
    const auto draw = [](std::uint64_t seed) {
        return drawNoise({1, 4, 8, 8}, at::kFloat, makeCpuGenerator(seed), at::kCPU);
    };
    QVERIFY(at::equal(draw(7), draw((std::uint64_t(123) << 32U) + 7)));
    QVERIFY(!at::equal(draw(7), draw(8)));
}

/// In half precision the last 16 of a count that is no multiple of 16 are not the rounded float32
/// ones, which is why drawNoise() asks for the dtype. Seen in Python torch 2.13 too.
void tst_Noise::dtypeMatters() {
    const auto draw = [](std::int64_t count, at::ScalarType dtype) {
        return drawNoise({count}, dtype, makeCpuGenerator(0), at::kCPU);
    };
    QCOMPARE(draw(64, at::kBFloat16).scalar_type(), at::kBFloat16);
    QVERIFY(at::equal(draw(64, at::kBFloat16), draw(64, at::kFloat).to(at::kBFloat16)));
    QVERIFY(!at::equal(draw(20, at::kBFloat16), draw(20, at::kFloat).to(at::kBFloat16)));
}

QTEST_APPLESS_MAIN(tst_Noise)
#include "tst_Noise.moc"
