// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"

#include <nlohmann/json.hpp>

#include <QFile>

#include <algorithm>
#include <string>
#include <vector>

namespace limn::test {

/// A golden file that a script wrote as the length and a zlib stream. Ends the test program if it
/// is missing.
inline nlohmann::json readPackedJson(const char* fileName) {
    QFile file(QStringLiteral(LIMN_TEST_GOLDEN "/") + QString::fromUtf8(fileName));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", fileName);
    }
    return nlohmann::json::parse(qUncompress(file.readAll()).toStdString());
}

inline void sortByName(checkpoint::CheckpointIndex& index) {
    std::sort(index.tensors.begin(), index.tensors.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
}

inline checkpoint::TensorRecord halfTensor(const std::string& name,
                                           const std::vector<std::int64_t>& shape) {
    checkpoint::TensorRecord record;
    record.name = name;
    record.shape = shape;
    record.type = checkpoint::ElementType::F16;
    record.typeName = "F16";
    return record;
}

inline void addTensor(checkpoint::CheckpointIndex& index, const std::string& name,
                      const std::vector<std::int64_t>& shape) {
    index.tensors.push_back(halfTensor(name, shape));
    sortByName(index);
}

/// An index without a file, from an object of name -> shape.
inline checkpoint::CheckpointIndex indexFromShapes(const nlohmann::json& shapes,
                                                   const char* fileName) {
    checkpoint::CheckpointIndex index;
    index.files = {fileName};
    for (const auto& [key, shape] : shapes.items()) {
        index.tensors.push_back(halfTensor(key, shape.get<std::vector<std::int64_t>>()));
    }
    sortByName(index);
    return index;
}

/// Single files of SD 1.x, 2.x and SDXL with diffusers' conversion; made by
/// tests/golden/make_original_keys.py.
inline const nlohmann::json& goldenModels() {
    static const nlohmann::json parsed = readPackedJson("original_keys.json.z");
    return parsed.at("models");
}

inline const nlohmann::json& goldenModel(const std::string& name) {
    for (const nlohmann::json& model : goldenModels()) {
        if (model.at("name") == name) {
            return model;
        }
    }
    qFatal("no golden model of this name");
}

inline checkpoint::CheckpointIndex goldenIndex(const std::string& name) {
    return indexFromShapes(goldenModel(name).at("file"), "model.safetensors");
}

}  // namespace limn::test
