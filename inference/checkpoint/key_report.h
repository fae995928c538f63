// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace limn::checkpoint {

struct CheckpointIndex;
struct ModelDescription;
struct TensorRecord;

/// A tensor that is there in another shape than its configuration asks for.
struct WrongShape {
    std::string component;  ///< "unet", "text_encoder" ...
    std::string key;        ///< as the file spells it
    std::vector<std::int64_t> expected;
    std::vector<std::int64_t> found;
    std::string file{};  ///< placeOf() the tensor

    friend bool operator==(const WrongShape&, const WrongShape&) = default;
};

/// Keys that the configurations ask for and the files lack, keys that no component uses, and tensors of another shape.
struct KeyReport {
    std::vector<std::string> missing;     ///< "file: key", see placeOf()
    std::vector<std::string> unexpected;  ///< "file: key"
    std::vector<WrongShape> wrongShapes;
};

/// The file that a tensor lies in, as seen from the model's folder: "unet/diffusion_pytorch_model.safetensors", of a
/// model in one file its name. For a key that is missing (nullptr): the file that should hold it, of several their folder.
std::string placeOf(const ModelDescription& model, const CheckpointIndex& index, const TensorRecord* record);

/// Compares a model's files with its configurations from headers alone. `compareKeys` knows names only; the strict one,
/// which asks the modules themselves, is loading::compareWithModules and there only in a build with the engine. Any
/// thread; throws nothing.
using KeyCheck = std::function<KeyReport(const ModelDescription& model)>;

}  // namespace limn::checkpoint
