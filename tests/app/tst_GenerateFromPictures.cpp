// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/GenerateTest.h"

#include <QImage>

using namespace limn;
using namespace limn::test;

/// `limn generate` from given pictures and masks, with an engine that needs no model.
class tst_GenerateFromPictures : public GenerateTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { enterFolder(); }
    void cleanup() { leaveFolder(); }
    void imageGivesTheSize();
    void repaintingKeepsTheSize();
    void badImagesFailBeforeTheModelLoads_data();
    void badImagesFailBeforeTheModelLoads();
};

void tst_GenerateFromPictures::imageGivesTheSize() {
    const QString file = m_other->filePath("given.png");
    QImage given(50, 24, QImage::Format_RGB888);
    given.fill(QColor(10, 20, 30));
    QVERIFY(given.save(file));
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--image", file.toStdString(), "--strength", "0.25"})),
             0);
    const GenerateRequest& request = limn.script->orders.back();
    QCOMPARE(request.widthPx.value_or(0), 48);
    QCOMPARE(request.heightPx.value_or(0), 24);
    QVERIFY2(limn.error.find("48 × 24") != std::string::npos, limn.error.c_str());
    QCOMPARE(request.strength, 0.25);
    QVERIFY(request.initImage && request.initImage->channels == 3);
    QCOMPARE(request.initImage->widthPx, 50);
    QCOMPARE(int{request.initImage->row(23)[3 * 49 + 2]}, 30);

    QCOMPARE(limn.run(arguments(
                 {"a fox", "--image", file.toStdString(), "--height", "64", "--overwrite"})),
             0);
    QCOMPARE(limn.script->orders.back().widthPx.value_or(0), 48);
    QCOMPARE(limn.script->orders.back().heightPx.value_or(0), 64);
}

void tst_GenerateFromPictures::repaintingKeepsTheSize() {
    const QString file = m_other->filePath("repainted.png");
    QImage given(50, 23, QImage::Format_RGBA8888);
    given.fill(QColor(10, 20, 30, 40));
    QVERIFY(given.save(file));
    const std::vector<std::string> words{"a fox",  "--image",          file.toStdString(),
                                         "--mask", file.toStdString(), "--overwrite"};
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments(words)), 0);
    const GenerateRequest& request = limn.script->orders.back();
    QCOMPARE(request.widthPx.value_or(0), 50);
    QCOMPARE(request.heightPx.value_or(0), 23);
    QCOMPARE(request.strength, 1.0);
    QVERIFY(request.mask.has_value());
    QCOMPARE(request.initImage->channels, 4);
    QCOMPARE(limn.error.find("multiples"), std::string::npos);

    std::vector<std::string> oneSide = words;
    oneSide.insert(oneSide.end(), {"--width", "50"});
    QCOMPARE(limn.run(arguments(oneSide)), 0);
    QCOMPARE(limn.script->orders.back().heightPx.value_or(0), 23);

    std::vector<std::string> wider = words;
    wider.insert(wider.end(), {"--width", "51"});
    QCOMPARE(limn.run(arguments(wider)), 2);
}

void tst_GenerateFromPictures::badImagesFailBeforeTheModelLoads_data() {
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("file");
    QTest::newRow("image not there") << "--image"
                                     << "nothing.png";
    QTest::newRow("mask not there") << "--mask"
                                    << "nothing.png";
    QTest::newRow("image is a model") << "--image"
                                      << "tiny.safetensors";
}

void tst_GenerateFromPictures::badImagesFailBeforeTheModelLoads() {
    QFETCH(QString, option);
    QFETCH(QString, file);
    const std::string good = LIMN_TEST_DATA "/pictures/color444.jpg";
    const std::string bad = m_other->filePath(file).toStdString();
    CommandLineRun limn;
    QCOMPARE(limn.run(arguments({"a fox", "--image", option == "--image" ? bad : good, "--mask",
                                 option == "--mask" ? bad : good})),
             1);
    QVERIFY2(limn.error.find(bad) != std::string::npos, limn.error.c_str());
    QVERIFY(limn.script->loads.empty());
}

QTEST_APPLESS_MAIN(tst_GenerateFromPictures)
#include "tst_GenerateFromPictures.moc"
