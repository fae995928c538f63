// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasDocument.h"
#include "core/jobs/InferenceService.h"

#include <QObject>

namespace limn {

/// Lets the canvas follow the inference thread: previews while a picture is made, the picture when it is there, and
/// what went wrong. Owns nothing; owned by app.
class GenerationFollower final : public QObject {
    Q_OBJECT
public:
    GenerationFollower(InferenceService& inference, CanvasDocument& document,
                       QObject* parent = nullptr);

private:
    void begin(JobId job);

    InferenceService& m_inference;
    CanvasDocument& m_document;
};

/// A finished picture as the canvas shows it.
CanvasPicture canvasPictureOf(const FinishedPicture& finished);

}  // namespace limn
