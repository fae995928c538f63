// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace limn {

// Values out of JSON that other programs wrote. Each takes the first of `keys` that is there and
// usable; what is missing, of another type or out of range is "not said". Numbers may stand as text.
// Nothing throws. Requires nothing of `json`: what is no object has no fields.

const nlohmann::json* fieldOf(const nlohmann::json& json, std::initializer_list<const char*> keys);

/// Empty if not said. Never holds NUL.
std::string textOf(const nlohmann::json& json, std::initializer_list<const char*> keys);
std::optional<std::uint64_t> unsignedOf(const nlohmann::json& json,
                                        std::initializer_list<const char*> keys);
/// Within 1 ... 1'000'000.
std::optional<int> countOf(const nlohmann::json& json, std::initializer_list<const char*> keys);
/// Finite.
std::optional<double> realOf(const nlohmann::json& json, std::initializer_list<const char*> keys);

// The same for what stands as text.
std::optional<std::uint64_t> unsignedFromText(std::string_view text);
std::optional<int> countFromText(std::string_view text);
std::optional<double> realFromText(std::string_view text);

/// JSON of a picture's text. Accepts NaN and Infinity, which Python writes, as null. A discarded
/// value if it is damaged or costs too much.
nlohmann::json parseForeignJson(std::string_view text);

/// "folder/name.safetensors" or "folder\name.ckpt" -> "name".
std::string modelStem(std::string_view fileName);

}  // namespace limn
