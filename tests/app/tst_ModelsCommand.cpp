// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/CommandLineRun.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace limn::test;

/// `limn models` from the first add to the last remove, on a copy of a tiny model.
class tst_ModelsCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void addListRemove();
    void nameComesFromTheFolder();
    void oneThatDescribesIsAdded();
    void takenNameIsWrongUsage();
    void takenNameIsToldBeforeTheModelIsRead();
    void listShowsTheStarter();
    void starterStaysInTheBox_data();
    void starterStaysInTheBox();
    void refusesWhatCannotRun_data();
    void refusesWhatCannotRun();
    void badNameIsWrongUsage();
    void refusesWhatMakesNoPictures_data();
    void refusesWhatMakesNoPictures();
    void verifyFindsChanges_data();
    void verifyFindsChanges();
    void verifyReadsAllModels();
    void cancelledAddChangesNothing();

private:
    int run(const std::vector<std::string>& arguments);
    QJsonObject json() const {
        return QJsonDocument::fromJson(QByteArray::fromStdString(m_limn->output)).object();
    }
    std::filesystem::path model() const { return m_folder->filePath("tiny fox").toStdString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CommandLineRun> m_limn;
};

void tst_ModelsCommand::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_limn = std::make_unique<CommandLineRun>();
    m_limn->folders.data = m_folder->filePath("data/limn").toStdString();
    std::filesystem::copy(LIMN_TEST_GOLDEN "/models/sd1", model(),
                          std::filesystem::copy_options::recursive);
}

int tst_ModelsCommand::run(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"models"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return m_limn->run(all);
}

void tst_ModelsCommand::addListRemove() {
    QCOMPARE(run({"add", model(), "--name", "fox"}), 0);
    QCOMPARE(run({"list", "--json"}), 0);
    const QJsonArray models = json()["models"].toArray();
    QCOMPARE(models.size(), 1);
    QCOMPARE(models[0].toObject()["name"].toString(), QString("fox"));
    QCOMPARE(models[0].toObject()["path"].toString(), QString::fromStdString(model()));
    QVERIFY(models[0].toObject()["architecture"].toString().contains("Stable Diffusion 1"));
    QCOMPARE(models[0].toObject()["family"].toString(), QString("stable-diffusion-1"));
    qint64 bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(model())) {
        bytes += entry.is_regular_file() ? static_cast<qint64>(entry.file_size()) : 0;
    }
    QCOMPARE(models[0].toObject()["bytes"].toInteger(), bytes);

    QCOMPARE(m_limn->run({"generate", "a", "--model", "fox", "--seed", "1", "--output",
                          m_folder->path().toStdString() + "/"}),
             0);
    QCOMPARE(m_limn->script->loads.back().model, model());

    QCOMPARE(run({"remove", "fox"}), 0);
    QCOMPARE(run({"list", "--json"}), 0);
    QCOMPARE(m_limn->output, std::string("{\"models\":[]}\n"));
    QVERIFY(std::filesystem::exists(model() / "model_index.json"));
}

void tst_ModelsCommand::nameComesFromTheFolder() {
    QCOMPARE(run({"add", (model() / ".." / "tiny fox" / "").string(), "--json"}), 0);
    QCOMPARE(json()["name"].toString(), QString("tiny fox"));
    QCOMPARE(json()["path"].toString(), QString::fromStdString(model()));
}

void tst_ModelsCommand::oneThatDescribesIsAdded() {
    QCOMPARE(run({"add", LIMN_TEST_GOLDEN "/../../resources/starter/describer", "--name", "eyes",
                  "--json"}),
             0);
    QCOMPARE(json()["architecture"].toString(), QString("qwen3_vl"));
    QCOMPARE(json()["family"].toString(), QString("qwen3-vl"));
}

void tst_ModelsCommand::takenNameIsWrongUsage() {
    QCOMPARE(run({"add", model(), "--name", "fox"}), 0);
    QCOMPARE(run({"add", model(), "--name", "fox"}), 2);
    QVERIFY2(m_limn->error.find("--name") != std::string::npos, m_limn->error.c_str());
}

void tst_ModelsCommand::takenNameIsToldBeforeTheModelIsRead() {
    QCOMPARE(run({"add", model(), "--name", "fox"}), 0);
    // Reading this one would be an error of its own.
    QCOMPARE(run({"add", LIMN_TEST_DATA "/pictures/color444.jpg", "--name", "fox"}), 2);
    QVERIFY2(m_limn->error.find("taken") != std::string::npos, m_limn->error.c_str());
}

void tst_ModelsCommand::listShowsTheStarter() {
    m_limn->folders.starter = model();
    QCOMPARE(run({"add", model(), "--name", "fox"}), 0);
    QCOMPARE(run({"list", "--json"}), 0);
    const QJsonArray models = json()["models"].toArray();
    QCOMPARE(models.size(), 2);
    const QJsonObject starter = models[0].toObject();
    QCOMPARE(starter["name"].toString(), QString("starter"));
    QCOMPARE(starter["path"].toString(), QString::fromStdString(model()));
    QCOMPARE(starter["starter"].toBool(), true);
    QCOMPARE(starter["family"].toString(), QString("stable-diffusion-1"));
    QVERIFY(starter["architecture"].toString().contains("Stable Diffusion 1"));
    QCOMPARE(starter["bytes"], models[1].toObject()["bytes"]);
    QCOMPARE(models[1].toObject()["name"].toString(), QString("fox"));
    QCOMPARE(models[1].toObject()["starter"].toBool(true), false);

    QCOMPARE(run({"list"}), 0);
    QVERIFY2(m_limn->output.find("comes with Limn") != std::string::npos, m_limn->output.c_str());
    QCOMPARE(run({"remove", "fox"}), 0);
    QCOMPARE(run({"list"}), 0);
    QCOMPARE(m_limn->error, std::string());  // with a starter the list is not empty
}

void tst_ModelsCommand::starterStaysInTheBox_data() {
    QTest::addColumn<QString>("action");
    QTest::newRow("remove") << "remove";
    QTest::newRow("verify") << "verify";
}

void tst_ModelsCommand::starterStaysInTheBox() {
    QFETCH(QString, action);
    m_limn->folders.starter = model();
    QCOMPARE(run({action.toStdString(), "starter"}), 2);
    QVERIFY2(m_limn->error.find("NAME") != std::string::npos, m_limn->error.c_str());
    QVERIFY2(m_limn->error.find("in the box") != std::string::npos, m_limn->error.c_str());
    QVERIFY(std::filesystem::exists(model() / "model_index.json"));
}

void tst_ModelsCommand::refusesWhatCannotRun_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("word");
    QTest::newRow("a pipeline that Limn does not run") << "pipeline"
                                                       << "FluxPipeline";
    QTest::newRow("another shape") << "shape"
                                   << "wrong shape";
    QTest::newRow("no autoencoder") << "autoencoder"
                                    << "autoencoder";
}

void tst_ModelsCommand::refusesWhatCannotRun() {
    QFETCH(QString, fault);
    QFETCH(QString, word);
    const auto index = model() / "model_index.json";
    if (fault == "pipeline") {
        std::ofstream(index) << R"({"_class_name": "FluxPipeline"})";
    } else if (fault == "shape") {
        m_limn->checkKeys = [](const limn::checkpoint::ModelDescription&) {
            return limn::checkpoint::KeyReport{
                {}, {}, {{"unet", "conv_in.weight", {8, 4}, {8, 9}}}};
        };
    } else {
        std::ifstream in(index);
        std::string text((std::istreambuf_iterator<char>(in)), {});
        in.close();
        const auto vae = text.find("\"vae\": [");
        QVERIFY(vae != std::string::npos);
        text.replace(vae, text.find(']', vae) + 1 - vae, R"("vae": [null, null])");
        std::ofstream(index) << text;
    }
    QCOMPARE(run({"add", model(), "--name", "fox"}), 1);
    QCOMPARE(std::count(m_limn->error.begin(), m_limn->error.end(), '\n'), 1);
    QVERIFY2(QString::fromStdString(m_limn->error).contains(word), m_limn->error.c_str());
    QVERIFY(!std::filesystem::exists(m_limn->folders.data / "models.json"));
}

void tst_ModelsCommand::badNameIsWrongUsage() {
    QCOMPARE(run({"add", model(), "--name", "a/b"}), 2);
    QVERIFY2(m_limn->error.find("--name") != std::string::npos, m_limn->error.c_str());
}

void tst_ModelsCommand::refusesWhatMakesNoPictures_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("nothing") << "/nothing/there";
    QTest::newRow("a picture") << QString(LIMN_TEST_DATA "/pictures/color444.jpg");
    QTest::newRow("one part of a model") << QString(LIMN_TEST_GOLDEN "/models/sd1/vae");
    QTest::newRow("an empty folder") << QString("empty");
}

void tst_ModelsCommand::refusesWhatMakesNoPictures() {
    QFETCH(QString, path);
    std::filesystem::create_directory(m_folder->filePath("empty").toStdString());
    QCOMPARE(run({"add", QDir(m_folder->path()).absoluteFilePath(path).toStdString()}), 1);
    QCOMPARE(run({"list", "--json"}), 0);
    QCOMPARE(m_limn->output, std::string("{\"models\":[]}\n"));
}

void tst_ModelsCommand::verifyFindsChanges_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("told");
    QTest::newRow("a file is gone") << "remove"
                                    << "is gone";
    QTest::newRow("a byte is different") << "byte"
                                         << "other bytes";
    QTest::newRow("a file is longer") << "longer"
                                      << "expected";
    QTest::newRow("the weights are cut") << "cut"
                                         << "unet";
    QTest::newRow("all of it is gone") << "all"
                                       << "tiny fox";
}

void tst_ModelsCommand::verifyFindsChanges() {
    QFETCH(QString, change);
    QFETCH(QString, told);
    QCOMPARE(run({"add", model(), "--name", "fox"}), 0);
    QCOMPARE(run({"verify", "fox"}), 0);

    const auto vocabulary = model() / "tokenizer" / "vocab.json";
    const auto weights = model() / "unet" / "diffusion_pytorch_model.safetensors";
    if (change == "remove") {
        std::filesystem::remove(vocabulary);
    } else if (change == "byte") {
        std::fstream file(weights, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-1, std::ios::end);
        file.put('\x55');
    } else if (change == "longer") {
        std::ofstream(model() / "tokenizer" / "merges.txt", std::ios::app) << "more";
    } else if (change == "cut") {
        std::filesystem::resize_file(weights, std::filesystem::file_size(weights) / 2);
    } else {
        std::filesystem::remove_all(model());
    }
    QCOMPARE(run({"verify", "fox", "--json"}), 1);
    const QJsonObject verified = json()["models"].toArray()[0].toObject();
    QCOMPARE(verified["name"].toString(), QString("fox"));
    QCOMPARE(verified["ok"].toBool(), false);
    QVERIFY(!verified["problems"].toArray().isEmpty());
    QVERIFY2(QString::fromStdString(m_limn->error).contains(told), m_limn->error.c_str());
}

void tst_ModelsCommand::verifyReadsAllModels() {
    QCOMPARE(run({"add", model(), "--name", "one"}), 0);
    QCOMPARE(run({"add", model(), "--name", "two"}), 0);
    QCOMPARE(run({"verify", "--json"}), 0);
    QCOMPARE(json()["models"].toArray().size(), 2);
}

void tst_ModelsCommand::cancelledAddChangesNothing() {
    m_limn->interrupts.raise();
    QCOMPARE(run({"add", model()}), 130);
    QVERIFY(!std::filesystem::exists(m_limn->folders.data / "models.json"));
}

QTEST_APPLESS_MAIN(tst_ModelsCommand)
#include "tst_ModelsCommand.moc"
