// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/studio/StudioRequest.h"
#include "core/batch/DescriptionBatch.h"
#include "core/conversation/ConversationSession.h"
#include "core/conversation/ConversationStore.h"
#include "core/conversation/DescribingAssistant.h"
#include "core/conversation/PictureAssistant.h"
#include "core/conversation/StudioAssistant.h"
#include "core/database/Database.h"
#include "core/document/CanvasDocument.h"
#include "core/document/GenerationFollower.h"
#include "core/gallery/GalleryFolders.h"
#include "core/gallery/GalleryModel.h"
#include "core/gallery/PictureIndex.h"
#include "core/gallery/ThumbnailProvider.h"
#include "core/jobs/Background.h"
#include "core/jobs/InferenceService.h"
#include "core/jobs/JobListModel.h"
#include "core/settings/GenerationSettings.h"
#include "core/settings/Settings.h"

#include <QThreadPool>

namespace limn::studio {

/// Everything of the studio that is no widget, in the order in which one needs the other. GUI thread.
struct StudioServices {
    explicit StudioServices(const StudioRequest& request);

    QThreadPool pool;
    Background background{pool};
    Settings settings;
    Database database;
    PictureIndex index{database, background};
    GalleryFolders folders{database, background};
    GalleryModel gallery{database, index};
    ThumbnailProvider thumbnails;
    GenerationSettings generation;
    InferenceService inference;
    JobListModel jobs{inference};
    CanvasDocument document;
    GenerationFollower follower{inference, document};
    ConversationStore conversations{database};
    PictureAssistant drawing{inference, background};
    DescribingAssistant describing{inference};
    StudioAssistant assistant{drawing, describing};
    ConversationSession session{conversations, assistant};
    DescriptionBatch batch{database, inference};
};

}  // namespace limn::studio
