// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors

// Goes on with a batch of descriptions until nothing waits, so that a test can kill it anywhere. Each picture that the
// engine is asked about is a line in a ledger: it is in the file when write() returns, whatever happens to this process.
#include "core/batch/DescriptionBatch.h"
#include "core/gallery/gallery_schema.h"
#include "tests/support/FakeEngine.h"

#include <QCoreApplication>
#include <QThreadPool>

#include <string>

#include <fcntl.h>
#include <unistd.h>

using namespace limn;

namespace {

/// GalleryFixture::save() writes the number into the first pixel.
int numberOf(const Image& picture) {
    return picture.pixels[0] | picture.pixels[1] << 8;
}

Description sayTo(const DescribeRequest& request, int ledger) {
    const std::string number = std::to_string(numberOf(request.turns.front().pictures.front()));
    if (request.turns.back().text.starts_with("Describe this picture in one")) {
        const std::string line = number + "\n";
        static_cast<void>(!::write(ledger, line.data(), line.size()));
    }
    Description said;
    said.text = "picture number " + number;
    return said;
}

}  // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const std::filesystem::path root = argv[1];
    const int ledger = ::open((root / "ledger").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    QThreadPool pool;
    Background background(pool);
    auto steps = gallerySteps();
    for (auto& step : batchSteps()) {
        steps.push_back(std::move(step));
    }
    Database database({.file = root / "data" / "limn.db", .steps = steps}, background);
    auto script = std::make_shared<test::FakeEngineScript>();
    script->model.describesPictures = true;
    script->reply = [ledger](const DescribeRequest& request) {
        return sayTo(request, ledger);
    };
    InferenceService inference([script] { return std::make_unique<test::FakeEngine>(script); });
    inference.setStarterDescriber("/models/eyes");
    DescriptionBatch batch(database, inference);
    QObject::connect(&batch, &DescriptionBatch::finished, &application, &QCoreApplication::quit);
    database.read([](Connection& connection) { return nextWaiting(connection); }, &batch,
                  [&](const Result<WaitingPicture>& waiting) {
                      if (!waiting || !waiting->next) {
                          application.exit(waiting ? 0 : 1);
                      } else {
                          batch.start();
                      }
                  });
    return QCoreApplication::exec();
}
