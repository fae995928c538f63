// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/TensorFiles.h"

#include "inference/checkpoint/stored_sums.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <cstring>

namespace limn::loading {

at::ScalarType scalarTypeOf(const checkpoint::TensorRecord& record, const std::filesystem::path& file) {
    using checkpoint::ElementType;
    switch (record.type) {
    case ElementType::Bool:
        return at::kBool;
    case ElementType::U8:
        return at::kByte;
    case ElementType::I8:
        return at::kChar;
    case ElementType::I16:
        return at::kShort;
    case ElementType::I32:
        return at::kInt;
    case ElementType::I64:
        return at::kLong;
    case ElementType::F16:
        return at::kHalf;
    case ElementType::BF16:
        return at::kBFloat16;
    case ElementType::F32:
        return at::kFloat;
    case ElementType::F64:
        return at::kDouble;
    case ElementType::Other:
        break;
    }
    throw nn::Failure(ErrorCode::Unsupported, "'" + file.filename().string() + "': tensor '" + record.name + "' has the type " +
                                                  record.typeName + ", which Limn cannot compute with.");
}

const std::shared_ptr<const checkpoint::MappedFile>& TensorFiles::open(const std::filesystem::path& file) {
    auto& slot = m_files[file];
    if (!slot) {
        slot = nn::valueOrThrow(checkpoint::MappedFile::open(file));
    }
    return slot;
}

void TensorFiles::requireIntact(const checkpoint::MappedFile& mapped, const std::filesystem::path& file,
                                const checkpoint::StoredSum& sum, const std::stop_token& stop) {
    const std::pair place(file, sum.byteOffset);
    if (m_intact.contains(place)) {
        return;
    }
    const Status status = checkpoint::checkStoredSum(checkpoint::FileSource(mapped.file()), sum, stop);
    nn::throwIfStopped(stop);
    if (!status) {
        throw nn::Failure(status.error());
    }
    m_intact.insert(place);
}

at::Tensor TensorFiles::read(const checkpoint::CheckpointIndex& index, const checkpoint::TensorRecord& record,
                             const std::stop_token& stop) {
    const auto& path = index.files.at(record.fileIndex);
    const auto type = scalarTypeOf(record, path);
    const auto& mapped = open(path);
    const auto all = mapped->bytes();
    if (record.byteOffset > all.size() || record.byteSize > all.size() - record.byteOffset) {
        throw nn::Failure(ErrorCode::FileDamaged, "'" + path.filename().string() + "' became shorter while it was read.");
    }
    if (const auto* sum = index.sumOf(record)) {
        requireIntact(*mapped, path, *sum, stop);
    }
    const auto* begin = all.data() + record.byteOffset;
    const auto elementBytes = c10::elementSize(type);
    const auto options = at::TensorOptions().dtype(type);
    if (reinterpret_cast<std::uintptr_t>(begin) % elementBytes != 0) {
        auto span = at::empty({static_cast<std::int64_t>(record.byteSize / elementBytes)}, options);
        std::memcpy(span.data_ptr(), begin, record.byteSize);
        return record.strides.empty() ? span.view(record.shape) : span.as_strided(record.shape, record.strides);
    }
    const auto keepAlive = [mapped](void*) {};
    auto* address = const_cast<std::byte*>(begin);  // from_blob wants it so; nothing writes
    return record.strides.empty() ? at::from_blob(address, record.shape, keepAlive, options)
                                  : at::from_blob(address, record.shape, record.strides, keepAlive, options);
}

void TensorFiles::requireUnchanged() const {
    for (const auto& [path, file] : m_files) {
        if (const auto status = file->checkUnchanged(); !status) {
            throw nn::Failure(status.error());
        }
    }
}

void TensorFiles::prefetch() const {
    for (const auto& [path, file] : m_files) {
        file->prefetch(0, file->bytes().size());
    }
}

}  // namespace limn::loading
