// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/Background.h"

#include <QThreadPool>

#include <condition_variable>
#include <mutex>
#include <vector>

namespace limn {

/// The work is destroyed on the worker, or by whoever cancelled it before it started.
struct BackgroundTask::State {
    explicit State(Delivery way) : delivery(std::move(way)) {}

    void run() {
        std::function<void(std::stop_token)> current;
        {
            const std::lock_guard lock(mutex);
            current.swap(work);
            isAtWork = static_cast<bool>(current);
        }
        const std::stop_token stop = delivery.stopToken();
        if (current && !stop.stop_requested()) {
            current(stop);
        }
        current = nullptr;  // captures go before the work counts as ended
        {
            const std::lock_guard lock(mutex);
            isAtWork = false;
        }
        changed.notify_all();
    }

    void drop() {
        std::function<void(std::stop_token)> dropped;
        const std::lock_guard lock(mutex);
        dropped.swap(work);
    }

    Delivery delivery;
    std::mutex mutex;
    std::condition_variable changed;
    std::function<void(std::stop_token)> work;
    bool isAtWork = false;
};

void BackgroundTask::cancel() {
    if (m_state) {
        m_state->delivery.cancel();
        m_state->drop();
    }
}

void BackgroundTask::cancelAndWait() {
    cancel();
    if (m_state) {
        std::unique_lock lock(m_state->mutex);
        m_state->changed.wait(lock, [this] { return !m_state->isAtWork; });
    }
}

bool BackgroundTask::isRunning() const {
    if (!m_state) {
        return false;
    }
    const std::lock_guard lock(m_state->mutex);
    return m_state->isAtWork || m_state->work;
}

struct Background::Shared {
    std::mutex mutex;
    std::vector<std::weak_ptr<BackgroundTask::State>> tasks;
};

Background::Background(QThreadPool& pool) : m_pool(pool), m_shared(std::make_shared<Shared>()) {}

Background::~Background() {
    std::vector<std::weak_ptr<BackgroundTask::State>> tasks;
    {
        const std::lock_guard lock(m_shared->mutex);
        tasks.swap(m_shared->tasks);
    }
    for (const auto& each : tasks) {
        if (auto state = each.lock()) {
            BackgroundTask(state).cancel();
        }
    }
    for (const auto& each : tasks) {
        if (auto state = each.lock()) {
            BackgroundTask(state).cancelAndWait();
        }
    }
}

BackgroundTask Background::submit(const Delivery& delivery,
                                  std::function<void(std::stop_token)> work,
                                  BackgroundPriority priority) {
    auto state = std::make_shared<BackgroundTask::State>(delivery);
    state->work = std::move(work);
    {
        const std::lock_guard lock(m_shared->mutex);
        std::erase_if(m_shared->tasks, [](const auto& task) { return task.expired(); });
        m_shared->tasks.push_back(state);
    }
    m_pool.start([state]() { state->run(); }, static_cast<int>(priority));
    return BackgroundTask(state);
}

}  // namespace limn
