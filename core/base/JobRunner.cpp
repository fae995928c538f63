// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/JobRunner.h"

#include <algorithm>

namespace limn {

JobRunner::JobRunner(std::function<void()> onThreadStart)
    : m_onThreadStart(std::move(onThreadStart)),
      m_thread([this](const std::stop_token& threadStop) { work(threadStop); }) {}

JobRunner::~JobRunner() {
    std::deque<Entry> dropped;  // destroyed outside the lock, as in cancel()
    std::stop_source running;
    {
        const std::lock_guard lock(m_mutex);
        dropped.swap(m_queue);
        running = m_runningStop;
    }
    running.request_stop();
    m_thread.request_stop();
    m_changed.notify_all();
}

JobId JobRunner::submit(Job job, JobPlace place) {
    JobId id = 0;
    {
        const std::lock_guard lock(m_mutex);
        id = ++m_lastId;
        Entry entry{id, std::move(job)};
        if (place == JobPlace::Front) {
            m_queue.push_front(std::move(entry));
        } else {
            m_queue.push_back(std::move(entry));
        }
    }
    m_changed.notify_all();
    return id;
}

JobRunner::CancelResult JobRunner::cancel(JobId id) {
    Entry dropped;  // destroyed outside the lock: a job's captures may be large or call back
    std::stop_source running(std::nostopstate);
    {
        const std::lock_guard lock(m_mutex);
        if (m_runningId == id) {
            running = m_runningStop;
        } else {
            const auto it = std::find_if(m_queue.begin(), m_queue.end(),
                                         [id](const Entry& entry) { return entry.id == id; });
            if (it == m_queue.end()) {
                return CancelResult::Unknown;
            }
            dropped = std::move(*it);
            m_queue.erase(it);
        }
    }
    if (running.stop_possible()) {
        running.request_stop();  // outside the lock too: it calls the job's stop callbacks
        return CancelResult::AskedToStop;
    }
    m_changed.notify_all();
    return CancelResult::RemovedFromQueue;
}

bool JobRunner::moveQueued(JobId id, std::size_t index) {
    const std::lock_guard lock(m_mutex);
    const auto it = std::find_if(m_queue.begin(), m_queue.end(),
                                 [id](const Entry& entry) { return entry.id == id; });
    if (it == m_queue.end()) {
        return false;
    }
    Entry entry = std::move(*it);
    m_queue.erase(it);
    const auto place = static_cast<std::ptrdiff_t>(std::min(index, m_queue.size()));
    m_queue.insert(m_queue.begin() + place, std::move(entry));
    return true;
}

std::vector<JobId> JobRunner::queuedJobs() const {
    const std::lock_guard lock(m_mutex);
    std::vector<JobId> ids;
    ids.reserve(m_queue.size());
    for (const Entry& entry : m_queue) {
        ids.push_back(entry.id);
    }
    return ids;
}

std::optional<JobId> JobRunner::runningJob() const {
    const std::lock_guard lock(m_mutex);
    return m_runningId;
}

void JobRunner::waitUntilIdle() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_queue.empty() && !m_runningId; });
}

void JobRunner::work(const std::stop_token& threadStop) {
    if (m_onThreadStart) {
        m_onThreadStart();
    }
    while (true) {
        Entry entry;
        std::stop_token jobStop;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, threadStop, [this] { return !m_queue.empty(); });
            if (threadStop.stop_requested()) {
                return;
            }
            entry = std::move(m_queue.front());
            m_queue.pop_front();
            m_runningId = entry.id;
            m_runningStop = std::stop_source();
            jobStop = m_runningStop.get_token();
        }
        entry.job(jobStop);
        entry.job = nullptr;  // captures go on the worker, before the job counts as ended
        {
            const std::lock_guard lock(m_mutex);
            m_runningId.reset();
        }
        m_changed.notify_all();
    }
}

}  // namespace limn
