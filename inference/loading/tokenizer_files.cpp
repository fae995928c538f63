// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/tokenizer_files.h"

#include <cstdlib>
#include <filesystem>

namespace limn::loading {
namespace {

constexpr const char* kVocabularyName = "bpe_simple_vocab_16e6.txt.gz";

/// Beside the installed program (bin/ and share/ are neighbours), else where the build found it.
std::filesystem::path installedVocabulary() {
    if (const char* chosen = std::getenv("LIMN_CLIP_VOCAB"); chosen != nullptr && *chosen != '\0') {
        return chosen;
    }
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const auto installed = program.parent_path().parent_path() / "share/limn/clip" / kVocabularyName;
    return std::filesystem::exists(installed, ignored) ? installed : std::filesystem::path(LIMN_CLIP_VOCAB);
}

}  // namespace

Result<tokenizers::ClipTokenizer> loadTokenizer(const checkpoint::TokenizerSource& source) {
    if (!source.folder.empty()) {
        return tokenizers::ClipTokenizer::fromFolder(source.folder);
    }
    return tokenizers::ClipTokenizer::fromOpenAiVocabulary(
        installedVocabulary(), tokenizers::ClipTokenizerConfig::stableDiffusion(source.padToken));
}

}  // namespace limn::loading
