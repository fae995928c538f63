// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/match/match_prompt.h"
#include "core/vision/PictureFacts.h"
#include "core/vision/TextReader.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace limn::cli {

// What was seen in a picture, as `limn describe --json` says it.

/// The keys that every description has, for one that no model wrote.
nlohmann::ordered_json modellessJson(const std::filesystem::path& image, const std::string& task,
                                     const std::string& witness, const std::string& text,
                                     double confidence, double seconds);
/// `exifOrientation` is the file's, 1 ... 8; the facts are of the picture as it is shown, turned by it.
nlohmann::ordered_json factsJson(const vision::PictureFacts& facts, int exifOrientation);
/// [{"text","box":[x,y,w,h],"confidence"}]
nlohmann::ordered_json linesJson(const vision::TextReading& reading);
/// {"score","checks":[{"claim","holds","evidence",…}],"missing":[…]}
nlohmann::ordered_json matchJson(const match::MatchReport& report);

}  // namespace limn::cli
