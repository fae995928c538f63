// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/CheckpointIndex.h"

#include "inference/checkpoint/content_kind.h"
#include "inference/checkpoint/index_parsers.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace limn::checkpoint {

std::size_t elementBytes(ElementType type) {
    switch (type) {
        case ElementType::Bool:
        case ElementType::U8:
        case ElementType::I8: return 1;
        case ElementType::I16:
        case ElementType::F16:
        case ElementType::BF16: return 2;
        case ElementType::I32:
        case ElementType::F32: return 4;
        case ElementType::I64:
        case ElementType::F64: return 8;
        case ElementType::Other: return 0;
    }
    return 0;
}

std::string_view elementTypeName(ElementType type) {
    switch (type) {
        case ElementType::Bool: return "BOOL";
        case ElementType::U8: return "U8";
        case ElementType::I8: return "I8";
        case ElementType::I16: return "I16";
        case ElementType::I32: return "I32";
        case ElementType::I64: return "I64";
        case ElementType::F16: return "F16";
        case ElementType::BF16: return "BF16";
        case ElementType::F32: return "F32";
        case ElementType::F64: return "F64";
        case ElementType::Other: return "other";
    }
    return "other";
}

std::string_view fileFormatName(FileFormat format) {
    switch (format) {
        case FileFormat::Safetensors: return "safetensors";
        case FileFormat::PickleZip: return "pickle";
        case FileFormat::Gguf: return "gguf";
    }
    return "unknown";
}

const TensorRecord* CheckpointIndex::find(std::string_view name) const {
    const auto found = std::lower_bound(tensors.begin(), tensors.end(), name,
                                        [](const TensorRecord& record, std::string_view wanted) { return record.name < wanted; });
    return found != tensors.end() && found->name == name ? &*found : nullptr;
}

const StoredSum* CheckpointIndex::sumOf(const TensorRecord& record) const {
    const auto after = std::upper_bound(sums.begin(), sums.end(), record, [](const TensorRecord& wanted, const StoredSum& sum) {
        return std::pair(wanted.fileIndex, wanted.byteOffset) < std::pair(sum.fileIndex, sum.byteOffset);
    });
    if (record.byteSize == 0 || after == sums.begin()) {
        return nullptr;
    }
    const StoredSum& sum = *std::prev(after);
    return sum.fileIndex == record.fileIndex && record.byteOffset - sum.byteOffset < sum.byteSize ? &sum : nullptr;
}

Result<CheckpointIndex> parseSingleFile(const ByteSource& source) {
    const Result<Content> content = recogniseContent(source);
    if (!content) {
        return content.error();
    }
    switch (content->kind) {
        case ContentKind::Safetensors: return parseSafetensors(source);
        case ContentKind::Pickle: return parsePickle(source);
        case ContentKind::Gguf: return parseGguf(source);
        case ContentKind::JsonText: return source.unsupported("it is a JSON text, not a model file");
        case ContentKind::Other: return content->error;
    }
    return source.unsupported("it is no model file that Limn knows");
}

Result<CheckpointIndex> readCheckpointIndex(const std::filesystem::path& file, std::stop_token stop) {
    bool isJson = false;
    Result<CheckpointIndex> index = indexFile(file, [&](const ByteSource& source) -> Result<CheckpointIndex> {
        const Result<Content> content = recogniseContent(source);
        isJson = content && content->kind == ContentKind::JsonText;
        return isJson ? Result<CheckpointIndex>(CheckpointIndex{}) : parseSingleFile(source);
    });
    return index && isJson ? readShardedIndex(file, stop) : index;
}

}  // namespace limn::checkpoint
