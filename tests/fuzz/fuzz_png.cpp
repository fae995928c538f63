// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/byte_order.h"
#include "tests/fuzz/check_picture.h"

#include <zlib.h>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t maxSize);

namespace {

/// Behind wrong checksums nothing else would be reached.
void mendChecksums(std::uint8_t* data, std::size_t size) {
    std::size_t at = 8;
    while (size >= 12 && at <= size - 12) {
        const std::size_t length = limn::bigEndian32(data + at);
        if (length > size - 12 - at) {
            break;
        }
        const auto sum = static_cast<std::uint32_t>(crc32_z(0, data + at + 4, length + 4));
        for (int i = 0; i < 4; ++i) {
            data[at + 8 + length + static_cast<std::size_t>(i)] =
                static_cast<std::uint8_t>(sum >> (24 - 8 * i) & 0xFF);
        }
        at += length + 12;
    }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t maxSize, unsigned seed) {
    size = LLVMFuzzerMutate(data, size, maxSize);
    if (seed % 8 != 0) {
        mendChecksums(data, size);
    }
    return size;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    checkPicture({data, size});
    return 0;
}
