// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <filesystem>

namespace limn {

/// Where Limn keeps and finds its things. Plain data, so that tests can point elsewhere.
struct Folders {
    std::filesystem::path data;     ///< the person's own: models.json; made when first needed
    std::filesystem::path starter;  ///< the model that comes with Limn; may not be there
};

/// From $XDG_DATA_HOME (else ~/.local/share) and from where the program lies: share/limn/starter
/// beside an installed bin/, resources/starter of the source tree for a program that was only
/// built.
Folders standardFolders();

/// Whether there is a starter that can draw, and not just parts of one.
bool hasStarter(const Folders& folders);

}  // namespace limn
