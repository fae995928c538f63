// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/attention.h"

#include "inference/nn/attention_avx512.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

#include <tuple>

using namespace limn;

/// Against torch's own scaled_dot_product_attention in float32, over the shapes that models have and odd ones.
class TestAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsReference_data();
    void equalsReference();
    void readsStridedHeads();
    void survivesLargeScores();
    void equalsItselfInSlices();
    void stopsWithin();
    void hasGradients();
};

namespace {

at::Tensor reference(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads, bool causal) {
    const auto split = [&](const at::Tensor& x) {
        return x.to(at::kFloat).reshape({x.size(0), x.size(1), heads, -1}).transpose(1, 2);
    };
    const auto out = at::scaled_dot_product_attention(split(q), split(k), split(v), {}, 0.0, causal);
    return out.transpose(1, 2).reshape(q.sizes());
}

double relativeError(const at::Tensor& actual, const at::Tensor& expected) {
    return ((actual.to(at::kFloat) - expected).norm() / expected.norm()).item<double>();
}

}  // namespace

void TestAttention::equalsReference_data() {
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("bf16");
    QTest::addColumn<bool>("causal");
    QTest::addColumn<int>("kernel");
    using enum nn::AttentionKernel;
    for (const auto& [kernel, title, bf16] : {std::tuple{Auto, "auto", false},
                                              {Auto, "auto", true},
                                              {Plain, "plain", false},
                                              {Plain, "plain", true},
                                              {Fused, "fused", true},
                                              {Torchs, "torch's", true}}) {
        const auto row = [&](int queries, int keys, int heads, int width, bool causal) {
            QTest::addRow("%s %dx%d %d heads of %d %s%s", title, queries, keys, heads, width, bf16 ? "bf16" : "fp32",
                          causal ? " causal" : "")
                << queries << keys << heads << width << bf16 << causal << static_cast<int>(kernel);
        };
        row(1500, 1500, 2, 40, false);
        row(300, 77, 8, 40, false);
        row(256, 256, 8, 160, false);
        row(100, 100, 5, 64, false);
        row(70, 1100, 1, 512, false);
        row(49, 65, 3, 16, false);
        row(5, 3, 2, 6, false);
        row(1, 1, 1, 2, false);
        row(33, 600, 2, 80, false);
        row(33, 130, 2, 96, false);
        row(77, 77, 12, 64, true);
    }
}

void TestAttention::equalsReference() {
    QFETCH(int, queries);
    QFETCH(int, keys);
    QFETCH(int, heads);
    QFETCH(int, width);
    QFETCH(bool, bf16);
    QFETCH(bool, causal);
    QFETCH(int, kernel);
    const c10::InferenceMode inferenceMode;
    at::manual_seed(5);
    const auto type = bf16 ? at::kBFloat16 : at::kFloat;
    const auto q = at::randn({2, queries, heads * width}).to(type);
    const auto k = at::randn({2, keys, heads * width}).to(type);
    const auto v = at::randn({2, keys, heads * width}).to(type);
    const auto actual = nn::attention(q, k, v, heads, causal ? nn::AttentionMask::Causal : nn::AttentionMask::None,
                                      static_cast<nn::AttentionKernel>(kernel));
    QCOMPARE(actual.scalar_type(), type);
    QVERIFY(actual.sizes() == q.sizes());
    const auto error = relativeError(actual, reference(q, k, v, heads, causal));
    // The plain one rounds the scores to bfloat16, the others keep them in float32.
    const bool isPlain = kernel == static_cast<int>(nn::AttentionKernel::Plain);
    QVERIFY2(error < (bf16 ? (isPlain ? 2e-2 : 8e-3) : 2e-6), qPrintable(QString::number(error)));
}

/// Queries, keys and values that lie side by side in one tensor, as a fused projection leaves them.
void TestAttention::readsStridedHeads() {
    const c10::InferenceMode inferenceMode;
    at::manual_seed(6);
    const auto all = at::randn({1, 130, 3 * 80}).to(at::kBFloat16);
    const auto q = all.narrow(2, 0, 80);
    const auto k = all.narrow(2, 80, 80);
    const auto v = all.narrow(2, 160, 80);
    for (const auto kernel : {nn::AttentionKernel::Auto, nn::AttentionKernel::Fused, nn::AttentionKernel::Torchs}) {
        const auto actual = nn::attention(q, k, v, 2, nn::AttentionMask::None, kernel);
        QVERIFY(relativeError(actual, reference(q, k, v, 2, false)) < 8e-3);
    }
}

/// The running maximum must keep the exponentials in range, whatever the order of the keys.
void TestAttention::survivesLargeScores() {
    const c10::InferenceMode inferenceMode;
    at::manual_seed(7);
    auto q = at::randn({1, 60, 64}).to(at::kBFloat16) * 30;
    auto k = at::randn({1, 1300, 64}).to(at::kBFloat16) * 30;
    k[0][1299] = q[0][0];
    const auto v = at::randn({1, 1300, 64}).to(at::kBFloat16);
    const auto actual = nn::attention(q, k, v, 1, nn::AttentionMask::None, nn::AttentionKernel::Fused);
    QVERIFY(at::isfinite(actual).all().item<bool>());
    // Where our own kernel cannot run, the plain one stands in, which rounds scores of thousands to bfloat16.
    const double tolerance = nn::avx512::isSupported() ? 2e-2 : 0.3;
    const double error = relativeError(actual, reference(q, k, v, 1, false));
    QVERIFY2(error < tolerance, qPrintable(QString::number(error)));
}

/// Many rows against many keys go to torch's kernel in several calls.
void TestAttention::equalsItselfInSlices() {
    const c10::InferenceMode inferenceMode;
    at::manual_seed(9);
    const auto q = at::randn({1, 5000, 8});
    const auto k = at::randn({1, 65'536, 8});
    const auto v = at::randn({1, 65'536, 8});
    const auto actual =
        nn::attention(q, k, v, 1, nn::AttentionMask::None, nn::AttentionKernel::Torchs);
    QVERIFY(relativeError(actual, reference(q, k, v, 1, false)) < 2e-6);
}

/// One call can take minutes (the first level of a picture of 4096 x 4096), so it is left from within.
void TestAttention::stopsWithin() {
    const c10::InferenceMode inferenceMode;
    std::stop_source source;
    source.request_stop();
    const auto isStopped = [&](at::ScalarType type, std::int64_t rows, std::int64_t keys,
                               nn::AttentionKernel kernel) {
        const auto q = at::zeros({1, rows, 8}, type);
        const auto k = at::zeros({1, keys, 8}, type);
        try {
            nn::attention(q, k, k, 1, nn::AttentionMask::None, kernel, source.get_token());
        } catch (const nn::OperationCancelled&) {
            return true;
        }
        return false;
    };
    QVERIFY(isStopped(at::kFloat, 2000, 300, nn::AttentionKernel::Plain));
    QVERIFY(isStopped(at::kFloat, 5000, 65'536, nn::AttentionKernel::Torchs));
    QVERIFY(isStopped(at::kBFloat16, 2000, 300, nn::AttentionKernel::Fused));
}

void TestAttention::hasGradients() {
    at::manual_seed(8);
    const auto q = at::randn({1, 20, 32}).requires_grad_();
    const auto k = at::randn({1, 20, 32}).requires_grad_();
    const auto v = at::randn({1, 20, 32}).requires_grad_();
    nn::attention(q, k, v, 2).sum().backward();
    const auto mine = v.grad().clone();
    v.mutable_grad().reset();
    reference(q, k, v, 2, false).sum().backward();
    QVERIFY(at::allclose(mine, v.grad(), 1e-4, 1e-5));
    QVERIFY(q.grad().defined());
}

QTEST_APPLESS_MAIN(TestAttention)
#include "tst_Attention.moc"
