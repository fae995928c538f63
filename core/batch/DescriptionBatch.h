// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/batch/batch_rows.h"
#include "core/database/Database.h"
#include "core/jobs/InferenceService.h"

#include <QObject>

#include <optional>
#include <set>
#include <vector>

namespace limn {

/// What of a description the gallery's search knows.
DescribedPicture describedPicture(const FinishedWords& finished);

/// Describes many pictures of the gallery, one after the other and behind whatever else the person orders. The list is in
/// the database: it goes on after the program ended in any way, no picture is described twice and none is lost. Owned by
/// app. GUI thread; nothing blocks.
class DescriptionBatch final : public QObject {
    Q_OBJECT
public:
    /// All outlive the batch.
    DescriptionBatch(Database& database, InferenceService& inference, QObject* parent = nullptr);

    /// Where the pictures are looked at from now on.
    void setPlacement(const Placement& placement) { m_placement = placement; }
    /// Goes on with what a former run left, or what had to wait for another model. What the person paused stays so, and
    /// paused() says that it waits.
    void start();
    /// A list that was paused goes on too.
    void add(std::vector<PictureId> pictures);
    /// The picture at work is given up and stays on the list with the others, also over an end of the program. The same
    /// happens where its job is cancelled by hand. Nothing happens while nothing is described.
    void pause();
    void goOn();
    /// The rest is not described; what is done stays.
    void cancel();

    bool isRunning() const { return m_isRunning; }
    const BatchCount& count() const { return m_count; }

Q_SIGNALS:
    void progressed(const limn::BatchCount& count);
    void pictureDescribed(qint64 id);
    /// Nothing waits any more. `done` counts those that could not be described too; so many are these.
    void finished(qint64 done, qint64 failed);
    void failed(const limn::Error& error);
    /// What is left could not be described now. So many wait for the next start().
    void stopped(qint64 waiting);
    /// The person paused the list, now or in a former run. So many wait for goOn() or cancel().
    void paused(qint64 waiting);

private:
    void next();
    void submit(const std::filesystem::path& file);
    void take(const DescribedPicture& words);
    void skip(const Error& error);
    void stop(const std::optional<Error>& error);
    void stopForTheModel();
    void giveUpPicture();
    void end();

    Database& m_database;
    InferenceService& m_inference;
    std::filesystem::path m_file;  ///< at work; empty: none
    std::optional<JobId> m_job;
    Placement m_placement;
    BatchCount m_count;
    /// Failed one after the other, each for something that need not be its own fault.
    std::vector<std::filesystem::path> m_failedInARow;
    std::set<std::filesystem::path> m_passedOver;  ///< since the last start() or add()
    bool m_isRunning = false;
    bool m_isPaused = false;
    int m_cancels =
        0;  ///< how often the list was emptied or paused: what was read before does not count
    int m_goOns = 0;              ///< how often somebody wanted it not to be paused any more
    bool m_isCancelling = false;  ///< until the list is empty: nothing new is begun
};

}  // namespace limn
