// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace limn {

/// What a JSON text may cost. The text itself is bounded by its size in memory or on disk.
struct JsonLimits {
    std::uint64_t maxBytes = 64ULL << 20U;  ///< of the text
    std::size_t maxDepth = 64;              ///< of objects and arrays inside each other
    std::size_t maxElements = 2'000'000;    ///< values of every kind, containers included
    bool roundsWideIntegers = false;        ///< integers beyond 64 bits become doubles instead of being refused
};

/// Strict JSON (RFC 8259) of untrusted origin: refuses duplicate keys at every level, a byte order mark,
/// bytes after the value, invalid UTF-8, NaN and infinities, comments, and integers that need more than 64
/// bits; integers are never rounded. No recursion. Any thread. `sourceName` is what messages call the text.
Result<nlohmann::json> parseStrictJson(std::string_view text, std::string_view sourceName, const JsonLimits& limits = {});

/// The same for a regular file, whose size is checked before anything is read.
Result<nlohmann::json> readStrictJsonFile(const std::filesystem::path& file, const JsonLimits& limits = {});

/// Receives a JSON text value by value, for texts too big for a tree. Each function returns false to stop and sets
/// `refusal` to the reason, as the end of a sentence ("tensor 'a' has no dtype"). Duplicate keys are the visitor's
/// to refuse; everything else that parseStrictJson refuses never arrives here.
class JsonVisitor {
public:
    virtual ~JsonVisitor() = default;
    virtual bool null() = 0;
    virtual bool boolean(bool value) = 0;
    virtual bool integer(std::int64_t value) = 0;  ///< what is written with a minus: below 0, or -0
    virtual bool unsignedInteger(std::uint64_t value) = 0;
    virtual bool real(double value) = 0;
    virtual bool string(std::string&& value) = 0;
    virtual bool startObject() = 0;
    virtual bool key(std::string&& name) = 0;
    virtual bool endObject() = 0;
    virtual bool startArray() = 0;
    virtual bool endArray() = 0;

    std::string refusal;
};

Status visitStrictJson(std::string_view text, std::string_view sourceName, const JsonLimits& limits, JsonVisitor& visitor);

}  // namespace limn
