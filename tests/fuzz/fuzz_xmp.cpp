// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/text_encoding.h"
#include "core/io/xmp.h"
#include "tests/fuzz/check_picture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace limn;
    const std::string packet = repairedUtf8({reinterpret_cast<const char*>(data), size});
    const auto fields = readXmp(packet);
    if (!fields) {
        requireSentence(fields.error().message);
        return 0;
    }
    XmpFields changes;
    changes.altText = "words";
    changes.keywords = {"a", "b"};
    const auto changed = changeXmp(packet, changes);
    if (!changed) {
        requireSentence(changed.error().message);
        return 0;
    }
    const auto again = readXmp(*changed);
    require(again.has_value() && again->altText == "words" && again->keywords == changes.keywords,
            "what was written is read");
    return 0;
}
