// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace limn {

using JobId = std::uint64_t;

enum class JobPlace { Back = 1, Front };

/// One queue and one thread that works it off, in order. The thread owns whatever the jobs own (the
/// model lives there). Any thread may call the public functions. The runner never calls a job after
/// its destructor began to wait for the thread.
class JobRunner {
public:
    /// A job asks its token at least once per step, token, tile, file chunk or tensor.
    /// It must not throw; a job that does ends the program, on purpose: that is a fault in the job.
    using Job = std::function<void(std::stop_token)>;

    /// `onThreadStart` runs first on the worker: thread priority, inference mode.
    explicit JobRunner(std::function<void()> onThreadStart = {});
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    /// Ids start at 1 and are never used again.
    JobId submit(Job job, JobPlace place = JobPlace::Back);

    enum class CancelResult { RemovedFromQueue = 1, AskedToStop, Unknown };
    /// A queued job is removed at once and never runs. A running job is asked through its stop token.
    CancelResult cancel(JobId id);

    /// Moves a queued job to position `index` of the queue (0 = next). False if it is not queued.
    bool moveQueued(JobId id, std::size_t index);

    std::vector<JobId> queuedJobs() const;
    std::optional<JobId> runningJob() const;

    /// Blocks until the queue is empty and nothing runs. Never call it on the GUI thread or in a job.
    void waitUntilIdle();

private:
    struct Entry {
        JobId id = 0;
        Job job;
    };

    void work(const std::stop_token& threadStop);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Entry> m_queue;
    std::optional<JobId> m_runningId;
    std::stop_source m_runningStop;
    JobId m_lastId = 0;
    std::function<void()> m_onThreadStart;
    std::jthread m_thread;  // last: joined before anything above is destroyed
};

}  // namespace limn
