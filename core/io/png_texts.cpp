// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/png_texts.h"

#include "core/io/inflate_limited.h"
#include "core/io/text_encoding.h"

#include <algorithm>

namespace limn {

namespace {

constexpr std::size_t kLongestKey = 79;

using Bytes = std::span<const std::uint8_t>;

/// Cuts `data` at its first NUL: gives what stands before, leaves what stands behind.
std::optional<Bytes> takeUntilNul(Bytes& data) {
    const auto nul = std::find(data.begin(), data.end(), std::uint8_t{0});
    if (nul == data.end()) {
        return std::nullopt;
    }
    const auto length = static_cast<std::size_t>(nul - data.begin());
    const Bytes before = data.first(length);
    data = data.subspan(length + 1);
    return before;
}

struct RawText {
    Bytes key;
    Bytes value;
    bool isPacked = false;
    bool isUtf8 = false;
};

std::optional<RawText> split(std::string_view type, Bytes data) {
    RawText raw;
    const std::optional<Bytes> key = takeUntilNul(data);
    if (!key || key->empty() || key->size() > kLongestKey) {
        return std::nullopt;
    }
    raw.key = *key;
    if (type == "zTXt") {
        if (data.empty() || data[0] != 0) {
            return std::nullopt;
        }
        raw.isPacked = true;
        data = data.subspan(1);
    } else if (type == "iTXt") {
        if (data.size() < 2 || data[0] > 1 || (data[0] == 1 && data[1] != 0)) {
            return std::nullopt;
        }
        raw.isUtf8 = true;
        raw.isPacked = data[0] == 1;
        data = data.subspan(2);
        const bool hasLanguage = takeUntilNul(data).has_value();
        if (!hasLanguage || !takeUntilNul(data)) {
            return std::nullopt;
        }
    }
    raw.value = data;
    return raw;
}

std::string toText(Bytes bytes, bool isUtf8) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    // Many programs put UTF-8 into chunks that are Latin-1 by the book; real Latin-1 is hardly ever
    // valid UTF-8.
    const std::string repaired = repairedUtf8(text);
    return isUtf8 || repaired == text ? repaired : latin1ToUtf8(bytes);
}

}  // namespace

std::optional<std::string> PngTexts::add(std::string_view type, Bytes data, PictureInfo& info) {
    const std::optional<RawText> raw = split(type, data);
    if (!raw) {
        return "it is not built as such a chunk must be";
    }
    if (info.texts.size() >= kMaxPictureTexts) {
        return "the picture has more than " + std::to_string(kMaxPictureTexts) + " texts";
    }
    const std::size_t room =
        std::min(kMaxPictureTextBytes, 2 * kMaxPictureTextBytes - m_totalBytes);
    const std::string tooLarge = "its text is larger than " + std::to_string(room) + " bytes";
    Inflated unpacked;
    Bytes value = raw->value;
    if (raw->isPacked) {
        unpacked = inflateLimited(value, room);
        if (unpacked.fault) {
            m_totalBytes += unpacked.producedBytes;  // a thousand bombs cost as little as two
            return unpacked.fault == InflateFault::TooLarge ? tooLarge
                                                            : "its packed text is damaged";
        }
        value = unpacked.bytes;
    }
    if (value.size() > room) {
        return tooLarge;
    }
    m_totalBytes += value.size();
    std::string key = latin1ToUtf8(raw->key);
    std::string text = toText(value, raw->isUtf8);
    if (key == "XML:com.adobe.xmp") {
        info.xmp = std::move(text);
    } else {
        info.texts.push_back({std::move(key), std::move(text)});
    }
    return std::nullopt;
}

}  // namespace limn
