// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/gallery/PictureRow.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace limn {

// What the gallery does with the files themselves. All of it blocks on files: worker threads only.

/// Size and time of change; FileNotFound where nothing is there.
Result<FileStamp> stampOf(const std::filesystem::path& file);

/// Whether a file's name ends like a picture that can be read. Hidden files are none.
bool hasPictureName(const std::filesystem::path& file);

/// Reads what the file says of itself and hashes its bytes, without decoding it. A file that is no picture, or a
/// hostile one, is one sentence. `madeAtMs` is the file's time of change.
Outcome<PictureFacts> lookAtPicture(const std::filesystem::path& file, std::stop_token stop);

/// SHA-256 of the bytes.
Outcome<std::string> hashFile(const std::filesystem::path& file, std::stop_token stop);

/// The folder beside a picture that its deleted neighbours lie in.
std::filesystem::path trashFolderFor(const std::filesystem::path& file);
inline constexpr const char* kTrashFolderName = ".limn-trash";

/// Moves a file under another name on the same file system, never over something that is there.
Status moveFile(const std::filesystem::path& from, const std::filesystem::path& to);

/// Where a deleted picture goes; the id makes the name one of its own.
std::filesystem::path trashFileFor(PictureId id, const std::filesystem::path& file);

/// Makes the trash folder beside a picture if need be.
Status prepareTrash(const std::filesystem::path& file);

/// Moves it, under the wanted name if that is free, else under one with a number; says where it is now.
Result<std::filesystem::path> moveToFreeName(const std::filesystem::path& from,
                                             const std::filesystem::path& wanted);

bool isThere(const std::filesystem::path& file);

/// Whether a person may give a file this name: not empty, no separators, no control characters, not hidden, no name that
/// Windows cannot hold, at most 255 bytes. Fails with the reason.
Status checkFileName(const std::string& name);

}  // namespace limn
