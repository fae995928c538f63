// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/jobs/Delivery.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

class QObject;
class QThreadPool;

namespace limn {

enum class BackgroundPriority { Low = 1, Normal, High };

/// A piece of small work that is under way, or an empty handle. Copies are the same work.
/// Letting go of a handle changes nothing.
class BackgroundTask {
public:
    BackgroundTask() = default;

    /// Asks the work to stop. Guarantees: its `done` is not called any more. Thread of the context.
    void cancel();
    /// The same, and waits until the work has let go of what it uses. For destructors: work that asks its
    /// token keeps this short. Work that has not started yet never starts.
    void cancelAndWait();
    /// False once the work has ended, also where `done` has not been called yet.
    bool isRunning() const;

private:
    friend class Background;
    struct State;
    explicit BackgroundTask(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    std::shared_ptr<State> m_state;
};

/// Small work (files, scans, thumbnails, hashing) on a thread pool, its result on the context's thread.
/// The one way off the GUI thread beside the inference thread and the database. Long-lived, owned by app;
/// whoever starts work that uses an object ends it (context or cancelAndWait) before that object.
/// The destructor asks all work to stop and waits for it.
class Background {
public:
    explicit Background(QThreadPool& pool);
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    /// Runs `work(stop_token)` on the pool and then `done(result)` on the thread of `context`, unless the context ended
    /// or the task was cancelled meanwhile. `work` must not touch objects of the GUI thread, must not throw, and asks
    /// its token at least once a file or file chunk. The token stops when the context ends.
    template <class Work, class Done>
    BackgroundTask start(QObject* context, Work work, Done done,
                         BackgroundPriority priority = BackgroundPriority::Normal) {
        using Value = std::invoke_result_t<Work&, std::stop_token>;
        static_assert(!std::is_void_v<Value>, "give back a Unit");
        const Delivery delivery(context);
        return submit(
            delivery,
            [delivery, run = std::move(work),
             end = std::move(done)](const std::stop_token& stop) mutable {
                // Shared, since a std::function is copied and a picture should not be.
                delivery.postLast([value = std::make_shared<Value>(run(stop)), end = std::move(end)]() mutable {
                    end(std::move(*value));
                });
            },
            priority);
    }

private:
    struct Shared;
    BackgroundTask submit(const Delivery& delivery, std::function<void(std::stop_token)> work,
                          BackgroundPriority priority);

    QThreadPool& m_pool;
    std::shared_ptr<Shared> m_shared;
};

}  // namespace limn
