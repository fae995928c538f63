// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/fuzz/check_index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    checkIndex(limn::checkpoint::parseSafetensors(memorySource(data, size)), size);
    return 0;
}
