// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/safetensors_writer.h"

#include "core/base/display_text.h"
#include "inference/checkpoint/index_parsers.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace limn::checkpoint {

namespace {

/// Place of a type in the order in which the reference implementation writes.
std::ptrdiff_t writingRank(ElementType type) {
    constexpr std::array kOrder = {ElementType::I64, ElementType::F64, ElementType::F32, ElementType::I32, ElementType::BF16,
                                   ElementType::F16, ElementType::I16, ElementType::I8,  ElementType::U8,  ElementType::Bool};
    return std::find(kOrder.begin(), kOrder.end(), type) - kOrder.begin();
}

Error cannotWrite(const std::filesystem::path& file, const std::string& reason) {
    return {ErrorCode::InvalidRequest, "'" + displayText(file.string(), 400) + "' cannot be written: " + reason + ".", {}};
}

Status checkTensors(const std::filesystem::path& file, const std::vector<const TensorToWrite*>& tensors) {
    std::vector<std::string_view> names;
    for (const TensorToWrite* const tensor : tensors) {
        names.push_back(tensor->name);
        const std::string quoted = "'" + displayText(tensor->name) + "'";
        const auto elements = elementCount(tensor->shape);
        const auto bytes = elements ? checkedMultiply(*elements, elementBytes(tensor->type)) : std::nullopt;
        if (tensor->type == ElementType::Other || !bytes || *bytes != tensor->bytes.size()) {
            return cannotWrite(file, "tensor " + quoted + " has " + std::to_string(tensor->bytes.size()) +
                                         " bytes, which do not fit its type and shape");
        }
        if (tensor->name.size() > kMaxNameBytes || !isValidUtf8(tensor->name) || tensor->name == "__metadata__") {
            return cannotWrite(file, quoted + " is no name for a tensor");
        }
    }
    std::sort(names.begin(), names.end());
    if (const auto twin = std::adjacent_find(names.begin(), names.end()); twin != names.end()) {
        return cannotWrite(file, "two tensors are named '" + displayText(*twin) + "'");
    }
    return Unit{};
}

std::string headerText(const std::vector<const TensorToWrite*>& tensors, const std::map<std::string, std::string>& metadata) {
    using nlohmann::json;
    std::string text = "{";
    if (!metadata.empty()) {
        text += "\"__metadata__\":" + json(metadata).dump() + (tensors.empty() ? "" : ",");
    }
    std::uint64_t offset = 0;
    for (const TensorToWrite* const tensor : tensors) {
        const std::uint64_t end = offset + tensor->bytes.size();
        text += json(tensor->name).dump() + ":{\"dtype\":\"" + std::string(elementTypeName(tensor->type)) +
                "\",\"shape\":" + json(tensor->shape).dump() + ",\"data_offsets\":[" + std::to_string(offset) + "," +
                std::to_string(end) + "]}" + (tensor == tensors.back() ? "" : ",");
        offset = end;
    }
    text += "}";
    text.resize((text.size() + 7) / 8 * 8, ' ');
    return text;
}

}  // namespace

Status writeSafetensors(const std::filesystem::path& file, std::span<const TensorToWrite> tensors, Overwrite overwrite,
                        const std::map<std::string, std::string>& metadata) {
    std::vector<const TensorToWrite*> sorted;
    for (const TensorToWrite& tensor : tensors) {
        sorted.push_back(&tensor);
    }
    if (Status status = checkTensors(file, sorted); !status) {
        return status;
    }
    for (const auto& [key, value] : metadata) {
        if (!isValidUtf8(key) || !isValidUtf8(value)) {
            return cannotWrite(file, "its metadata '" + displayText(key) + "' is not UTF-8");
        }
    }
    std::sort(sorted.begin(), sorted.end(), [](const TensorToWrite* a, const TensorToWrite* b) {
        const auto rankA = writingRank(a->type);
        const auto rankB = writingRank(b->type);
        return rankA != rankB ? rankA < rankB : a->name < b->name;
    });

    Result<AtomicFile> output = AtomicFile::create(file, overwrite);
    if (!output) {
        return std::move(output).error();
    }
    const std::string header = headerText(sorted, metadata);
    std::array<std::byte, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
        length[i] = static_cast<std::byte>(std::uint64_t{header.size()} >> (8 * i));
    }
    if (Status status = output->write(std::span<const std::byte>(length)); !status) {
        return status;
    }
    if (Status status = output->write(std::as_bytes(std::span(header))); !status) {
        return status;
    }
    for (const TensorToWrite* const tensor : sorted) {
        if (Status status = output->write(tensor->bytes); !status) {
            return status;
        }
    }
    return output->commit();
}

}  // namespace limn::checkpoint
