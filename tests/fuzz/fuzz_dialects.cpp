// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/text_encoding.h"
#include "tests/fuzz/check_picture.h"

#include <iterator>
#include <string_view>

// The first byte chooses where the text stands in the picture.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr std::string_view kKeys[] = {"parameters",  "prompt",     "invokeai_metadata",
                                                 "sd-metadata", "Dream",      "Comment",
                                                 "limn",        "UserComment"};
    if (size < 2) {
        return 0;
    }
    const std::string_view key = kKeys[data[0] % std::size(kKeys)];
    const std::string text =
        limn::repairedUtf8({reinterpret_cast<const char*>(data) + 1, size - 1});
    limn::PictureInfo info;
    if (key == "UserComment") {
        info.exif.userComment = text;
    } else {
        info.texts.push_back({std::string(key), text});
    }
    checkGeneration(info);
    return 0;
}
