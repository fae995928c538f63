// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/stored_sums.h"

#include "core/base/RegularFile.h"
#include "core/base/display_text.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace limn::checkpoint {

namespace {

constexpr std::uint64_t kPieceBytes = 4ULL << 20U;  // between two looks at the stop token; fits a processor's cache

}  // namespace

Status checkStoredSum(const ByteSource& source, const StoredSum& sum, const std::stop_token& stop) {
    std::vector<std::byte> piece(static_cast<std::size_t>(std::min(kPieceBytes, sum.byteSize)));
    uLong found = 0;  // what the sum of no bytes is
    for (std::uint64_t done = 0; done < sum.byteSize; done += piece.size()) {
        if (stop.stop_requested()) {
            return Error{ErrorCode::InvalidRequest, "Reading '" + source.name() + "' was stopped.", {}};
        }
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), sum.byteSize - done)));
        if (Status status = source.readAt(sum.byteOffset + done, piece); !status) {
            return status;
        }
        found = ::crc32_z(found, reinterpret_cast<const Bytef*>(piece.data()), piece.size());
    }
    if (found != sum.crc32) {
        return source.damaged("the checksum of its entry '" + displayText(sum.entry) + "' is " +
                              std::to_string(sum.crc32) + ", but its bytes give " + std::to_string(found));
    }
    return Unit{};
}

Status checkStoredSums(const CheckpointIndex& index, std::uint64_t& mostBytes, const std::stop_token& stop) {
    std::optional<RegularFile> file;
    std::size_t openIndex = 0;
    for (const StoredSum& sum : index.sums) {
        if (sum.byteSize > mostBytes) {
            break;
        }
        mostBytes -= sum.byteSize;
        if (!file || openIndex != sum.fileIndex) {
            Result<RegularFile> opened = RegularFile::open(index.files.at(sum.fileIndex));
            if (!opened) {
                return std::move(opened).error();
            }
            file.emplace(std::move(opened).value());
            openIndex = sum.fileIndex;
        }
        if (Status status = checkStoredSum(FileSource(*file), sum, stop); !status) {
            return status;
        }
    }
    return Unit{};
}

}  // namespace limn::checkpoint
