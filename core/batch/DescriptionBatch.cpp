// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/batch/DescriptionBatch.h"

#include <system_error>
#include <utility>

namespace limn {
namespace {

constexpr std::size_t kMostFailuresInARow = 3;  // then the fault is hardly the pictures'

}  // namespace

DescribedPicture describedPicture(const FinishedWords& finished) {
    const auto& words = finished.words;
    return {.file = finished.order.file,
            .description = words.longDescription,
            .seenText = words.writing.text(),
            .tags = words.isOutsideModel ? std::vector<std::string>() : words.tags,
            .alt = words.alt};
}

DescriptionBatch::DescriptionBatch(Database& database, InferenceService& inference, QObject* parent)
    : QObject(parent), m_database(database), m_inference(inference) {
    connect(&inference, &InferenceService::wordsFinished, this,
            [this](JobId job, const FinishedWords& words) {
                if (m_job == job) {
                    take(describedPicture(words));
                }
            });
    connect(&inference, &InferenceService::jobFailed, this, [this](JobId job, const Error& error) {
        if (m_job == job) {
            m_job.reset();
            skip(error);
        }
    });
    // One picture was cancelled by hand: the others wait too, since nobody cancels 500 jobs one by one. That they be
    // forgotten was not said.
    connect(&inference, &InferenceService::jobCancelled, this, [this](JobId job) {
        if (m_job == job) {
            m_job.reset();
            pause();
        }
    });
}

void DescriptionBatch::start() {
    m_passedOver.clear();
    m_failedInARow.clear();
    next();
}

void DescriptionBatch::add(std::vector<PictureId> pictures) {
    m_passedOver.clear();  // somebody asks for them anew
    m_isPaused = false;
    ++m_goOns;
    m_database.write([pictures = std::move(pictures)](
                         Connection& connection) { return addWaiting(connection, pictures); },
                     this,
                     [this](const Status& added) {
                         if (!added) {
                             Q_EMIT failed(added.error());
                         } else if (!m_isRunning || m_file.empty()) {
                             next();
                         }
                     });
}

void DescriptionBatch::next() {
    if (m_isCancelling || m_isPaused) {
        return;  // the list is being emptied, or waits for the person
    }
    m_database.read(
        [](Connection& connection) { return nextWaiting(connection); }, this,
        [this, cancels = m_cancels, goOns = m_goOns](const Result<WaitingPicture>& waiting) {
            if (cancels != m_cancels) {
                return;  // read before the list was emptied
            }
            if (!waiting) {
                stop(waiting.error());
                return;
            }
            m_count = waiting->count;
            if (waiting->isPaused && waiting->next) {
                if (goOns == m_goOns) {  // else next() is called once that is stored
                    m_isPaused = true;   // since a former run
                    Q_EMIT paused(m_count.waiting);
                }
                return;
            }
            const bool isEveryTried = waiting->next && m_passedOver.contains(*waiting->next);
            if (m_failedInARow.size() >= kMostFailuresInARow) {
                stopForTheModel();
            } else if (isEveryTried) {
                stop({});
            } else if (waiting->next && m_file.empty()) {
                submit(*waiting->next);
            } else if (!waiting->next && m_isRunning) {
                end();
            }
        });
}

void DescriptionBatch::submit(const std::filesystem::path& file) {
    m_isRunning = true;
    m_file = file;
    Q_EMIT progressed(m_count);
    WordsOrder order;
    order.file = file;
    order.placement = m_placement;
    m_job = m_inference.submit(std::move(order));
}

/// Words and list change together; only then the next one is begun.
void DescriptionBatch::take(const DescribedPicture& words) {
    m_job.reset();
    m_database.write(
        [file = m_file, words](Connection& connection) {
            return takeOffList(connection, file, words);
        },
        this,
        [this](const Result<PictureId>& id) {
            m_file.clear();
            if (!id) {
                stop(id.error());  // it waits for the next start, when there may be room again
                return;
            }
            m_failedInARow.clear();
            if (*id != 0) {
                Q_EMIT pictureDescribed(*id);
            }
            next();
        });
}

/// What is certainly a picture's own fault takes it off the list. Anything else (no memory, a disk that is away, a model that
/// does not load) may pass, and taking pictures off for it could empty the whole list for nothing: then it waits behind the
/// others for the next start.
void DescriptionBatch::skip(const Error& error) {
    const auto name = m_file.filename().string();
    const bool isItsOwn =
        error.code != ErrorCode::OutOfMemory && error.message.find(name) != std::string::npos;
    const bool mayBeAway = error.code == ErrorCode::FileNotFound;
    m_database.write(
        [file = m_file, isItsOwn, mayBeAway](Connection& connection) -> Result<bool> {
            std::error_code ignored;
            if (!isItsOwn || (mayBeAway && !std::filesystem::exists(file.parent_path(), ignored))) {
                const Status passed = passOver(connection, file);
                return passed ? Result<bool>(true) : passed.error();
            }
            const auto taken = takeOffList(connection, file, std::nullopt);
            return taken ? Result<bool>(false) : taken.error();
        },
        this,
        [this, error, name, file = m_file, cancels = m_cancels](const Result<bool>& isPassedOver) {
            if (cancels != m_cancels) {
                return;  // the list is being emptied
            }
            m_file.clear();
            if (!isPassedOver) {
                stop(isPassedOver.error());
                return;
            }
            const bool isNamed = error.message.find(name) != std::string::npos;
            Q_EMIT failed(
                {error.code, isNamed ? error.message : name + ": " + error.message, error.detail});
            if (*isPassedOver) {
                m_passedOver.insert(file);
                m_failedInARow.push_back(file);
            } else {
                m_failedInARow.clear();
            }
            next();
        });
}

/// Then the last tries do not count: a list of 500 would be empty after the model was missing at three starts.
void DescriptionBatch::stopForTheModel() {
    m_database.write(
        [files =
             std::exchange(m_failedInARow, {})](Connection& connection) -> Result<WaitingPicture> {
            const Status forgiven = forgiveTries(connection, files);
            return forgiven ? nextWaiting(connection) : forgiven.error();
        },
        this,
        [this, cancels = m_cancels](const Result<WaitingPicture>& waiting) {
            // Nothing was begun meanwhile, by somebody who chose another model.
            if (cancels == m_cancels && m_file.empty()) {
                m_count = waiting ? waiting->count : m_count;
                stop(waiting ? std::nullopt : std::optional(waiting.error()));
            }
        });
}

void DescriptionBatch::stop(const std::optional<Error>& error) {
    m_isRunning = false;
    m_file.clear();
    m_failedInARow.clear();
    if (error) {
        Q_EMIT failed(*error);
    }
    if (!m_isPaused) {
        Q_EMIT stopped(m_count.waiting);
    }
}

void DescriptionBatch::pause() {
    if (!m_isRunning || m_isCancelling) {
        return;
    }
    m_isRunning = false;
    m_isPaused = true;
    giveUpPicture();
    m_database.write(
        [](Connection& connection) -> Result<WaitingPicture> {
            const auto waiting = nextWaiting(connection);
            if (!waiting || !waiting->next) {
                return waiting;  // the one that was just described was the last
            }
            const Status paused = setPaused(connection, true);
            return paused ? waiting : paused.error();
        },
        this,
        [this, cancels = m_cancels](const Result<WaitingPicture>& waiting) {
            m_count = waiting ? waiting->count : m_count;
            if (!waiting) {
                Q_EMIT failed(waiting.error());  // it waits until this program ends
            }
            if (cancels != m_cancels || !m_isPaused) {
                return;  // somebody wanted something else meanwhile
            }
            if (waiting && !waiting->next) {
                m_isPaused = false;
                end();
            } else {
                Q_EMIT paused(m_count.waiting);
            }
        });
}

void DescriptionBatch::goOn() {
    m_isPaused = false;
    ++m_goOns;
    m_passedOver.clear();
    m_failedInARow.clear();
    m_database.write([](Connection& connection) { return setPaused(connection, false); }, this,
                     [this](const Status& done) {
                         if (!done) {
                             stop(done.error());
                         } else if (m_file.empty()) {
                             next();
                         }
                     });
}

/// No job is at work for the list afterwards, and what was read of it before does not count.
void DescriptionBatch::giveUpPicture() {
    ++m_cancels;
    const auto job = std::exchange(m_job, std::nullopt);
    m_file.clear();
    m_failedInARow.clear();
    if (job) {
        m_inference.cancel(*job);
    }
}

void DescriptionBatch::cancel() {
    m_isCancelling = true;
    const bool wasPaused = std::exchange(m_isPaused, false);
    giveUpPicture();
    m_database.write([](Connection& connection) { return clearWaiting(connection); }, this,
                     [this, wasPaused](const Status& cleared) {
                         m_isCancelling = false;
                         if (!cleared) {
                             Q_EMIT failed(cleared.error());
                         }
                         if (m_isRunning || wasPaused) {
                             end();
                         }
                     });
}

void DescriptionBatch::end() {
    m_isRunning = false;
    Q_EMIT finished(m_count.done, m_count.failed);
}

}  // namespace limn
