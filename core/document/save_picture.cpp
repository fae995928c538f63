// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/save_picture.h"

#include "core/io/PictureReader.h"
#include "core/metadata/read_generation.h"
#include "core/metadata/write_generated.h"

namespace limn {

Result<std::vector<std::string>> saveCanvasPicture(const CanvasPicture& picture,
                                                   const std::filesystem::path& target) {
    if (!picture.pixels) {
        return Error{ErrorCode::InvalidRequest, "There is no picture on the canvas to save.", {}};
    }
    if (!picture.file.empty()) {
        const Result<PictureReader> reader = PictureReader::open(picture.file);
        const GenerationReading reading =
            reader ? readGeneration(reader->info()) : GenerationReading{};
        if (reading.data) {
            return writeGeneratedPicture(target, *picture.pixels, *reading.data,
                                         Overwrite::Replace);
        }
    }
    return writePicture(target, *picture.pixels, {}, Overwrite::Replace);
}

}  // namespace limn
