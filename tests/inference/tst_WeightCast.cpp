// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/weight_cast.h"

#include "inference/nn/layers.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace limn;
using namespace limn::nn;

namespace {

/// Hands out the same float16 tensors each time, as a file would.
class HalfStore final : public WeightStore {
public:
    at::Tensor take(const std::string&, at::IntArrayRef shape, WeightRole role) override {
        const auto count = c10::multiply_integers(shape);
        const auto values =
            (at::arange(count, at::kFloat) * 0.37).sin().mul(0.2).reshape(shape).to(at::kHalf);
        const bool isLarge = role == WeightRole::Linear || role == WeightRole::Convolution;
        return isLarge ? values : values.to(m_type);
    }
    bool contains(const std::string&) const override { return true; }

    at::ScalarType m_type = at::kFloat;
};

}  // namespace

class tst_WeightCast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// torch's conversion, for every number that float16 has.
    void everyHalfBecomesTheNearestBfloat16() {
        const auto bits = at::arange(-32768, 32768, at::kShort);
        const auto halves = bits.view(at::kHalf);
        const auto numbers = at::isfinite(halves);
        const auto cast = castWeight(halves, at::kBFloat16);
        QCOMPARE(cast.scalar_type(), at::kBFloat16);
        QVERIFY(at::equal(cast.masked_select(numbers),
                          halves.to(at::kBFloat16).masked_select(numbers)));
        QVERIFY(at::equal(at::isnan(cast), at::isnan(halves)));
        QVERIFY(at::equal(at::isinf(cast), at::isinf(halves)));
    }

    void anyLengthAndStride() {
        for (const std::int64_t count : {1, 15, 16, 17, 31, 33, 1000}) {
            const auto halves =
                (at::arange(2 * count, at::kFloat) * 0.1).sin().to(at::kHalf).view({count, 2}).t();
            const auto cast = castWeight(halves, at::kBFloat16);
            QVERIFY(cast.is_contiguous());
            QVERIFY(at::equal(cast, halves.to(at::kBFloat16)));
        }
    }

    void otherTypesAreTorchs() {
        const auto values = at::arange(100, at::kFloat).sin();
        QVERIFY(at::equal(castWeight(values, at::kBFloat16), values.to(at::kBFloat16)));
        QVERIFY(at::equal(castWeight(values.to(at::kHalf), at::kFloat),
                          values.to(at::kHalf).to(at::kFloat)));
    }

    void layersCastTheirWeightOnce_data() {
        QTest::addColumn<bool>("rounded");
        QTest::newRow("float32") << false;
        QTest::newRow("bfloat16, packed") << true;
    }

    /// A weight in the file's type gives what one in the run's type gives, and is not held any longer.
    void layersCastTheirWeightOnce() {
        QFETCH(bool, rounded);
        const c10::InferenceMode inferenceMode;
        const auto type = rounded ? at::kBFloat16 : at::kFloat;
        HalfStore store;
        store.m_type = type;
        const Linear linear(WeightScope(store), 96, 128);
        const Conv2d conv(WeightScope(store), 32, 64);
        const auto rows = (at::arange(5 * 96, at::kFloat) * 0.7).cos().reshape({5, 96}).to(type);
        const auto picture =
            (at::arange(32 * 49, at::kFloat) * 0.3).cos().reshape({1, 32, 7, 7}).to(type);
        const auto expectedRows = at::linear(rows, linear.weight.to(type), linear.bias);
        const auto expectedPicture = at::conv2d(picture, conv.weight.to(type), conv.bias, 1, 1);
        for (int use = 0; use < 2; ++use) {
            const double tolerance = rounded ? 0.02 : 1e-5;
            QVERIFY(at::allclose(linear(rows), expectedRows, tolerance, tolerance));
            QVERIFY(at::allclose(conv(picture), expectedPicture, tolerance, tolerance));
            QVERIFY(!linear.weight.defined() || linear.weight.scalar_type() == type);
            QVERIFY(!conv.weight.defined() || conv.weight.scalar_type() == type);
        }
    }

    /// What is trained keeps its float32 masters, whatever type it is used in.
    void mastersStayAsTheyAre() {
        HalfStore store;
        Linear linear(WeightScope(store), 96, 128);
        linear.weight = linear.weight.to(at::kFloat);
        const c10::InferenceMode inferenceMode;
        linear(at::ones({5, 96}, at::kBFloat16));
        QVERIFY(linear.weight.defined());
        QCOMPARE(linear.weight.scalar_type(), at::kFloat);
    }
};

QTEST_APPLESS_MAIN(tst_WeightCast)
#include "tst_WeightCast.moc"
