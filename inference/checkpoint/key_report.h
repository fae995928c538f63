// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace limn::checkpoint {

struct ModelDescription;

/// A tensor that is there in another shape than its configuration asks for.
struct WrongShape {
    std::string component;  ///< "unet", "text_encoder" ...
    std::string key;        ///< as the file spells it
    std::vector<std::int64_t> expected;
    std::vector<std::int64_t> found;

    friend bool operator==(const WrongShape&, const WrongShape&) = default;
};

/// Keys that the configurations ask for and the files lack, keys that no component uses, and tensors of another shape.
struct KeyReport {
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::vector<WrongShape> wrongShapes;
};

/// Compares a model's files with its configurations from headers alone. `compareKeys` knows names only; the strict one,
/// which asks the modules themselves, is loading::compareWithModules and there only in a build with the engine. Any
/// thread; throws nothing.
using KeyCheck = std::function<KeyReport(const ModelDescription& model)>;

}  // namespace limn::checkpoint
