// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/batch/DescriptionBatch.h"

#include <system_error>
#include <utility>

namespace limn {

DescribedPicture describedPicture(const FinishedWords& finished) {
    const auto& words = finished.words;
    return {.file = finished.order.file,
            .description = words.longDescription,
            .seenText = words.writing.text(),
            .tags = words.isOutsideModel ? std::vector<std::string>() : words.tags};
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
            skipOrStop(error);
        }
    });
    // One picture was cancelled by hand: so is the rest, since nobody cancels 500 jobs one by one.
    connect(&inference, &InferenceService::jobCancelled, this, [this](JobId job) {
        if (m_job == job) {
            m_job.reset();
            cancel();
        }
    });
}

void DescriptionBatch::start() {
    next();
}

void DescriptionBatch::add(std::vector<PictureId> pictures) {
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
    m_database.read([](Connection& connection) { return nextWaiting(connection); }, this,
                    [this, cancels = m_cancels](const Result<WaitingPicture>& waiting) {
                        if (!waiting) {
                            Q_EMIT failed(waiting.error());
                            return;
                        }
                        if (m_isCancelling || cancels != m_cancels) {
                            return;  // read before the list was emptied
                        }
                        m_count = waiting->count;
                        if (waiting->next && m_file.empty()) {
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
                m_isRunning = false;  // it waits for the next start, when there may be room again
                Q_EMIT failed(id.error());
                Q_EMIT stopped(m_count.waiting);
                return;
            }
            if (*id != 0) {
                Q_EMIT pictureDescribed(*id);
            }
            next();
        });
}

/// One picture that cannot be described is left out. What has nothing to do with it (a model that does not load, no memory,
/// a disk that is away) would empty the whole list for nothing: then the rest waits for the next start.
void DescriptionBatch::skipOrStop(const Error& error) {
    const bool isThePictures = error.code != ErrorCode::OutOfMemory &&
                               error.message.find(m_file.filename().string()) != std::string::npos;
    const bool mayBeAway = error.code == ErrorCode::FileNotFound;
    m_database.write(
        [file = m_file, isThePictures, mayBeAway](Connection& connection) -> Result<bool> {
            std::error_code ignored;
            if (!isThePictures ||
                (mayBeAway && !std::filesystem::exists(file.parent_path(), ignored))) {
                return false;
            }
            const auto taken = takeOffList(connection, file, std::nullopt);
            return taken ? Result<bool>(true) : taken.error();
        },
        this,
        [this, error](const Result<bool>& isSkipped) {
            const auto name = m_file.filename().string();
            m_file.clear();
            if (!isSkipped || !*isSkipped) {
                m_isRunning = false;
                Q_EMIT failed(isSkipped ? error : isSkipped.error());
                Q_EMIT stopped(m_count.waiting);
                return;
            }
            ++m_failed;
            Q_EMIT failed({error.code, name + ": " + error.message, error.detail});
            next();
        });
}

void DescriptionBatch::cancel() {
    m_isCancelling = true;
    ++m_cancels;
    const auto job = std::exchange(m_job, std::nullopt);
    m_file.clear();
    if (job) {
        m_inference.cancel(*job);
    }
    m_database.write([](Connection& connection) { return clearWaiting(connection); }, this,
                     [this](const Status& cleared) {
                         m_isCancelling = false;
                         if (!cleared) {
                             Q_EMIT failed(cleared.error());
                         }
                         if (m_isRunning) {
                             end();
                         }
                     });
}

void DescriptionBatch::end() {
    m_isRunning = false;
    Q_EMIT finished(m_count.done, std::exchange(m_failed, 0));
}

}  // namespace limn
