// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "app/cli/describe_each.h"
#include "app/cli/told_words.h"
#include "core/base/Outcome.h"
#include "core/vision/TextReader.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace limn::cli {

/// What can be said of pictures without a model: the writing in them (`--task text`, and in a sentence for a question
/// after it), or facts that are measured. A picture that cannot be read does not stop the others.
class ModellessRun {
public:
    enum class What { Writing = 1, Facts };

    ModellessRun(What what, std::vector<std::filesystem::path> images, std::string task, bool isJson,
                 CommandContext& context);

    Outcome<DescriptionTally> run(const std::stop_token& stop);

private:
    Outcome<Unit> tell(const std::filesystem::path& image, const std::stop_token& stop);
    Outcome<Unit> tellWriting(const std::filesystem::path& image, const ToldPicture& of,
                              const std::stop_token& stop);
    Outcome<Unit> tellFacts(const std::filesystem::path& image, const ToldPicture& of,
                            const std::stop_token& stop);
    void printText(const std::filesystem::path& image, const std::string& text);

    What m_what;
    std::vector<std::filesystem::path> m_images;
    std::string m_task;
    bool m_isJson;
    CommandContext& m_context;
    std::optional<vision::TextReader> m_reader;  ///< opened for the first picture, kept for the others
};

}  // namespace limn::cli
