// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/JournalWriter.h"

#include <QStringList>

#include <deque>
#include <mutex>
#include <utility>

namespace limn {

struct JournalWriter::Shared {
    struct Entry {
        Write write;
        bool isWhole = false;
    };

    std::mutex mutex;  // guards the queue; the journal belongs to whoever drains
    std::deque<Entry> queue;
    std::optional<CanvasJournal> journal;

    std::optional<Entry> next() {
        const std::lock_guard lock(mutex);
        if (queue.empty()) {
            return std::nullopt;
        }
        Entry entry = std::move(queue.front());
        queue.pop_front();
        return entry;
    }
    bool isEmpty() {
        const std::lock_guard lock(mutex);
        return queue.empty();
    }
};

JournalWriter::JournalWriter(Background& background, std::filesystem::path folder,
                             CanvasHistory::Limits limits, QObject* parent)
    : QObject(parent), m_background(background), m_folder(std::move(folder)), m_limits(limits),
      m_shared(std::make_shared<Shared>()) {}

JournalWriter::~JournalWriter() {
    m_task.cancelAndWait();
    if (m_isOpen) {
        drain(*m_shared);  // the program is closing: the last steps are worth a moment
    }
}

void JournalWriter::open() {
    m_isWriting = true;
    const auto read = [folder = m_folder, limits = m_limits](std::stop_token) {
        return CanvasJournal::open(folder, limits);
    };
    m_task = m_background.start(
        this, read,
        [this](Result<CanvasJournal::Opened> result) {
            m_isWriting = false;
            if (!result) {
                Q_EMIT failed(result.error());
                Q_EMIT opened({}, {});
                return;
            }
            m_shared->journal.emplace(std::move(result->journal));
            m_isOpen = true;
            QStringList problems;
            for (const std::string& problem : result->problems) {
                problems.append(QString::fromStdString(problem));
            }
            Q_EMIT opened(result->history, problems);
            drainInBackground();
        },
        BackgroundPriority::High);
}

void JournalWriter::write(Write write) {
    if (!m_isOpen && !m_isWriting) {
        return;  // there is no journal; failed() has said so
    }
    if (std::exchange(m_hasGap, false)) {
        Q_EMIT mustBeginAnew();
    }
    queue(std::move(write), false);
}

void JournalWriter::beginAnew(const CanvasHistory& history) {
    if (!m_isOpen && !m_isWriting) {
        return;  // nobody would ever write it, and its pixels would stay in memory
    }
    queue([history](CanvasJournal& journal) { return journal.rewrite(history); }, true);
}

void JournalWriter::queue(Write write, bool isWhole) {
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->queue.push_back({std::move(write), isWhole});
    }
    drainInBackground();
}

JournalWriter::Drained JournalWriter::drain(Shared& shared) {
    Drained result;
    bool hasWritten = false;
    while (std::optional<Shared::Entry> entry = shared.next()) {
        if (result.error && !entry->isWhole) {
            continue;  // a record behind a missing one would lead somewhere else
        }
        const Status status = entry->write(*shared.journal);
        hasWritten = true;
        result.error.reset();
        if (!status) {
            result.error = status.error();
        }
    }
    if (hasWritten && !result.error) {
        if (const Status flushed = shared.journal->flush(); !flushed) {
            result.error = flushed.error();
        }
    }
    result.isLong = shared.journal->isLong();
    return result;
}

void JournalWriter::drainInBackground() {
    if (!m_isOpen || m_isWriting || m_shared->isEmpty()) {
        return;
    }
    m_isWriting = true;
    m_task = m_background.start(
        this, [shared = m_shared](std::stop_token) { return drain(*shared); },
        [this](Drained drained) {
            m_isWriting = false;
            if (drained.error) {
                m_hasGap = true;
                Q_EMIT failed(*drained.error);
            } else if (drained.isLong) {
                Q_EMIT mustBeginAnew();
            }
            drainInBackground();
            if (!m_isWriting) {
                Q_EMIT caughtUp();
            }
        });
}

}  // namespace limn
