// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "app/cli/OutputPlan.h"
#include "app/cli/ProgressReport.h"
#include "app/cli/model_choice.h"
#include "core/base/Outcome.h"
#include "core/engine/Engine.h"
#include "core/metadata/GenerationData.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace limn::cli {

/// Everything an order needs, read and checked on the main thread.
struct PreparedGeneration {
    ChosenModel model;
    LoadRequest load;
    GenerateRequest request;
    std::optional<std::filesystem::path> image;
    std::optional<std::filesystem::path> mask;
    OutputPlan output;
    bool mayOverwrite = false;
    bool isJson = false;
};

struct SavedPicture {
    std::filesystem::path path;
    std::uint64_t seed = 0;
    int widthPx = 0;
    int heightPx = 0;
};

struct GenerationResult {
    ModelInfo model;
    GenerateReport report;
};

/// One order on the engine's thread: read the given pictures, load, check against the model, draw,
/// save each picture as it is finished. Made on the main thread, run() on the engine's; `saved()`
/// may be read when run() has ended.
class GenerationRun {
public:
    GenerationRun(PreparedGeneration prepared, CommandContext& context);

    Outcome<GenerationResult> run(const std::stop_token& stop);

    /// Also after a failure or cancel: what is on the disk already.
    const std::vector<SavedPicture>& saved() const { return m_saved; }

private:
    Outcome<Unit> readPictures(const std::stop_token& stop);
    void takeSizeOfImage(int multiple);
    Status fitToModel(const ModelInfo& model);
    void tellWarnings(const std::vector<std::string>& warnings);
    Status save(const GeneratedImage& picture, const ModelInfo& model);

    PreparedGeneration m_prepared;
    CommandContext& m_context;
    ProgressReport m_progress;
    std::optional<SourcePicture> m_startPicture;
    std::optional<SourcePicture> m_mask;
    std::vector<SavedPicture> m_saved;
    std::vector<std::string> m_toldWarnings;
};

}  // namespace limn::cli
