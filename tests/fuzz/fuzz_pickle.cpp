// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/fuzz/check_index.h"

#include "inference/checkpoint/PickleReader.h"
#include "inference/checkpoint/pickle_tensors.h"

#include <string_view>
#include <vector>

// Two ways in: the whole file (ZIP or legacy), and the bare pickle, whose instructions a fuzzer would hardly reach
// behind ZIP's checksums.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace limn::checkpoint;
    const MemorySource source = memorySource(data, size);
    checkIndex(parseSingleFile(source), size);

    PickleDocument document;
    if (!readPickle({reinterpret_cast<const char*>(data), size}, document)) {
        require(document.byteSize <= size && document.root < document.values.size(), "the document is whole");
        const std::vector<StoragePlace> places(document.storages.size(), StoragePlace{0, size});
        checkIndex(indexPickledTensors(source, document, places), size);
    }
    return 0;
}
