// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/InferenceService.h"

#include "core/jobs/InferenceWorker.h"
#include "core/jobs/ProgressMailbox.h"
#include "core/jobs/thread_priority.h"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

namespace limn {
namespace {

struct LoadOrder {
    LoadRequest request;
};
using Order = std::variant<PictureOrder, LoadOrder, WordsOrder>;

/// A load tells what it has to tell through modelLoaded.
Outcome<GenerateReport> reportOf(const Outcome<ModelInfo>& loaded) {
    if (!loaded.isDone()) {
        return loaded.isCancelled() ? Outcome<GenerateReport>(Cancelled{}) : loaded.error();
    }
    GenerateReport report;
    report.seconds.load = loaded.value().loadSeconds;
    return report;
}

}  // namespace

struct InferenceService::Private {
    struct Job {
        JobId runnerId = 0;
        std::shared_ptr<const Order> order;
        bool isStopping = false;
    };

    Private(InferenceService& face, EngineFactory makeEngine)
        : q(face), worker(std::make_shared<InferenceWorker>(std::move(makeEngine))),
          runner(lowerThreadPriority) {}

    JobId add(Order order, JobPlace place);
    void runOnWorker(JobId id, const Order& order, const std::filesystem::path& fallbackModel,
                     const std::stop_token& stop);
    Outcome<GenerateReport> describe(JobId id, const WordsOrder& order, const std::filesystem::path& fallbackModel,
                                     const std::stop_token& stop, const ProgressSink& progress);
    /// From the inference thread: `tell` runs on the GUI thread if the job is still known there.
    void post(JobId id, std::function<void()> tell);
    void syncQueue();
    void markStarted(JobId id);
    void end(JobId id, const Outcome<GenerateReport>& outcome);
    void forget(JobId id);
    Job* find(JobId id) {
        const auto it = jobs.find(id);
        return it == jobs.end() ? nullptr : &it->second;
    }

    InferenceService& q;
    std::shared_ptr<InferenceWorker> worker;  // used on the inference thread only
    std::map<JobId, Job> jobs;
    std::vector<JobId> queue;      // as it was told
    std::optional<JobId> running;  // as it was told
    std::optional<ModelInfo> model;
    std::filesystem::path starter;
    std::filesystem::path starterDescriber;
    std::filesystem::path describer;  // the person's; empty: the starter's
    JobId lastId = 0;
    JobRunner runner;  // last: its thread ends before anything above goes
};

JobId InferenceService::Private::add(Order order, JobPlace place) {
    const JobId id = ++lastId;
    Job job;
    job.order = std::make_shared<const Order>(std::move(order));
    job.runnerId = runner.submit(
        [this, id, shared = job.order,
         fallback = std::holds_alternative<WordsOrder>(*job.order) ? starterDescriber : starter](const std::stop_token& stop) {
            runOnWorker(id, *shared, fallback, stop);
        },
        place);
    jobs.emplace(id, std::move(job));
    queue.insert(place == JobPlace::Front ? queue.begin() : queue.end(), id);
    Q_EMIT q.jobQueued(id);
    Q_EMIT q.queueChanged();
    return id;
}

void InferenceService::Private::runOnWorker(JobId id, const Order& order,
                                            const std::filesystem::path& fallbackModel,
                                            const std::stop_token& stop) {
    post(id, [this, id] { markStarted(id); });
    auto mailbox = std::make_shared<ProgressMailbox>();
    InferenceWorker::Sinks sinks;
    sinks.progress = [this, id, &mailbox](const Progress& progress) {
        if (mailbox->put(progress)) {
            post(id, [this, id, taken = mailbox] {
                const auto newest = taken->take();
                const Job* job = find(id);
                if (newest && job != nullptr && !job->isStopping) {
                    Q_EMIT q.jobProgressed(id, *newest);
                }
            });
        }
    };
    sinks.picture = [this, id, &mailbox](FinishedPicture picture) {
        // What is told from now on comes after this picture, so it may not replace what waits before it.
        mailbox = std::make_shared<ProgressMailbox>();
        post(id, [this, id, shared = std::make_shared<const FinishedPicture>(std::move(picture))] {
            Q_EMIT q.pictureFinished(id, *shared);
        });
    };
    sinks.modelLoaded = [this, id](ModelInfo info) {
        post(id, [this, loaded = std::move(info)] {
            model = loaded;
            Q_EMIT q.modelLoaded(*model);
        });
    };

    Outcome<GenerateReport> outcome = Cancelled{};
    if (const auto* load = std::get_if<LoadOrder>(&order)) {
        outcome = reportOf(worker->load(load->request, stop, sinks));
    } else if (const auto* words = std::get_if<WordsOrder>(&order)) {
        outcome = describe(id, *words, fallbackModel, stop, sinks.progress);
    } else {
        const auto& pictures = std::get<PictureOrder>(order);
        outcome = worker->draw(pictures, fallbackModel, stop, sinks);
    }
    post(id, [this, id, ended = std::move(outcome)] { end(id, ended); });
}

Outcome<GenerateReport> InferenceService::Private::describe(JobId id, const WordsOrder& order,
                                                            const std::filesystem::path& fallbackModel,
                                                            const std::stop_token& stop, const ProgressSink& progress) {
    auto said = worker->describe(order, fallbackModel, stop, progress, [this, id](std::string_view piece) {
        post(id, [this, id, words = QString::fromUtf8(piece.data(), static_cast<qsizetype>(piece.size()))] {
            const Job* job = find(id);
            if (job != nullptr && !job->isStopping) {
                Q_EMIT q.wordsWritten(id, words);
            }
        });
    });
    if (!said.isDone()) {
        return said.isCancelled() ? Outcome<GenerateReport>(Cancelled{}) : said.error();
    }
    post(id, [this, id, shared = std::make_shared<const FinishedWords>(std::move(said).value())] {
        Q_EMIT q.wordsFinished(id, *shared);
    });
    return GenerateReport{};
}

void InferenceService::Private::post(JobId id, std::function<void()> tell) {
    // The face lives until the thread has ended, and what it did not take by then goes with it.
    QMetaObject::invokeMethod(
        &q,
        [this, id, told = std::move(tell)] {
            if (find(id) != nullptr) {
                told();
            }
        },
        Qt::QueuedConnection);
}

/// After the runner's queue was changed: its order counts. Jobs that it has taken already and not told yet stay first.
void InferenceService::Private::syncQueue() {
    const std::vector<JobId> waiting = runner.queuedJobs();
    const auto turnOf = [&](JobId id) {
        return std::find(waiting.begin(), waiting.end(), jobs.at(id).runnerId) - waiting.begin();
    };
    const auto count = static_cast<std::ptrdiff_t>(waiting.size());
    std::stable_sort(queue.begin(), queue.end(), [&](JobId a, JobId b) {
        return (turnOf(a) + 1) % (count + 1) < (turnOf(b) + 1) % (count + 1);
    });
}

void InferenceService::Private::markStarted(JobId id) {
    if (running == id) {
        return;
    }
    queue.erase(std::remove(queue.begin(), queue.end(), id), queue.end());
    running = id;
    Q_EMIT q.jobStarted(id);
    Q_EMIT q.queueChanged();
}

void InferenceService::Private::forget(JobId id) {
    queue.erase(std::remove(queue.begin(), queue.end(), id), queue.end());
    if (running == id) {
        running.reset();
    }
    jobs.erase(id);
}

void InferenceService::Private::end(JobId id, const Outcome<GenerateReport>& outcome) {
    forget(id);
    if (outcome.isDone()) {
        Q_EMIT q.jobFinished(id, outcome.value());
    } else if (outcome.isCancelled()) {
        Q_EMIT q.jobCancelled(id);
    } else {
        Q_EMIT q.jobFailed(id, outcome.error());
    }
    Q_EMIT q.queueChanged();
}

InferenceService::InferenceService(EngineFactory makeEngine, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(makeEngine))) {}

InferenceService::~InferenceService() = default;

JobId InferenceService::submit(PictureOrder order, JobPlace place) {
    return d->add(std::move(order), place);
}

JobId InferenceService::submit(WordsOrder order, JobPlace place) {
    if (order.model.empty()) {
        order.model = d->describer;
    }
    return d->add(std::move(order), place);
}

JobId InferenceService::loadModel(std::filesystem::path model, Placement placement) {
    const std::vector<JobId> waiting = d->queue;
    for (const JobId id : waiting) {
        if (!modelOfLoad(id).empty()) {
            cancel(id);
        }
    }
    LoadOrder order;
    order.request.model = std::move(model);
    order.request.placement = std::move(placement);
    return d->add(std::move(order), JobPlace::Back);
}

void InferenceService::cancel(JobId id) {
    Private::Job* job = d->find(id);
    if (job == nullptr || job->isStopping) {
        return;
    }
    switch (d->runner.cancel(job->runnerId)) {
    case JobRunner::CancelResult::RemovedFromQueue:
        d->forget(id);
        Q_EMIT jobCancelled(id);
        Q_EMIT queueChanged();
        break;
    case JobRunner::CancelResult::AskedToStop:
        job->isStopping = true;
        d->markStarted(id);  // its start may not have been told yet
        Q_EMIT jobStopping(id);
        break;
    case JobRunner::CancelResult::Unknown:
        break;  // it has ended, and its end is on the way here
    }
}

void InferenceService::cancelAll() {
    const std::vector<JobId> waiting = d->queue;
    for (const JobId id : waiting) {
        cancel(id);
    }
    if (d->running) {
        cancel(*d->running);
    }
}

bool InferenceService::moveQueued(JobId id, std::size_t index) {
    const Private::Job* job = d->find(id);
    if (job == nullptr || !d->runner.moveQueued(job->runnerId, index)) {
        return false;
    }
    d->syncQueue();
    Q_EMIT queueChanged();
    return true;
}

void InferenceService::setRescueFolder(std::filesystem::path folder) {
    d->worker->setRescueFolder(std::move(folder));
}

void InferenceService::setStarterModel(std::filesystem::path model) {
    d->starter = std::move(model);
}

void InferenceService::setStarterDescriber(std::filesystem::path model) {
    d->starterDescriber = std::move(model);
}

void InferenceService::setDescriber(std::filesystem::path model) {
    d->describer = std::move(model);
}

bool InferenceService::canJudge(const std::string& modelName) const {
    if (!d->describer.empty()) {
        return true;
    }
    return !d->starterDescriber.empty() && d->starter.filename() == modelName;
}

bool InferenceService::seesSeveral() const {
    return !d->describer.empty();
}

std::vector<JobId> InferenceService::queuedJobs() const {
    return d->queue;
}

std::optional<JobId> InferenceService::runningJob() const {
    return d->running;
}

bool InferenceService::isStopping(JobId id) const {
    const Private::Job* job = d->find(id);
    return job != nullptr && job->isStopping;
}

const PictureOrder* InferenceService::orderOf(JobId id) const {
    const Private::Job* job = d->find(id);
    return job == nullptr ? nullptr : std::get_if<PictureOrder>(job->order.get());
}

const WordsOrder* InferenceService::wordsOrderOf(JobId id) const {
    const Private::Job* job = d->find(id);
    return job == nullptr ? nullptr : std::get_if<WordsOrder>(job->order.get());
}

std::filesystem::path InferenceService::modelOfLoad(JobId id) const {
    const Private::Job* job = d->find(id);
    const auto* load = job == nullptr ? nullptr : std::get_if<LoadOrder>(job->order.get());
    return load == nullptr ? std::filesystem::path() : load->request.model;
}

const std::optional<ModelInfo>& InferenceService::loadedModel() const {
    return d->model;
}

}  // namespace limn
