// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"
#include "core/jobs/PictureOrder.h"
#include "core/jobs/WordsOrder.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace limn {

/// The GUI thread's face of the one inference thread: queue, cancel, reorder, and facts as signals. Owns the runner;
/// the engine lives on the runner's thread, which runs at low CPU priority. All functions and signals belong to the GUI
/// thread; none blocks. Events of a job that was cancelled are dropped here, so that a listener never hears of it again
/// after jobCancelled; a picture that was finished before the stop took effect is on the disk, so it is told. Late
/// previews replace each other: at most one waits for the GUI thread.
class InferenceService final : public QObject {
    Q_OBJECT
public:
    using EngineFactory = std::function<std::unique_ptr<Engine>()>;

    /// `makeEngine` is called once, on the inference thread, when the first job needs it. Empty, or giving nothing:
    /// every job fails with a sentence.
    explicit InferenceService(EngineFactory makeEngine, QObject* parent = nullptr);
    /// Asks the running job to stop and waits for its step to end.
    ~InferenceService() override;

    JobId submit(PictureOrder order, JobPlace place = JobPlace::Back);
    /// Words come through wordsWritten, then all through wordsFinished before jobFinished.
    JobId submit(WordsOrder order, JobPlace place = JobPlace::Back);
    /// Loads a model without drawing, so that its ModelInfo is known. A queued load is replaced by a newer one.
    JobId loadModel(std::filesystem::path model, Placement placement);
    /// A queued job is gone at once (jobCancelled); a running one is asked, and jobStopping comes first.
    void cancel(JobId id);
    void cancelAll();
    /// 0 = next. False if the job does not wait any more.
    bool moveQueued(JobId id, std::size_t index);
    /// Where a finished picture goes if its own folder takes it no more; the job fails then and says so. Empty: nowhere.
    /// Before the first order.
    void setRescueFolder(std::filesystem::path folder);
    /// What an order without a model draws with while none is loaded. May be empty.
    void setStarterModel(std::filesystem::path model);
    /// What an order for words without a model looks with. May be empty: then pictures are measured and read.
    void setStarterDescriber(std::filesystem::path model);
    /// What an order for words without a model looks with instead: the person's choice. Empty: the starter's describer.
    void setDescriber(std::filesystem::path model);
    /// Whether there are eyes that know the pictures of the model with this name: the starter's describer knows its own, one
    /// that the person chose any. They may still say nothing, where their verdicts were found wanting.
    bool canJudge(const std::string& modelName) const;

    /// Whether the eyes that look may be shown several pictures with one question: those that the person chose are made for
    /// it, the starter's describer saw one at a time.
    bool seesSeveral() const;

    /// As the signals have told it so far, in the order of their turns.
    std::vector<JobId> queuedJobs() const;
    std::optional<JobId> runningJob() const;
    bool isStopping(JobId id) const;
    /// Null for other jobs and for one that has ended.
    const PictureOrder* orderOf(JobId id) const;
    const WordsOrder* wordsOrderOf(JobId id) const;
    /// The model that a load brings; empty for an order and for a job that has ended.
    std::filesystem::path modelOfLoad(JobId id) const;
    const std::optional<ModelInfo>& loadedModel() const;

Q_SIGNALS:
    void jobQueued(limn::JobId id);
    void queueChanged();
    void jobStarted(limn::JobId id);
    void jobProgressed(limn::JobId id, const limn::Progress& progress);
    void pictureFinished(limn::JobId id, const limn::FinishedPicture& picture);
    /// A piece of the caption or answer as it is being written.
    void wordsWritten(limn::JobId id, const QString& piece);
    void wordsFinished(limn::JobId id, const limn::FinishedWords& words);
    /// Of a load and of words: a report without pictures.
    void jobFinished(limn::JobId id, const limn::GenerateReport& report);
    void jobStopping(limn::JobId id);
    void jobCancelled(limn::JobId id);
    void jobFailed(limn::JobId id, const limn::Error& error);
    void modelLoaded(const limn::ModelInfo& model);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace limn
