// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/describe_each.h"

#include "app/cli/json_text.h"

#include <nlohmann/json.hpp>

namespace limn::cli {

Outcome<DescriptionTally> describeEach(
    const std::vector<std::filesystem::path>& images, const std::string& task, bool isJson,
    Console& console,
    const std::function<Outcome<Unit>(const std::filesystem::path& image)>& describe) {
    DescriptionTally tally;
    for (const auto& image : images) {
        const auto described = describe(image);
        if (described.isCancelled()) {
            return Cancelled{};
        }
        if (described.isDone()) {
            ++tally.described;
            continue;
        }
        ++tally.failed;
        const std::string sentence = sentenceOf(described.error());
        console.printError((images.size() > 1 ? image.string() + ": " : std::string()) + sentence);
        if (isJson) {
            console.printResult(
                jsonText({{"image", image.string()}, {"task", task}, {"error", sentence}}));
        }
    }
    return tally;
}

}  // namespace limn::cli
