// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/ByteSource.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <cstring>

namespace limn::checkpoint {

Result<std::string> ByteSource::readText(std::uint64_t offset, std::size_t count) const {
    const std::uint64_t left = offset < m_sizeBytes ? m_sizeBytes - offset : 0;
    std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(left, count)), '\0');
    if (Status status = readAt(offset, std::as_writable_bytes(std::span(text))); !status) {
        return std::move(status).error();
    }
    return text;
}

Error ByteSource::damaged(const std::string& reason) const {
    return {ErrorCode::FileDamaged, "'" + m_name + "' is damaged: " + reason + ".", {}};
}

Error ByteSource::refused(const std::string& reason) const {
    return {ErrorCode::FileRefused, "'" + m_name + "' is refused: " + reason + ".", {}};
}

Error ByteSource::unsupported(const std::string& reason) const {
    return {ErrorCode::Unsupported, "'" + m_name + "' cannot be used: " + reason + ".", {}};
}

FileSource::FileSource(const RegularFile& file)
    : ByteSource(displayText(file.path().string(), 400), file.sizeBytes()), m_file(file) {}

Status FileSource::readAt(std::uint64_t offset, std::span<std::byte> target) const {
    return m_file.readAt(offset, target);
}

Status MemorySource::readAt(std::uint64_t offset, std::span<std::byte> target) const {
    const std::uint64_t left = offset < m_bytes.size() ? m_bytes.size() - offset : 0;
    if (target.size() > left) {
        return damaged("it ends too early, " + std::to_string(target.size() - left) + " bytes are missing");
    }
    if (!target.empty()) {
        std::memcpy(target.data(), m_bytes.data() + offset, target.size());
    }
    return Unit{};
}

}  // namespace limn::checkpoint
