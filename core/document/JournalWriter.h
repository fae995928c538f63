// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasJournal.h"
#include "core/jobs/Background.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace limn {

/// Writes the journal behind the GUI thread, in order: at most one piece of work is on the pool at a time. Owned by
/// the document. What is queued when it is destroyed is written then.
class JournalWriter final : public QObject {
    Q_OBJECT
public:
    using Write = std::function<Status(CanvasJournal&)>;

    JournalWriter(Background& background, std::filesystem::path folder,
                  CanvasHistory::Limits limits, QObject* parent = nullptr);
    ~JournalWriter() override;

    const std::filesystem::path& folder() const { return m_folder; }
    /// Reads the journal; opened() or failed() follows.
    void open();
    /// Queues it. Runs on the pool and must only use what it holds by value.
    void write(Write write);
    /// Queues the whole history, which makes good for records that could not be written.
    void beginAnew(const CanvasHistory& history);
    /// False until opened(), and where there can be no journal.
    bool isOpen() const { return m_isOpen; }
    bool isIdle() const { return !m_isWriting; }

Q_SIGNALS:
    void opened(const limn::CanvasHistory& history, const QStringList& problems);
    /// The journal has grown long, or a record could not be written: whoever knows the history writes it anew.
    void mustBeginAnew();
    void failed(const limn::Error& error);
    /// Everything that was queued is on the disk.
    void caughtUp();

private:
    struct Shared;
    struct Drained {
        std::optional<Error> error;
        bool isLong = false;
    };

    void queue(Write write, bool isWhole);
    void drainInBackground();
    static Drained drain(Shared& shared);

    Background& m_background;
    std::filesystem::path m_folder;
    CanvasHistory::Limits m_limits;
    std::shared_ptr<Shared> m_shared;
    BackgroundTask m_task;
    bool m_isOpen = false;
    bool m_isWriting = false;
    bool m_hasGap = false;  // a record is missing; later ones would not fit
};

}  // namespace limn
