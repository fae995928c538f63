// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/attention_avx512.h"
#include "inference/nn/layers.h"
#include "inference/nn/row_product_avx512.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

#include <limits>

using namespace limn::nn;

namespace {

const std::uint16_t* bits(const at::Tensor& x) {
    return static_cast<const std::uint16_t*>(x.const_data_ptr());
}

}  // namespace

/// One row times a matrix in bfloat16, against the same in double precision.
class tst_RowProduct : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { at::manual_seed(3); }
    void equalsTheSums_data();
    void equalsTheSums();
    void staysInsideItsRows();
    void keepsWhatIsNoNumber();
    void linearUsesItForSingleRows();
};

void tst_RowProduct::equalsTheSums_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("width");
    for (const int rows : {1, 3, 4, 5, 9}) {
        for (const int width : {1, 2, 31, 32, 33, 63, 64, 65, 100, 2048, 2049}) {
            QTest::addRow("%d x %d", rows, width) << rows << width;
        }
    }
}

void tst_RowProduct::equalsTheSums() {
    QFETCH(int, rows);
    QFETCH(int, width);
    if (!avx512::isSupported()) {
        QSKIP("this processor does not multiply bfloat16");
    }
    const auto x = at::randn({width}).to(at::kBFloat16);
    const auto weight = at::randn({rows, width}).to(at::kBFloat16);
    const auto bias = at::randn({rows}).to(at::kBFloat16);
    const auto sums = at::mv(weight.to(at::kDouble), x.to(at::kDouble));
    auto y = at::empty({rows}, at::kBFloat16);
    auto* target = static_cast<std::uint16_t*>(y.data_ptr());
    avx512::rowProduct(bits(x), bits(weight), nullptr, target, 0, rows, width);
    const double bound = 0.01 + 0.005 * sums.abs().max().item<double>();
    QVERIFY((y.to(at::kDouble) - sums).abs().max().item<double>() < bound);
    avx512::rowProduct(bits(x), bits(weight), bits(bias), target, 0, rows, width);
    QVERIFY((y.to(at::kDouble) - sums - bias.to(at::kDouble)).abs().max().item<double>() <
            bound + 0.02);
}

/// A row's tail must not read or add what lies behind it.
void tst_RowProduct::staysInsideItsRows() {
    if (!avx512::isSupported()) {
        QSKIP("this processor does not multiply bfloat16");
    }
    auto x = at::full({40}, std::numeric_limits<float>::infinity()).to(at::kBFloat16);
    auto weight = at::full({3, 33}, 1.0).to(at::kBFloat16);
    x.narrow(0, 0, 33).fill_(1.0);
    auto y = at::zeros({5}, at::kBFloat16);
    avx512::rowProduct(bits(x), bits(weight), nullptr, static_cast<std::uint16_t*>(y.data_ptr()), 1,
                       3, 33);
    QVERIFY(at::equal(y.to(at::kFloat), at::tensor({0.0F, 33.0F, 33.0F, 0.0F, 0.0F})));
}

void tst_RowProduct::keepsWhatIsNoNumber() {
    if (!avx512::isSupported()) {
        QSKIP("this processor does not multiply bfloat16");
    }
    const auto x = at::tensor({1.0F, std::numeric_limits<float>::quiet_NaN()}).to(at::kBFloat16);
    const auto weight = at::tensor({1.0F, 1.0F}).to(at::kBFloat16);
    auto y = at::zeros({1}, at::kBFloat16);
    avx512::rowProduct(bits(x), bits(weight), nullptr, static_cast<std::uint16_t*>(y.data_ptr()), 0,
                       1, 2);
    QVERIFY(y.isnan().all().item<bool>());
}

void tst_RowProduct::linearUsesItForSingleRows() {
    const c10::InferenceMode inferenceMode;
    const auto weight = at::randn({300, 96}).to(at::kBFloat16);
    Linear linear(weight);
    linear.keepPlain();
    for (const std::int64_t rows : {1, 2, 50, 1}) {
        const auto x = at::randn({1, rows, 96}).to(at::kBFloat16);
        const auto expected = at::linear(x.to(at::kFloat), weight.to(at::kFloat));
        const auto found = linear(x);
        QVERIFY(found.sizes() == expected.sizes());
        QVERIFY((found.to(at::kFloat) - expected).abs().max().item<double>() < 0.2);
        QVERIFY(linear.weight.defined());  // never packed
    }
}

QTEST_APPLESS_MAIN(tst_RowProduct)
#include "tst_RowProduct.moc"
