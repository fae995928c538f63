// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// A gallery of many rows: how long its pages, searches and filters take, how much memory it has, and whether scrolling stalls.
//   bench_gallery [ROWS]      200000 where nothing is said
#include "core/gallery/picture_search.h"
#include "tests/support/GalleryFixture.h"
#include "ui/gallery/GalleryPane.h"
#include "ui/gallery/ThumbnailGrid.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <limits>
#include <random>

using namespace limn;
using namespace limn::ui;

namespace {

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
constexpr int kRepeats = 25;
constexpr const char* kWords[] = {"lighthouse", "sunset", "fox",    "snow",   "harbour", "castle",
                                  "robot",      "garden", "river",  "market", "tower",   "forest",
                                  "umbrella",   "moon",   "dragon", "violin", "desert",  "whale",
                                  "train",      "mirror", "candle", "storm",  "bridge",  "owl"};

double residentMb() {
    QFile file(QStringLiteral("/proc/self/status"));
    file.open(QIODevice::ReadOnly);
    const auto found = QRegularExpression(QStringLiteral("VmRSS:\\s+(\\d+)"))
                           .match(QString::fromLatin1(file.readAll()));
    return found.captured(1).toDouble() / 1024;
}

void report(const char* what, std::vector<double> ms, std::size_t found) {
    std::sort(ms.begin(), ms.end());
    std::printf("%-46s median %7.2f ms   worst %7.2f ms   %zu found\n", what, ms[ms.size() / 2],
                ms.back(), found);
    std::fflush(stdout);
}

PictureFacts factsOf(const std::filesystem::path& pictures, int number, std::mt19937& random) {
    const auto word = [&]() {
        return std::string(kWords[random() % std::size(kWords)]);
    };
    PictureFacts facts;
    facts.file = pictures / std::to_string(number / 1000) / (std::to_string(number) + ".png");
    facts.stamp = {700'000 + number, (1'700'000'000LL + number * 60LL) * 1'000'000'000};
    char hash[65];
    std::snprintf(hash, sizeof hash, "%016x%016x%016x%016x", static_cast<unsigned>(random()),
                  static_cast<unsigned>(random()), static_cast<unsigned>(random()),
                  static_cast<unsigned>(number));
    facts.sha256 = hash;
    facts.widthPx = random() % 2 == 0 ? 1024 : 768;
    facts.heightPx = random() % 3 == 0 ? 1024 : 768;
    facts.madeAtMs = 1'700'000'000'000LL + number * 60'000LL;
    facts.model = "model " + std::to_string(random() % 12);
    facts.prompt = "a picture of a " + word() + " and a " + word() + " at the " + word() +
                   ", highly detailed, soft light, number" + std::to_string(number);
    facts.seed = std::to_string(random());
    return facts;
}

void fill(Database& database, const std::filesystem::path& pictures, int rows) {
    std::mt19937 random(1);
    QElapsedTimer timer;
    timer.start();
    constexpr int kBatch = 5000;
    for (int start = 0; start < rows; start += kBatch) {
        const Status done = database.writeAndWait([&](Connection& connection) -> Status {
            for (int number = start; number < std::min(rows, start + kBatch); ++number) {
                const auto id = putPicture(connection, factsOf(pictures, number, random));
                if (!id) {
                    return id.error();
                }
                const PictureId ids[] = {*id};
                if (Status rated = setRating(connection, ids, static_cast<int>(random() % 6));
                    !rated) {
                    return rated;
                }
                if (number % 20 == 0) {
                    if (Status marked = setFavourite(connection, ids, true); !marked) {
                        return marked;
                    }
                }
            }
            return Unit{};
        });
        if (!done) {
            std::printf("%s\n%s\n", done.error().message.c_str(), done.error().detail.c_str());
            std::exit(1);
        }
    }
    std::printf("filled with %d rows in %.1f s\n", rows, timer.elapsed() / 1000.0);
}

void timeQueries(Database& database) {
    struct Case {
        const char* name;
        GalleryQuery query;
    };
    const Case cases[] = {
        {"everything, newest first", {}},
        {"everything, oldest first", {.sort = GallerySort::Oldest}},
        {"everything, by name", {.sort = GallerySort::Name}},
        {"everything, best rated first", {.sort = GallerySort::BestRated}},
        {"everything, by model", {.sort = GallerySort::Model}},
        {"search: one word, 1 picture in 8", {.words = "lighthouse"}},
        {"search: a word of every picture", {.words = "detailed"}},
        {"search: two words", {.words = "fox snow"}},
        {"search: three letters", {.words = "lig"}},
        {"search: one picture", {.words = "number123456"}},
        {"search: nothing", {.words = "zeppelin"}},
        {"search and rating, best rated first",
         {.words = "castle", .sort = GallerySort::BestRated, .minRating = 4}},
        {"rating 5", {.minRating = 5}},
        {"favourites", {.onlyFavourites = true}},
        {"one model", {.model = "model 7"}},
        {"tall", {.aspect = PictureAspect::Tall}},
        {"with text (none has any)", {.onlyWithText = true}},
        {"model, rating, shape and date together",
         {.minRating = 3,
          .model = "model 3",
          .aspect = PictureAspect::Wide,
          .madeFromMs = 1'703'000'000'000}},
    };
    for (const Case& each : cases) {
        for (const std::size_t limit : {std::size_t{300}, kAll}) {
            std::vector<double> ms;
            std::size_t found = 0;
            for (int i = 0; i < kRepeats; ++i) {
                QElapsedTimer timer;
                timer.start();
                const auto rows =
                    database.readAndWait([&](Connection& connection) -> Result<std::size_t> {
                        const auto ids = findPictures(connection, each.query, limit);
                        if (!ids) {
                            return ids.error();
                        }
                        if (limit == kAll) {
                            return ids->size();
                        }
                        const auto page = picturesById(connection, *ids);
                        return page ? Result<std::size_t>(page->size())
                                    : Result<std::size_t>(page.error());
                    });
                ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
                found = rows ? *rows : 0;
            }
            const std::string name =
                std::string(each.name) + (limit == kAll ? ", whole list" : ", first page");
            report(name.c_str(), std::move(ms), found);
        }
    }
    const auto all = database.readAndWait(
        [](Connection& connection) { return findPictures(connection, {}, kAll); });
    std::vector<double> ms;
    for (int i = 0; i < kRepeats; ++i) {
        const std::size_t start = all->size() / kRepeats * static_cast<std::size_t>(i);
        QElapsedTimer timer;
        timer.start();
        const auto page = database.readAndWait([&](Connection& connection) {
            return picturesById(connection, std::span(*all).subspan(start, 256));
        });
        ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    report("next page: 256 rows anywhere in the list", std::move(ms), 256);
}

/// In an event loop as the program has it; QTest's own sleeps 10 ms between two turns.
bool waitUntil(const std::function<bool()>& isSo, int mostMs) {
    QEventLoop loop;
    QTimer look;
    look.setTimerType(Qt::PreciseTimer);
    look.setInterval(3);
    QObject::connect(&look, &QTimer::timeout, &loop, [&]() {
        if (isSo()) {
            loop.exit(0);
        }
    });
    look.start();
    QTimer::singleShot(mostMs, &loop, [&]() { loop.exit(1); });
    return isSo() || loop.exec() == 0;
}

/// Goes from the first picture to the last. For each stop: how long until no cell on the screen is empty.
void timeScrolling(test::GalleryFixture& gallery, const std::filesystem::path& thumbnailFolder) {
    PictureIndex index(gallery.database(), gallery.background());
    GalleryModel model(gallery.database(), index);
    GalleryFolders folders(gallery.database(), gallery.background());
    ThumbnailProvider thumbnails(gallery.background(), thumbnailFolder, 2);
    Theme theme;
    theme.applyTo(*qApp);
    GalleryPane pane({model, index, folders, thumbnails, gallery.background(), theme});
    pane.resize(1280, 800);
    QElapsedTimer start;
    start.start();
    pane.show();
    if (!QTest::qWaitFor([&]() { return model.rowCount() > 0 && model.row(0) != nullptr; },
                         10'000)) {
        std::puts("the gallery did not open");
        return;
    }
    std::printf("pane shown with its first page after %.1f ms\n",
                static_cast<double>(start.nsecsElapsed()) / 1e6);
    const qint64 rows =
        gallery.database()
            .readAndWait([](Connection& connection) {
                return connection.integer("SELECT count(*) FROM picture WHERE shelf = 1");
            })
            .value()
            .value_or(0);
    if (!QTest::qWaitFor([&]() { return model.rowCount() == rows; }, 10'000)) {
        std::puts("the list did not arrive");
        return;
    }
    std::printf("whole list of %lld after %.1f ms\n", static_cast<long long>(rows),
                static_cast<double>(start.nsecsElapsed()) / 1e6);

    auto* grid = pane.findChild<ThumbnailGrid*>();
    QScrollBar* bar = grid->verticalScrollBar();
    constexpr int kStops = 120;
    // Thumbnails as an earlier run of the program, or another program, left them.
    const auto stopAt = [&](int stop) {
        return static_cast<int>(static_cast<qint64>(bar->maximum()) * stop / kStops);
    };
    QImage image(256, 256, QImage::Format_RGB32);
    for (int y = 0; y < 256; ++y) {
        for (int x = 0; x < 256; ++x) {
            image.setPixel(x, y, qRgb(x ^ y, (x * y) >> 6, (x * 7 + y * 13) & 255));
        }
    }
    pane.hide();  // what is not painted is not asked for, and so does not count as unreadable
    int stored = 0;
    for (int stop = 0; stop <= kStops; ++stop) {
        bar->setValue(stopAt(stop));
        const auto [first, end] = grid->visibleRows();
        const bool isRead = QTest::qWaitFor([&, first = first, end = end]() {
            for (int row = first; row < end; ++row) {
                if (model.row(row) == nullptr) {
                    return false;
                }
            }
            return true;
        });
        if (!isRead) {
            std::puts("rows did not arrive");
            return;
        }
        for (int row = first; row < end; ++row) {
            const PictureRow* picture = model.row(row);
            const auto file = thumbnailFile(thumbnailFolder, picture->file, ThumbnailSize::Normal);
            std::filesystem::create_directories(file.parent_path());
            QImage small = image.scaled(128, 128);
            small.setText(QStringLiteral("Thumb::URI"),
                          QString::fromLatin1(thumbnailUri(picture->file)));
            small.setText(QStringLiteral("Thumb::MTime"),
                          QString::number(picture->stamp.modifiedNs / 1'000'000'000));
            small.save(QString::fromStdString(file.string()), "png");
            ++stored;
        }
    }
    thumbnails.forgetProblems();  // of the first screen, which had none to show
    pane.show();
    std::printf("%d thumbnails stored; %d columns\n", stored, grid->columns());

    std::vector<double> gaps;
    QElapsedTimer sinceTick;
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    tick.setInterval(2);
    QObject::connect(&tick, &QTimer::timeout, &tick, [&]() {
        gaps.push_back(static_cast<double>(sinceTick.nsecsElapsed()) / 1e6);
        sinceTick.start();
    });
    std::vector<double> filled;
    sinceTick.start();
    tick.start();
    for (int stop = 0; stop <= kStops; ++stop) {
        QElapsedTimer timer;
        timer.start();
        bar->setValue(stopAt(stop));
        const auto [first, end] = grid->visibleRows();
        const bool isFull = waitUntil(
            [&, first = first, end = end]() {
                for (int row = first; row < end; ++row) {
                    const PictureRow* picture = model.row(row);
                    if (picture == nullptr ||
                        thumbnails
                            .thumbnail(QString::fromStdString(picture->file.string()),
                                       picture->stamp.modifiedNs,
                                       grid->visualRect(model.index(row)).width())
                            .isNull()) {
                        return false;
                    }
                }
                return true;
            },
            5000);
        filled.push_back(isFull ? static_cast<double>(timer.nsecsElapsed()) / 1e6 : 5000);
        if (!isFull) {
            std::printf("stop %d: rows %d to %d were not full after 5 s\n", stop, first, end);
        }
    }
    tick.stop();
    report("scroll to any place: until no cell is empty", filled, filled.size());
    std::sort(gaps.begin(), gaps.end());
    std::printf("event loop between two turns: p99 %.1f ms, longest %.1f ms\n",
                gaps[gaps.size() * 99 / 100], gaps.back());
    std::printf("memory: %.0f MB resident, of it %.0f MB thumbnails\n", residentMb(),
                static_cast<double>(thumbnails.memoryUsed()) / 1048576);
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const QApplication application(argc, argv);
    const int rows = argc > 1 ? std::max(1, std::atoi(argv[1])) : 200'000;
    test::GalleryFixture gallery;
    fill(gallery.database(), gallery.pictures(), rows);
    timeQueries(gallery.database());
    timeScrolling(gallery, gallery.root() / "thumbnails");
    return 0;
}
