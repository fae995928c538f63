// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasDocument.h"

#include "core/document/history_records.h"
#include "core/document/picture_origin.h"
#include "core/io/PictureReader.h"

#include <utility>

namespace limn {
namespace {

bool hasPixels(const CanvasPicture& picture) {
    return picture.pixels != nullptr;
}

}  // namespace

CanvasDocument::CanvasDocument(Background& background, std::filesystem::path journalFolder,
                               CanvasHistory::Limits limits, QObject* parent)
    : QObject(parent), m_background(background), m_limits(limits) {
    if (journalFolder.empty()) {
        return;
    }
    m_isRestored = false;
    m_state = LoadingCanvas{};
    m_journal = std::make_unique<JournalWriter>(background, std::move(journalFolder), limits);
    connect(m_journal.get(), &JournalWriter::opened, this, &CanvasDocument::takeRestored);
    connect(m_journal.get(), &JournalWriter::failed, this, &CanvasDocument::journalFailed);
    connect(m_journal.get(), &JournalWriter::caughtUp, this, &CanvasDocument::journalWritten);
    connect(m_journal.get(), &JournalWriter::mustBeginAnew, this,
            [this] { m_journal->beginAnew(m_history); });
    m_journal->open();
}

CanvasDocument::~CanvasDocument() {
    m_reading.cancelAndWait();
    m_slow.cancelAndWait();
}

void CanvasDocument::whenRestored(std::function<void()> order) {
    if (m_isRestored) {
        order();
    } else {
        m_waitingOrders.push_back(std::move(order));
    }
}

void CanvasDocument::takeRestored(const CanvasHistory& history, const QStringList& problems) {
    m_history = history;
    m_isRestored = true;
    settle();
    Q_EMIT pictureChanged();
    Q_EMIT maskChanged();
    Q_EMIT historyChanged();
    Q_EMIT restored(problems);
    for (const auto& order : std::exchange(m_waitingOrders, {})) {
        order();
    }
}

void CanvasDocument::setState(CanvasState state) {
    m_state = std::move(state);
    Q_EMIT stateChanged();
}

/// The state that belongs to the content of now.
void CanvasDocument::settle() {
    m_reading.cancel();
    if (picture().isNone()) {
        setState(EmptyCanvas{});
    } else if (!hasPixels(picture())) {
        readPixels();
    } else if (stateAs<LoadedCanvas>() == nullptr) {
        setState(LoadedCanvas{});
    }
}

void CanvasDocument::readPixels() {
    const std::filesystem::path file = picture().readableFile();
    setState(LoadingCanvas{file});
    m_reading = m_background.start(
        this, [file](std::stop_token stop) { return readPicture(file, std::move(stop)); },
        [this, wanted = picture()](Outcome<Image> read) { takePixels(wanted, std::move(read)); },
        BackgroundPriority::High);
}

void CanvasDocument::takePixels(const CanvasPicture& wanted, Outcome<Image> read) {
    if (read.isCancelled() || !isSamePicture(wanted, picture())) {
        return;
    }
    if (read.isFailed()) {
        setState(FailedCanvas{read.error()});
        return;
    }
    auto pixels = std::make_shared<const Image>(std::move(read).value());
    if (pixels->widthPx != wanted.widthPx || pixels->heightPx != wanted.heightPx) {
        setState(FailedCanvas{{ErrorCode::FileDamaged,
                               "'" + wanted.readableFile().string() +
                                   "' has another size now: " + std::to_string(pixels->widthPx) +
                                   " x " + std::to_string(pixels->heightPx) + " instead of " +
                                   std::to_string(wanted.widthPx) + " x " +
                                   std::to_string(wanted.heightPx) + " pixels.",
                               {}}});
        return;
    }
    m_history.setPixels(wanted, pixels);
    setState(LoadedCanvas{});
    Q_EMIT pictureChanged();
}

CanvasPicture CanvasDocument::pictureBefore() const {
    CanvasPicture before;
    for (std::size_t position = m_history.position(); position-- > 0;) {
        const CanvasPicture& one = m_history.contentAt(position).picture;
        if (one.isNone() || isSamePicture(one, picture())) {
            continue;
        }
        if (!picture().origin.madeFrom.empty() && one.file == picture().origin.madeFrom) {
            return one;
        }
        if (before.isNone()) {
            before = one;
        }
    }
    return before;
}

bool CanvasDocument::isEditable() const {
    return m_isRestored && !m_isBusy && stateAs<GeneratingCanvas>() == nullptr &&
           stateAs<LoadingCanvas>() == nullptr && !picture().isNone() && hasPixels(picture());
}

bool CanvasDocument::canUndo() const {
    return m_isRestored && !m_isBusy && stateAs<GeneratingCanvas>() == nullptr &&
           m_history.canUndo();
}

bool CanvasDocument::canRedo() const {
    return m_isRestored && !m_isBusy && stateAs<GeneratingCanvas>() == nullptr &&
           m_history.canRedo();
}

void CanvasDocument::openFile(const std::filesystem::path& file, PictureOrigin origin) {
    m_isLookingAway = true;
    whenRestored([this, file, origin = std::move(origin)] {
        m_reading.cancel();
        cancelSlowOperation();
        setState(LoadingCanvas{file});
        m_reading = m_background.start(
            this,
            [file, origin](std::stop_token stop) {
                return readCanvasPicture(file, origin, std::move(stop));
            },
            [this](Outcome<CanvasPicture> read) {
                if (read.isDone()) {
                    showPicture(std::move(read).value());
                } else if (read.isFailed()) {
                    setState(FailedCanvas{read.error()});
                }
            },
            BackgroundPriority::High);
    });
}

void CanvasDocument::showPicture(CanvasPicture picture, OperationKind kind) {
    m_isLookingAway = true;
    whenRestored([this, picture = std::move(picture), kind] {
        if (stateAs<GeneratingCanvas>() != nullptr) {
            setState(LoadedCanvas{});  // the person looks away from it
        }
        put(picture, kind);
    });
}

void CanvasDocument::put(CanvasPicture picture, OperationKind kind) {
    cancelSlowOperation();
    const ReplacePictureOperation operation(std::move(picture), kind);
    takeOutcome(kind, operation.apply(content(), {}));
}

void CanvasDocument::close() {
    whenRestored([this] {
        cancelSlowOperation();
        if (!picture().isNone()) {
            push(OperationKind::CloseCanvas, {});
        }
    });
}

void CanvasDocument::apply(std::unique_ptr<Operation> operation) {
    m_isLookingAway = true;
    std::shared_ptr<Operation> shared = std::move(operation);
    whenRestored([this, shared] {
        const bool isOccupied = m_isBusy || stateAs<GeneratingCanvas>() != nullptr ||
                                stateAs<LoadingCanvas>() != nullptr;
        if (isOccupied) {
            Q_EMIT operationFailed(
                {ErrorCode::InvalidRequest, "The canvas is busy; try again when it is done.", {}});
        } else if (shared->isSlow(content())) {
            startSlow(shared);
        } else {
            takeOutcome(shared->kind(), shared->apply(content(), {}));
        }
    });
}

void CanvasDocument::startSlow(std::shared_ptr<Operation> operation) {
    setBusy(true);
    m_slow = m_background.start(
        this,
        [operation, before = content()](std::stop_token stop) {
            return operation->apply(before, std::move(stop));
        },
        [this, kind = operation->kind()](Outcome<CanvasContent> outcome) {
            setBusy(false);
            takeOutcome(kind, std::move(outcome));
        },
        BackgroundPriority::High);
}

void CanvasDocument::cancelSlowOperation() {
    if (m_isBusy) {
        m_slow.cancel();
        setBusy(false);
    }
}

void CanvasDocument::setBusy(bool isBusy) {
    m_isBusy = isBusy;
    Q_EMIT busyChanged(isBusy);
    Q_EMIT historyChanged();
}

void CanvasDocument::takeOutcome(OperationKind kind, Outcome<CanvasContent> outcome) {
    if (outcome.isDone()) {
        push(kind, std::move(outcome).value());
    } else if (outcome.isFailed()) {
        Q_EMIT operationFailed(outcome.error());
    }
}

void CanvasDocument::push(OperationKind kind, CanvasContent after) {
    const CanvasContent before = content();
    CanvasPicture& picture = after.picture;
    const bool isNew = !isSamePicture(before.picture, picture);
    const bool isUnchanged = !isNew && after.mask.sharesAllWith(before.mask);
    if (isUnchanged && before.picture.origin == picture.origin) {
        // Nothing to undo. The file may have been drawn on by another program, though.
        m_history.setPixels(picture, picture.pixels);
        announceContent(before);
        return;
    }
    if (m_journal && m_journal->isOpen() && isNew && !picture.isNone() &&
        picture.readableFile().empty()) {
        picture.journalFile = CanvasJournal::newPictureFile(m_journal->folder());
    }
    CanvasHistory::Step step{kind, std::move(after), 0};
    keepInJournal(before, step);
    m_history.push(std::move(step));
    m_history.trim(m_limits);
    announceContent(before);
}

void CanvasDocument::keepInJournal(const CanvasContent& before, const CanvasHistory::Step& step) {
    if (!m_journal) {
        return;
    }
    m_journal->write([before, step](CanvasJournal& journal) -> Status {
        const CanvasPicture& picture = step.content.picture;
        const bool isOnlyHere = picture.file.empty() && !picture.journalFile.empty() &&
                                picture.journalFile != before.picture.journalFile;
        if (isOnlyHere && picture.pixels) {
            const Status kept = CanvasJournal::writePicture(picture.journalFile, *picture.pixels);
            if (!kept) {
                return kept;
            }
        }
        return journal.append({stepRecord(before, step)});
    });
}

/// Tells what is different now, and finds the state for it.
void CanvasDocument::announceContent(const CanvasContent& before) {
    if (stateAs<GeneratingCanvas>() == nullptr) {
        settle();
    }
    if (!isSamePicture(before.picture, picture()) || before.picture.pixels != picture().pixels) {
        Q_EMIT pictureChanged();
    }
    if (!before.mask.sharesAllWith(mask())) {
        Q_EMIT maskChanged();
    }
    Q_EMIT historyChanged();
}

void CanvasDocument::goTo(std::size_t position) {
    const CanvasContent before = content();
    const auto steps =
        static_cast<std::int64_t>(position) - static_cast<std::int64_t>(m_history.position());
    m_history.goTo(position);
    if (m_journal) {
        m_journal->write(
            [steps](CanvasJournal& journal) { return journal.append({moveRecord(steps)}); });
    }
    announceContent(before);
}

void CanvasDocument::undo() {
    if (canUndo()) {
        goTo(m_history.position() - 1);
    }
}

void CanvasDocument::redo() {
    if (canRedo()) {
        goTo(m_history.position() + 1);
    }
}

void CanvasDocument::markSaved(const CanvasPicture& saved, const std::filesystem::path& file) {
    const CanvasPicture picture = saved;
    if (!picture.file.empty()) {
        return;  // it has a file; a copy somewhere else changes nothing here
    }
    m_history.setFile(picture, file);
    if (m_journal) {
        m_journal->write([picture, file](CanvasJournal& journal) {
            return journal.append({fileRecord(picture, file)});
        });
    }
}

void CanvasDocument::moveFile(const std::filesystem::path& before,
                              const std::filesystem::path& after) {
    whenRestored([this, before, after] {
        const bool isOnCanvas = picture().file == before;
        if (before.empty() || !m_history.moveFile(before, after)) {
            return;
        }
        if (m_journal) {
            m_journal->beginAnew(m_history);
        }
        const auto* loading = stateAs<LoadingCanvas>();
        const bool isReadingIt = loading != nullptr && loading->file == before;
        if (isOnCanvas && !hasPixels(picture()) &&
            (isReadingIt || stateAs<FailedCanvas>() != nullptr)) {
            settle();  // from where it is now
        } else if (isOnCanvas) {
            Q_EMIT stateChanged();  // whoever shows its name
        }
    });
}

void CanvasDocument::readAgain(const std::filesystem::path& file) {
    const bool isWanted = !picture().isNone() && !hasPixels(picture()) && picture().file == file;
    if (m_isRestored && isWanted && stateAs<FailedCanvas>() != nullptr) {
        settle();
    }
}

void CanvasDocument::dismissFailure() {
    if (stateAs<FailedCanvas>() != nullptr && (picture().isNone() || hasPixels(picture()))) {
        settle();
    }
}

}  // namespace limn
