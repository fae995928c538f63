// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/Database.h"

#include "core/base/Log.h"

#include <condition_variable>
#include <future>
#include <mutex>

namespace limn {

/// What the two threads share. Each part says whose it is.
struct Database::Shared {
    Shared(DatabaseOptions given, Delivery way)
        : options(std::move(given)), toFace(std::move(way)) {}

    const DatabaseOptions options;
    const Delivery toFace;  // to the Database object

    // The writer's thread alone.
    OpenDatabase file;

    // The reader's thread alone.
    std::optional<Connection> reader;
    int readerGeneration = 0;

    std::mutex mutex;
    std::condition_variable_any changed;
    int generation = 0;  // guarded; 0: not open yet, then one more for each new file under the name
    bool isSealed = false;                         // guarded
    std::optional<Error> whyNotOpen;               // guarded
    std::function<void(const Error&)> tellDamage;  // set once, before any thread reads it
};

namespace {

ConnectionKind readerKind(bool isSealed) {
    return isSealed ? ConnectionKind::Sealed : ConnectionKind::Reader;
}

bool isDamage(const std::optional<Error>& error) {
    return error && error->code == ErrorCode::FileDamaged;
}

}  // namespace

Database::Database(DatabaseOptions options, Background& background, QObject* parent)
    : QObject(parent), m_background(background),
      m_shared(std::make_shared<Shared>(std::move(options), Delivery(this))) {
    m_shared->tellDamage = [this, way = m_shared->toFace](const Error&) {
        way.post([this]() { checkFile(); });
    };
    m_writer.submit([this, shared = m_shared](const std::stop_token&) {
        Result<OpenDatabase> file = openDatabase(shared->options);
        {
            const std::lock_guard lock(shared->mutex);
            if (file) {
                shared->file = std::move(*file);
                shared->generation = 1;
                shared->isSealed = shared->file.connection->kind() == ConnectionKind::Sealed;
            } else {
                shared->whyNotOpen = file.error();
            }
        }
        shared->changed.notify_all();
        if (shared->whyNotOpen) {
            shared->toFace.post(
                [this, error = *shared->whyNotOpen]() { Q_EMIT openFailed(error); });
            return;
        }
        shared->toFace.post([this, report = shared->file.report]() {
            Q_EMIT opened(report);
            checkFile();
        });
    });
}

Database::~Database() {
    m_check.cancelAndWait();
    m_writer.waitUntilIdle();  // what was ordered to be kept is kept
    m_shared->toFace.cancel();
    for (const JobId read : m_reader.queuedJobs()) {
        m_reader.cancel(read);
    }
    m_reader.submit([shared = m_shared](const std::stop_token&) { shared->reader.reset(); },
                    JobPlace::Front);
    m_reader.waitUntilIdle();
    // The writer's connection goes last and on its own thread: closing folds the log into the file.
    m_writer.submit([shared = m_shared](const std::stop_token&) { shared->file = {}; });
    m_writer.waitUntilIdle();
}

void Database::write(std::function<Status(Connection&)> work) {
    submitWrite([this, way = m_shared->toFace, run = std::move(work)](
                    Connection* connection, const Error& whyNot) -> std::optional<Error> {
        const Status answer = connection != nullptr ? connection->transaction(run) : Status(whyNot);
        if (answer) {
            return std::nullopt;
        }
        way.post([this, error = answer.error()]() { Q_EMIT writeFailed(error); });
        return answer.error();
    });
}

void Database::submitWrite(Order order) {
    m_writer.submit([shared = m_shared, run = std::move(order)](const std::stop_token&) {
        if (shared->whyNotOpen) {  // written by this thread only
            run(nullptr, *shared->whyNotOpen);
            return;
        }
        if (shared->file.report.access == DatabaseAccess::ReadOnly) {
            run(nullptr, Error{ErrorCode::WriteFailed, shared->file.report.notice, {}});
            return;
        }
        const std::optional<Error> failed = run(&*shared->file.connection, {});
        if (failed) {
            log(LogLevel::Warning, "database", failed->message + " " + failed->detail);
        }
        if (isDamage(failed)) {
            shared->tellDamage(*failed);
        }
    });
}

void Database::submitRead(std::stop_token stop, Order order) {
    m_reader.submit([shared = m_shared, stop = std::move(stop),
                     run = std::move(order)](const std::stop_token& runnerStop) {
        if (stop.stop_requested() || runnerStop.stop_requested()) {
            return;
        }
        runRead(*shared, stop, run);
    });
}

void Database::runRead(Shared& shared, const std::stop_token& stop, const Order& order) {
    int generation = 0;
    bool isSealed = false;
    {
        std::unique_lock lock(shared.mutex);
        shared.changed.wait(lock, stop, [&] { return shared.generation > 0 || shared.whyNotOpen; });
        if (shared.whyNotOpen) {
            const Error reason = *shared.whyNotOpen;
            lock.unlock();
            order(nullptr, reason);
            return;
        }
        generation = shared.generation;
        isSealed = shared.isSealed;
    }
    if (stop.stop_requested()) {
        return;
    }
    if (!shared.reader || shared.readerGeneration != generation) {
        shared.reader.reset();
        Result<Connection> opened = Connection::open(shared.options.file, readerKind(isSealed));
        if (!opened) {
            order(nullptr, opened.error());
            return;
        }
        shared.reader.emplace(std::move(*opened));
        shared.readerGeneration = generation;
    }
    const Connection::StopGuard guard(*shared.reader, stop);
    const std::optional<Error> failed = order(&*shared.reader, {});
    if (failed && !stop.stop_requested()) {
        log(LogLevel::Warning, "database", failed->message + " " + failed->detail);
        if (isDamage(failed)) {
            shared.tellDamage(*failed);
        }
    }
}

void Database::runAndWait(Lane lane, Order order) {
    auto ended = std::make_shared<std::promise<void>>();
    std::future<void> wait = ended->get_future();
    // The promise goes with the order: an order that is dropped ends the wait as well.
    Order kept = [order = std::move(order), ended = std::move(ended)](Connection* connection,
                                                                      const Error& whyNot) {
        const std::optional<Error> failed = order(connection, whyNot);
        ended->set_value();
        return failed;
    };
    if (lane == Lane::Write) {
        submitWrite(std::move(kept));
    } else {
        submitRead({}, std::move(kept));
    }
    wait.wait();
}

Error Database::closingError() {
    return {ErrorCode::Internal, "The database is being closed.", {}};
}

void Database::checkFile() {
    if (m_check.isRunning()) {
        return;
    }
    m_check = m_background.start(
        this,
        [shared = m_shared](const std::stop_token& stop) -> Status {
            bool isSealed = false;
            {
                const std::lock_guard lock(shared->mutex);
                isSealed = shared->isSealed;
            }
            Result<Connection> own = Connection::open(shared->options.file, readerKind(isSealed));
            if (!own) {
                return own.error();
            }
            const Connection::StopGuard guard(*own, stop);
            return own->quickCheck();
        },
        [this](const Status& checked) {
            if (checked) {
                Q_EMIT fileChecked();
                return;
            }
            log(LogLevel::Error, "database",
                checked.error().message + " " + checked.error().detail);
            if (checked.error().code != ErrorCode::FileDamaged) {
                return;
            }
            m_writer.submit([this, shared = m_shared](const std::stop_token&) {
                rebuild(*shared);
                shared->toFace.post(
                    [this, report = shared->file.report]() { Q_EMIT rebuilt(report); });
            });
        },
        BackgroundPriority::Low);
}

void Database::rebuild(Shared& shared) {
    if (shared.whyNotOpen || shared.file.report.access == DatabaseAccess::ReadOnly) {
        return;
    }
    const Status done = rebuildDatabase(shared.options, shared.file);
    {
        const std::lock_guard lock(shared.mutex);
        ++shared.generation;
        if (!done && !shared.file.connection) {
            shared.whyNotOpen = done.error();
        }
    }
    if (!done) {
        log(LogLevel::Error, "database", done.error().message + " " + done.error().detail);
    }
}

}  // namespace limn
