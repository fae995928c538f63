// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/content_kind.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace limn::checkpoint {

namespace {

constexpr std::size_t kHeadBytes = 512;
constexpr std::string_view kJsonSpace = " \t\r\n";

struct KnownStart {
    std::string_view bytes;
    std::string_view meaning;
};
constexpr std::array kOtherFiles = {
    KnownStart{"\x89PNG", "a PNG picture"},
    KnownStart{"\xFF\xD8\xFF", "a JPEG picture"},
    KnownStart{"GIF8", "a GIF picture"},
    KnownStart{"\x1F\x8B", "a gzip archive, which must be unpacked first"},
    KnownStart{"7z\xBC\xAF\x27\x1C", "a 7-Zip archive, which must be unpacked first"},
    KnownStart{"Rar!", "a RAR archive, which must be unpacked first"},
    KnownStart{"\xFD" "7zXZ", "an xz archive, which must be unpacked first"},
    KnownStart{"\x28\xB5\x2F\xFD", "a Zstandard archive, which must be unpacked first"},
    KnownStart{"\x89HDF", "an HDF5 file, a format that Limn does not read"},
    KnownStart{"%PDF", "a PDF document"},
    KnownStart{"\x7F" "ELF", "a program"},
    KnownStart{"MZ", "a Windows program"},
    KnownStart{"lmgg", "a GGML file of before GGUF, a format that Limn does not read"},
    KnownStart{"tjgg", "a GGML file of before GGUF, a format that Limn does not read"},
};

/// UTF-8 without control characters; the last character may be cut.
bool isText(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto first = static_cast<unsigned char>(bytes.front());
        const std::size_t length = utf8SequenceLength(bytes);
        if ((length == 0 && bytes.size() >= 4) || first == 0x7F || (first < 0x20 && kJsonSpace.find(bytes.front()) == std::string_view::npos)) {
            return false;
        }
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return true;
}

bool startsWithIgnoringCase(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
        return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
    });
}

Content explainText(const ByteSource& source, std::string_view head) {
    const std::string_view body = head.substr(std::min(head.find_first_not_of(kJsonSpace), head.size()));
    if (body.starts_with('{')) {
        return {ContentKind::JsonText, {}};
    }
    if (body.starts_with("version https://git-lfs")) {
        return {ContentKind::Other, source.damaged("it is only a Git LFS pointer, so the model itself was not downloaded")};
    }
    if (startsWithIgnoringCase(body, "<!doctype") || startsWithIgnoringCase(body, "<html") || body.starts_with("<?xml")) {
        return {ContentKind::Other, source.damaged("it is a web page, not a model, so the download went wrong")};
    }
    return {ContentKind::Other, source.unsupported("it is a text, not a model; it begins with '" + displayText(body, 40) + "'")};
}

}  // namespace

Result<Content> recogniseContent(const ByteSource& source) {
    if (source.sizeBytes() == 0) {
        return Content{ContentKind::Other, {ErrorCode::FileDamaged, "'" + source.name() + "' is empty.", {}}};
    }
    const Result<std::string> read = source.readText(0, kHeadBytes);
    if (!read) {
        return read.error();
    }
    const std::string_view head = *read;
    if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) {
        return Content{ContentKind::Pickle, {}};
    }
    if (head.starts_with("GGUF")) {
        return Content{ContentKind::Gguf, {}};
    }
    if (head.size() >= 262 && head.substr(257, 5) == "ustar") {
        return Content{ContentKind::Other, source.refused("it is a TAR archive, and PyTorch files of that kind are not read")};
    }
    const auto known = std::find_if(kOtherFiles.begin(), kOtherFiles.end(),
                                    [&](const KnownStart& start) { return head.starts_with(start.bytes); });
    // A safetensors header of just the right length could begin like one of these, but then a brace follows the length.
    const bool hasHeader = head.size() > 8 && (head[8] == '{' || kJsonSpace.find(head[8]) != std::string_view::npos);
    // Nor is a pickle a header length: no allowed one reaches the upper four bytes. Those are zeros in the length of a
    // pickle's small frame too, but then no brace follows.
    const bool isFrame = head.size() > 8 && head[2] == '\x95' && !hasHeader;
    const bool isPickle = head.size() >= 2 && head[0] == '\x80' && head[1] >= 1 && head[1] <= 5 &&
                          (head.size() <= 8 || isFrame || head.substr(4, 4) != std::string_view("\0\0\0\0", 4));
    if (hasHeader && !isPickle && !isText(head.substr(0, 8))) {
        return Content{ContentKind::Safetensors, {}};
    }
    if (known != kOtherFiles.end()) {
        return Content{ContentKind::Other, source.unsupported("it is " + std::string(known->meaning))};
    }
    if (isPickle) {
        return Content{ContentKind::Pickle, {}};
    }
    if (isText(head)) {
        return explainText(source, head);
    }
    if (std::all_of(head.begin(), head.end(), [](char byte) { return byte == '\0'; })) {
        return Content{ContentKind::Other, source.damaged("it begins with zeros, as a download does that never finished")};
    }
    if (head.size() <= 8) {
        return Content{ContentKind::Other, source.damaged("it has " + std::to_string(head.size()) + " bytes, too few for a model file")};
    }
    return Content{ContentKind::Other, source.unsupported("it is no model file that Limn knows (safetensors, PyTorch pickle, GGUF)")};
}

}  // namespace limn::checkpoint
