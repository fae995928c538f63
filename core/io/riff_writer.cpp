// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/riff_writer.h"

#include <utility>

namespace limn {

namespace {

void putLittleEndian32(std::uint8_t* p, std::size_t value) {
    for (int i = 0; i < 4; ++i) {
        p[i] = static_cast<std::uint8_t>(value >> (8 * i) & 0xFF);
    }
}

}  // namespace

RiffWriter::RiffWriter(std::string_view form, std::size_t expectedBytes) {
    m_bytes.reserve(expectedBytes);
    for (const char c : std::string_view("RIFF\0\0\0\0", 8)) {
        m_bytes.push_back(static_cast<std::uint8_t>(c));
    }
    m_bytes.insert(m_bytes.end(), form.begin(), form.end());
}

void RiffWriter::add(std::string_view type, std::span<const std::uint8_t> data) {
    m_bytes.insert(m_bytes.end(), type.begin(), type.end());
    m_bytes.resize(m_bytes.size() + 4);
    putLittleEndian32(m_bytes.data() + m_bytes.size() - 4, data.size());
    m_bytes.insert(m_bytes.end(), data.begin(), data.end());
    if (data.size() % 2 != 0) {
        m_bytes.push_back(0);
    }
}

std::vector<std::uint8_t> RiffWriter::finish() && {
    putLittleEndian32(m_bytes.data() + 4, m_bytes.size() - 8);
    return std::move(m_bytes);
}

std::array<std::uint8_t, 10> webpCanvas(std::uint8_t flags, int widthPx, int heightPx) {
    std::array<std::uint8_t, 10> content{flags};
    const int sides[] = {widthPx - 1, heightPx - 1};
    for (std::size_t side = 0; side < 2; ++side) {
        for (std::size_t i = 0; i < 3; ++i) {
            content[4 + side * 3 + i] = static_cast<std::uint8_t>(sides[side] >> (8 * i) & 0xFF);
        }
    }
    return content;
}

}  // namespace limn
