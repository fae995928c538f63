// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/PictureFacts.h"
#include "core/vision/TextReader.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QTest>

#include <cstring>
#include <random>
#include <set>

using namespace limn;
using namespace limn::vision;

namespace {

Image toImage(const QImage& from) {
    const QImage rgb = from.convertToFormat(QImage::Format_RGB888);
    Image image(rgb.width(), rgb.height(), 3);
    for (int y = 0; y < rgb.height(); ++y) {
        std::memcpy(image.row(y), rgb.constScanLine(y), image.rowBytes());
    }
    return image;
}

struct Page {
    QColor ground = Qt::white;
    QColor ink = Qt::black;
    int pointPx = 28;
    int turned = 0;  // degrees, clockwise
};

QImage written(const QString& text, const Page& page) {
    QImage image(560, 200, QImage::Format_RGB888);
    image.fill(page.ground);
    QPainter painter(&image);
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(page.pointPx);
    painter.setFont(font);
    painter.setPen(page.ink);
    painter.drawText(image.rect().adjusted(20, 20, -20, -20), Qt::AlignLeft | Qt::TextWordWrap, text);
    painter.end();
    return image.transformed(QTransform().rotate(page.turned));
}

/// So large that it is not enlarged, every line another one.
QImage longPage(int lines) {
    QImage image(2000, 1700, QImage::Format_RGB888);
    image.fill(Qt::white);
    QPainter painter(&image);
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(36);
    painter.setFont(font);
    const QStringList words{"the",    "keeper", "of",   "lighthouse", "wrote",
                            "down",   "every",  "ship", "passed",     "before",
                            "winter", "storms", "came", "over",       "harbour"};
    unsigned random = 7;
    for (int line = 0; line < lines; ++line) {
        QString text;
        while (text.size() < 70) {
            random = random * 1103515245U + 12345U;
            text += words[static_cast<qsizetype>((random >> 16U) %
                                                 static_cast<unsigned>(words.size()))] +
                    QLatin1Char(' ');
        }
        painter.drawText(120, 120 + 52 * line, text);
    }
    painter.end();
    return image;
}

Image filled(QRgb upper, QRgb lower) {
    QImage image(120, 90, QImage::Format_RGB888);
    image.fill(upper);
    QPainter(&image).fillRect(0, 45, 120, 45, QColor(lower));
    return toImage(image);
}

}  // namespace

/// What is seen without a model: true of pictures that are drawn here, so that the truth is known.
class TstVision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QFontDatabase::addApplicationFont(QStringLiteral(LIMN_TEST_FONT)); }

    void readsWriting_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<int>("pointPx");
        QTest::addColumn<int>("turned");
        QTest::newRow("plain") << "The lighthouse keeper" << QColor(Qt::white) << QColor(Qt::black) << 28 << 0;
        QTest::newRow("light on dark") << "The lighthouse keeper" << QColor(20, 24, 40) << QColor(240, 240, 230) << 28 << 0;
        QTest::newRow("small") << "Save the picture as" << QColor(Qt::white) << QColor(60, 60, 60) << 13 << 0;
        QTest::newRow("Indonesian") << QString::fromUtf8("Selamat datang di rumah kami") << QColor(Qt::white) << QColor(Qt::black) << 26 << 0;
        QTest::newRow("turned right") << "Mind the step please" << QColor(Qt::white) << QColor(Qt::black) << 30 << 90;
        QTest::newRow("upside down") << "Mind the step please" << QColor(Qt::white) << QColor(Qt::black) << 30 << 180;
        QTest::newRow("turned left") << "Mind the step please" << QColor(Qt::white) << QColor(Qt::black) << 30 << 270;
    }
    void readsWriting() {
        QFETCH(QString, text);
        QFETCH(QColor, ground);
        QFETCH(QColor, ink);
        QFETCH(int, pointPx);
        QFETCH(int, turned);
        const Image picture = toImage(written(text, {ground, ink, pointPx, turned}));
        const auto read = readText(picture, {}, {});
        QVERIFY2(read.isDone(), read.isFailed() ? read.error().message.c_str() : "cancelled");
        QCOMPARE(QString::fromStdString(read.value().text()), text);
        QCOMPARE(read.value().turnedDegrees, turned);
        const TextLine& line = read.value().lines.front();
        QVERIFY(line.confidence > 0.5);
        // The writing is in the upper left corner of the page, wherever that has been turned to.
        const QRect box(line.xPx, line.yPx, line.widthPx, line.heightPx);
        const QRect page = QTransform().rotate(turned).mapRect(QRect(0, 0, 560, 100));
        QVERIFY(page.translated(turned == 90 || turned == 180 ? QPoint(picture.widthPx, 0) : QPoint())
                    .translated(turned == 180 || turned == 270 ? QPoint(0, picture.heightPx) : QPoint())
                    .adjusted(-4, -4, 4, 4)
                    .contains(box));
        QStringList words;
        for (const TextWord& word : line.words) {
            words += QString::fromStdString(word.text);
            QVERIFY(box.contains(QRect(word.xPx, word.yPx, word.widthPx, word.heightPx)));
        }
        QCOMPARE(words.join(u' '), QString::fromStdString(line.text));
    }

    /// The way round is found on a part of the page: nothing else may turn it here.
    void fullPagesAreReadWhicheverWayRound_data() {
        QTest::addColumn<int>("turned");
        for (const int turned : {0, 90, 180, 270}) {
            QTest::addRow("%d degrees", turned) << turned;
        }
    }
    void fullPagesAreReadWhicheverWayRound() {
        QFETCH(int, turned);
        const Image picture = toImage(longPage(12).transformed(QTransform().rotate(turned)));
        const auto read = readText(picture, {{}, 300, 300, 0}, {});
        QVERIFY(read.isDone());
        QCOMPARE(read.value().turnedDegrees, turned);
        QCOMPARE(read.value().lines.size(), std::size_t(12));
        QVERIFY(!read.value().isCut);
        QVERIFY(read.value().confidence() > 0.8);
    }

    /// How far it comes in a given time nobody knows: of several times, one ends in the middle of the page.
    void whatWasReadUntilTheTimeRanOutIsGiven() {
        constexpr std::size_t kLines = 30;
        const Image picture = toImage(longPage(kLines));
        auto reader = TextReader::open({{}, 300, 0, 0});
        QVERIFY(reader);
        QElapsedTimer timer;
        timer.start();
        const auto whole = reader->read(picture, {});
        const double seconds = static_cast<double>(timer.elapsed()) / 1000;
        QCOMPARE(whole.value().lines.size(), kLines);
        bool isPart = false;
        for (const double share : {0.6, 0.7, 0.8, 0.5, 0.9, 0.4, 0.95, 0.3, 0.75, 0.65}) {
            auto hasty = TextReader::open({{}, share * seconds, 0, 0});
            const auto read = hasty->read(picture, {});
            QVERIFY(read.isDone());
            const auto& reading = read.value();
            QVERIFY(reading.isCut || reading.lines.size() == kLines);
            isPart = isPart ||
                     (reading.isCut && !reading.lines.empty() && reading.lines.size() < kLines);
            if (isPart) {
                QCOMPARE(reading.lines.front().text, whole.value().lines.front().text);
                break;
            }
        }
        QVERIFY(isPart);
    }

    void readingThatHadNoTimeSaysSo() {
        const auto read = readText(toImage(longPage(30)), {{}, 0.001, 0, 0}, {});
        QVERIFY(read.isDone());
        QVERIFY(read.value().isCut);
    }

    /// A table is read row by row, a text in two columns column by column.
    void tablesStayInRows() {
        QImage page(760, 420, QImage::Format_RGB888);
        page.fill(Qt::white);
        QPainter painter(&page);
        QFont font(QStringLiteral("Inter"));
        font.setPixelSize(22);
        painter.setFont(font);
        QStringList rows;
        const QStringList towns{"Bergen", "Malang", "Lisbon", "Quebec", "Dakar", "Hobart", "Osaka", "Tromso"};
        for (int row = 0; row < towns.size(); ++row) {
            const QStringList cells{towns[row], QString::number(1204 + 317 * row), row % 2 == 0 ? "open" : "closed",
                                    QString::number(2 + row) + " May"};
            for (int column = 0; column < cells.size(); ++column) {
                painter.drawText(30 + 190 * column, 50 + 44 * row, cells[column]);
            }
            rows += cells.join(u' ');
        }
        painter.end();
        const auto read = readText(toImage(page), {}, {});
        QVERIFY(read.isDone());
        QCOMPARE(QString::fromStdString(read.value().text()), rows.join(u'\n'));
    }

    /// Made by segno and python-barcode: tests/data/make_codes.py.
    void codesAreRead_data() {
        QTest::addColumn<QJsonArray>("codes");
        QFile file(QStringLiteral(LIMN_SOURCE_FOLDER "/tests/data/codes/codes.json"));
        QVERIFY(file.open(QFile::ReadOnly));
        const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
        QVERIFY(all.size() >= 6);
        for (auto it = all.begin(); it != all.end(); ++it) {
            QTest::newRow(qPrintable(it.key())) << it.value().toArray();
        }
    }
    void codesAreRead() {
        QFETCH(QJsonArray, codes);
        const QImage picture(QStringLiteral(LIMN_SOURCE_FOLDER "/tests/data/codes/%1").arg(QLatin1String(QTest::currentDataTag())));
        const auto read = readText(toImage(picture), {}, {});
        QVERIFY(read.isDone());
        std::set<std::pair<QString, QString>> found;
        for (const TextLine& line : read.value().lines) {
            found.emplace(QString::fromStdString(line.code), QString::fromStdString(line.text));
            QVERIFY(QRect(0, 0, picture.width(), picture.height())
                        .contains(QRect(line.xPx, line.yPx, line.widthPx, line.heightPx)));
        }
        std::set<std::pair<QString, QString>> wanted;
        for (const auto& code : codes) {
            wanted.emplace(code.toArray()[0].toString(), code.toArray()[1].toString());
        }
        QVERIFY2(found == wanted, read.value().text().c_str());
    }

    void findsNothingWhereNothingIsWritten() {
        std::mt19937 random(1);
        Image noise(160, 120, 3);
        for (auto& value : noise.pixels) {
            value = static_cast<std::uint8_t>(random());
        }
        const auto read = readText(noise, {}, {});
        QVERIFY(read.isDone());
        QCOMPARE(QString::fromStdString(read.value().text()), QString());
    }

    void readingCanBeCancelled() {
        std::stop_source stop;
        stop.request_stop();
        const auto read = readText(toImage(written(QStringLiteral("anything"), {})), {}, stop.get_token());
        QVERIFY(read.isCancelled());
    }

    void unknownLanguageIsASentence() {
        const auto read = readText(toImage(written(QStringLiteral("anything"), {})), {{"xxx"}}, {});
        QVERIFY(read.isFailed());
        QVERIFY(read.error().message.find("tesseract-ocr-eng") != std::string::npos);
    }

    void namesColoursWhereTheyAre() {
        const auto facts = measureFacts(filled(qRgb(60, 120, 230), qRgb(40, 160, 60)), {});
        QVERIFY(facts.isDone());
        QCOMPARE(facts.value().above, ColourName::Blue);
        QCOMPARE(facts.value().below, ColourName::Green);
        QCOMPARE(facts.value().colours.size(), std::size_t(2));
        QVERIFY(std::abs(facts.value().colours.front().share - 0.5) < 0.01);
        QVERIFY(describeFacts(facts.value()).find("blue above and green below") != std::string::npos);
    }

    void tellsOfFacesFirst() {
        PictureFacts facts;
        facts.widthPx = 640;
        facts.heightPx = 480;
        facts.kind = PictureKind::Photograph;
        facts.above = facts.below = ColourName::Green;
        facts.colours = {{ColourName::Green, 1.0}};
        facts.lightness = 0.5;
        facts.faces.emplace();
        QCOMPARE(describeFactsBriefly(facts),
                 std::string("A photograph, a painting or a rendering. Mostly green, of middle brightness."));
        facts.faces = {Face{}, Face{}};
        QCOMPARE(describeFacts(facts), std::string("A photograph, a painting or a rendering with two faces, 640 × 480 "
                                                   "pixels. Mostly green, of middle brightness."));
        facts.faces->resize(12);
        QVERIFY(describeFactsBriefly(facts).starts_with("A photograph, a painting or a rendering with 12 faces. "));
    }

    void namesThePrimaryColours_data() {
        QTest::addColumn<QColor>("colour");
        QTest::addColumn<QString>("name");
        const std::pair<const char*, QColor> rows[] = {
            {"black", Qt::black}, {"white", Qt::white}, {"grey", Qt::gray}, {"red", QColor(220, 30, 30)},
            {"orange", QColor(255, 140, 0)}, {"brown", QColor(120, 70, 30)}, {"yellow", QColor(250, 220, 40)},
            {"green", QColor(40, 160, 60)}, {"turquoise", QColor(40, 200, 200)}, {"blue", QColor(40, 80, 220)},
            {"purple", QColor(130, 50, 180)}, {"pink", QColor(255, 150, 190)}};
        for (const auto& [name, colour] : rows) {
            QTest::newRow(name) << colour << QString::fromLatin1(name);
        }
    }
    void namesThePrimaryColours() {
        QFETCH(QColor, colour);
        QFETCH(QString, name);
        const auto facts = measureFacts(filled(colour.rgb(), colour.rgb()), {});
        QCOMPARE(QString::fromLatin1(englishName(facts.value().above)), name);
    }

    /// Only what was taken or scanned can be blurred, and few crisp edges are crisp still.
    void seesSoftEdges_data() {
        QTest::addColumn<QImage>("picture");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("isBlurred");
        const auto soft = [](const QImage& sharp) {
            return sharp.scaled(sharp.size() / 16, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                .scaled(sharp.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        };
        const auto row = [](const char* name, const QImage& picture, PictureKind kind,
                            bool isBlurred) {
            QTest::newRow(name) << picture << static_cast<int>(kind) << isBlurred;
        };
        QImage scene(512, 384, QImage::Format_RGB888);
        std::mt19937 random(3);
        for (int y = 0; y < scene.height(); ++y) {
            for (int x = 0; x < scene.width(); ++x) {
                const bool isDark = (x / 64 + y / 64) % 2 == 0;
                const int grey = (isDark ? 60 : 180) + static_cast<int>(random() % 7);
                scene.setPixel(x, y, qRgb(grey, grey, grey));
            }
        }
        row("sharp photograph", scene, PictureKind::Photograph, false);
        row("soft photograph", soft(scene), PictureKind::Photograph, true);
        QImage screen(900, 700, QImage::Format_RGB888);
        screen.fill(Qt::white);
        QPainter(&screen).fillRect(QRect(100, 100, 300, 200), QColor(40, 90, 200));
        row("screenshot of few edges", screen, PictureKind::Screenshot, false);
        QImage disc(600, 600, QImage::Format_RGB888);
        disc.fill(Qt::white);
        {
            QPainter painter(&disc);
            painter.setBrush(QColor(200, 60, 40));
            painter.setPen(Qt::NoPen);
            painter.drawEllipse(QPoint(300, 300), 90, 90);
        }
        row("drawing of one disc", disc, PictureKind::Drawing, false);
        row("soft drawing", soft(disc), PictureKind::Drawing, false);
    }
    void seesSoftEdges() {
        QFETCH(const QImage, picture);
        QFETCH(const int, kind);
        QFETCH(const bool, isBlurred);
        const auto facts = measureFacts(toImage(picture), {}).value();
        QCOMPARE(static_cast<int>(facts.kind), kind);
        QCOMPARE(facts.isBlurred, isBlurred);
        QCOMPARE(describeFacts(facts).find("soft") != std::string::npos, isBlurred);
    }

    void fewEdgesAreMeasuredToo() {
        QImage screen(900, 700, QImage::Format_RGB888);
        screen.fill(Qt::white);
        QPainter(&screen).fillRect(QRect(100, 100, 40, 20), QColor(40, 90, 200));
        QVERIFY(measureFacts(toImage(screen), {}).value().sharpness > 0.05);
    }

    /// A grid of 8 pixels may have been drawn: what was measured is said, and not where it came from.
    void aGridIsNotCalledCompression() {
        PictureFacts facts;
        facts.above = facts.below = ColourName::Green;
        facts.isBlocky = true;
        const auto said = describeFacts(facts);
        QVERIFY2(
            said.ends_with("Edges of blocks of 8 pixels show, as strong compression leaves them."),
            said.c_str());
    }

    void seesGrain() {
        const QImage sharp = written(QStringLiteral("Edges that are as sharp as edges can be"), {});
        std::mt19937 random(2);
        std::normal_distribution<double> grain(0, 12);
        Image grainy = toImage(sharp);
        for (auto& value : grainy.pixels) {
            value = static_cast<std::uint8_t>(std::clamp(value * 0.8 + 25 + grain(random), 0.0, 255.0));
        }
        QVERIFY(!measureFacts(toImage(sharp), {}).value().isNoisy);
        const auto facts = measureFacts(grainy, {}).value();
        QVERIFY(facts.isNoisy);
        QVERIFY(facts.noise > 4 && facts.noise < 16);  // grey has a little less of it than each colour
    }

    void knowsWhichWayIsLonger_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("shape");
        const auto row = [](QSize size, PictureShape shape) {
            QTest::addRow("%d x %d", size.width(), size.height())
                << size << static_cast<int>(shape);
        };
        row({640, 480}, PictureShape::Landscape);
        row({480, 640}, PictureShape::Portrait);
        row({512, 512}, PictureShape::Square);
        row({500, 510}, PictureShape::Square);
        row({500, 511}, PictureShape::Portrait);
        row({1, 1}, PictureShape::Square);
    }
    void knowsWhichWayIsLonger() {
        QFETCH(QSize, size);
        QFETCH(int, shape);
        QImage image(size, QImage::Format_RGB888);
        image.fill(Qt::gray);
        QCOMPARE(static_cast<int>(measureFacts(toImage(image), {}).value().shape), shape);
    }

    void seesBands_data() {
        QTest::addColumn<int>("levels");
        QTest::addColumn<bool>("isUpright");
        QTest::addColumn<bool>("isBanded");
        for (const bool isUpright : {false, true}) {
            const char* way = isUpright ? "upright" : "level";
            QTest::addRow("even, %s", way) << 256 << isUpright << false;
            QTest::addRow("in stairs, %s", way) << 32 << isUpright << true;
        }
    }
    void seesBands() {
        QFETCH(int, levels);
        QFETCH(bool, isUpright);
        QFETCH(bool, isBanded);
        QImage image(512, 128, QImage::Format_RGB888);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const int grey = (40 + x * 160 / 512) * levels / 256 * 256 / levels;
                image.setPixel(x, y, qRgb(grey, grey, grey));
            }
        }
        if (isUpright) {
            image = image.transformed(QTransform().rotate(90));
        }
        const auto facts = measureFacts(toImage(image), {}).value();
        QCOMPARE(facts.isBanded, isBanded);
        QCOMPARE(describeFacts(facts).find("bands") != std::string::npos, isBanded);
    }

    /// A side that would shrink to nothing keeps a pixel.
    void narrowPicturesAreLookedAt_data() {
        QTest::addColumn<QSize>("size");
        for (const QSize size : {QSize(1, 1), QSize(1300, 1), QSize(1, 2000), QSize(2000, 2),
                                 QSize(10'000, 5), QSize(20, 32'768)}) {
            QTest::addRow("%d x %d", size.width(), size.height()) << size;
        }
    }
    void narrowPicturesAreLookedAt() {
        QFETCH(const QSize, size);
        QImage image(size, QImage::Format_RGB888);
        for (int y = 0; y < size.height(); ++y) {
            for (int x = 0; x < size.width(); ++x) {
                image.setPixel(x, y, qRgb(x * 7 & 255, y * 5 & 255, (x ^ y) & 255));
            }
        }
        QVERIFY(measureFacts(toImage(image), {}).isDone());
        auto reader = TextReader::open();
        QVERIFY(reader);
        QVERIFY(reader->read(toImage(image), {}).isDone());
    }

    void emptyPictureIsEmpty() {
        QCOMPARE(measureFacts(filled(qRgb(9, 9, 9), qRgb(9, 9, 9)), {}).value().kind, PictureKind::Empty);
    }
};

QTEST_MAIN(TstVision)
#include "tst_Vision.moc"
