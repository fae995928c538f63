// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/WeightRecipe.h"

#include "inference/checkpoint/safetensors_writer.h"

#include <nlohmann/json.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>

namespace limn::test {

namespace {

using checkpoint::ElementType;

std::uint64_t fnv1a(const std::string& text) {
    std::uint64_t value = 0xCBF29CE484222325ULL;
    for (const char c : text) {
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    return value;
}

/// The SplitMix64 finaliser (Steele, Lea, Flood 2014).
std::uint64_t mix(std::uint64_t state) {
    std::uint64_t z = state + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

/// Exact for the recipe's values: normal numbers with few significant bits.
std::uint16_t halfBits(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7FFFFFFFU) == 0) {
        return 0;
    }
    const int exponent = static_cast<int>((bits >> 23) & 0xFF) - 127;
    const std::uint32_t mantissa = (bits & 0x7FFFFFU) | 0x800000U;
    const std::uint32_t sign = (bits >> 16) & 0x8000U;
    if (exponent < -14) {  // subnormal in fp16
        return static_cast<std::uint16_t>(sign | (mantissa >> (13 + (-14 - exponent))));
    }
    return static_cast<std::uint16_t>(sign | (static_cast<std::uint32_t>(exponent + 15) << 10) |
                                      ((mantissa >> 13) & 0x3FFU));
}

template <class T>
void append(std::vector<std::byte>& bytes, std::int64_t i, T value) {
    std::memcpy(bytes.data() + static_cast<std::size_t>(i) * sizeof(T), &value, sizeof(T));
}

std::vector<std::byte> fill(const RecipeTensor& tensor, ElementType type) {
    std::int64_t count = 1;
    for (const std::int64_t side : tensor.shape) {
        count *= side;
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(count) * checkpoint::elementBytes(type));
    const std::uint64_t seed = fnv1a(tensor.name);
    const float scale = std::ldexp(static_cast<float>(tensor.multiplier), tensor.exponent);
    std::array<float, 8> levels{};
    for (std::size_t level = 0; level < levels.size(); ++level) {
        levels[level] = (2.0F * static_cast<float>(level) - 7.0F) * scale + static_cast<float>(tensor.offset);
    }
    for (std::int64_t i = 0; i < count; ++i) {
        if (type == ElementType::I64) {
            append(bytes, i, i);
            continue;
        }
        const std::int64_t place = tensor.period > 0 ? i % tensor.period : i;
        const float value = levels[mix(seed + static_cast<std::uint64_t>(place)) >> 61];
        if (type == ElementType::F32) {
            append(bytes, i, value);
        } else if (type == ElementType::F16) {
            append(bytes, i, halfBits(value));
        } else {
            append(bytes, i, static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16));
        }
    }
    return bytes;
}

}  // namespace

Result<WeightRecipe> WeightRecipe::read(const std::filesystem::path& json) {
    std::ifstream stream(json);
    const auto parsed = nlohmann::json::parse(stream, nullptr, false);
    if (parsed.is_discarded()) {
        return Error{ErrorCode::FileDamaged, "Cannot read the recipe " + json.string() + ".", {}};
    }
    WeightRecipe recipe;
    for (const auto& row : parsed.at("tensors")) {
        recipe.tensors.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4), row.at(5), row.at(6)});
    }
    return recipe;
}

Status WeightRecipe::write(const std::filesystem::path& file, ElementType type) const {
    std::vector<std::vector<std::byte>> kept;
    std::vector<checkpoint::TensorToWrite> rows;
    for (const RecipeTensor& tensor : tensors) {
        const ElementType own = tensor.type == "I64"   ? ElementType::I64
                                : tensor.type == "F32" ? ElementType::F32
                                                       : type;
        kept.push_back(fill(tensor, own));
        rows.push_back({tensor.name, own, tensor.shape, kept.back()});
    }
    return checkpoint::writeSafetensors(file, rows, Overwrite::Replace);
}

}  // namespace limn::test
