// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasHistory.h"
#include "core/document/CanvasState.h"
#include "core/document/JournalWriter.h"
#include "core/jobs/Background.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace limn {

/// What is on the canvas: its state, the picture, the mask, and every step there. Views ask it and follow its signals;
/// orders are operations, and each can be undone. Survives a crash through its journal. GUI thread; files are read
/// and written in the background. Owned by app.
class CanvasDocument final : public QObject {
    Q_OBJECT
public:
    /// An empty folder: no journal. Otherwise the state is Loading until restored().
    CanvasDocument(Background& background, std::filesystem::path journalFolder,
                   CanvasHistory::Limits limits = {}, QObject* parent = nullptr);
    ~CanvasDocument() override;

    const CanvasState& state() const { return m_state; }
    template <class State>
    const State* stateAs() const {
        return std::get_if<State>(&m_state);
    }
    const CanvasContent& content() const { return m_history.content(); }
    const CanvasPicture& picture() const { return content().picture; }
    const Mask& mask() const { return content().mask; }
    const CanvasHistory& history() const { return m_history; }
    /// The picture that was there before this one, for before/after: the one it was made from where that is in the
    /// history, else the one before. Its pixels may be missing. Empty: there is none.
    CanvasPicture pictureBefore() const;

    /// True where operations are taken: a picture with its pixels is there and nothing slow is under way.
    bool isEditable() const;
    /// An operation is being worked out in the background.
    bool isBusy() const { return m_isBusy; }
    bool canUndo() const;
    bool canRedo() const;

    /// Reads a picture and puts it on the canvas. While one is generated this looks away from it; see pictureWaiting().
    void openFile(const std::filesystem::path& file, PictureOrigin origin = {});
    /// Puts a picture on the canvas whose pixels are there already.
    void showPicture(CanvasPicture picture, OperationKind kind = OperationKind::ShowPicture);
    void close();
    /// Slow ones run in the background. A failure changes nothing and is told by operationFailed().
    void apply(std::unique_ptr<Operation> operation);
    void cancelSlowOperation();
    void undo();
    void redo();
    /// The picture was saved there. Only one that had no file takes it as its own.
    void markSaved(const CanvasPicture& picture, const std::filesystem::path& file);
    /// Leaves the Failed state.
    void dismissFailure();
    /// A file lies elsewhere now: the canvas and its history name it there.
    void moveFile(const std::filesystem::path& before, const std::filesystem::path& after);
    /// The file came back: where the canvas could not read it, it is read again.
    void readAgain(const std::filesystem::path& file);

    /// True once the person put a picture here or drew on the mask, until lookBack(): a job that starts then must not
    /// take the canvas away. Its picture is told by pictureWaiting().
    bool isLookingAway() const { return m_isLookingAway; }
    /// The person asked for a picture: what is made now is what they want to see.
    void lookBack() { m_isLookingAway = false; }

    // What the inference thread tells; ids of other jobs are ignored where the canvas looks at one already.
    void beginGenerating(JobId job, const QSize& sizePx, bool isRepaint,
                         const QRect& previewArea = {});
    void showProgress(JobId job, const Progress& progress);
    void showStopping(JobId job);
    /// One of the job's pictures. Comes to the canvas, or is told by pictureWaiting() where the person looked away.
    void takePicture(JobId job, CanvasPicture picture);
    void endGenerating(JobId job);
    void cancelGenerating(JobId job);
    void failGenerating(JobId job, const Error& error);

    /// True once everything is in the journal; tests wait for journalWritten().
    bool isJournalWritten() const { return !m_journal || m_journal->isIdle(); }

Q_SIGNALS:
    void stateChanged();
    /// The picture of now is another one, or its pixels have come.
    void pictureChanged();
    void maskChanged();
    /// Steps were made, undone or redone; names of undo and redo may differ.
    void historyChanged();
    void busyChanged(bool isBusy);
    void operationFailed(const limn::Error& error);
    /// A generated picture is ready and the canvas shows another one.
    void pictureWaiting(const limn::CanvasPicture& picture);
    /// The journal was read. Sentences say what could not be kept.
    void restored(const QStringList& problems);
    void journalFailed(const limn::Error& error);
    void journalWritten();

private:
    void whenRestored(std::function<void()> order);
    void takeRestored(const CanvasHistory& history, const QStringList& problems);
    void setState(CanvasState state);
    void settle();
    void readPixels();
    void takePixels(const CanvasPicture& wanted, Outcome<Image> read);
    void put(CanvasPicture picture, OperationKind kind);
    void push(OperationKind kind, CanvasContent content);
    void keepInJournal(const CanvasContent& before, const CanvasHistory::Step& step);
    void goTo(std::size_t position);
    void announceContent(const CanvasContent& before);
    void startSlow(std::shared_ptr<Operation> operation);
    void takeOutcome(OperationKind kind, Outcome<CanvasContent> outcome);
    void setBusy(bool isBusy);
    GeneratingCanvas* generating(JobId job);

    Background& m_background;
    CanvasHistory::Limits m_limits;
    CanvasHistory m_history;
    CanvasState m_state = EmptyCanvas{};
    bool m_isRestored = true;
    bool m_isBusy = false;
    bool m_isLookingAway = false;
    std::vector<std::function<void()>> m_waitingOrders;
    BackgroundTask m_reading;
    BackgroundTask m_slow;
    std::unique_ptr<JournalWriter> m_journal;
};

}  // namespace limn
