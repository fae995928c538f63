// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/fuzz/check_picture.h"

// JPEG and WebP, whose walks have no checksums in the way.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    checkPicture({data, size});
    return 0;
}
