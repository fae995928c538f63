// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "core/base/Outcome.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace limn::cli {

/// How many pictures went well; of the others a sentence has been printed.
struct DescriptionTally {
    int described = 0;
    int failed = 0;
};

/// Puts one picture after the other into words. One that fails does not stop the others: its sentence goes to standard
/// error, and with --json its line of the results says it too, so that a program need not count.
Outcome<DescriptionTally> describeEach(
    const std::vector<std::filesystem::path>& images, const std::string& task, bool isJson,
    Console& console,
    const std::function<Outcome<Unit>(const std::filesystem::path& image)>& describe);

}  // namespace limn::cli
