// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Database.h"
#include "core/gallery/gallery_schema.h"
#include "core/jobs/Background.h"

#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <filesystem>
#include <future>
#include <optional>

namespace limn::test {

/// A database with the gallery's tables and a folder for pictures, both gone at the end.
class GalleryFixture {
public:
    explicit GalleryFixture(std::vector<MigrationStep> steps = gallerySteps())
        : m_steps(std::move(steps)), m_background(m_pool) {
        reopen();
        std::filesystem::create_directories(pictures());
    }

    std::filesystem::path root() const { return m_folder.path().toStdString(); }
    std::filesystem::path pictures() const { return root() / "pictures"; }
    Database& database() { return *m_database; }
    Background& background() { return m_background; }

    /// Another process may have it then.
    void close() { m_database.reset(); }
    /// As after a new start of the program.
    void reopen() {
        m_database.reset();
        m_database.emplace(
            DatabaseOptions{.file = root() / "data" / "limn.db", .steps = m_steps},
            m_background);
    }

    /// Runs `work(stop)` where a worker would, and gives its answer.
    template <class Work>
    auto onWorker(Work work) {
        using Answer = std::invoke_result_t<Work&, std::stop_token>;
        std::optional<Answer> answer;
        QObject context;
        m_background.start(&context, std::move(work),
                           [&](Answer given) { answer.emplace(std::move(given)); });
        [&]() {
            QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 60'000);
        }();
        return *std::move(answer);
    }

    template <class Work>
    auto read(Work work) {
        return onWorker(
            [this, work](const std::stop_token&) { return m_database->readAndWait(work); });
    }

    template <class Work>
    auto write(Work work) {
        return onWorker(
            [this, work](const std::stop_token&) { return m_database->writeAndWait(work); });
    }

    /// A small picture whose pixels depend on `number`, with A1111's text where `prompt` is not empty.
    static void save(const std::filesystem::path& file, int number, const QString& prompt = {},
                     QSize size = {48, 32}) {
        QImage image(size, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(number * 37 % 360, 200, 220));
        image.setPixel(0, 0, qRgb(number & 255, (number >> 8) & 255, 77));
        // At the image: the writer's own texts lose their line feeds.
        if (!prompt.isEmpty()) {
            image.setText(
                QStringLiteral("parameters"),
                prompt + QStringLiteral(
                             "\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: %1, Size: %2x%3, "
                             "Model: dream")
                             .arg(1000 + number)
                             .arg(size.width())
                             .arg(size.height()));
        }
        image.save(QString::fromStdString(file.string()), "png");
    }

private:
    QTemporaryDir m_folder;
    std::vector<MigrationStep> m_steps;
    QThreadPool m_pool;
    Background m_background;
    std::optional<Database> m_database;
};

}  // namespace limn::test
