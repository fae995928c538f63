// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace limn::models {

/// Smallest and largest value that a configuration key may have, both included.
struct IntegerRange {
    std::int64_t min = 0;
    std::int64_t max = 0;
};
struct NumberRange {
    double min = 0.0;
    double max = 0.0;
};

/// Reads the keys of one untrusted JSON object into a Config struct. A key that is absent leaves
/// the field as it is (its default); a mistyped, impossible or unsupported value is an error that
/// names file and key. The first error is kept, so that a fromJson() is a plain list of keys. Lives
/// on the stack of one fromJson().
class ConfigReader {
public:
    ConfigReader(const nlohmann::json& object, std::string sourceName);

    bool has(std::string_view key) const;

    void boolean(const char* key, bool& field);
    void boolean(const char* key, std::optional<bool>& field);
    void integer(const char* key, std::int64_t& field, IntegerRange range);
    /// Here and below: null in the file is the same as an absent key.
    void integer(const char* key, std::optional<std::int64_t>& field, IntegerRange range);
    void number(const char* key, double& field, NumberRange range);
    void number(const char* key, std::optional<double>& field, NumberRange range);
    void text(const char* key, std::string& field, std::initializer_list<std::string_view> allowed);
    void text(const char* key, std::optional<std::string>& field,
              std::initializer_list<std::string_view> allowed);

    /// A list of 1 ... maxCount numbers.
    void integers(const char* key, std::vector<std::int64_t>& field, IntegerRange range,
                  std::size_t maxCount);
    void numbers(const char* key, std::optional<std::vector<double>>& field, NumberRange range,
                 std::size_t maxCount);
    void texts(const char* key, std::vector<std::string>& field,
               std::initializer_list<std::string_view> allowed, std::size_t maxCount);
    /// One number for all blocks (repeated), or a list of exactly `count`.
    void integerPerBlock(const char* key, std::vector<std::int64_t>& field, std::size_t count,
                         IntegerRange range);

    /// The key may be absent or have one of these values; anything else is refused by name.
    void onlySupported(const char* key, std::initializer_list<nlohmann::json> values);
    /// Keys that have no meaning for what Limn does.
    void ignore(std::initializer_list<const char*> keys);

    /// An impossible value, found by the caller's own check: `problem` completes "FILE: the key
    /// "KEY" ...".
    void reject(const char* key, const std::string& problem);
    void refuse(const char* key, const std::string& problem);

    bool failed() const { return m_error.has_value(); }
    /// Requires failed().
    Error error() const { return *m_error; }
    /// Keys of the file that no call named, without those that begin with '_'.
    std::vector<std::string> unknownKeys() const;

private:
    const nlohmann::json* lookUp(const char* key);
    bool readInteger(const char* key, const nlohmann::json& value, IntegerRange range,
                     std::int64_t& field);
    bool readNumber(const char* key, const nlohmann::json& value, NumberRange range, double& field);
    bool readText(const char* key, const nlohmann::json& value,
                  std::initializer_list<std::string_view> allowed, std::string& field);
    void setError(ErrorCode code, const char* key, const std::string& problem);

    const nlohmann::json& m_object;
    std::string m_sourceName;
    std::set<std::string, std::less<>> m_known;
    std::optional<Error> m_error;
};

/// A value for an error sentence: short, one line.
std::string shortText(const nlohmann::json& value);

}  // namespace limn::models
