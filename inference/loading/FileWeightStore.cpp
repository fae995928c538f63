// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/FileWeightStore.h"

#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <sstream>

namespace limn::loading {
namespace {

using checkpoint::TensorSource;

constexpr std::size_t kKeysInSentence = 3;

std::string shapeText(at::IntArrayRef shape) {
    std::ostringstream out;
    out << '[';
    for (std::size_t i = 0; i < shape.size(); ++i) {
        out << (i == 0 ? "" : ", ") << shape[i];
    }
    out << ']';
    return out.str();
}

at::Tensor transformed(const at::Tensor& tensor, const TensorSource& source) {
    switch (source.transform) {
    case TensorSource::Transform::AsIs:
        return tensor;
    case TensorSource::Transform::DropTrailingOnes: {
        auto result = tensor;
        while (result.dim() > 2 && result.size(-1) == 1) {
            result = result.squeeze(-1);
        }
        return result;
    }
    case TensorSource::Transform::RowSlice:
        if (tensor.dim() < 1 || source.rowEnd > tensor.size(0)) {
            return tensor;  // its shape is then reported as wrong
        }
        return tensor.narrow(0, source.rowBegin, source.rowEnd - source.rowBegin);
    case TensorSource::Transform::Transpose:
        return tensor.dim() == 2 ? tensor.t() : tensor;
    }
    return tensor;
}

void appendList(std::ostringstream& out, const char* title, const std::vector<std::string>& keys) {
    if (keys.empty()) {
        return;
    }
    out << title << " (" << keys.size() << "):\n";
    for (const auto& key : keys) {
        out << "  " << key << '\n';
    }
}

void appendCount(std::string& sentence, const char* what, const std::vector<std::string>& keys) {
    if (keys.empty()) {
        return;
    }
    sentence += (sentence.empty() ? "" : "; ") + std::to_string(keys.size()) + " " + what + " (";
    for (std::size_t i = 0; i < std::min(keys.size(), kKeysInSentence); ++i) {
        sentence += (i == 0 ? "" : ", ") + keys[i];
    }
    sentence += keys.size() > kKeysInSentence ? ", …)" : ")";
}

}  // namespace

Error KeyReport::toError(const std::string& modelName) const {
    std::string counts;
    appendCount(counts, "tensors are missing", missing);
    appendCount(counts, "are unexpected", unexpected);
    appendCount(counts, "have the wrong shape", wrongShape);
    std::ostringstream detail;
    appendList(detail, "missing", missing);
    appendList(detail, "unexpected", unexpected);
    appendList(detail, "wrong shape", wrongShape);
    return {ErrorCode::KeysMismatch, "'" + modelName + "' does not fit its architecture: " + counts + ".", detail.str()};
}

FileWeightStore::FileWeightStore(LoadContext& context, const checkpoint::CheckpointIndex& index,
                                 const checkpoint::KeyTable& keys, LoraWeights* lora)
    : m_context(context), m_index(index), m_keys(keys), m_lora(lora) {}

std::string FileWeightStore::nameOf(const std::string& fileKey) const {
    const auto* record = m_index.find(fileKey);
    const auto& file = m_index.files.at(record != nullptr ? record->fileIndex : 0);
    return file.parent_path().filename().string() + "/" + file.filename().string() + ": " + fileKey;
}

bool FileWeightStore::contains(const std::string& key) const {
    const auto it = m_keys.find(key);
    return it != m_keys.end() && m_index.find(it->second.fileKey) != nullptr;
}

at::Tensor FileWeightStore::take(const std::string& key, at::IntArrayRef shape, nn::WeightRole role) {
    nn::throwIfStopped(m_context.stop);
    const auto it = m_keys.find(key);
    const auto* record = it == m_keys.end() ? nullptr : m_index.find(it->second.fileKey);
    if (record == nullptr) {
        m_context.report.missing.push_back(nameOf(it == m_keys.end() ? key : it->second.fileKey));
        return {};
    }
    m_taken.insert(key);
    auto tensor = transformed(m_context.files.read(m_index, *record, m_context.stop), it->second);
    if (tensor.sizes() != shape) {
        m_context.report.wrongShape.push_back(nameOf(record->name) + ": expected " + shapeText(shape) + ", found " +
                                              shapeText(tensor.sizes()));
        return {};
    }
    if (m_lora != nullptr) {
        tensor = m_lora->applied(key, tensor);
    }
    if (!castsAtFirstUse(tensor, role)) {
        tensor = tensor.to(m_context.device, m_context.type).contiguous();
    }
    if (m_context.loaded) {
        m_context.loaded(static_cast<std::int64_t>(record->byteSize));
    }
    return tensor;
}

/// Layers cast these themselves when they first run (nn/layers.h). So a load reads only headers and small tensors, what is
/// never run is never cast, and no copy in the run's type stands beside the packed one. Other devices get all at once.
bool FileWeightStore::castsAtFirstUse(const at::Tensor& tensor, nn::WeightRole role) const {
    const bool isLarge = role == nn::WeightRole::Linear || role == nn::WeightRole::Convolution ||
                         role == nn::WeightRole::Embedding;
    return m_context.device.is_cpu() && isLarge && at::isFloatingType(tensor.scalar_type());
}

void FileWeightStore::reportUnused() {
    for (const auto& [key, source] : m_keys) {
        if (!m_taken.contains(key) && m_index.find(source.fileKey) != nullptr) {
            m_context.report.unexpected.push_back(nameOf(source.fileKey));
        }
    }
}

}  // namespace limn::loading
