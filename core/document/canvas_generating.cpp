// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasDocument.h"

#include <utility>

// What CanvasDocument does while the inference thread works for it.

namespace limn {

GeneratingCanvas* CanvasDocument::generating(JobId job) {
    auto* now = std::get_if<GeneratingCanvas>(&m_state);
    return now != nullptr && now->job == job ? now : nullptr;
}

void CanvasDocument::beginGenerating(JobId job, const QSize& sizePx, bool isRepaint,
                                     const QRect& previewArea) {
    whenRestored([this, job, sizePx, isRepaint, previewArea] {
        m_reading.cancel();
        cancelSlowOperation();
        GeneratingCanvas state;
        state.job = job;
        state.sizePx = sizePx;
        state.isRepaint = isRepaint;
        state.previewArea = previewArea;
        setState(std::move(state));
        Q_EMIT historyChanged();
    });
}

void CanvasDocument::showProgress(JobId job, const Progress& progress) {
    GeneratingCanvas* now = generating(job);
    if (now == nullptr) {
        return;
    }
    now->phase = progress.phase;
    now->step = progress.step;
    now->of = progress.of;
    if (progress.preview) {
        now->preview = std::make_shared<const Image>(*progress.preview);
    }
    Q_EMIT stateChanged();
}

void CanvasDocument::showStopping(JobId job) {
    if (GeneratingCanvas* now = generating(job)) {
        now->isStopping = true;
        Q_EMIT stateChanged();
    }
}

void CanvasDocument::takePicture(JobId job, CanvasPicture picture) {
    whenRestored([this, job, picture = std::move(picture)] {
        GeneratingCanvas* now = generating(job);
        if (now == nullptr) {
            Q_EMIT pictureWaiting(picture);
            return;
        }
        now->preview.reset();  // the next picture of the batch begins with none
        const OperationKind kind =
            now->isRepaint ? OperationKind::Repaint : OperationKind::Generate;
        put(picture, kind);
    });
}

void CanvasDocument::endGenerating(JobId job) {
    if (generating(job) != nullptr) {
        settle();
        Q_EMIT historyChanged();
    }
}

void CanvasDocument::cancelGenerating(JobId job) {
    endGenerating(job);
}

void CanvasDocument::failGenerating(JobId job, const Error& error) {
    if (generating(job) != nullptr) {
        setState(FailedCanvas{error});
        Q_EMIT historyChanged();
    }
}

}  // namespace limn
