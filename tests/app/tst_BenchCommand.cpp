// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/CommandLineRun.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace limn;
using namespace limn::test;

/// `limn bench` around the measuring itself: what it asks for, refuses and prints.
class tst_BenchCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void jsonNamesTheModel();
    void aMachineAloneHasNoModel();
    void memoryThatShrankIsToldAsItIs();
    void refusesFromTheHeader_data();
    void refusesFromTheHeader();
    void cancelledIs130();

private:
    QJsonObject json() const {
        return QJsonDocument::fromJson(QByteArray::fromStdString(m_limn->output)).object();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CommandLineRun> m_limn;
    std::vector<BenchmarkRequest> m_asked;
    BenchmarkReport m_report;
};

namespace {

const std::string kModel = LIMN_TEST_GOLDEN "/models/sd1";

}  // namespace

void tst_BenchCommand::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_limn = std::make_unique<CommandLineRun>();
    m_limn->folders.data = m_folder->filePath("data").toStdString();
    m_limn->folders.starter = m_folder->filePath("starter").toStdString();
    m_asked.clear();
    m_report = {};
    m_report.float32FlopsPerSecond = 1e11;
    m_limn->benchmark = [this](const BenchmarkRequest& request, const std::stop_token& stop,
                               const ProgressSink&) -> Outcome<BenchmarkReport> {
        m_asked.push_back(request);
        BenchmarkReport report = m_report;
        if (!request.model.empty()) {
            report.model.architecture = "stable-diffusion-1";
            report.model.architectureName = "Stable Diffusion 1.x";
        }
        return stop.stop_requested() ? Outcome<BenchmarkReport>(Cancelled{}) : report;
    };
}

void tst_BenchCommand::jsonNamesTheModel() {
    QCOMPARE(m_limn->run({"models", "add", kModel, "--name", "fox"}), 0);
    QCOMPARE(m_limn->run({"bench", "--model", "fox", "--json"}), 0);
    QCOMPARE(m_asked.size(), std::size_t{1});
    const QJsonObject object = json();
    QCOMPARE(object["model"].toString(), QString("fox"));
    QCOMPARE(object["path"].toString(), QString::fromStdString(m_asked.front().model.string()));
    QCOMPARE(object["architecture"].toString(), QString("Stable Diffusion 1.x"));
    QCOMPARE(object["family"].toString(), QString("stable-diffusion-1"));
}

void tst_BenchCommand::aMachineAloneHasNoModel() {
    QCOMPARE(m_limn->run({"bench", "--json"}), 0);
    QCOMPARE(m_asked.size(), std::size_t{1});
    QVERIFY(m_asked.front().model.empty());
    QVERIFY(!json().contains("model"));
    QCOMPARE(json()["probe"].toObject()["float32_flops_per_second"].toDouble(), 1e11);
}

void tst_BenchCommand::memoryThatShrankIsToldAsItIs() {
    m_report.loadedAnonymousBytes = -4096;
    QCOMPARE(m_limn->run({"bench", "--model", kModel, "--json"}), 0);
    QCOMPARE(json()["loaded_anonymous_memory_bytes"].toInteger(), qint64{-4096});
}

void tst_BenchCommand::refusesFromTheHeader_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("word");
    QTest::newRow("inpainting") << LIMN_TEST_GOLDEN "/models/sd1-inpaint"
                                << "inpainting";
    QTest::newRow("describer") << LIMN_TEST_GOLDEN "/../../resources/starter/describer"
                               << "describes";
    QTest::newRow("one part") << LIMN_TEST_GOLDEN "/models/sd1/vae"
                              << "autoencoder";
    QTest::newRow("a picture") << LIMN_TEST_DATA "/pictures/color444.jpg"
                               << "color444.jpg";
}

void tst_BenchCommand::refusesFromTheHeader() {
    QFETCH(QString, model);
    QFETCH(QString, word);
    QCOMPARE(m_limn->run({"bench", "--model", model.toStdString()}), 1);
    QCOMPARE(std::count(m_limn->error.begin(), m_limn->error.end(), '\n'), 1);
    QVERIFY2(QString::fromStdString(m_limn->error).contains(word), m_limn->error.c_str());
    QVERIFY(m_asked.empty());  // nothing was measured or loaded
}

void tst_BenchCommand::cancelledIs130() {
    m_limn->interrupts.raise();
    QCOMPARE(m_limn->run({"bench", "--model", kModel, "--json"}), 130);
    QCOMPARE(m_limn->output, std::string());
    QVERIFY(m_asked.empty());
}

QTEST_APPLESS_MAIN(tst_BenchCommand)
#include "tst_BenchCommand.moc"
