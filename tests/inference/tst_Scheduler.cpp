// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/Scheduler.h"

#include "inference/schedulers/SchedulerConfig.h"
#include "inference/schedulers/noise.h"
#include "inference/schedulers/scheduler_factory.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

using namespace limn;
using namespace limn::schedulers;

namespace {

/// Against diffusers, see tests/golden/make_scheduler_goldens.py.
struct Goldens {
    nlohmann::json document;
    std::vector<float> values;
};

const Goldens& goldens() {
    static const Goldens loaded = [] {
        Goldens goldens;
        std::ifstream text(LIMN_TEST_GOLDEN "/scheduler_steps.json");
        goldens.document = nlohmann::json::parse(text);
        std::ifstream binary(LIMN_TEST_GOLDEN "/scheduler_steps.bin", std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(binary)), {});
        goldens.values.resize(bytes.size() / sizeof(float));
        std::memcpy(goldens.values.data(), bytes.data(), goldens.values.size() * sizeof(float));
        return goldens;
    }();
    return loaded;
}

SchedulerConfig configOf(const nlohmann::json& json) {
    auto config = SchedulerConfig::fromJson(json, "scheduler_config.json");
    if (!config) {
        qFatal("%s", config.error().message.c_str());
    }
    return *config;
}

const nlohmann::json kSd15 = {{"_class_name", "PNDMScheduler"},
                              {"beta_start", 0.00085},
                              {"beta_end", 0.012},
                              {"beta_schedule", "scaled_linear"},
                              {"set_alpha_to_one", false},
                              {"skip_prk_steps", true},
                              {"steps_offset", 1},
                              {"clip_sample", false}};

nlohmann::json with(nlohmann::json json, const nlohmann::json& more) {
    json.update(more);
    return json;
}

std::optional<std::string_view> nameOf(const nlohmann::json& value) {
    return value.is_null() ? std::nullopt
                           : std::optional<std::string_view>(value.get_ref<const std::string&>());
}

/// The scheduler; the test ends here if there is none.
std::unique_ptr<Scheduler> make(const nlohmann::json& config,
                                std::optional<std::string_view> name) {
    auto scheduler = makeScheduler(configOf(config), name);
    if (!scheduler) {
        qFatal("%s", scheduler.error().message.c_str());
    }
    return std::move(*scheduler);
}

at::Tensor fixed(const std::vector<std::int64_t>& shape, double speed) {
    std::int64_t count = 1;
    for (const auto n : shape) {
        count *= n;
    }
    return (at::arange(count, at::kDouble) * speed).sin().to(at::kFloat).reshape(shape);
}

/// The made-up model of the goldens.
at::Tensor modelOutput(const at::Tensor& scaled, double timestep, const at::Tensor& bias,
                       double gain) {
    return (scaled * (0.3 * std::cos(0.01 * timestep)) + bias) * gain;
}

double largest(const at::Tensor& values) {
    return values.abs().max().item<double>();
}

double relativeDifference(const at::Tensor& found, const float* expected) {
    const at::Tensor reference =
        at::from_blob(const_cast<float*>(expected), {found.numel()}, at::kFloat);
    const double difference = (found.reshape({-1}) - reference).abs().max().item<double>();
    return difference / std::max(reference.abs().max().item<double>(), 1e-6);
}

}  // namespace

class tst_Scheduler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void steps_data();
    void steps();
    void timestepCounts();
    void repeatsAfterSetTimesteps();
    void staysInFloat32ForHalfPrecisionModels();
    void keepsGeneratorInStepWithReference();
    void refusesByName_data();
    void refusesByName();
    void refusesSteps_data();
    void refusesSteps();
    void refusesToClipEveryTimestep();
    void imageToImageStarts();
    void names();
    void correctsOldStableDiffusionFiles();
};

void tst_Scheduler::steps_data() {
    QTest::addColumn<int>("index");
    const nlohmann::json& cases = goldens().document.at("cases");
    QVERIFY(cases.size() > 400);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const nlohmann::json& one = cases[i];
        const std::string name =
            one["scheduler"].is_null() ? "file" : one["scheduler"].get<std::string>();
        QTest::addRow("%zu %s %d steps", i, name.c_str(), one["steps"].get<int>())
            << static_cast<int>(i);
    }
}

void tst_Scheduler::steps() {
    QFETCH(int, index);
    const nlohmann::json& one = goldens().document.at("cases").at(static_cast<std::size_t>(index));
    const float* expected = goldens().values.data() + one["at"].get<std::size_t>();
    const auto shape = one["shape"].get<std::vector<std::int64_t>>();
    const auto scheduler = make(one["config"], nameOf(one["scheduler"]));
    QVERIFY(scheduler->setTimesteps(one["steps"].get<int>()).has_value());

    const std::vector<double>& timesteps = scheduler->timesteps();
    QCOMPARE(timesteps.size(), one["timesteps"].get<std::size_t>());
    for (const double timestep : timesteps) {
        const double reference = *expected++;
        const double off = std::abs(timestep - reference);
        QVERIFY2(off <= 1e-6 * std::max(std::abs(reference), 1.0),
                 qPrintable(QString("timestep %1, expected %2")
                                .arg(timestep, 0, 'g', 10)
                                .arg(reference, 0, 'g', 10)));
    }
    const double init = one["init"].get<double>();
    QVERIFY(std::abs(scheduler->initNoiseSigma() - init) <= 1e-6 * init);

    const auto count = std::size_t(fixed(shape, 1.0).numel());
    const std::size_t begin =
        one.value("begin", std::size_t(0)) * static_cast<std::size_t>(scheduler->order());
    at::Tensor sample = fixed(shape, 1.3) * scheduler->initNoiseSigma();
    if (begin > 0) {
        sample = scheduler->addNoise(fixed(shape, 0.9), fixed(shape, 2.3), begin);
    }
    QVERIFY2(relativeDifference(sample, expected) < 1e-6, "the first sample");
    const at::Generator generator = makeCpuGenerator(1234);
    const at::Tensor bias = fixed(shape, 0.7);
    double tolerance = 1e-5;
    for (std::size_t i = begin; i < timesteps.size(); ++i) {
        expected += count;
        const at::Tensor scaled = scheduler->scaleModelInput(sample, i);
        // From sigma 4096 a step cancels all but the last digits, and processors round those differently.
        const double from = largest(sample);
        sample = scheduler->step(modelOutput(scaled, timesteps[i], bias, one["gain"].get<double>()),
                                 i, sample, generator);
        const double off = relativeDifference(sample, expected);
        tolerance = std::max(tolerance, 1e-5 + 4 * 6e-8 * from / largest(sample));
        QVERIFY2(off < tolerance, qPrintable(QString("after evaluation %1: %2").arg(i).arg(off)));
    }
}

/// Every number of steps, because some (49, 98 ...) give one timestep more than was asked for.
void tst_Scheduler::timestepCounts() {
    for (const nlohmann::json& table : goldens().document.at("counts")) {
        const auto scheduler = make(with(kSd15, {{"timestep_spacing", table["spacing"]}}),
                                    table["scheduler"].get<std::string>());
        const nlohmann::json& rows = table["rows"];
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Status status = scheduler->setTimesteps(static_cast<int>(i + 1));
            QCOMPARE(status.has_value(), !rows[i].is_null());
            if (status) {
                double sum = 0.0;
                for (const double timestep : scheduler->timesteps()) {
                    sum += timestep;
                }
                QCOMPARE(scheduler->timesteps().size(), rows[i][0].get<std::size_t>());
                QVERIFY(std::abs(sum - rows[i][1].get<double>()) < 0.05);
            }
        }
    }
}

/// setTimesteps() forgets: the same walk twice gives the same samples, whatever was left half done
/// before.
void tst_Scheduler::repeatsAfterSetTimesteps() {
    for (const std::string_view name : schedulerNames()) {
        const auto scheduler = make(kSd15, name);
        at::Tensor results[2];
        for (at::Tensor& result : results) {
            QVERIFY(scheduler->setTimesteps(6).has_value());
            const at::Generator generator = makeCpuGenerator(3);
            result = fixed({1, 2, 3, 3}, 1.3);
            for (std::size_t i = 0; i < 4; ++i) {
                const at::Tensor scaled = scheduler->scaleModelInput(result, i);
                result = scheduler->step(scaled * 0.5, i, result, generator);
            }
        }
        QVERIFY2(at::equal(results[0], results[1]), std::string(name).c_str());
    }
}

/// A network in bfloat16 whose output is widened keeps the sample in float32 from step to step.
void tst_Scheduler::staysInFloat32ForHalfPrecisionModels() {
    for (const std::string_view name : schedulerNames()) {
        const auto scheduler = make(kSd15, name);
        QVERIFY(scheduler->setTimesteps(3).has_value());
        at::Tensor sample = fixed({1, 2, 3, 3}, 1.3);
        const at::Generator generator = makeCpuGenerator(3);
        for (std::size_t i = 0; i < scheduler->timesteps().size(); ++i) {
            const at::Tensor output =
                (scheduler->scaleModelInput(sample, i) * 0.5).to(at::kBFloat16).to(at::kFloat);
            sample = scheduler->step(output, i, sample, generator);
            QCOMPARE(sample.scalar_type(), at::kFloat);
            QVERIFY(sample.isfinite().all().item<bool>());
        }
    }
}

/// Euler ancestral and the SDE solver draw on every step, the last one included; LCM on all but the
/// last.
void tst_Scheduler::keepsGeneratorInStepWithReference() {
    const std::pair<std::string_view, int> draws[] = {
        {"euler_a", 3}, {"dpmpp_2m_sde", 3}, {"lcm", 2}, {"euler", 0}, {"ddim", 0}};
    for (const auto& [name, count] : draws) {
        const auto scheduler = make(kSd15, name);
        QVERIFY(scheduler->setTimesteps(3).has_value());
        const at::Generator generator = makeCpuGenerator(9);
        at::Tensor sample = fixed({1, 2, 3, 3}, 1.3);
        for (std::size_t i = 0; i < 3; ++i) {
            sample = scheduler->step(sample * 0.5, i, sample, generator);
        }
        const at::Generator same = makeCpuGenerator(9);
        for (int i = 0; i < count; ++i) {
            drawNoise(sample.sizes(), at::kFloat, same, at::kCPU);
        }
        QVERIFY2(at::equal(drawNoise({20}, at::kFloat, generator, at::kCPU),
                           drawNoise({20}, at::kFloat, same, at::kCPU)),
                 std::string(name).c_str());
    }
}

void tst_Scheduler::refusesByName_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("scheduler");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown name") << "{}"
                                  << "euler_b"
                                  << "euler_b";
    QTest::newRow("unknown class") << R"({"_class_name": "EDMEulerScheduler"})"
                                   << ""
                                   << "EDMEulerScheduler";
    QTest::newRow("unknown class, by its file") << R"({"_class_name": "EDMEulerScheduler"})"
                                                << ""
                                                << "'scheduler_config.json' names";
    QTest::newRow("unknown class, what to choose") << R"({"_class_name": "EDMEulerScheduler"})"
                                                   << ""
                                                   << "with --scheduler: ddim pndm euler ";
    QTest::newRow("no class") << "{}"
                              << ""
                              << "scheduler_config.json";
    QTest::newRow("beta sigmas") << R"({"use_beta_sigmas": true})"
                                 << "euler"
                                 << "use_beta_sigmas";
    QTest::newRow("two ladders") << R"({"use_karras_sigmas": true, "use_exponential_sigmas": true})"
                                 << "heun"
                                 << "use_karras_sigmas";
    QTest::newRow("ancestral sample") << R"({"prediction_type": "sample"})"
                                      << "euler_a"
                                      << "prediction_type";
    QTest::newRow("pndm sample") << R"({"prediction_type": "sample"})"
                                 << "pndm"
                                 << "prediction_type";
    QTest::newRow("ddim flow") << R"({"prediction_type": "flow_prediction"})"
                               << "ddim"
                               << "prediction_type";
    QTest::newRow("exp betas") << R"({"beta_schedule": "exp"})"
                               << "ddim"
                               << "beta_schedule";
    QTest::newRow("dynamic shift") << R"({"use_dynamic_shifting": true})"
                                   << "unipc"
                                   << "use_dynamic_shifting";
    constexpr const char* kFlow =
        R"({"prediction_type": "flow_prediction", "use_flow_sigmas": true, "%1": true})";
    for (const auto& [ladder, solver] : {std::pair{"use_karras_sigmas", "dpmpp_2m"},
                                         {"use_lu_lambdas", "dpmpp_2m"},
                                         {"use_exponential_sigmas", "dpmpp_2m"},
                                         {"use_exponential_sigmas", "unipc"}}) {
        QTest::addRow("flow, %s, %s", ladder, solver)
            << QString(kFlow).arg(ladder) << solver << ladder;
    }
    QTest::newRow("dpmsolver to zero") << R"({"algorithm_type": "dpmsolver"})"
                                       << "dpmpp_2m"
                                       << "final_sigmas_type";
    QTest::newRow("third order sde")
        << R"({"algorithm_type": "sde-dpmsolver", "solver_order": 3, "final_sigmas_type": "sigma_min"})"
        << "dpmpp_2m"
        << "solver_order";
    QTest::newRow("noise to zero") << R"({"predict_x0": false})"
                                   << "unipc"
                                   << "final_sigmas_type";
    QTest::newRow("shift without flow") << R"({"shift_terminal": 0.1})"
                                        << "unipc"
                                        << "shift_terminal";
    QTest::newRow("too few betas") << R"({"trained_betas": [0.1, 0.2]})"
                                   << "ddim"
                                   << "trained_betas";
    QTest::newRow("sigma_min 0") << R"({"sigma_min": 0.0, "use_karras_sigmas": true})"
                                 << "euler"
                                 << "sigma_min";
    QTest::newRow("lcm original steps") << R"({"num_train_timesteps": 10})"
                                        << "lcm"
                                        << "original_inference_steps";
}

void tst_Scheduler::refusesByName() {
    QFETCH(QString, config);
    QFETCH(QString, scheduler);
    QFETCH(QString, named);
    const std::string name = scheduler.toStdString();
    const auto made =
        makeScheduler(configOf(nlohmann::json::parse(config.toStdString())),
                      name.empty() ? std::nullopt : std::optional<std::string_view>(name));
    QVERIFY(!made.has_value());
    QVERIFY2(made.error().message.find(named.toStdString()) != std::string::npos,
             made.error().message.c_str());
}

void tst_Scheduler::refusesSteps_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("scheduler");
    QTest::addColumn<int>("steps");
    for (const char* name :
         {"ddim", "pndm", "euler", "euler_a", "heun", "dpmpp_2m", "unipc", "lcm"}) {
        for (const int steps : {0, -1, 1001, std::numeric_limits<int>::max()}) {
            QTest::addRow("%s %d", name, steps) << "{}" << name << steps;
        }
    }
    // 1000 timesteps and an offset of 1 overrun the table.
    QTest::newRow("offset") << R"({"steps_offset": 1})"
                            << "ddim" << 1000;
    QTest::newRow("leading multistep") << R"({"timestep_spacing": "leading"})"
                                       << "dpmpp_2m" << 1000;
    QTest::newRow("lcm") << "{}"
                         << "lcm" << 51;
    QTest::newRow("runge-kutta") << "{}"
                                 << "pndm" << 3;
}

void tst_Scheduler::refusesSteps() {
    QFETCH(QString, config);
    QFETCH(QString, scheduler);
    QFETCH(int, steps);
    const std::string name = scheduler.toStdString();
    const auto made = make(nlohmann::json::parse(config.toStdString()), name);
    const Status status = made->setTimesteps(steps);
    QVERIFY(!status.has_value());
    QCOMPARE(status.error().code, ErrorCode::InvalidRequest);
    QCOMPARE(status.error().field, std::string("steps"));
    QVERIFY2(status.error().message.find(std::to_string(steps)) != std::string::npos,
             status.error().message.c_str());
}

void tst_Scheduler::refusesToClipEveryTimestep() {
    for (const char* spacing : {"linspace", "leading", "trailing"}) {
        const auto made =
            make({{"lambda_min_clipped", 1e9}, {"timestep_spacing", spacing}}, "dpmpp_2m");
        const Status status = made->setTimesteps(5);
        QVERIFY(!status.has_value());
        QVERIFY(status.error().message.find("lambda_min_clipped") != std::string::npos);
    }
}

void tst_Scheduler::imageToImageStarts() {
    QCOMPARE(imageToImageStart(50, 0.8, 1), std::size_t(10));
    QCOMPARE(imageToImageStart(5, 0.3, 1), std::size_t(4));
    QCOMPARE(imageToImageStart(10, 0.29, 2), std::size_t(16));
    QCOMPARE(imageToImageStart(20, 1.0, 2), std::size_t(0));
    QCOMPARE(imageToImageStart(20, 0.0, 1), std::size_t(20));
}

void tst_Scheduler::names() {
    QCOMPARE(schedulerNames().size(), std::size_t(10));
    QCOMPARE(schedulerNameOf(configOf(kSd15)), std::string_view("pndm"));
    QCOMPARE(schedulerNameOf(configOf(
                 {{"_class_name", "DPMSolverMultistepScheduler"}, {"use_karras_sigmas", true}})),
             std::string_view("dpmpp_2m_karras"));
    QCOMPARE(schedulerNameOf(configOf({{"_class_name", "Other"}})), std::string_view());
    // What is asked without torch says what is built with it.
    for (const char* name :
         {"DDIMScheduler", "PNDMScheduler", "EulerDiscreteScheduler",
          "EulerAncestralDiscreteScheduler", "HeunDiscreteScheduler", "DPMSolverMultistepScheduler",
          "UniPCMultistepScheduler", "LCMScheduler", "Other", "EDMEulerScheduler"}) {
        const SchedulerConfig config = configOf({{"_class_name", name}});
        QCOMPARE(config.isKnownClass(), !schedulerNameOf(config).empty());
    }
    for (const std::string_view name : schedulerNames()) {
        QCOMPARE(make(kSd15, name)->order(), name == "heun" ? 2 : 1);
    }
    QCOMPARE(usableSchedulerNames(configOf(kSd15)).size(), schedulerNames().size());
    // Karras sigmas are not a flow's, and the others do not know the prediction.
    const std::vector<std::string_view> ofFlow{"dpmpp_2m", "dpmpp_2m_sde", "unipc"};
    QCOMPARE(usableSchedulerNames(configOf({{"_class_name", "UniPCMultistepScheduler"},
                                            {"prediction_type", "flow_prediction"},
                                            {"use_flow_sigmas", true}})),
             ofFlow);
}

/// StableDiffusionPipeline sets steps_offset 1 and clip_sample false; from_config then drops what
/// the file lacked.
void tst_Scheduler::correctsOldStableDiffusionFiles() {
    using enum StableDiffusionTask;
    const SchedulerConfig bare = configOf({{"_class_name", "DDIMScheduler"}});
    const SchedulerConfig asIs = correctedForStableDiffusion(bare, TextToImage, false);
    QCOMPARE(asIs.steps_offset, std::optional<std::int64_t>(1));
    QCOMPARE(asIs.clip_sample, std::optional<bool>(false));
    const SchedulerConfig named = correctedForStableDiffusion(bare, TextToImage, true);
    QVERIFY(!named.steps_offset && !named.clip_sample);
    const SchedulerConfig old = configOf({{"_class_name", "PNDMScheduler"},
                                          {"steps_offset", 0},
                                          {"clip_sample", true},
                                          {"skip_prk_steps", false}});
    QCOMPARE(correctedForStableDiffusion(old, ImageToImage, true).steps_offset,
             std::optional<std::int64_t>(1));
    QCOMPARE(correctedForStableDiffusion(old, ImageToImage, true).clip_sample,
             std::optional<bool>(false));
    QCOMPARE(correctedForStableDiffusion(old, ImageToImage, true).skip_prk_steps,
             std::optional<bool>(false));
    QCOMPARE(correctedForStableDiffusion(old, Inpaint, true).skip_prk_steps,
             std::optional<bool>(true));
    QCOMPARE(correctedForStableDiffusion(old, Inpaint, true).clip_sample,
             std::optional<bool>(true));
}

QTEST_APPLESS_MAIN(tst_Scheduler)
#include "tst_Scheduler.moc"
