// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/ConfigReader.h"

#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace limn::models {

namespace {

std::string numberText(double value) {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << value;
    return out.str();
}

std::string rangeText(IntegerRange range) {
    return "from " + std::to_string(range.min) + " to " + std::to_string(range.max);
}

}  // namespace

std::string shortText(const nlohmann::json& value) {
    constexpr std::size_t kMaxLength = 60;
    if (value.is_array() || value.is_object()) {
        return (value.is_array() ? "a list of " : "an object of ") + std::to_string(value.size());
    }
    std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > kMaxLength) {
        text.resize(kMaxLength);
        text += "...";
    }
    return text;
}

ConfigReader::ConfigReader(const nlohmann::json& object, std::string sourceName)
    : m_object(object), m_sourceName(std::move(sourceName)) {
    if (!object.is_object()) {
        m_error =
            Error{ErrorCode::FileDamaged,
                  m_sourceName + ": expected a JSON object, but found " + shortText(object) + ".",
                  {}};
    }
}

bool ConfigReader::has(std::string_view key) const {
    return m_object.is_object() && m_object.contains(key);
}

const nlohmann::json* ConfigReader::lookUp(const char* key) {
    m_known.insert(key);
    if (failed()) {
        return nullptr;
    }
    const auto found = m_object.find(key);
    return found == m_object.end() ? nullptr : &*found;
}

void ConfigReader::setError(ErrorCode code, const char* key, const std::string& problem) {
    if (!failed()) {
        m_error = Error{code, m_sourceName + ": the key \"" + key + "\" " + problem + ".", {}};
    }
}

void ConfigReader::reject(const char* key, const std::string& problem) {
    setError(ErrorCode::FileDamaged, key, problem);
}

void ConfigReader::refuse(const char* key, const std::string& problem) {
    setError(ErrorCode::Unsupported, key, problem);
}

bool ConfigReader::readInteger(const char* key, const nlohmann::json& value, IntegerRange range,
                               std::int64_t& field) {
    // An unsigned above 2^63 would turn negative in get<int64_t>().
    const bool fits =
        value.is_number_integer() &&
        (!value.is_number_unsigned() ||
         value.get<std::uint64_t>() <= std::uint64_t(std::numeric_limits<std::int64_t>::max()));
    const std::int64_t number = fits ? value.get<std::int64_t>() : 0;
    if (!fits || number < range.min || number > range.max) {
        reject(key, "must be a whole number " + rangeText(range) + ", but is " + shortText(value));
        return false;
    }
    field = number;
    return true;
}

bool ConfigReader::readNumber(const char* key, const nlohmann::json& value, NumberRange range,
                              double& field) {
    const double number = value.is_number() ? value.get<double>() : 0.0;
    if (!value.is_number() || !std::isfinite(number) || number < range.min || number > range.max) {
        reject(key, "must be a number from " + numberText(range.min) + " to " +
                        numberText(range.max) + ", but is " + shortText(value));
        return false;
    }
    field = number;
    return true;
}

bool ConfigReader::readText(const char* key, const nlohmann::json& value,
                            std::initializer_list<std::string_view> allowed, std::string& field) {
    if (!value.is_string()) {
        reject(key, "must be text, but is " + shortText(value));
        return false;
    }
    const auto& text = value.get_ref<const std::string&>();
    std::string listed;
    for (const std::string_view candidate : allowed) {
        if (text == candidate) {
            field = text;
            return true;
        }
        listed += (listed.empty() ? "" : ", ") + std::string(candidate);
    }
    refuse(key, "is " + shortText(value) + "; Limn supports " + listed);
    return false;
}

void ConfigReader::boolean(const char* key, bool& field) {
    std::optional<bool> read;
    boolean(key, read);
    field = read.value_or(field);
}

void ConfigReader::boolean(const char* key, std::optional<bool>& field) {
    const nlohmann::json* value = lookUp(key);
    if (value == nullptr || value->is_null()) {
        return;
    }
    if (!value->is_boolean()) {
        reject(key, "must be true or false, but is " + shortText(*value));
        return;
    }
    field = value->get<bool>();
}

void ConfigReader::integer(const char* key, std::int64_t& field, IntegerRange range) {
    if (const nlohmann::json* value = lookUp(key)) {
        readInteger(key, *value, range, field);
    }
}

void ConfigReader::integer(const char* key, std::optional<std::int64_t>& field,
                           IntegerRange range) {
    const nlohmann::json* value = lookUp(key);
    std::int64_t number = 0;
    if (value != nullptr && !value->is_null() && readInteger(key, *value, range, number)) {
        field = number;
    }
}

void ConfigReader::number(const char* key, double& field, NumberRange range) {
    if (const nlohmann::json* value = lookUp(key)) {
        readNumber(key, *value, range, field);
    }
}

void ConfigReader::number(const char* key, std::optional<double>& field, NumberRange range) {
    const nlohmann::json* value = lookUp(key);
    double number = 0.0;
    if (value != nullptr && !value->is_null() && readNumber(key, *value, range, number)) {
        field = number;
    }
}

void ConfigReader::text(const char* key, std::string& field,
                        std::initializer_list<std::string_view> allowed) {
    if (const nlohmann::json* value = lookUp(key)) {
        readText(key, *value, allowed, field);
    }
}

void ConfigReader::text(const char* key, std::optional<std::string>& field,
                        std::initializer_list<std::string_view> allowed) {
    const nlohmann::json* value = lookUp(key);
    std::string text;
    if (value != nullptr && !value->is_null() && readText(key, *value, allowed, text)) {
        field = std::move(text);
    }
}

void ConfigReader::integers(const char* key, std::vector<std::int64_t>& field, IntegerRange range,
                            std::size_t maxCount) {
    const nlohmann::json* value = lookUp(key);
    if (value == nullptr) {
        return;
    }
    if (!value->is_array() || value->empty() || value->size() > maxCount) {
        reject(key, "must be a list of 1 to " + std::to_string(maxCount) +
                        " whole numbers, but is " + shortText(*value));
        return;
    }
    std::vector<std::int64_t> read(value->size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (!readInteger(key, (*value)[i], range, read[i])) {
            return;
        }
    }
    field = std::move(read);
}

void ConfigReader::numbers(const char* key, std::optional<std::vector<double>>& field,
                           NumberRange range, std::size_t maxCount) {
    const nlohmann::json* value = lookUp(key);
    if (value == nullptr || value->is_null()) {
        return;
    }
    if (!value->is_array() || value->size() > maxCount) {
        reject(key, "must be a list of at most " + std::to_string(maxCount) + " numbers, but is " +
                        shortText(*value));
        return;
    }
    std::vector<double> read(value->size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (!readNumber(key, (*value)[i], range, read[i])) {
            return;
        }
    }
    field = std::move(read);
}

void ConfigReader::texts(const char* key, std::vector<std::string>& field,
                         std::initializer_list<std::string_view> allowed, std::size_t maxCount) {
    const nlohmann::json* value = lookUp(key);
    if (value == nullptr) {
        return;
    }
    if (!value->is_array() || value->empty() || value->size() > maxCount) {
        reject(key, "must be a list of 1 to " + std::to_string(maxCount) + " names, but is " +
                        shortText(*value));
        return;
    }
    std::vector<std::string> read(value->size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (!readText(key, (*value)[i], allowed, read[i])) {
            return;
        }
    }
    field = std::move(read);
}

void ConfigReader::integerPerBlock(const char* key, std::vector<std::int64_t>& field,
                                   std::size_t count, IntegerRange range) {
    const nlohmann::json* value = lookUp(key);
    if (value == nullptr) {
        // The default is one number for all blocks.
        field.resize(count, field.empty() ? 0 : field.front());
        return;
    }
    if (!value->is_array()) {
        std::int64_t one = 0;
        if (readInteger(key, *value, range, one)) {
            field.assign(count, one);
        }
        return;
    }
    for (const nlohmann::json& item : *value) {
        if (item.is_array()) {
            refuse(key, "is a list of lists; Limn supports one number for each block");
            return;
        }
    }
    if (value->size() != count) {
        reject(key, "must have one value for each of the " + std::to_string(count) +
                        " blocks, but has " + std::to_string(value->size()));
        return;
    }
    integers(key, field, range, count);
}

void ConfigReader::onlySupported(const char* key, std::initializer_list<nlohmann::json> values) {
    const nlohmann::json* value = lookUp(key);
    if (value == nullptr) {
        return;
    }
    std::string listed;
    for (const nlohmann::json& candidate : values) {
        if (*value == candidate) {
            return;
        }
        listed += (listed.empty() ? "" : ", ") + shortText(candidate);
    }
    refuse(key, "is " + shortText(*value) + "; Limn supports only " + listed);
}

void ConfigReader::ignore(std::initializer_list<const char*> keys) {
    m_known.insert(keys.begin(), keys.end());
}

std::vector<std::string> ConfigReader::unknownKeys() const {
    std::vector<std::string> unknown;
    if (!m_object.is_object()) {
        return unknown;
    }
    for (const auto& item : m_object.items()) {
        if (!item.key().starts_with('_') && !m_known.contains(item.key())) {
            unknown.push_back(item.key());
        }
    }
    return unknown;
}

}  // namespace limn::models
