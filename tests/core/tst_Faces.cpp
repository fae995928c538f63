// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/PictureReader.h"
#include "core/vision/HaarCascade.h"
#include "core/vision/face_finder.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <tuple>

using namespace limn;
using namespace limn::vision;

namespace {

const std::filesystem::path kDetectors = "/usr/share/opencv4/haarcascades";
const std::filesystem::path kData = LIMN_SOURCE_FOLDER "/tests/data/faces";

Image read(const std::string& name) {
    auto image = readPicture(kData / name);
    return image.isDone() ? std::move(image).value() : Image();
}

auto sorted(std::vector<cv::Rect> rects) {
    std::ranges::sort(rects, {}, [](const cv::Rect& one) {
        return std::tuple(one.x, one.y, one.width, one.height);
    });
    return rects;
}

}  // namespace

/// tests/golden/make_faces.py wrote what OpenCV's own detector finds.
class TestFaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatOpenCvFinds_data() {
        QTest::addColumn<QJsonObject>("golden");
        QFile file(QString::fromStdString((kData / "faces.json").string()));
        QVERIFY(file.open(QFile::ReadOnly));
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).array();
        QCOMPARE(rows.size(), 27);
        for (const auto& row : rows) {
            const QJsonObject golden = row.toObject();
            QTest::addRow("%s %s %d", qPrintable(golden["picture"].toString()),
                          qPrintable(golden["detector"].toString()), golden["neighbours"].toInt())
                << golden;
        }
    }

    void findsWhatOpenCvFinds() {
        QFETCH(const QJsonObject, golden);
        const auto detector =
            HaarCascade::load(kDetectors / golden["detector"].toString().toStdString());
        QVERIFY2(detector, detector ? "" : detector.error().message.c_str());
        Image picture = read(golden["picture"].toString().toStdString());
        QCOMPARE(picture.channels, 1);
        const cv::Mat grey(picture.heightPx, picture.widthPx, CV_8UC1, picture.pixels.data());
        const auto found =
            detector->find(grey, {.minNeighbours = golden["neighbours"].toInt()}, {});
        std::vector<cv::Rect> wanted;
        for (const auto& each : golden["found"].toArray()) {
            const QJsonArray rect = each.toArray();
            wanted.emplace_back(rect[0].toInt(), rect[1].toInt(), rect[2].toInt(), rect[3].toInt());
        }
        const auto ours = sorted(found.value());
        QCOMPARE(ours.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QVERIFY2(ours[i] == wanted[i], qPrintable(QStringLiteral("number %1").arg(i)));
        }
    }

    void aFaceIsFoundAndCoinsAreNone() {
        const auto faces = findFaces(read("astronaut.png"), {});
        QVERIFY(faces.value());
        QCOMPARE(faces.value()->size(), 1U);
        const Face& face = faces.value()->front();
        QVERIFY(face.left < 0.6 && face.right > 0.6 && face.top < 0.3 && face.bottom > 0.3);
        const auto coins = findFaces(read("coins.png"), {});
        QVERIFY(coins.value() && coins.value()->empty());
    }

    void itCanBeCancelled() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(findFaces(read("astronaut.png"), stop.get_token()).isCancelled());
    }

    void brokenDetectorsAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no xml") << QByteArray("detector");
        QTest::newRow("nothing in it")
            << QByteArray("<?xml version=\"1.0\"?><opencv_storage></opencv_storage>");
        const char* whole =
            "<?xml "
            "version=\"1.0\"?><opencv_storage><cascade><height>20</height><width>20</"
            "width><stages><_>"
            "<stageThreshold>1.</stageThreshold><weakClassifiers><_><internalNodes>0 %1 %2 .5"
            "</internalNodes><leafValues>0. 1.</leafValues></_></weakClassifiers></_></stages>"
            "<features><_><rects><_>0 0 %3 4 -1.</_><_>0 0 2 2 2.</_></rects></_></features>"
            "</cascade></opencv_storage>";
        const auto with = [&](const char* right, const char* feature, const char* width) {
            return QString::fromLatin1(whole)
                .arg(QLatin1String(right), QLatin1String(feature), QLatin1String(width))
                .toLatin1();
        };
        QTest::newRow("a feature that is not there") << with("-1", "1", "4");
        QTest::newRow("a leaf that is not there") << with("-2", "0", "4");
        QTest::newRow("a node that is not there") << with("1", "0", "4");
        QTest::newRow("a rectangle outside the window") << with("-1", "0", "21");
        QTest::newRow("all is well") << with("-1", "0", "4");
    }

    void brokenDetectorsAreRefused() {
        QFETCH(const QByteArray, text);
        const QTemporaryDir folder;
        const QString name = folder.filePath(QStringLiteral("detector.xml"));
        QFile file(name);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
        file.close();
        const auto loaded = HaarCascade::load(name.toStdString());
        QCOMPARE(static_cast<bool>(loaded),
                 QLatin1String(QTest::currentDataTag()) == QLatin1String("all is well"));
    }
};

QTEST_GUILESS_MAIN(TestFaces)
#include "tst_Faces.moc"
