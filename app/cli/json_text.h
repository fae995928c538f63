// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace limn::cli {

/// One line. File names that are not UTF-8 appear with U+FFFD, for JSON knows nothing else.
inline std::string jsonText(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace limn::cli
