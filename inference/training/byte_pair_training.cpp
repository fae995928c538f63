// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/byte_pair_training.h"

#include "core/base/AtomicFile.h"
#include "inference/tokenizers/BytePairEncoder.h"
#include "inference/tokenizers/text_normalization.h"
#include "inference/tokenizers/word_splitting.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace limn::training {
namespace {

using Pair = std::pair<std::string, std::string>;

enum class LetterKind { Space = 1, Letter, Digit, Other };

LetterKind kindOf(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isspace(byte) != 0   ? LetterKind::Space
           : std::isalpha(byte) != 0 ? LetterKind::Letter
           : std::isdigit(byte) != 0 ? LetterKind::Digit
                                     : LetterKind::Other;
}

struct SplitWord {
    std::vector<std::string> symbols;
    std::int64_t count = 0;
};

std::vector<SplitWord> splitIntoBytes(const WordCounts& counts, WordEnd wordEnd) {
    const auto& letters = tokenizers::byteLetters();
    std::vector<SplitWord> words;
    for (const auto& [word, count] : counts) {
        SplitWord split{{}, count};
        for (const char c : word) {
            split.symbols.push_back(letters[static_cast<unsigned char>(c)]);
        }
        if (wordEnd == WordEnd::Marked) {
            split.symbols.back() += "</w>";
        }
        words.push_back(std::move(split));
    }
    return words;
}

void merge(SplitWord& word, const Pair& pair) {
    for (std::size_t i = 0; i + 1 < word.symbols.size(); ++i) {
        if (word.symbols[i] == pair.first && word.symbols[i + 1] == pair.second) {
            word.symbols[i] += word.symbols[i + 1];
            word.symbols.erase(word.symbols.begin() + static_cast<std::ptrdiff_t>(i + 1));
        }
    }
}

Status writeText(const std::filesystem::path& file, const std::string& text) {
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return writeFileAtomically(file, bytes, Overwrite::Replace);
}

nlohmann::ordered_json vocabularyOf(const std::vector<Pair>& merges) {
    nlohmann::ordered_json vocabulary;
    int id = 0;
    const auto letters = tokenizers::byteLettersInOrder();
    for (const auto& letter : letters) {
        vocabulary[letter] = id++;
    }
    for (const auto& letter : letters) {
        vocabulary[letter + "</w>"] = id++;
    }
    for (const auto& [left, right] : merges) {
        if (!vocabulary.contains(left + right)) {  // two ways may lead to one token
            vocabulary[left + right] = id++;
        }
    }
    vocabulary["<|startoftext|>"] = id++;
    vocabulary["<|endoftext|>"] = id++;
    return vocabulary;
}

/// Qwen's own, as far as a Qwen3-VL's chat needs them; the ids follow the merged tokens.
constexpr std::array<std::string_view, 9> kQwenControls{
    "<|endoftext|>",   "<|im_start|>",  "<|im_end|>",  "<|vision_start|>", "<|vision_end|>",
    "<|image_pad|>", "<|video_pad|>", "<tool_call>", "</tool_call>"};

nlohmann::ordered_json qwenAddedTokens(int firstId) {
    auto tokens = nlohmann::ordered_json::array();
    for (const auto content : kQwenControls) {
        tokens.push_back({{"id", firstId + static_cast<int>(tokens.size())},
                          {"content", content},
                          {"single_word", false},
                          {"lstrip", false},
                          {"rstrip", false},
                          {"normalized", false},
                          {"special", content.front() == '<' && content[1] == '|'}});
    }
    return tokens;
}

nlohmann::ordered_json qwenPreTokenizer() {
    const std::string expression(tokenizers::expressionOf(tokenizers::SplitRule::Qwen2));
    return {{"type", "Sequence"},
            {"pretokenizers",
             {{{"type", "Split"},
               {"pattern", {{"Regex", expression}}},
               {"behavior", "Isolated"},
               {"invert", false}},
              {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", false}, {"use_regex", false}}}}};
}

}  // namespace

void countByteLevelWords(std::string_view text, WordCounts& counts) {
    const auto letters = tokenizers::decodeUtf8(text);
    for (const auto word : tokenizers::splitWords(letters, tokenizers::SplitRule::Qwen2)) {
        std::string bytes;
        for (const char32_t letter : word) {
            tokenizers::appendUtf8(bytes, letter);
        }
        ++counts[bytes];
    }
}

Status writeQwenTokenizer(const std::filesystem::path& folder, const std::vector<Pair>& merges, int modelMaxLength) {
    nlohmann::ordered_json vocabulary;
    int id = 0;
    for (const auto& letter : tokenizers::byteLettersInOrder()) {
        vocabulary[letter] = id++;
    }
    auto pairs = nlohmann::ordered_json::array();
    for (const auto& [left, right] : merges) {
        if (!vocabulary.contains(left + right)) {  // two ways may lead to one token
            vocabulary[left + right] = id++;
        }
        pairs.push_back({left, right});
    }
    const nlohmann::ordered_json tokenizer{
        {"version", "1.0"},
        {"truncation", nullptr},
        {"padding", nullptr},
        {"added_tokens", qwenAddedTokens(id)},
        {"normalizer", {{"type", "NFC"}}},
        {"pre_tokenizer", qwenPreTokenizer()},
        {"post_processor", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", false}, {"use_regex", false}}},
        {"decoder", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", false}, {"use_regex", false}}},
        {"model",
         {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", nullptr},
          {"continuing_subword_prefix", nullptr},
          {"end_of_word_suffix", nullptr},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"ignore_merges", false},
          {"vocab", vocabulary},
          {"merges", pairs}}}};
    const nlohmann::ordered_json config{{"tokenizer_class", "Qwen2Tokenizer"},
                                        {"eos_token", "<|im_end|>"},
                                        {"pad_token", "<|endoftext|>"},
                                        {"add_prefix_space", false},
                                        {"model_max_length", modelMaxLength}};
    std::filesystem::create_directories(folder);
    if (const auto written = writeText(folder / "tokenizer.json", tokenizer.dump() + "\n"); !written) {
        return written;
    }
    return writeText(folder / "tokenizer_config.json", config.dump(2) + "\n");
}

void countWords(std::string_view text, WordCounts& counts) {
    for (std::size_t i = 0; i < text.size();) {
        const LetterKind kind = kindOf(text[i]);
        std::string word;
        do {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i++])));
        } while (i < text.size() && kind != LetterKind::Digit && kindOf(text[i]) == kind);
        if (kind != LetterKind::Space) {
            ++counts[word];
        }
    }
}

std::vector<Pair> trainMerges(const WordCounts& counts, std::size_t mergeCount, WordEnd wordEnd) {
    auto words = splitIntoBytes(counts, wordEnd);
    std::vector<Pair> merges;
    while (merges.size() < mergeCount) {
        std::map<Pair, std::int64_t> pairs;
        for (const SplitWord& word : words) {
            for (std::size_t i = 0; i + 1 < word.symbols.size(); ++i) {
                pairs[{word.symbols[i], word.symbols[i + 1]}] += word.count;
            }
        }
        // Of equal counts the first in the alphabet, so that the result is one.
        const auto best =
            std::ranges::max_element(pairs, {}, [](const auto& entry) { return entry.second; });
        if (best == pairs.end() || best->second < 2) {
            break;
        }
        merges.push_back(best->first);
        for (SplitWord& word : words) {
            merge(word, merges.back());
        }
    }
    return merges;
}

Status writeClipTokenizer(const std::filesystem::path& folder, const std::vector<Pair>& merges,
                          int modelMaxLength) {
    std::string mergeLines = "#version: 0.2\n";
    for (const auto& [left, right] : merges) {
        mergeLines += left + " " + right + "\n";
    }
    const nlohmann::ordered_json special{{"bos_token", "<|startoftext|>"},
                                         {"eos_token", "<|endoftext|>"},
                                         {"pad_token", "<|endoftext|>"},
                                         {"unk_token", "<|endoftext|>"}};
    nlohmann::ordered_json config = special;
    config["add_prefix_space"] = false;
    config["do_lower_case"] = true;
    config["errors"] = "replace";
    config["model_max_length"] = modelMaxLength;
    config["tokenizer_class"] = "CLIPTokenizer";
    std::filesystem::create_directories(folder);
    const std::pair<const char*, std::string> files[] = {
        {"vocab.json", vocabularyOf(merges).dump() + "\n"},
        {"merges.txt", mergeLines},
        {"tokenizer_config.json", config.dump(2) + "\n"},
        {"special_tokens_map.json", special.dump(2) + "\n"}};
    for (const auto& [name, text] : files) {
        if (const auto written = writeText(folder / name, text); !written) {
            return written;
        }
    }
    return Unit{};
}

}  // namespace limn::training
