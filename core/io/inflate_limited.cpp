// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/inflate_limited.h"

#include <algorithm>
#include <limits>

#include <zlib.h>

namespace limn {

Inflated inflateLimited(std::span<const std::uint8_t> packed, std::size_t maxBytes) {
    constexpr std::size_t kFirstBytes = 4096;
    z_stream stream{};
    if (packed.size() > std::numeric_limits<uInt>::max() || inflateInit(&stream) != Z_OK) {
        return {{}, InflateFault::Damaged, 0};
    }
    stream.next_in =
        const_cast<Bytef*>(packed.data());  // zlib's old interface; it does not write there
    stream.avail_in = static_cast<uInt>(packed.size());
    Inflated result;
    std::size_t filled = 0;
    int state = Z_OK;
    while (state == Z_OK) {
        if (filled == maxBytes) {
            result.fault = InflateFault::TooLarge;
            break;
        }
        result.bytes.resize(std::min(maxBytes, std::max(kFirstBytes, filled * 2)));
        stream.next_out = result.bytes.data() + filled;
        stream.avail_out = static_cast<uInt>(result.bytes.size() - filled);
        state = inflate(&stream, Z_NO_FLUSH);
        filled = result.bytes.size() - stream.avail_out;
    }
    if (!result.fault && state != Z_STREAM_END) {
        result.fault = InflateFault::Damaged;
    }
    inflateEnd(&stream);
    result.producedBytes = filled;
    result.bytes.resize(result.fault ? 0 : filled);
    return result;
}

}  // namespace limn
