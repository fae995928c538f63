// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/ByteSource.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace limn::checkpoint {

/// Reads a header from front to back through a small window, so that neither its size nor what it claims costs
/// memory. Every call returns nothing once the bytes, or the budget of header bytes, are used up; `problem()` says
/// which. One thread.
class HeaderCursor {
public:
    HeaderCursor(const ByteSource& source, std::uint64_t budgetBytes)
        : m_source(source), m_end(std::min(source.sizeBytes(), budgetBytes)) {}

    std::uint64_t position() const noexcept { return m_position; }
    std::uint64_t bytesLeft() const noexcept { return m_end - m_position; }

    template <class T>
    std::optional<T> read() {
        std::byte bytes[sizeof(T)];
        return readBytes(bytes) ? std::optional<T>(littleEndian<T>(bytes)) : std::nullopt;
    }

    bool readBytes(std::span<std::byte> target) {
        if (target.size() > bytesLeft()) {
            return runOut(target.size());
        }
        for (std::size_t done = 0; done < target.size();) {
            if (!fillWindow()) {
                return false;
            }
            const std::size_t at = static_cast<std::size_t>(m_position - m_windowStart);
            const std::size_t count = std::min(target.size() - done, m_window.size() - at);
            std::memcpy(target.data() + done, m_window.data() + at, count);
            done += count;
            m_position += count;
        }
        return true;
    }

    bool skip(std::uint64_t count) {
        if (count > bytesLeft()) {
            return runOut(count);
        }
        m_position += count;
        return true;
    }

    const Error& problem() const noexcept { return m_problem; }

private:
    static constexpr std::size_t kWindowBytes = 64 * 1024;

    bool runOut(std::uint64_t wanted) {
        m_problem = m_end < m_source.sizeBytes()
                        ? m_source.damaged("its header is larger than " + std::to_string(m_end) + " bytes")
                        : m_source.damaged("its header is cut short, " + std::to_string(wanted - bytesLeft()) +
                                           " bytes are missing after byte " + std::to_string(m_end));
        return false;
    }

    bool fillWindow() {
        if (m_position >= m_windowStart && m_position - m_windowStart < m_window.size()) {
            return true;
        }
        m_windowStart = m_position;
        m_window.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kWindowBytes, bytesLeft())));
        if (Status status = m_source.readAt(m_windowStart, m_window); !status) {
            m_window.clear();
            m_problem = std::move(status).error();
            return false;
        }
        return true;
    }

    const ByteSource& m_source;
    std::uint64_t m_end;
    std::uint64_t m_position = 0;
    std::uint64_t m_windowStart = 0;
    std::vector<std::byte> m_window;
    Error m_problem;
};

}  // namespace limn::checkpoint
