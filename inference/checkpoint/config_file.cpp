// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/config_file.h"

#include "core/base/RegularFile.h"
#include "core/json/strict_json.h"

#include <span>
#include <string_view>

namespace limn::checkpoint {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr std::uint64_t kMaxConfigBytes = 4ULL << 20U;

/// Python's json module writes the floats that JSON does not have as bare words; here they become
/// strings.
std::string quoteBareWords(const std::string& text) {
    std::string quoted;
    quoted.reserve(text.size() + 16);
    bool inString = false;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (inString && c == '\\' && i + 1 < text.size()) {
            quoted.append(text, i, 2);
            i += 2;
            continue;
        }
        inString = c == '"' ? !inString : inString;
        std::size_t length = 0;
        for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
            if (!inString && length == 0 && std::string_view(text).substr(i).starts_with(word)) {
                length = word.size();
            }
        }
        if (length > 0) {
            quoted += '"' + text.substr(i, length) + '"';
            i += length;
        } else {
            quoted += c;
            ++i;
        }
    }
    return quoted;
}

}  // namespace

Result<Json> readConfigFile(const fs::path& file) {
    auto opened = RegularFile::open(file);
    if (!opened) {
        return opened.error();
    }
    if (opened->sizeBytes() > kMaxConfigBytes) {
        return Error{ErrorCode::FileRefused,
                     file.string() + ": expected a configuration of at most 4 MB, but it has " +
                         std::to_string(opened->sizeBytes()) + " bytes.",
                     {}};
    }
    std::string text(std::size_t(opened->sizeBytes()), '\0');
    if (Status status =
            opened->readAt(0, std::as_writable_bytes(std::span(text.data(), text.size())));
        !status) {
        return status.error();
    }
    return parseStrictJson(quoteBareWords(text), file.string());
}

std::optional<fs::path> weightFile(const fs::path& folder, const std::string& stem,
                                   const std::string& oldStem) {
    std::error_code ignored;
    for (const std::string& name :
         {stem + ".safetensors", stem + ".safetensors.index.json", stem + ".fp16.safetensors",
          stem + ".safetensors.index.fp16.json", oldStem + ".bin", oldStem + ".fp16.bin"}) {
        if (fs::is_regular_file(folder / name, ignored)) {
            return folder / name;
        }
    }
    return std::nullopt;
}

std::string textOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace limn::checkpoint
