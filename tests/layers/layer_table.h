// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string_view>
#include <vector>

namespace limn::layers {

using Names = std::vector<std::string_view>;

/// What the files of a folder may include. The entry with the longest matching folder counts.
struct Layer {
    std::string_view folder;
    Names folders;    ///< of Limn, with all below them
    Names libraries;  ///< names of libraries(); the standard library and POSIX are open to all
};

struct Library {
    std::string_view name;
    Names headers;  ///< how its includes begin
};

/// A file below one of `folders` may not contain `word` as code.
struct ForbiddenWord {
    std::string_view word;
    Names folders;
    std::string_view message;
};

/// The arrows of ARCHITECTURE.md, folder by folder.
const std::vector<Layer>& layers();
const std::vector<Library>& libraries();
const std::vector<ForbiddenWord>& forbiddenWords();

}  // namespace limn::layers
