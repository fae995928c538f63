// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/read_generation.h"

#include "core/metadata/a1111_text.h"
#include "core/metadata/limn_json.h"

namespace limn {

namespace {

std::optional<GenerationData> fromParameters(const PictureInfo& info) {
    if (const std::string* parameters = info.text("parameters")) {
        return readA1111Text(*parameters);
    }
    return info.exif.userComment.empty() ? std::nullopt : readA1111Text(info.exif.userComment);
}

}  // namespace

GenerationReading readGeneration(const PictureInfo& info) {
    GenerationReading reading;
    if (const std::string* own = info.text(kLimnTextKey)) {
        Result<GenerationData> data = readLimnJson(*own);
        if (data) {
            reading.data = *std::move(data);
            return reading;
        }
        reading.problems.push_back(data.error().message);
    }
    reading.data = fromParameters(info);
    return reading;
}

}  // namespace limn
