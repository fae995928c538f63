// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/picture_files.h"

namespace limn::cli {

Status savePicture(const std::filesystem::path& path, const PictureToSave&) {
    return Error{ErrorCode::Unsupported, "'" + path.string() + "' cannot be written by this version yet.", {}};
}

Outcome<Image> loadPicture(const std::filesystem::path& path, const std::stop_token&) {
    return Error{ErrorCode::Unsupported, "'" + path.string() + "' cannot be read by this version yet.", {}};
}

}  // namespace limn::cli
