// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/xmp.h"
#include "core/metadata/is_ai_made.h"

#include <QtTest/QtTest>

using namespace limn;

class TstIsAiMade : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sourceTypes_data() {
        QTest::addColumn<QString>("sourceType");
        QTest::addColumn<bool>("isMade");
        const QString terms = QStringLiteral("http://cv.iptc.org/newscodes/digitalsourcetype/");
        QTest::newRow("made") << terms + "trainedAlgorithmicMedia" << true;
        QTest::newRow("in part") << terms + "compositeWithTrainedAlgorithmicMedia" << true;
        QTest::newRow("https")
            << "https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" << true;
        QTest::newRow("short") << "digsrctype:trainedAlgorithmicMedia" << true;
        QTest::newRow("bare") << "trainedAlgorithmicMedia" << true;
        QTest::newRow("camera") << terms + "digitalCapture" << false;
        QTest::newRow("fractal") << terms + "algorithmicMedia" << false;
        QTest::newRow("another word") << terms + "untrainedAlgorithmicMedia" << false;
        QTest::newRow("nothing") << "" << false;
    }
    void sourceTypes() {
        QFETCH(QString, sourceType);
        QFETCH(bool, isMade);
        XmpFields fields;
        fields.digitalSourceType = sourceType.toStdString();
        fields.description = "A text that names trainedAlgorithmicMedia makes nothing of it.";
        PictureInfo info;
        info.xmp = *changeXmp({}, fields);
        QCOMPARE(isAiMade(info), isMade);
    }

    void howItWasMadeSaysItToo() {
        PictureInfo info;
        QVERIFY(!isAiMade(info));
        info.texts.push_back(
            {"parameters", "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 8x8"});
        QVERIFY(isAiMade(info));
    }

    void damagedXmpSaysNothing() {
        PictureInfo info;
        info.xmp = "<x:xmpmeta trainedAlgorithmicMedia";
        QVERIFY(!isAiMade(info));
    }
};

QTEST_APPLESS_MAIN(TstIsAiMade)
#include "tst_IsAiMade.moc"
