// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/index_parsers.h"

#include "core/base/display_text.h"

#include <algorithm>

namespace limn::checkpoint {

std::optional<std::uint64_t> checkedAdd(std::uint64_t a, std::uint64_t b) {
    std::uint64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}

std::optional<std::uint64_t> checkedMultiply(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional(product);
}

std::optional<std::uint64_t> elementCount(std::span<const std::int64_t> shape) {
    std::uint64_t product = 1;
    bool isEmpty = false;
    for (const std::int64_t dimension : shape) {
        if (dimension < 0 || static_cast<std::uint64_t>(dimension) > kMaxDimension) {
            return std::nullopt;
        }
        isEmpty = isEmpty || dimension == 0;
        const auto next = checkedMultiply(product, std::max<std::uint64_t>(static_cast<std::uint64_t>(dimension), 1));
        if (!next || *next > (1ULL << 60U)) {
            return std::nullopt;
        }
        product = *next;
    }
    return isEmpty ? 0 : product;
}

Status sortByName(const ByteSource& source, CheckpointIndex& index) {
    const auto byName = [](const TensorRecord& a, const TensorRecord& b) { return a.name < b.name; };
    std::sort(index.tensors.begin(), index.tensors.end(), byName);
    const auto twin = std::adjacent_find(index.tensors.begin(), index.tensors.end(),
                                         [](const TensorRecord& a, const TensorRecord& b) { return a.name == b.name; });
    if (twin != index.tensors.end()) {
        return source.damaged("two tensors are named '" + displayText(twin->name) + "'");
    }
    return Unit{};
}

void addWarning(CheckpointIndex& index, std::string sentence) {
    if (index.warnings.size() < kMaxWarnings) {
        index.warnings.push_back(std::move(sentence));
    } else if (index.warnings.size() == kMaxWarnings) {
        index.warnings.emplace_back("There are more warnings, which are not listed.");
    }
}

Result<CheckpointIndex> indexFile(const std::filesystem::path& file,
                                  const std::function<Result<CheckpointIndex>(const ByteSource&)>& parse) {
    Result<RegularFile> opened = RegularFile::open(file);
    if (!opened) {
        return std::move(opened).error();
    }
    Result<CheckpointIndex> index = parse(FileSource(*opened));
    // First: a file that is being written right now is the better explanation of whatever else was found.
    if (Status status = opened->checkUnchanged(); !status) {
        return std::move(status).error();
    }
    if (index) {
        index->files = {file};
    }
    return index;
}

Result<CheckpointIndex> readSafetensorsIndex(const std::filesystem::path& file) {
    return indexFile(file, parseSafetensors);
}

Result<CheckpointIndex> readPickleIndex(const std::filesystem::path& file) {
    return indexFile(file, parsePickle);
}

Result<CheckpointIndex> readGgufIndex(const std::filesystem::path& file) {
    return indexFile(file, parseGguf);
}

}  // namespace limn::checkpoint
