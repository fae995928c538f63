// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/SceneRenderer.h"

#include "inference/starter/scene_sampler.h"
#include "inference/starter/tinting.h"
#include "inference/starter/vocabulary.h"

#include <QTest>

using namespace limn;
using namespace limn::starter;

/// The tests that need pictures are left out where the emoji font is not installed.
class tst_SceneRenderer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pictureDependsOnTheSceneOnly();
    void halfSizeIsTheAreaAverage();
    void everyThingIsSeen();
    void looksCanBeTold();
    void looksDependOnTheSceneOnly();
    void blueprintsShowNoColours();
    void tintsCanBeTold();
    void naturalTintsLookLikeTheThing();
    void oklabOfKnownColours();

private:
    std::optional<SceneRenderer> m_renderer;
};

void tst_SceneRenderer::initTestCase() {
    const auto font = GlyphFont::open(GlyphFont::defaultFile());
    if (!font) {
        QFAIL(qPrintable(QString::fromStdString(font.error().message)));
    }
    auto renderer = SceneRenderer::create(*font);
    QVERIFY2(renderer.has_value(), renderer ? "" : renderer.error().message.c_str());
    m_renderer = std::move(*renderer);
}

void tst_SceneRenderer::pictureDependsOnTheSceneOnly() {
    const Scene scene = sampleTrainingScene(2, 5);
    const auto first = m_renderer->render(scene, kFullSidePx);
    for (std::uint64_t i = 6; i < 20; ++i) {
        (void)m_renderer->render(sampleTrainingScene(2, i), kFullSidePx);
    }
    QCOMPARE(m_renderer->render(scene, kFullSidePx).picture, first.picture);
    auto fresh = SceneRenderer::create(*GlyphFont::open(GlyphFont::defaultFile()));
    QCOMPARE(fresh->render(scene, kFullSidePx).picture, first.picture);
}

void tst_SceneRenderer::halfSizeIsTheAreaAverage() {
    const Scene scene = sampleTrainingScene(2, 8);
    const auto full = m_renderer->render(scene, kFullSidePx).picture;
    const auto half = m_renderer->render(scene, kFullSidePx / 2).picture;
    QCOMPARE(half.widthPx, kFullSidePx / 2);
    for (const auto& [x, y] : {std::pair{0, 0}, {40, 90}, {127, 127}}) {
        for (int c = 0; c < 3; ++c) {
            const int sum = full.row(2 * y)[6 * x + c] + full.row(2 * y)[6 * x + 3 + c] +
                            full.row(2 * y + 1)[6 * x + c] + full.row(2 * y + 1)[6 * x + 3 + c];
            QCOMPARE(int(half.row(y)[3 * x + c]), (sum + 2) / 4);
        }
    }
}

void tst_SceneRenderer::everyThingIsSeen() {
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Scene scene = sampleTrainingScene(11, i);
        const auto owner = m_renderer->render(scene, kFullSidePx / 2).owner;
        for (std::size_t k = 1; k <= scene.things.size(); ++k) {
            const auto pixels =
                std::count(owner.begin(), owner.end(), static_cast<std::uint8_t>(k));
            QVERIFY2(pixels > 200,
                     qPrintable(QString("scene %1, thing %2: %3").arg(i).arg(k).arg(pixels)));
        }
    }
}

/// Mean difference of two pictures' bytes.
double differenceOf(const Image& first, const Image& second) {
    double sum = 0;
    for (std::size_t i = 0; i < first.pixels.size(); ++i) {
        sum += std::abs(int(first.pixels[i]) - int(second.pixels[i]));
    }
    return sum / static_cast<double>(first.pixels.size());
}

/// Every weather and every style, in every place and time, is another picture than the others; things stay in their cells.
void tst_SceneRenderer::looksCanBeTold() {
    for (int place = 1; place <= kPlaceCount; ++place) {
        for (int time = 1; time <= kTimeCount; ++time) {
            Scene scene = sampleTrainingScene(3, static_cast<std::uint64_t>(8 * place + time));
            scene.place = static_cast<Place>(place);
            scene.time = static_cast<TimeOfDay>(time);
            const auto plain = m_renderer->render(scene, kFullSidePx / 2);
            std::vector<Image> looks{plain.picture};
            for (int weather = 2; weather <= kWeatherCount; ++weather) {
                scene.weather = static_cast<Weather>(weather);
                const auto wet = m_renderer->render(scene, kFullSidePx / 2);
                QCOMPARE(wet.owner, plain.owner);
                looks.push_back(wet.picture);
            }
            scene.weather = Weather::Clear;
            for (int style = 2; style <= kStyleCount; ++style) {
                scene.style = static_cast<Style>(style);
                const auto drawn = m_renderer->render(scene, kFullSidePx / 2);
                QCOMPARE(drawn.owner, plain.owner);
                looks.push_back(drawn.picture);
            }
            for (std::size_t i = 0; i < looks.size(); ++i) {
                for (std::size_t j = 0; j < i; ++j) {
                    const double apart = differenceOf(looks[i], looks[j]);
                    QVERIFY2(apart > 2.5, qPrintable(QString("place %1 time %2: %3 and %4: %5")
                                                         .arg(place)
                                                         .arg(time)
                                                         .arg(i)
                                                         .arg(j)
                                                         .arg(apart)));
                }
            }
        }
    }
}

void tst_SceneRenderer::looksDependOnTheSceneOnly() {
    auto fresh = SceneRenderer::create(*GlyphFont::open(GlyphFont::defaultFile()));
    for (std::uint64_t i = 0; i < 30; ++i) {
        const Scene scene = sampleTrainingScene(4, i, {.weather = 1, .styled = 0.7});
        QCOMPARE(m_renderer->render(scene, kFullSidePx).picture,
                 fresh->render(scene, kFullSidePx).picture);
    }
}

void tst_SceneRenderer::blueprintsShowNoColours() {
    Scene scene = sampleTrainingScene(2, 5);
    scene.style = Style::Blueprint;
    const auto picture = m_renderer->render(scene, kFullSidePx).picture;
    for (std::size_t i = 0; i < picture.pixels.size(); i += 3) {
        // From the paper's blue to the lines' white: never more red than green, never more green than blue.
        QVERIFY(picture.pixels[i] <= picture.pixels[i + 1]);
        QVERIFY(picture.pixels[i + 1] <= picture.pixels[i + 2]);
    }
}

void tst_SceneRenderer::tintsCanBeTold() {
    for (std::size_t kind = 0; kind < things().size(); ++kind) {
        for (int first = 2; first <= kTintCount; ++first) {
            for (int second = first + 1; second <= kTintCount; ++second) {
                const float apart =
                    distance(meanColour(m_renderer->sprite(kind, static_cast<Tint>(first))),
                             meanColour(m_renderer->sprite(kind, static_cast<Tint>(second))));
                const auto name =
                    QByteArray(things()[kind].name.data(), qsizetype(things()[kind].name.size()));
                QVERIFY2(apart > 0.055F, qPrintable(QString("%1 %2 %3: %4")
                                                        .arg(QString::fromUtf8(name))
                                                        .arg(first)
                                                        .arg(second)
                                                        .arg(double(apart))));
            }
        }
    }
}

void tst_SceneRenderer::naturalTintsLookLikeTheThing() {
    for (std::size_t kind = 0; kind < things().size(); ++kind) {
        if (const auto tint = things()[kind].naturalTint) {
            const Oklab natural = meanColour(m_renderer->sprite(kind, Tint::Natural));
            const float apart = distance(natural, meanColour(m_renderer->sprite(kind, *tint)));
            QVERIFY2(apart < 0.16F, qPrintable(QString("%1: %2").arg(kind).arg(double(apart))));
        }
    }
}

void tst_SceneRenderer::oklabOfKnownColours() {
    // From the definition's own page: white is (1, 0, 0); red sRGB is (0.627955, 0.224863, 0.125846).
    const Oklab white = oklabFromSrgb({1, 1, 1});
    QVERIFY(std::abs(white.L - 1) < 1e-3F && std::abs(white.a) < 1e-3F &&
            std::abs(white.b) < 1e-3F);
    const Oklab red = oklabFromSrgb({1, 0, 0});
    QVERIFY(distance(red, {0.627955F, 0.224863F, 0.125846F}) < 1e-3F);
    const Rgb back = srgbFromOklab(oklabFromSrgb({0.2F, 0.5F, 0.8F}));
    QVERIFY(std::abs(back.r - 0.2F) < 1e-3F && std::abs(back.g - 0.5F) < 1e-3F &&
            std::abs(back.b - 0.8F) < 1e-3F);
}

QTEST_APPLESS_MAIN(tst_SceneRenderer)
#include "tst_SceneRenderer.moc"
