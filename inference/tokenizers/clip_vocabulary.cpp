// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/clip_vocabulary.h"

#include "core/base/RegularFile.h"
#include "core/base/display_text.h"
#include "core/json/strict_json.h"

#include <zlib.h>

#include <algorithm>
#include <span>
#include <utility>

namespace limn::tokenizers {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxTextBytes = 16ULL << 20U;  // CLIP's merges take half a megabyte

Error damaged(const std::string& file, const std::string& what) {
    return Error{ErrorCode::FileDamaged, file + ": " + what + ".", {}};
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> readTokens(const json& object,
                                                                      const std::string& file) {
    if (!object.is_object() || object.empty()) {
        return damaged(file, "the vocabulary must be an object from token to id");
    }
    std::vector<std::pair<std::string, std::uint64_t>> tokens;
    tokens.reserve(object.size());
    for (const auto& [token, id] : object.items()) {
        if (!id.is_number_unsigned()) {
            return damaged(
                file, "the id of the token '" + displayText(token) + "' is not a whole number");
        }
        tokens.emplace_back(token, id.get<std::uint64_t>());
    }
    return tokens;
}

Result<std::string> readWholeFile(const std::filesystem::path& path) {
    const Result<RegularFile> file = RegularFile::open(path);
    if (!file) {
        return file.error();
    }
    if (file->sizeBytes() > kMaxTextBytes) {
        return damaged(path.string(), "it is larger than 16 MiB");
    }
    std::string bytes(static_cast<std::size_t>(file->sizeBytes()), '\0');
    if (Status read = file->readAt(0, std::as_writable_bytes(std::span(bytes))); !read) {
        return std::move(read).error();
    }
    return bytes;
}

/// "left right"; false if it is not two words with one space between.
bool splitMerge(std::string_view line, std::pair<std::string, std::string>& merge) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || space == 0 || space + 1 == line.size() ||
        line.find(' ', space + 1) != std::string_view::npos) {
        return false;
    }
    merge = {std::string(line.substr(0, space)), std::string(line.substr(space + 1))};
    return true;
}

/// Lines without their end; a last empty one does not count.
std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        lines.push_back(line);
    }
    return lines;
}

/// The text inside a gzip file, at most kMaxTextBytes of it.
Result<std::string> gunzip(const std::string& packed, const std::string& file) {
    z_stream stream{};
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream, kGzipOnly) != Z_OK) {
        return Error{ErrorCode::OutOfMemory, file + ": there is no memory to unpack it.", {}};
    }
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    int state = Z_OK;
    while (state == Z_OK && text.size() <= kMaxTextBytes) {
        constexpr std::size_t kChunk = 1U << 18U;
        const std::size_t filled = text.size();
        text.resize(filled + kChunk);
        stream.next_out = reinterpret_cast<Bytef*>(text.data() + filled);
        stream.avail_out = kChunk;
        state = inflate(&stream, Z_NO_FLUSH);
        text.resize(filled + kChunk - stream.avail_out);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) {
        return damaged(file, text.size() > kMaxTextBytes ? "it unpacks to more than 16 MiB"
                                                         : "it is no whole gzip file");
    }
    return text;
}

}  // namespace

Result<BytePairVocabulary> readVocabAndMerges(const std::filesystem::path& vocabJson,
                                              const std::filesystem::path& mergesText) {
    BytePairVocabulary vocabulary{vocabJson.string(), mergesText.string(), {}, {}};
    Result<json> object = readStrictJsonFile(vocabJson);
    if (!object) {
        return std::move(object).error();
    }
    auto tokens = readTokens(*object, vocabulary.sourceName);
    if (!tokens) {
        return std::move(tokens).error();
    }
    vocabulary.tokens = std::move(*tokens);
    const Result<std::string> text = readWholeFile(mergesText);
    if (!text) {
        return text.error();
    }
    std::size_t number = 0;
    for (const std::string_view line : linesOf(*text)) {
        ++number;
        if (line.starts_with("#version")) {
            continue;
        }
        if (!splitMerge(line, vocabulary.merges.emplace_back())) {
            return damaged(vocabulary.mergesName, "line " + std::to_string(number) + " ('" +
                                                      displayText(line) + "') is not two tokens");
        }
    }
    return vocabulary;
}

Result<BytePairVocabulary> vocabularyOfTokenizerJson(const json& document,
                                                     const std::string& sourceName) {
    BytePairVocabulary vocabulary{sourceName, sourceName, {}, {}};
    const auto model = document.is_object() ? document.find("model") : document.end();
    if (!document.is_object() || model == document.end() || !model->is_object() ||
        !model->contains("vocab") || !model->contains("merges") ||
        !model->at("merges").is_array()) {
        return damaged(sourceName, "it has no \"model\" with \"vocab\" and \"merges\"");
    }
    if (const json type = model->value("type", json("BPE")); type != "BPE") {
        return Error{ErrorCode::Unsupported,
                     sourceName + ": the model's type is " + displayText(type.dump()) +
                         "; Limn reads \"BPE\".",
                     {}};
    }
    auto tokens = readTokens(model->at("vocab"), sourceName);
    if (!tokens) {
        return std::move(tokens).error();
    }
    vocabulary.tokens = std::move(*tokens);
    // Older files write a merge as one text, newer ones as a list of two.
    for (const json& entry : model->at("merges")) {
        auto& merge = vocabulary.merges.emplace_back();
        const bool isPair =
            entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_string();
        if (isPair) {
            merge = {entry[0].get<std::string>(), entry[1].get<std::string>()};
        } else if (!entry.is_string() || !splitMerge(entry.get_ref<const std::string&>(), merge)) {
            return damaged(sourceName, "merge " + std::to_string(vocabulary.merges.size()) +
                                           " is not two tokens");
        }
    }
    return vocabulary;
}

Result<BytePairVocabulary> readOpenAiVocabulary(const std::filesystem::path& file) {
    BytePairVocabulary vocabulary{file.string(), file.string(), {}, {}};
    const Result<std::string> packed = readWholeFile(file);
    if (!packed) {
        return packed.error();
    }
    const Result<std::string> text = gunzip(*packed, vocabulary.sourceName);
    if (!text) {
        return text.error();
    }
    // The file goes on far beyond what CLIP uses: a first line of its own, then this many merges.
    constexpr std::size_t kTokens = 49152;
    constexpr std::size_t kMerges = kTokens - 256 - 2;
    const std::vector<std::string_view> lines = linesOf(*text);
    if (lines.size() < kMerges + 1) {
        return damaged(vocabulary.sourceName, "it has " + std::to_string(lines.size()) +
                                                  " lines; CLIP needs " +
                                                  std::to_string(kMerges + 1));
    }
    const std::vector<std::string> letters = byteLettersInOrder();
    for (const char* end : {"", "</w>"}) {
        for (const std::string& letter : letters) {
            vocabulary.tokens.emplace_back(letter + end, vocabulary.tokens.size());
        }
    }
    for (std::size_t i = 1; i <= kMerges; ++i) {
        auto& merge = vocabulary.merges.emplace_back();
        if (!splitMerge(lines[i], merge)) {
            return damaged(vocabulary.sourceName, "line " + std::to_string(i + 1) + " ('" +
                                                      displayText(lines[i]) +
                                                      "') is not two tokens");
        }
        vocabulary.tokens.emplace_back(merge.first + merge.second, vocabulary.tokens.size());
    }
    for (const char* special : {"<|startoftext|>", "<|endoftext|>"}) {
        vocabulary.tokens.emplace_back(special, vocabulary.tokens.size());
    }
    return vocabulary;
}

}  // namespace limn::tokenizers
