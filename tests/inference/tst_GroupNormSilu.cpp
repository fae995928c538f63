// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/group_norm_silu.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace limn;

namespace {

struct Gradients {
    at::Tensor y, x, weight, bias;
};

nn::GroupNorm makeNorm(std::int64_t channels, std::int64_t groups) {
    nn::GroupNorm norm;
    norm.weight = (1 + 0.3 * at::cos(at::arange(channels, at::kFloat))).set_requires_grad(true);
    norm.bias = (0.2 * at::sin(at::arange(channels, at::kFloat))).set_requires_grad(true);
    norm.groups = groups;
    norm.eps = 1e-6;
    return norm;
}

/// A varied picture that is not centred: [2, channels, 6, 5].
at::Tensor makeInput(std::int64_t channels) {
    const auto count = 2 * channels * 30;
    const auto ramp = at::arange(count, at::kFloat);
    return (at::cos(ramp * 1.7) * 2 + at::sin(ramp * 0.013) + 0.7).reshape({2, channels, 6, 5});
}

template <class Function>
Gradients differentiate(const at::Tensor& input, const nn::GroupNorm& norm, Function&& function) {
    auto x = input.clone().contiguous(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
    norm.weight.mutable_grad() = at::Tensor();
    norm.bias.mutable_grad() = at::Tensor();
    const auto y = function(x);
    const auto pull = at::sin(at::arange(y.numel(), at::kFloat) * 0.37).reshape(y.sizes());
    (y.to(at::kFloat) * pull).sum().backward();
    return {y.detach().to(at::kFloat), x.grad().to(at::kFloat), norm.weight.grad().clone(),
            norm.bias.grad().clone()};
}

/// Largest difference in shares of the reference's largest value.
double relativeError(const at::Tensor& value, const at::Tensor& reference) {
    return ((value - reference).abs().max() / reference.abs().max()).item<double>();
}

}  // namespace

/// Against torch's own group_norm and silu in float32 and their gradients.
class tst_GroupNormSilu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gradients_data();
    void gradients();
    void isThePlainCompositionWithoutGradients();
    void inferenceInBfloat16_data();
    void inferenceInBfloat16();
};

void tst_GroupNormSilu::gradients_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("groups");
    QTest::addColumn<bool>("isBfloat16");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("float32") << 16 << 8 << false << 2e-5;
    QTest::newRow("float32, odd width of groups") << 24 << 8 << false << 2e-5;
    QTest::newRow("float32, one group") << 7 << 1 << false << 2e-5;
    QTest::newRow("bfloat16") << 32 << 8 << true << 1.5e-2;
}

void tst_GroupNormSilu::gradients() {
    QFETCH(int, channels);
    QFETCH(int, groups);
    QFETCH(bool, isBfloat16);
    QFETCH(double, tolerance);
    const auto norm = makeNorm(channels, groups);
    auto input = makeInput(channels);
    if (isBfloat16) {
        input = input.to(at::kBFloat16);
    }
    const auto fused =
        differentiate(input, norm, [&](const at::Tensor& x) { return nn::groupNormSilu(norm, x); });
    const auto plain = differentiate(input.to(at::kFloat), norm,
                                     [&](const at::Tensor& x) { return at::silu(norm(x)); });
    QVERIFY2(relativeError(fused.y, plain.y) < tolerance,
             qPrintable(QString::number(relativeError(fused.y, plain.y))));
    QVERIFY2(relativeError(fused.x, plain.x) < tolerance,
             qPrintable(QString::number(relativeError(fused.x, plain.x))));
    QVERIFY(relativeError(fused.weight, plain.weight) < tolerance);
    QVERIFY(relativeError(fused.bias, plain.bias) < tolerance);
}

void tst_GroupNormSilu::isThePlainCompositionWithoutGradients() {
    const auto norm = makeNorm(16, 8);
    const auto x = makeInput(16);
    const c10::NoGradGuard noGradients;
    QVERIFY(at::equal(nn::groupNormSilu(norm, x), at::silu(norm(x))));
}

void tst_GroupNormSilu::inferenceInBfloat16_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("groups");
    QTest::addColumn<int>("side");
    QTest::newRow("one part") << 32 << 8 << 5;
    QTest::newRow("odd width of groups") << 24 << 8 << 7;
    QTest::newRow("several parts, the last one shorter") << 320 << 32 << 37;
}

/// No further from the composition in float32 than rounding the answer to bfloat16 is.
void tst_GroupNormSilu::inferenceInBfloat16() {
    QFETCH(int, channels);
    QFETCH(int, groups);
    QFETCH(int, side);
    const auto norm = makeNorm(channels, groups);
    const c10::InferenceMode inference;
    const auto ramp = at::arange(2 * channels * side * side, at::kFloat);
    const auto x = (at::cos(ramp * 1.7) * 2 + at::sin(ramp * 0.013) + 0.7)
                       .reshape({2, channels, side, side})
                       .to(at::kBFloat16)
                       .contiguous(at::MemoryFormat::ChannelsLast);
    const auto y = nn::groupNormSilu(norm, x);
    QCOMPARE(y.scalar_type(), at::kBFloat16);
    QVERIFY(y.is_contiguous(at::MemoryFormat::ChannelsLast));
    const auto exact = at::silu(norm(x.to(at::kFloat)));
    QVERIFY(((y.to(at::kFloat) - exact).abs() <= exact.abs() / 256 + 1e-4).all().item<bool>());
}

QTEST_APPLESS_MAIN(tst_GroupNormSilu)
#include "tst_GroupNormSilu.moc"
