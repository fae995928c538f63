// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/TorchEngine.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <optional>

using namespace limn;

namespace {

const std::filesystem::path kModel = std::filesystem::path(LIMN_TEST_GOLDEN) / "models/sd1";

LoadRequest loadRequest(DataType dtype = DataType::Float32) {
    LoadRequest request;
    request.model = kModel;
    request.placement = {.device = "cpu", .dtype = dtype, .threads = 0};
    return request;
}

GenerateRequest request(std::uint64_t seed = 11) {
    GenerateRequest order;
    order.prompt = "a red horse";
    order.seed = seed;
    order.steps = 4;
    order.scheduler = "euler";
    order.widthPx = 64;
    order.heightPx = 64;
    return order;
}

struct Made {
    std::vector<Image> images;
    std::optional<GenerateReport> report;
    bool wasCancelled = false;
    std::optional<Error> error;
};

/// Stops when `phase` is told with at least `step`.
struct StopAt {
    Phase phase;
    int step;
};

Made generate(Engine& engine, const GenerateRequest& order, std::optional<StopAt> stopAt = {}) {
    Made made;
    std::stop_source stop;
    const auto outcome = engine.generate(
        order, stop.get_token(),
        [&](const Progress& state) {
            if (stopAt && state.phase == stopAt->phase && state.step >= stopAt->step) {
                stop.request_stop();
            }
        },
        [&](GeneratedImage image) -> Status {
            made.images.push_back(std::move(image.image));
            return Unit{};
        });
    made.wasCancelled = outcome.isCancelled();
    if (outcome.isFailed()) {
        made.error = outcome.error();
    } else if (outcome.isDone()) {
        made.report = outcome.value();
    }
    return made;
}

}  // namespace

/// What the engine promises beside equal pictures: cancelling anywhere, clear refusals, and life after both.
class TestTorchEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void equalSeedsGiveEqualPictures();
    void cancelledAnywhereIsUsableAtOnce_data();
    void cancelledAnywhereIsUsableAtOnce();
    void cancelledLoadCanBeRepeated();
    void refusesImpossibleRequests_data();
    void refusesImpossibleRequests();
    void namesTheValueThatIsRefused();
    void failedSinkEndsTheBatch();
    void bfloat16IsNearFloat32();
    void saysWhatALongPromptLost();
    void previewsAreGivenWhenAsked();
    void smallAutoencodersDecodePreviews();
    void enlargesWithAnUpscaler();
    void reportsEveryMismatchedKeyTogether();
    void withoutAModelThereIsAnError();
    void repaintingLeavesTheRestAsItIs_data();
    void repaintingLeavesTheRestAsItIs();

private:
    std::unique_ptr<Engine> m_engine;
};

void TestTorchEngine::init() {
    m_engine = inference::makeTorchEngine();
    QVERIFY(m_engine->load(loadRequest(), {}, {}).isDone());
}

void TestTorchEngine::equalSeedsGiveEqualPictures() {
    const auto first = generate(*m_engine, request(1));
    const auto second = generate(*m_engine, request(1));
    const auto other = generate(*m_engine, request(2));
    QCOMPARE(first.images.size(), std::size_t{1});
    QVERIFY(first.images[0] == second.images[0]);
    QVERIFY(!(first.images[0] == other.images[0]));

    auto batch = request(1);
    batch.count = 2;
    const auto both = generate(*m_engine, batch);
    QCOMPARE(both.images.size(), std::size_t{2});
    QVERIFY(both.images[0] == first.images[0]);
    QVERIFY(both.images[1] == other.images[0]);
}

void TestTorchEngine::cancelledAnywhereIsUsableAtOnce_data() {
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("step");
    QTest::newRow("before the prompt") << static_cast<int>(Phase::EncodePrompt) << 0;
    QTest::newRow("after the prompt") << static_cast<int>(Phase::EncodePrompt) << 1;
    QTest::newRow("before the first step") << static_cast<int>(Phase::Denoise) << 0;
    QTest::newRow("step 2") << static_cast<int>(Phase::Denoise) << 2;
    QTest::newRow("decode") << static_cast<int>(Phase::Decode) << 0;
}

void TestTorchEngine::cancelledAnywhereIsUsableAtOnce() {
    QFETCH(int, phase);
    QFETCH(int, step);
    const auto expected = generate(*m_engine, request());
    const auto cancelled = generate(*m_engine, request(), StopAt{static_cast<Phase>(phase), step});
    QVERIFY(cancelled.wasCancelled);
    QVERIFY(cancelled.images.empty());
    const auto again = generate(*m_engine, request());
    QCOMPARE(again.images.size(), std::size_t{1});
    QVERIFY(again.images[0] == expected.images[0]);
}

void TestTorchEngine::cancelledLoadCanBeRepeated() {
    std::stop_source stop;
    const auto outcome = m_engine->load(loadRequest(), stop.get_token(), [&](const Progress& state) {
        if (state.step > 20) {
            stop.request_stop();
        }
    });
    QVERIFY(outcome.isCancelled());
    QVERIFY(m_engine->load(loadRequest(), {}, {}).isDone());
    QCOMPARE(generate(*m_engine, request()).images.size(), std::size_t{1});
}

void TestTorchEngine::refusesImpossibleRequests_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("scheduler");
    QTest::addColumn<double>("guidance");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("field");
    QTest::newRow("odd width") << 67 << 4 << "euler" << 7.5 << "the nearest that works is"
                               << "width";
    QTest::newRow("no width") << 0 << 4 << "euler" << 7.5 << "width"
                              << "width";
    QTest::newRow("huge") << 9000 << 4 << "euler" << 7.5 << "8192"
                          << "width";
    QTest::newRow("no steps") << 64 << 0 << "euler" << 7.5 << "steps"
                              << "steps";
    QTest::newRow("many steps") << 64 << 5000 << "euler" << 7.5 << "steps"
                                << "steps";
    QTest::newRow("scheduler") << 64 << 4 << "leapfrog" << 7.5 << "leapfrog"
                               << "scheduler";
    QTest::newRow("guidance") << 64 << 4 << "euler" << std::numeric_limits<double>::quiet_NaN()
                              << "guidance"
                              << "guidance-scale";
}

void TestTorchEngine::refusesImpossibleRequests() {
    QFETCH(int, width);
    QFETCH(int, steps);
    QFETCH(QString, scheduler);
    QFETCH(double, guidance);
    QFETCH(QString, expected);
    QFETCH(QString, field);
    auto order = request();
    order.widthPx = width;
    order.steps = steps;
    order.scheduler = scheduler.toStdString();
    order.guidanceScale = guidance;
    const auto made = generate(*m_engine, order);
    QVERIFY(made.error.has_value());
    QCOMPARE(made.error->code, ErrorCode::InvalidRequest);
    QCOMPARE(QString::fromStdString(made.error->field), field);
    QVERIFY2(QString::fromStdString(made.error->message).contains(expected), made.error->message.c_str());
    QCOMPARE(generate(*m_engine, request()).images.size(), std::size_t{1});
}

void TestTorchEngine::namesTheValueThatIsRefused() {
    auto start = request();
    start.initImage = Image(64, 64, 3);
    start.strength = 0.01;  // of four steps: none
    auto made = generate(*m_engine, start);
    QVERIFY(made.error.has_value());
    QCOMPARE(made.error->code, ErrorCode::InvalidRequest);
    QCOMPARE(made.error->field, std::string("strength"));

    auto enlarged = request();
    enlarged.upscale = 2;
    made = generate(*m_engine, enlarged);
    QVERIFY(made.error.has_value());
    QCOMPARE(made.error->field, std::string("upscale"));

    auto elsewhere = loadRequest();
    elsewhere.placement.device = "cuda:120";
    const auto loaded = m_engine->load(elsewhere, {}, {});
    QVERIFY(loaded.isFailed());
    QCOMPARE(loaded.error().field, std::string("device"));
}

void TestTorchEngine::failedSinkEndsTheBatch() {
    auto order = request();
    order.count = 3;
    int calls = 0;
    const auto outcome = m_engine->generate(order, {}, {}, [&](const GeneratedImage&) -> Status {
        ++calls;
        return Error{ErrorCode::WriteFailed, "The disk is full.", {}};
    });
    QVERIFY(outcome.isFailed());
    QCOMPARE(outcome.error().code, ErrorCode::WriteFailed);
    QCOMPARE(calls, 1);
}

void TestTorchEngine::bfloat16IsNearFloat32() {
    const auto exact = generate(*m_engine, request());
    QVERIFY(m_engine->load(loadRequest(DataType::BFloat16), {}, {}).isDone());
    const auto rounded = generate(*m_engine, request());
    QCOMPARE(rounded.images.size(), std::size_t{1});
    double difference = 0;
    double contrast = 0;
    const auto count = exact.images[0].pixels.size();
    for (std::size_t i = 0; i < count; ++i) {
        difference += std::abs(int{exact.images[0].pixels[i]} - int{rounded.images[0].pixels[i]});
        contrast += std::abs(int{exact.images[0].pixels[i]} - 128);
    }
    QVERIFY(contrast > 0);
    QVERIFY2(difference < 0.25 * contrast, "bfloat16 must draw the same picture, a little rounded");
}

void TestTorchEngine::saysWhatALongPromptLost() {
    auto order = request();
    for (int i = 0; i < 200; ++i) {
        order.prompt += " lighthouse";
    }
    order.prompt += " marzipan";
    std::vector<std::string> toldBeforeTheFirstStep;
    bool hasBegun = false;
    const auto outcome = m_engine->generate(
        order, {},
        [&](const Progress& state) {
            hasBegun = hasBegun || state.phase == Phase::Denoise;
            if (!hasBegun) {
                toldBeforeTheFirstStep.insert(toldBeforeTheFirstStep.end(), state.warnings.begin(),
                                              state.warnings.end());
            }
        },
        [](const GeneratedImage&) -> Status { return Unit{}; });
    QVERIFY(outcome.isDone());
    QCOMPARE(outcome.value().warnings.size(), std::size_t{1});
    QVERIFY(QString::fromStdString(outcome.value().warnings[0]).contains("marzipan"));
    QVERIFY(toldBeforeTheFirstStep == outcome.value().warnings);
}

void TestTorchEngine::previewsAreGivenWhenAsked() {
    auto order = request();
    order.previewEverySteps = 1;
    int previews = 0;
    const auto outcome = m_engine->generate(
        order, {}, [&](const Progress& state) { previews += state.preview && !state.preview->isEmpty() ? 1 : 0; },
        [](const GeneratedImage&) -> Status { return Unit{}; });
    QVERIFY(outcome.isDone());
    QCOMPARE(previews, 3);  // after every step but the last, whose picture is the picture
}

/// A small autoencoder that was asked for, or that the model's folder brings along, decodes the previews.
void TestTorchEngine::smallAutoencodersDecodePreviews() {
    auto order = request();
    order.previewEverySteps = 1;
    const auto lastPreview = [&] {
        Image preview;
        const auto outcome = m_engine->generate(
            order, {}, [&](const Progress& state) { preview = state.preview.value_or(preview); },
            [](const GeneratedImage&) -> Status { return Unit{}; });
        return outcome.isDone() ? preview : Image();
    };
    const auto plain = generate(*m_engine, request());
    const Image ofModel = lastPreview();  // this model's own autoencoder is tiny
    QCOMPARE(ofModel.widthPx, 64);
    auto load = loadRequest();
    load.previewModel = kModel.parent_path() / "taesd";
    QVERIFY(m_engine->load(load, {}, {}).isDone());
    const Image ofTaesd = lastPreview();
    QCOMPARE(ofTaesd.widthPx, 64);
    QVERIFY(!(ofTaesd == ofModel));
    QVERIFY(generate(*m_engine, request()).images == plain.images);  // a look changes nothing

    QTemporaryDir folder;
    const std::filesystem::path copy = folder.filePath("model").toStdString();
    std::filesystem::copy(kModel, copy, std::filesystem::copy_options::recursive);
    std::filesystem::copy(load.previewModel, copy / "taesd", std::filesystem::copy_options::recursive);
    load = loadRequest();
    load.model = copy;
    QVERIFY(m_engine->load(load, {}, {}).isDone());
    QVERIFY(lastPreview() == ofTaesd);

    load.previewModel = kModel;
    const auto refused = m_engine->load(load, {}, {});
    QVERIFY(refused.isFailed());
    QVERIFY(refused.error().message.find("AutoencoderTiny") != std::string::npos);
}

void TestTorchEngine::enlargesWithAnUpscaler() {
    auto order = request();
    order.upscale = 2;
    const auto without = generate(*m_engine, order);
    QVERIFY(without.error.has_value());
    QCOMPARE(without.error->code, ErrorCode::InvalidRequest);
    QVERIFY(without.error->message.find("upscaler") != std::string::npos);

    auto load = loadRequest();
    load.upscaler = kModel.parent_path().parent_path() / "upscalers/x2.safetensors";
    const auto info = m_engine->load(load, {}, {});
    QVERIFY(info.isDone());
    QVERIFY(info.value().canUpscale);
    const auto made = generate(*m_engine, order);
    QCOMPARE(made.images.size(), std::size_t{1});
    QCOMPARE(made.images[0].widthPx, 128);
    QCOMPARE(made.images[0].heightPx, 128);
    QCOMPARE(made.report->widthPx, 64);
    const auto cancelled = generate(*m_engine, order, StopAt{Phase::Upscale, 0});
    QVERIFY(cancelled.wasCancelled);
    QVERIFY(cancelled.images.empty());
    order.upscale = 17;
    QVERIFY(generate(*m_engine, order).error.has_value());
}

void TestTorchEngine::reportsEveryMismatchedKeyTogether() {
    QTemporaryDir folder;
    const std::filesystem::path copy = folder.filePath("broken").toStdString();
    std::filesystem::copy(kModel, copy, std::filesystem::copy_options::recursive);
    // Two residual layers a level instead of what the file holds: keys are missing or of another shape.
    const auto config = copy / "unet/config.json";
    std::ifstream in(config);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    in.close();
    const auto key = text.find("\"layers_per_block\": ");
    QVERIFY(key != std::string::npos);
    const auto digit = key + std::string("\"layers_per_block\": ").size();
    text[digit] = text[digit] == '3' ? '2' : '3';
    std::ofstream(config) << text;
    auto order = loadRequest();
    order.model = copy;
    const auto outcome = m_engine->load(order, {}, {});
    QVERIFY(outcome.isFailed());
    QCOMPARE(outcome.error().code, ErrorCode::KeysMismatch);
    QVERIFY(outcome.error().message.find("missing") != std::string::npos);
    QVERIFY(outcome.error().detail.find("up_blocks") != std::string::npos);
    QVERIFY(outcome.error().detail.find("down_blocks") != std::string::npos);
}

void TestTorchEngine::withoutAModelThereIsAnError() {
    m_engine->unload();
    const auto made = generate(*m_engine, request());
    QVERIFY(made.error.has_value());
    QCOMPARE(made.error->code, ErrorCode::InvalidRequest);
}

void TestTorchEngine::repaintingLeavesTheRestAsItIs_data() {
    QTest::addColumn<int>("widthPx");
    QTest::addColumn<int>("heightPx");
    QTest::addColumn<int>("channels");
    QTest::newRow("multiples") << 64 << 48 << 3;
    QTest::newRow("odd sides") << 61 << 45 << 3;
    QTest::newRow("odd sides and alpha") << 61 << 45 << 4;
    QTest::newRow("grey") << 35 << 64 << 1;
}

void TestTorchEngine::repaintingLeavesTheRestAsItIs() {
    QFETCH(int, widthPx);
    QFETCH(int, heightPx);
    QFETCH(int, channels);
    Image given(widthPx, heightPx, channels);
    for (std::size_t i = 0; i < given.pixels.size(); ++i) {
        given.pixels[i] = static_cast<std::uint8_t>(i * 37 % 251);
    }
    Image mask(widthPx, heightPx, 1);
    const auto isInside = [&](int x) {
        return x >= widthPx / 2;
    };
    for (int y = 0; y < heightPx; ++y) {
        for (int x = 0; x < widthPx; ++x) {
            mask.row(y)[x] = isInside(x) ? 255 : 0;
        }
    }
    auto order = request();
    order.widthPx.reset();
    order.heightPx.reset();
    order.initImage = given;
    order.mask = mask;
    order.strength = 1.0;
    const auto made = generate(*m_engine, order);
    QVERIFY2(!made.error, made.error ? made.error->message.c_str() : "");
    QCOMPARE(made.images.size(), std::size_t{1});
    const Image& result = made.images.front();
    QCOMPARE(result.widthPx, widthPx);
    QCOMPARE(result.heightPx, heightPx);
    QCOMPARE(result.channels, channels == 1 ? 3 : channels);
    QCOMPARE(made.report->widthPx, widthPx);
    QCOMPARE(made.report->heightPx, heightPx);
    int changedInside = 0;
    for (int y = 0; y < heightPx; ++y) {
        for (int x = 0; x < widthPx; ++x) {
            for (int c = 0; c < result.channels; ++c) {
                const int is = result.row(y)[x * result.channels + c];
                const int was = given.row(y)[x * channels + (channels == 1 ? 0 : c)];
                if (!isInside(x)) {
                    QCOMPARE(is, was);
                } else if (c == 3) {
                    QCOMPARE(is, 255);
                } else {
                    changedInside += is != was ? 1 : 0;
                }
            }
        }
    }
    QVERIFY(changedInside > 0);
}

QTEST_GUILESS_MAIN(TestTorchEngine)
#include "tst_TorchEngine.moc"
