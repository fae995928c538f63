// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "app/cli/ProgressReport.h"
#include "app/cli/describe_each.h"
#include "app/cli/model_choice.h"
#include "app/cli/told_words.h"
#include "core/base/Outcome.h"
#include "core/engine/Engine.h"
#include "core/vision/PictureFacts.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::cli {

/// Everything an order for words needs, read and checked on the main thread.
struct PreparedDescription {
    std::vector<std::filesystem::path> images;
    std::string task;
    std::string question;  ///< what the model is asked about each picture
    ChosenModel model;
    LoadRequest load;
    DescribeRequest request;  ///< without its turns
    bool isJson = false;
};

/// Loads the model once and asks it about one picture after the other, on the engine's thread. Each answer is printed
/// as soon as it is there, on a terminal word by word. A picture that cannot be read does not stop the others.
class DescriptionRun {
public:
    DescriptionRun(PreparedDescription prepared, CommandContext& context);

    Outcome<DescriptionTally> run(const std::stop_token& stop);

private:
    struct Said {
        ToldDescription told;
        std::optional<vision::PictureFacts> facts;
        int exifOrientation = 1;
    };
    Outcome<Said> describe(Engine& engine, const std::filesystem::path& image, const std::stop_token& stop);
    bool streamsWords() const;
    void print(const std::filesystem::path& image, const Said& said, double loadSeconds);

    PreparedDescription m_prepared;
    CommandContext& m_context;
    ProgressReport m_progress;
};

/// The sentence for a model that makes pictures and cannot describe them.
Error notADescriber(const ChosenModel& model);

}  // namespace limn::cli
