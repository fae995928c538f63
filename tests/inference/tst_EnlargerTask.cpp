// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/EnlargerTask.h"

#include "inference/starter/AutoencoderTask.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <QTest>

#include <cmath>
#include <memory>
#include <optional>

using namespace limn;
using namespace limn::starter;

class tst_EnlargerTask : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void beginsByRepeatingPixels();
    void sampleIsAlwaysTheSame();
    void learns();

private:
    training::TrainingWeightStore m_autoencoderStore{3};
    std::unique_ptr<models::AutoencoderKL> m_autoencoder;
    std::optional<RenderCrew> m_crew;
    EnlargerPool m_pool;
};

void tst_EnlargerTask::initTestCase() {
    at::set_num_threads(1);  // as the trainer does: on a busy machine threads wait for each other
    auto crew = RenderCrew::create(GlyphFont::defaultFile(), 2);
    QVERIFY2(crew, crew ? "" : crew.error().message.c_str());
    m_crew = std::move(*crew);
    m_autoencoder = std::make_unique<models::AutoencoderKL>(nn::WeightScope(m_autoencoderStore),
                                                            autoencoderConfig());
    m_pool = makeEnlargerPool(*m_crew, *m_autoencoder, 1, 3, at::kCPU);
}

void tst_EnlargerTask::beginsByRepeatingPixels() {
    const c10::NoGradGuard noGradients;
    training::TrainingWeightStore store(1, enlargerBeginning());
    const models::SrvggNetCompact net{nn::WeightScope(store), enlargerConfig()};
    const auto small = at::linspace(0, 1, 3 * 12 * 10).reshape({1, 3, 12, 10});
    const auto large = net(small, {}, at::kBFloat16);
    QVERIFY(large.equal(at::upsample_nearest2d(small, {24, 20})));
    int slopes = 0;
    for (const auto& parameter : store.parameters()) {
        if (parameter.value.dim() == 1 && parameter.name.ends_with(".weight")) {
            ++slopes;
            QCOMPARE(parameter.value.min().item<float>(), 0.25F);
        }
    }
    QCOMPARE(slopes, enlargerConfig().convolutions + 1);
}

void tst_EnlargerTask::sampleIsAlwaysTheSame() {
    training::TrainingWeightStore store(1, enlargerBeginning());
    EnlargerTask task(store, m_pool, m_crew->first(), *m_autoencoder, 1);
    const double loss = task.loss(24, 2).item<double>();
    QVERIFY(std::isfinite(loss) && loss > 0);
    QVERIFY(task.loss(40, 2).item<double>() != loss);
    QCOMPARE(task.loss(24, 2).item<double>(), loss);
}

void tst_EnlargerTask::learns() {
    training::TrainingWeightStore store(1, enlargerBeginning());
    EnlargerTask task(store, m_pool, m_crew->first(), *m_autoencoder, 1);
    double first = 0;
    double last = 0;
    constexpr std::int64_t kSteps = 20;
    for (std::int64_t step = 1; step <= kSteps; ++step) {
        const auto loss = task.loss(0, 8);  // the same crops again and again
        loss.backward();
        (void)training::stepAdamW(store.parameters(), 3e-3, step, {});
        last = loss.item<double>();
        first = step == 1 ? last : first;
    }
    QVERIFY2(last < 0.97 * first, qPrintable(QString::number(last / first)));
}

QTEST_APPLESS_MAIN(tst_EnlargerTask)
#include "tst_EnlargerTask.moc"
