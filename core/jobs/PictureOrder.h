// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// One order of the studio: which model draws what, and where the finished pictures are saved. A plain value.
struct PictureOrder {
    std::filesystem::path model;  ///< empty: the model that is loaded, else the starter
    std::vector<LoraChoice> loras;
    Placement placement;
    GenerateRequest request;
    std::filesystem::path folder;    ///< pictures are saved here, under names that never overwrite
    std::filesystem::path madeFrom;  ///< the picture that initImage came from, for the lineage; may be empty
    std::int64_t turnId = 0;         ///< of the conversation that asked; 0: none
};

/// A picture that is on the disk (written, flushed and renamed) before anybody is told.
struct FinishedPicture {
    std::filesystem::path file;
    Image image;
    PictureOrder order;  ///< its request with the defaults filled in
    std::string modelName;
    std::string architecture;
    std::uint64_t seed = 0;
    int index = 0;       ///< of a batch, from 0
    double seconds = 0;  ///< from the start of its first step to the end of its decode
    /// Of a repaint inside a mask: how many pixels outside of it changed, counted; -1 where there was no mask.
    std::int64_t pixelsChangedOutsideMask = -1;
};

}  // namespace limn
