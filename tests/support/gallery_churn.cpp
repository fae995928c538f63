// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// Works on a gallery at random, without an end, so that a test can kill it anywhere. Everything that was promised to the person
// (the call came back) is a line in a ledger: a line is in the file when write() returns, whatever happens to this process.
#include "core/base/AtomicFile.h"
#include "core/database/Database.h"
#include "core/gallery/PictureEdit.h"
#include "core/gallery/gallery_schema.h"
#include "core/gallery/picture_files.h"
#include "core/gallery/picture_rows.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QThreadPool>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using namespace limn;

namespace {

class Churn {
public:
    Churn(Database& database, std::filesystem::path root, unsigned seed)
        : m_database(database), m_root(std::move(root)), m_random(seed), m_seed(seed),
          m_ledger(::open((m_root / "ledger").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600)) {}

    void step() {
        const int what = pick(10);
        if (what < 4 || m_ids.empty()) {
            make();
        } else if (what < 6) {
            rate();
        } else if (what < 8) {
            edit({.id = any(), .trash = TrashOrder::MoveIn}, "trash");
        } else if (what < 9) {
            edit({.id = any(), .trash = TrashOrder::MoveBack}, "restore");
        } else {
            const PictureId id = any();
            edit({.id = id,
                  .fileName = "renamed-" + std::to_string(m_seed) + "-" +
                              std::to_string(++m_count) + ".png"},
                 "rename");
        }
        std::puts("step");
        std::fflush(stdout);
    }

    void know(const std::vector<PictureId>& ids) { m_ids = ids; }

private:
    int pick(int below) { return static_cast<int>(m_random() % static_cast<unsigned>(below)); }
    PictureId any() {
        return m_ids[static_cast<std::size_t>(pick(static_cast<int>(m_ids.size())))];
    }

    void note(const std::string& line) {
        const std::string whole = line + "\n";
        if (::write(m_ledger, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) {
            std::abort();
        }
    }

    /// What the inference thread does with a finished picture: file first, row second, and only then "finished".
    void make() {
        QImage image(16 + pick(64), 16 + pick(64), QImage::Format_RGB32);
        image.fill(m_random());
        image.setPixel(0, 0, m_random());
        image.setPixel(1, 0, m_random());
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "png");
        const auto file = m_root / "pictures" /
                          (std::to_string(m_seed) + "-" + std::to_string(++m_count) + ".png");
        const Status written =
            writeFileAtomically(file,
                                std::span(reinterpret_cast<const std::uint8_t*>(png.constData()),
                                          static_cast<std::size_t>(png.size())),
                                Overwrite::Never);
        if (!written) {
            std::abort();
        }
        const Outcome<PictureFacts> facts = lookAtPicture(file, {});
        if (!facts.isDone()) {
            std::abort();
        }
        note("made " + facts.value().sha256);
        const auto id = m_database.writeAndWait(
            [&](Connection& connection) { return putPicture(connection, facts.value()); });
        if (!id) {
            std::abort();
        }
        m_ids.push_back(*id);
        note("row " + facts.value().sha256);
    }

    void rate() {
        const PictureId id = any();
        const int rating = pick(6);
        note("rating " + std::to_string(id) + " " + std::to_string(rating));
        edit({.id = id, .rating = rating}, "rated");
    }

    void edit(const PictureEdit& order, const std::string& what) {
        applyEdits(m_database, {order}, {});
        note(what + " " + std::to_string(order.id) + " " +
             std::to_string(order.rating.value_or(-1)));
    }

    Database& m_database;
    std::filesystem::path m_root;
    std::mt19937 m_random;
    unsigned m_seed;
    int m_ledger;
    int m_count = 0;
    std::vector<PictureId> m_ids;
};

}  // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc != 3) {
        std::fputs("gallery_churn FOLDER SEED\n", stderr);
        return 2;
    }
    const std::filesystem::path root = argv[1];
    Background background(*QThreadPool::globalInstance());
    Database database({.file = root / "limn.db", .steps = gallerySteps()}, background);
    Churn churn(database, root, static_cast<unsigned>(std::atoi(argv[2])));
    if (!finishBrokenOff(database, {})) {
        return 1;
    }
    const auto ids = database.readAndWait([](Connection& connection) {
        return connection.rows("SELECT id FROM picture",
                               [](const Statement& row) { return row.integer(0); });
    });
    if (!ids) {
        return 1;
    }
    churn.know(*ids);
    while (true) {
        churn.step();
    }
}
