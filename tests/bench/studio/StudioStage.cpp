// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/bench/studio/StudioStage.h"

#include "app/studio/translations.h"
#include "core/metadata/write_generated.h"
#include "ui/mainwindow/StudioWindow.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QTimer>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace limn::test {
namespace {

constexpr int kSidePx = 512;

/// A landscape in flat colours that depend on the number: something to look at, drawn here, of nobody else.
QImage landscape(int number, int sidePx = kSidePx) {
    QImage image(sidePx, sidePx, QImage::Format_RGB888);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const double hue = std::fmod(number * 0.137, 1.0);
    QLinearGradient sky(0, 0, 0, sidePx);
    sky.setColorAt(0, QColor::fromHsvF(static_cast<float>(hue), 0.55f, 0.75f));
    sky.setColorAt(1,
                   QColor::fromHsvF(static_cast<float>(std::fmod(hue + 0.08, 1.0)), 0.25f, 0.98f));
    painter.fillRect(image.rect(), sky);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 244, 214));
    painter.drawEllipse(QPointF(sidePx * (0.2 + 0.6 * std::fmod(number * 0.31, 1.0)), sidePx * 0.3),
                        sidePx * 0.09, sidePx * 0.09);
    for (int hill = 0; hill < 3; ++hill) {
        QPainterPath path(QPointF(0, sidePx));
        const double base = sidePx * (0.55 + 0.14 * hill);
        path.lineTo(0, base);
        for (int x = 0; x <= sidePx; x += 8) {
            path.lineTo(
                x, base + sidePx * 0.06 * std::sin(x * 0.012 * (hill + 1) + number * 1.7 + hill));
        }
        path.lineTo(sidePx, sidePx);
        painter.setBrush(QColor::fromHsvF(static_cast<float>(std::fmod(hue + 0.35, 1.0)), 0.45f,
                                          static_cast<float>(0.62 - 0.16 * hill)));
        painter.drawPath(path);
    }
    return image;
}

Image toImage(const QImage& picture) {
    Image image(picture.width(), picture.height(), 3);
    for (int y = 0; y < image.heightPx; ++y) {
        std::copy_n(picture.constScanLine(y), image.rowBytes(), image.row(y));
    }
    return image;
}

/// Waits on the engine's thread without using the processor, and ends at once when it is stopped.
void pause(int ms, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, std::chrono::milliseconds(ms), [] { return false; });
}

}  // namespace

StudioStage::StudioStage(QApplication& application, const QString& home, int stepMs) {
    studio::installTranslations(application);
    m_script->model.defaultWidthPx = kSidePx;
    m_script->model.defaultHeightPx = kSidePx;
    m_script->model.defaultSteps = 20;
    m_script->model.describesPictures = true;
    m_script->reply = [](const DescribeRequest& request) {
        Description said;
        const auto& words = request.turns.back().text;
        said.text = words.starts_with("List up to") ? "lighthouse, sea, dusk, boats, calm water"
                    : words.starts_with("Describe this picture in detail")
                        ? "A white lighthouse stands on a low cliff at dusk. The sea is calm; two small boats lie on the left. The light "
                          "comes from the right, warm and low."
                    : words.ends_with("?") ? "Two."
                                           : "A white lighthouse above a calm sea at dusk.";
        return said;
    };
    m_script->beforeProgress = [stepMs](const Progress&, const std::stop_token& stop) {
        pause(stepMs, stop);
    };
    m_script->paint = [](std::uint64_t seed, int sidePx) {
        return toImage(landscape(static_cast<int>(seed % 1000), sidePx));
    };
    const std::filesystem::path folder = home.toStdString();
    // The engine is not real, but the window asks the disk whether there are models in the box.
    QDir(home).mkpath(QStringLiteral("starter/describer"));
    for (const char* name : {"starter/model_index.json", "starter/describer/config.json"}) {
        QFile file(QDir(home).filePath(QLatin1String(name)));
        if (file.open(QFile::WriteOnly)) {
            file.write("{}");
        }
    }
    m_studio = std::make_unique<studio::Studio>(
        application,
        StudioRequest{.files = {},
                      .placement = {},
                      .folders = {.data = folder / "data", .starter = folder / "starter"},
                      .interrupts = m_interrupts,
                      .makeEngine = [script = m_script] {
                          return std::make_unique<FakeEngine>(script);
                      }});
}

StudioStage::~StudioStage() = default;

void StudioStage::say(const QString& words) {
    auto* composer = window().findChild<QPlainTextEdit*>(QStringLiteral("composerPlainTextEdit"));
    composer->setFocus();
    composer->setPlainText(words);
    QKeyEvent press(QEvent::KeyPress, Qt::Key_Return, Qt::ControlModifier);
    QApplication::sendEvent(composer, &press);
}

void StudioStage::makePictures(const QString& folder, int count) {
    static const char* const words[] = {"a lighthouse at dusk", "hills in the morning",
                                        "a quiet bay", "the last light over the moor",
                                        "a field in spring"};
    QDir().mkpath(folder);
    for (int i = 0; i < count; ++i) {
        GenerationData data;
        data.program = "Limn";
        data.prompt = words[i % 5];
        data.seed = static_cast<std::uint64_t>(i);
        data.steps = 20;
        data.model = "fake";
        const std::filesystem::path file =
            std::filesystem::path(folder.toStdString()) / (std::to_string(i + 1) + ".png");
        if (!std::filesystem::exists(file)) {
            (void)writeGeneratedPicture(file, toImage(landscape(i, 192 + 32 * (i % 3))), data,
                                        Overwrite::Never);
        }
    }
}

void Steps::run() {
    next();
}

void Steps::next() {
    if (m_done == m_steps.size()) {
        QApplication::quit();
        return;
    }
    const Step& step = m_steps[m_done++];
    QTimer::singleShot(step.afterMs, this, [this, &step] {
        step.step();
        next();
    });
}

}  // namespace limn::test
