// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/ModelDescription.h"
#include "inference/loading/FileWeightStore.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/models/autoencoder_tiny/AutoencoderTiny.h"
#include "inference/models/clip/ClipTextModel.h"
#include "inference/models/unet2d_condition/UNet2DConditionModel.h"
#include "inference/nn/Failure.h"
#include "inference/nn/embeddings.h"
#include "inference/nn/residual.h"
#include "inference/nn/transformer.h"
#include "tests/support/GoldenTensors.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace limn;
using namespace limn::test;

namespace {

constexpr double kLayer = 1e-5;  // relative error of one layer, fp32
constexpr double kModel = 1e-4;  // of a whole tiny model

/// One component of a tiny model folder, in fp32.
template <class Model, class Component>
Model load(const Component& component) {
    loading::TensorFiles files;
    const std::stop_token never;
    loading::LoadContext context{.files = files, .stop = never, .loaded = [](std::int64_t) {}, .report = {}};
    loading::FileWeightStore store(context, *component.index, component.keys, nullptr);
    Model model(nn::WeightScope(store), component.config);
    store.reportUnused();
    if (!context.report.isClean()) {
        throw nn::Failure(ErrorCode::KeysMismatch, context.report.toError("tiny model").message);
    }
    return model;
}

checkpoint::ModelDescription describe(const std::string& name) {
    return nn::valueOrThrow(checkpoint::describeModel(LIMN_TEST_GOLDEN "/models/" + name));
}

/// Weights of any shape by a formula, other ones each time; large enough ones are packed at their first use.
class FormulaStore final : public nn::WeightStore {
public:
    explicit FormulaStore(at::ScalarType type) : m_type(type) {}

    at::Tensor take(const std::string&, at::IntArrayRef shape, nn::WeightRole) override {
        const auto count = static_cast<std::int64_t>(c10::multiply_integers(shape));
        const auto wave = at::sin(at::arange(count, at::kFloat) * (1.3 + 0.1 * m_taken++));
        return (wave * 0.1).reshape(shape).to(m_type);
    }
    bool contains(const std::string&) const override { return true; }

private:
    at::ScalarType m_type;
    int m_taken = 0;
};

at::Tensor wave(at::IntArrayRef shape, double frequency, at::ScalarType type) {
    const auto count = static_cast<std::int64_t>(c10::multiply_integers(shape));
    return at::cos(at::arange(count, at::kFloat) * frequency).reshape(shape).to(type);
}

}  // namespace

#define COMPARE_NEAR(actual, expected, bar)                                                                   \
    do {                                                                                                      \
        const double error = relativeError((actual), (expected));                                             \
        QVERIFY2(error <= (bar), qPrintable(QStringLiteral("relative error %1").arg(error)));                  \
    } while (false)

/// Layers and whole networks against diffusers and transformers (tests/golden/make_layers.py): what whole pictures
/// do not show, such as the epsilon of a norm or the kind of gelu.
class TestModelLayers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void activations();
    void sinusoids();
    void timestepEmbedding();
    void resnet_data();
    void resnet();
    void transformer_data();
    void transformer();
    void clipPooling_data();
    void clipPooling();
    void textEncoderOfAFolder();
    void autoencoder();
    void autoencoderTiny();
    void unet_data();
    void unet();
    void largeWeightsStayInTheirFile();
    void layersThatDoMore_data();
    void layersThatDoMore();

private:
    c10::InferenceMode m_inference;
};

void TestModelLayers::activations() {
    GoldenTensors golden("activations");
    const at::Tensor x = golden.in("x");
    COMPARE_NEAR(nn::activate(x, nn::Activation::Silu), golden.out("silu"), 1e-6);
    COMPARE_NEAR(nn::activate(x, nn::Activation::Gelu), golden.out("gelu"), 1e-6);
    COMPARE_NEAR(nn::activate(x, nn::Activation::QuickGelu), golden.out("quick_gelu"), 1e-6);
    COMPARE_NEAR(nn::activate(x, nn::Activation::GeluTanh), golden.out("gelu_tanh"), 1e-6);
    COMPARE_NEAR(nn::activate(x, nn::Activation::Relu), golden.out("relu"), 1e-6);
    // the bar tells the three apart
    QVERIFY(relativeError(golden.out("gelu_tanh"), golden.out("gelu")) > 1e-5);
    QVERIFY(relativeError(golden.out("quick_gelu"), golden.out("gelu")) > 1e-4);
}

void TestModelLayers::sinusoids() {
    GoldenTensors golden("sinusoids");
    for (const bool flip : {true, false}) {
        for (const int shift : {0, 1}) {
            const auto name = "flip" + std::to_string(flip ? 1 : 0) + "_shift" + std::to_string(shift);
            const nn::SinusoidOptions options{.channels = 32, .flipSinToCos = flip, .freqShift = double(shift)};
            COMPARE_NEAR(nn::timestepSinusoids(golden.in("timesteps"), options), golden.out(name), 1e-6);
        }
    }
}

void TestModelLayers::timestepEmbedding() {
    GoldenTensors golden("timestep_embedding");
    const nn::TimestepEmbedding embedding(nn::WeightScope(golden), 32, 48, 16);
    QVERIFY(golden.allTaken());
    COMPARE_NEAR(embedding(golden.in("sample")), golden.out("plain"), kLayer);
    COMPARE_NEAR(embedding(golden.in("sample"), golden.in("condition")), golden.out("conditioned"), kLayer);
}

void TestModelLayers::resnet_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("outChannels");
    QTest::addColumn<int>("timeChannels");
    QTest::addColumn<double>("eps");
    QTest::newRow("UNet") << "resnet_unet" << 16 << 24 << 1e-5;
    QTest::newRow("autoencoder") << "resnet_vae" << 8 << 0 << 1e-6;
}

void TestModelLayers::resnet() {
    QFETCH(QString, file);
    QFETCH(int, outChannels);
    QFETCH(int, timeChannels);
    QFETCH(double, eps);
    GoldenTensors golden(file.toStdString());
    nn::ResnetBlockOptions options{
        .inChannels = 8, .outChannels = outChannels, .timeChannels = timeChannels, .groups = 4, .eps = eps};
    const nn::ResnetBlock2D block(nn::WeightScope(golden), options);
    QVERIFY(golden.allTaken());
    COMPARE_NEAR(block(golden.in("x"), golden.in("time")), golden.out("y"), kLayer);
    // the input is small enough that another epsilon is seen
    options.eps = eps == 1e-5 ? 1e-6 : 1e-5;
    const nn::ResnetBlock2D wrong(nn::WeightScope(golden), options);
    QVERIFY(relativeError(wrong(golden.in("x"), golden.in("time")), golden.out("y")) > 100 * kLayer);
}

void TestModelLayers::transformer_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("linear");
    QTest::newRow("1x1 convolutions around it") << "transformer_conv" << false;
    QTest::newRow("linear layers around it") << "transformer_linear" << true;
}

void TestModelLayers::transformer() {
    QFETCH(QString, file);
    QFETCH(bool, linear);
    GoldenTensors golden(file.toStdString());
    const nn::Transformer2DOptions options{.channels = 16, .contextChannels = 12, .heads = 4, .headChannels = 4,
                                           .depth = 2, .groups = 4, .useLinearProjection = linear};
    const nn::Transformer2DModel model(nn::WeightScope(golden), options);
    QVERIFY(golden.allTaken());
    COMPARE_NEAR(model(golden.in("x"), golden.in("context")), golden.out("y"), kLayer);
}

void TestModelLayers::clipPooling_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("eos");
    QTest::addColumn<QString>("activation");
    QTest::newRow("eos 2: at the largest id") << "clip_eos_legacy" << 2 << "quick_gelu";
    QTest::newRow("eos 40: at the first 40") << "clip_eos_40" << 40 << "gelu";
}

void TestModelLayers::clipPooling() {
    QFETCH(QString, file);
    QFETCH(int, eos);
    QFETCH(QString, activation);
    GoldenTensors golden(file.toStdString());
    models::ClipTextConfig config;
    config.architecture = "CLIPTextModelWithProjection";
    config.vocab_size = 60;
    config.hidden_size = 16;
    config.intermediate_size = 32;
    config.projection_dim = 12;
    config.num_hidden_layers = 3;
    config.num_attention_heads = 2;
    config.max_position_embeddings = 16;
    config.hidden_act = activation.toStdString();
    config.eos_token_id = eos;
    const models::ClipTextModel model{nn::WeightScope(golden), config};
    QVERIFY(golden.allTaken());
    const auto output = model(golden.in("ids"));
    for (std::size_t i = 0; i < 4; ++i) {
        COMPARE_NEAR(output.hidden_states.at(i), golden.out("hidden_" + std::to_string(i)), kLayer);
    }
    COMPARE_NEAR(output.last_hidden_state, golden.out("last"), kLayer);
    COMPARE_NEAR(output.pooled, golden.out("pooled"), kLayer);
}

void TestModelLayers::textEncoderOfAFolder() {
    GoldenTensors golden("text-sd1");
    const auto model = load<models::ClipTextModel>(*describe("sd1").text_encoder);
    const auto output = model(golden.in("ids"));
    for (std::size_t i = 0; i < output.hidden_states.size(); ++i) {
        COMPARE_NEAR(output.hidden_states.at(i), golden.out("hidden_" + std::to_string(i)), kModel);
    }
    COMPARE_NEAR(output.last_hidden_state, golden.out("last"), kModel);
}

void TestModelLayers::autoencoder() {
    GoldenTensors golden("autoencoder");
    models::AutoencoderKLConfig config;
    config.block_out_channels = {8, 12};
    config.layers_per_block = 1;
    config.norm_num_groups = 4;
    config.latent_channels = 4;
    const models::AutoencoderKL model{nn::WeightScope(golden), config};
    QVERIFY(golden.allTaken());
    const auto moments = model.encode(golden.in("pixels"));
    COMPARE_NEAR(moments.mean, golden.out("mean"), kModel);
    COMPARE_NEAR(moments.logvar, golden.out("logvar"), kModel);
    COMPARE_NEAR(model.decode(golden.in("latents")), golden.out("decoded"), kModel);
}

void TestModelLayers::autoencoderTiny() {
    GoldenTensors golden("autoencoder_tiny");
    const auto model = load<models::AutoencoderTiny>(*describe("taesd").vae_tiny);
    COMPARE_NEAR(model.encode(golden.in("pixels")), golden.out("encoded"), kModel);
    COMPARE_NEAR(model.decode(golden.in("latents")), golden.out("decoded"), kModel);
}

void TestModelLayers::unet_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"sd1", "sd2", "sdxl", "lcm", "sd1-inpaint"}) {
        QTest::newRow(name) << name;
    }
}

void TestModelLayers::unet() {
    QFETCH(QString, name);
    GoldenTensors golden("unet-" + name.toStdString());
    const auto model = load<models::UNet2DConditionModel>(*describe(name.toStdString()).unet);
    const models::UNetConditioning conditioning{.encoder_hidden_states = golden.in("context"),
                                                .text_embeds = golden.in("text_embeds"),
                                                .time_ids = golden.in("time_ids"),
                                                .timestep_cond = golden.in("timestep_cond")};
    COMPARE_NEAR(model(golden.in("sample"), golden.in("timesteps"), conditioning), golden.out("y"), kModel);
}

/// In the file's type and at the file's place; norms and biases are in the run's type at once.
void TestModelLayers::largeWeightsStayInTheirFile() {
    const auto description = describe("sd1");
    const auto& component = *description.unet;
    loading::TensorFiles files;
    const std::stop_token never;
    loading::LoadContext context{
        .files = files, .type = at::kBFloat16, .stop = never, .loaded = [](std::int64_t) {}, .report = {}};
    loading::FileWeightStore store(context, *component.index, component.keys, nullptr);
    const auto weight = store.take("conv_in.weight", {16, 4, 3, 3}, nn::WeightRole::Convolution);
    QCOMPARE(weight.scalar_type(), at::kHalf);
    QCOMPARE(store.take("conv_in.weight", {16, 4, 3, 3}, nn::WeightRole::Convolution).const_data_ptr(),
             weight.const_data_ptr());
    QCOMPARE(store.take("conv_in.bias", {16}, nn::WeightRole::Bias).scalar_type(), at::kBFloat16);
    QCOMPARE(store.take("conv_norm_out.weight", {16}, nn::WeightRole::Norm).scalar_type(), at::kBFloat16);
    QVERIFY(context.report.isClean());
}

void TestModelLayers::layersThatDoMore_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("bar");
    QTest::newRow("float32") << static_cast<int>(at::kFloat) << 1e-5;
    QTest::newRow("bfloat16, packed where the processor can")
        << static_cast<int>(at::kBFloat16) << 1.0 / 64;
}

/// The sums, products and activations that a layer takes along, against the same done one after the other in float32.
/// Each twice, because the first use packs.
void TestModelLayers::layersThatDoMore() {
    QFETCH(int, type);
    QFETCH(double, bar);
    const auto dtype = static_cast<at::ScalarType>(type);
    constexpr std::int64_t kWidth = 96;
    FormulaStore store(dtype);
    const nn::WeightScope scope(store);
    const nn::Linear linear(scope, kWidth, kWidth);
    const nn::Conv2d convolution(scope, kWidth, kWidth);
    const nn::GegluProjection geglu(scope, kWidth, 2 * kWidth);
    FormulaStore again(at::kFloat);
    const auto rounded = [&](const at::Tensor& x) {
        return x.to(dtype).to(at::kFloat);
    };
    const auto linearWeight = rounded(again.take("", {kWidth, kWidth}, {}));
    const auto linearBias = rounded(again.take("", {kWidth}, {}));
    const auto kernels = rounded(again.take("", {kWidth, kWidth, 3, 3}, {}));
    const auto kernelBias = rounded(again.take("", {kWidth}, {}));
    const auto gegluWeight = rounded(again.take("", {4 * kWidth, kWidth}, {}));
    const auto gegluBias = rounded(again.take("", {4 * kWidth}, {}));

    const auto x = wave({2, 10, kWidth}, 0.7, dtype);
    const auto other = wave({2, 10, kWidth}, 0.31, dtype);
    const auto picture =
        wave({2, kWidth, 6, 7}, 0.41, dtype).contiguous(at::MemoryFormat::ChannelsLast);
    const auto residual =
        wave({2, kWidth, 6, 7}, 0.23, dtype).contiguous(at::MemoryFormat::ChannelsLast);
    const auto oneShift = wave({1, kWidth}, 0.9, dtype);
    const auto twoShifts = wave({2, kWidth}, 0.9, dtype);
    const auto f = [](const at::Tensor& tensor) {
        return tensor.to(at::kFloat);
    };
    const auto product = at::linear(f(x), linearWeight, linearBias);
    const auto convolved = at::conv2d(f(picture), kernels, kernelBias, 1, 1);
    const auto halves = at::linear(f(x), gegluWeight, gegluBias).chunk(2, -1);
    for (int use = 0; use < 2; ++use) {
        COMPARE_NEAR(f(linear(x)), product, bar);
        COMPARE_NEAR(f(linear.plus(x, other)), product + f(other), bar);
        COMPARE_NEAR(f(linear.times(x, other)), product * f(other), bar);
        COMPARE_NEAR(f(linear.gelu(x)), at::gelu(product), bar);
        COMPARE_NEAR(f(convolution(picture)), convolved, bar);
        COMPARE_NEAR(f(convolution.plus(picture, residual)), convolved + f(residual), bar);
        COMPARE_NEAR(f(convolution.shifted(picture, oneShift)),
                     convolved + f(oneShift).unsqueeze(-1).unsqueeze(-1), bar);
        COMPARE_NEAR(f(convolution.shifted(picture, twoShifts)),
                     convolved + f(twoShifts).unsqueeze(-1).unsqueeze(-1), bar);
        COMPARE_NEAR(f(geglu(x)), halves[0] * at::gelu(halves[1]), bar);
    }
}

QTEST_APPLESS_MAIN(TestModelLayers)
#include "tst_ModelLayers.moc"
