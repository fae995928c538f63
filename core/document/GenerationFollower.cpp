// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/GenerationFollower.h"

#include "core/document/repaint.h"

namespace limn {
namespace {

constexpr int kUnknownSidePx = 512;  // until a model is loaded nobody knows what it prefers

QSize sizeOf(const GenerateRequest& request, const std::optional<ModelInfo>& model) {
    if (isRepaint(request)) {
        return {request.initImage->widthPx, request.initImage->heightPx};
    }
    const int width = model ? model->defaultWidthPx : kUnknownSidePx;
    const int height = model ? model->defaultHeightPx : kUnknownSidePx;
    return {request.widthPx.value_or(width), request.heightPx.value_or(height)};
}

}  // namespace

CanvasPicture canvasPictureOf(const FinishedPicture& finished) {
    const GenerateRequest& request = finished.order.request;
    CanvasPicture picture;
    picture.file = finished.file;
    picture.widthPx = finished.image.widthPx;
    picture.heightPx = finished.image.heightPx;
    picture.pixels = std::make_shared<const Image>(finished.image);
    picture.origin.prompt = QString::fromStdString(request.prompt);
    picture.origin.negativePrompt = QString::fromStdString(request.negativePrompt.value_or(""));
    picture.origin.modelName = QString::fromStdString(finished.modelName);
    picture.origin.seed = finished.seed;
    picture.origin.steps = request.steps.value_or(0);
    picture.origin.madeFrom = finished.order.madeFrom;
    picture.origin.pixelsChangedOutsideMask = finished.pixelsChangedOutsideMask;
    return picture;
}

GenerationFollower::GenerationFollower(InferenceService& inference, CanvasDocument& document,
                                       QObject* parent)
    : QObject(parent), m_inference(inference), m_document(document) {
    connect(&inference, &InferenceService::jobQueued, this, [this](JobId job) {
        if (m_inference.orderOf(job) != nullptr) {
            m_document.lookBack();
        }
    });
    connect(&inference, &InferenceService::jobStarted, this, &GenerationFollower::begin);
    connect(&inference, &InferenceService::jobProgressed, &document, &CanvasDocument::showProgress);
    connect(&inference, &InferenceService::jobStopping, &document, &CanvasDocument::showStopping);
    connect(&inference, &InferenceService::pictureFinished, &document,
            [&document](JobId job, const FinishedPicture& finished) {
                document.takePicture(job, canvasPictureOf(finished));
            });
    connect(&inference, &InferenceService::jobFinished, &document, &CanvasDocument::endGenerating);
    connect(&inference, &InferenceService::jobCancelled, &document,
            &CanvasDocument::cancelGenerating);
    connect(&inference, &InferenceService::jobFailed, &document, &CanvasDocument::failGenerating);
}

void GenerationFollower::begin(JobId job) {
    const PictureOrder* order = m_inference.orderOf(job);
    if (order != nullptr && !m_document.isLookingAway()) {
        m_document.beginGenerating(job, sizeOf(order->request, m_inference.loadedModel()),
                                   isRepaint(order->request), repaintRegion(order->request));
    }
}

}  // namespace limn
