// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"
#include "core/database/database_file.h"
#include "core/jobs/Background.h"
#include "core/jobs/Delivery.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

namespace limn {

/// A read that is under way. Letting go of it changes nothing.
class DatabaseRead {
public:
    DatabaseRead() = default;
    explicit DatabaseRead(Delivery delivery) : m_delivery(std::move(delivery)) {}
    /// Guarantees: `done` is not called any more. The statement that runs is broken off.
    void cancel() {
        if (m_delivery) {
            m_delivery->cancel();
            m_delivery.reset();
        }
    }

private:
    std::optional<Delivery> m_delivery;
};

/// The person's one database: one writer connection on one thread, in order; reads on another thread, on a connection
/// that only reads. Neither write() nor read() ever blocks; results arrive on the thread of their context, and not at all if
/// it ended meanwhile. Orders given before the file is open wait for it; if it cannot be opened, each fails with the reason.
/// Owned by app, longer than everything that uses it. Its destructor finishes every write that was ordered.
class Database final : public QObject {
    Q_OBJECT
public:
    Database(DatabaseOptions options, Background& background, QObject* parent = nullptr);
    ~Database() override;

    /// One transaction: `work(Connection&)` gives a Result<T>; an Error undoes everything it did. When `done(Result<T>)`
    /// hears of success, the change is on the medium. `work` runs on the writer's thread and captures by value.
    template <class Work, class Done>
    void write(Work work, QObject* context, Done done) {
        using Answer = std::invoke_result_t<Work&, Connection&>;
        const Delivery delivery(context);
        submitWrite([delivery, run = std::move(work), end = std::move(done)](
                        Connection* connection, const Error& whyNot) mutable {
            Answer answer = connection != nullptr ? connection->transaction(run) : Answer(whyNot);
            const std::optional<Error> failed =
                answer ? std::nullopt : std::optional<Error>(answer.error());
            // What is posted owns the answer alone: this thread has nothing to do with it any more.
            delivery.postLast([shared = std::make_shared<Answer>(std::move(answer)), end = std::move(end)]() mutable {
                end(std::move(*shared));
            });
            return failed;
        });
    }

    /// The same where nobody waits for the answer: a failure is told through writeFailed().
    void write(std::function<Status(Connection&)> work);

    /// `work(Connection&)` gives a Result<T>. Reads run one after the other, on a connection that sees the last commit.
    template <class Work, class Done>
    DatabaseRead read(Work work, QObject* context, Done done) {
        using Answer = std::invoke_result_t<Work&, Connection&>;
        const Delivery delivery(context);
        submitRead(delivery.stopToken(), [delivery, run = std::move(work), end = std::move(done)](
                                             Connection* connection, const Error& whyNot) mutable {
            Answer answer = connection != nullptr ? run(*connection) : Answer(whyNot);
            const std::optional<Error> failed =
                answer ? std::nullopt : std::optional<Error>(answer.error());
            // What is posted owns the answer alone: this thread has nothing to do with it any more.
            delivery.postLast([shared = std::make_shared<Answer>(std::move(answer)), end = std::move(end)]() mutable {
                end(std::move(*shared));
            });
            return failed;
        });
        return DatabaseRead(delivery);
    }

    /// For worker threads (a scan, a finished picture), never for the GUI thread: write(), and waits for the answer.
    template <class Work>
    auto writeAndWait(Work work) -> std::invoke_result_t<Work&, Connection&> {
        using Answer = std::invoke_result_t<Work&, Connection&>;
        std::optional<Answer> answer;
        runAndWait(Lane::Write, [&](Connection* connection, const Error& whyNot) {
            answer.emplace(connection != nullptr ? connection->transaction(work) : Answer(whyNot));
            return *answer ? std::nullopt : std::optional<Error>(answer->error());
        });
        return answer ? *std::move(answer) : Answer(closingError());
    }

    /// For worker threads, never for the GUI thread: read(), and waits for the answer.
    template <class Work>
    auto readAndWait(Work work) -> std::invoke_result_t<Work&, Connection&> {
        using Answer = std::invoke_result_t<Work&, Connection&>;
        std::optional<Answer> answer;
        runAndWait(Lane::Read, [&](Connection* connection, const Error& whyNot) {
            answer.emplace(connection != nullptr ? work(*connection) : Answer(whyNot));
            return *answer ? std::nullopt : std::optional<Error>(answer->error());
        });
        return answer ? *std::move(answer) : Answer(closingError());
    }

    /// Looks through the whole file in the background, as after every opening; damage leads to rebuilt().
    void checkFile();

Q_SIGNALS:
    /// The file is open, or never will be.
    void opened(const limn::OpenReport& report);
    void openFailed(const limn::Error& error);
    /// Of a write that nobody waits for.
    void writeFailed(const limn::Error& error);
    /// The whole file was looked through and is sound.
    void fileChecked();
    /// The file was damaged and is a new one now: whatever was read from it is to be read again.
    void rebuilt(const limn::OpenReport& report);

private:
    enum class Lane { Write = 1, Read };
    /// Gets no connection where the file is not open, and then the reason. Tells what failed.
    using Order = std::function<std::optional<Error>(Connection*, const Error&)>;
    struct Shared;

    void submitWrite(Order order);
    void submitRead(std::stop_token stop, Order order);
    void runAndWait(Lane lane, Order order);
    static Error closingError();
    static void runRead(Shared& shared, const std::stop_token& stop, const Order& order);
    static void rebuild(Shared& shared);

    Background& m_background;
    std::shared_ptr<Shared> m_shared;
    BackgroundTask m_check;
    JobRunner m_reader;
    JobRunner m_writer;  // last: ends first, so that no read waits for an opening that never comes
};

}  // namespace limn
