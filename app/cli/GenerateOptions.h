// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/CommonOptions.h"
#include "core/base/Result.h"
#include "core/engine/Engine.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limn::cli {

/// What `limn generate` was asked for, checked as far as that is possible without the model and the
/// disk.
struct GenerateOptions {
    std::string prompt;            ///< only if !promptFromInput
    bool promptFromInput = false;  ///< "-": standard input
    std::optional<std::string> negativePrompt;
    std::optional<std::string> model;   ///< as given
    std::optional<std::uint64_t> seed;  ///< nullopt = random
    std::optional<int> steps;           ///< 1 ... 1000
    std::optional<double> guidanceScale;
    std::optional<int> widthPx;  ///< 1 ... 8192; the model may want multiples
    std::optional<int> heightPx;
    std::optional<std::string> scheduler;
    int clipSkip = 1;
    std::optional<std::filesystem::path> image;
    std::optional<double> strength;  ///< 0 ... 1
    std::optional<std::filesystem::path> mask;
    std::vector<LoraChoice> loras;
    std::optional<double> upscale;
    std::filesystem::path upscaler;     ///< empty: what the model brings along
    int count = 1;                      ///< 1 ... 1000
    std::optional<std::string> output;  ///< as given: a trailing '/' means a folder
    bool mayOverwrite = false;
};

inline constexpr int kLargestSizePx = 8192;
inline constexpr std::size_t kLongestPromptBytes = 1'000'000;

/// The options of `limn generate`, declared and read. Main thread.
class GenerateOptionSet {
public:
    explicit GenerateOptionSet(CLI::App& app);
    Result<GenerateOptions> read() const;

private:
    Status readPrompt(GenerateOptions& options) const;
    Status readNumbers(GenerateOptions& options) const;
    Status readPictureInputs(GenerateOptions& options) const;
    Status readLoras(GenerateOptions& options) const;
    Status readOutput(GenerateOptions& options) const;

    CLI::Option* m_plainPrompt = nullptr;
    CLI::Option* m_prompt = nullptr;
    CLI::Option* m_negativePrompt = nullptr;
    CLI::Option* m_model = nullptr;
    CLI::Option* m_seed = nullptr;
    CLI::Option* m_steps = nullptr;
    CLI::Option* m_guidanceScale = nullptr;
    CLI::Option* m_width = nullptr;
    CLI::Option* m_height = nullptr;
    CLI::Option* m_scheduler = nullptr;
    CLI::Option* m_clipSkip = nullptr;
    CLI::Option* m_image = nullptr;
    CLI::Option* m_strength = nullptr;
    CLI::Option* m_mask = nullptr;
    CLI::Option* m_lora = nullptr;
    CLI::Option* m_upscale = nullptr;
    CLI::Option* m_upscaler = nullptr;
    CLI::Option* m_count = nullptr;
    CLI::Option* m_output = nullptr;
    CLI::Option* m_overwrite = nullptr;
};

/// "FILE[:SCALE]". A colon that is part of an existing file's name, or that no number follows,
/// belongs to the name.
Result<LoraChoice> parseLora(const std::string& text);

/// Why this size cannot be for a model that needs multiples of `multiplePx`, with the nearest that
/// works; nullopt if it can be. Multiple 1: the model is not known yet, only the range is checked.
/// `option` is "--width" or "--height". `spelled` is the number as it was given where `sizePx` only stands for it.
std::optional<Error> refuseSize(const std::string& option, std::int64_t sizePx, int multiplePx,
                                const std::string& spelled = {});

}  // namespace limn::cli
