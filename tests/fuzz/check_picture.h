// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/display_text.h"
#include "core/io/PictureReader.h"
#include "core/io/insert_metadata.h"
#include "core/metadata/limn_json.h"
#include "core/metadata/read_generation.h"
#include "tests/fuzz/require.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

// What holds for every picture and every text in one, whatever the input.

inline void requireText(const std::string& text) {
    require(limn::isValidUtf8(text) && text.find('\0') == std::string::npos,
            "texts are valid UTF-8 without NUL");
}

inline void requireSentence(const std::string& sentence) {
    require(sentence.size() > 10 && sentence.back() == '.', "an error is a sentence");
}

inline void checkGeneration(const limn::PictureInfo& info) {
    using namespace limn;
    GenerationReading reading = readGeneration(info);
    for (const std::string& problem : reading.problems) {
        requireSentence(problem);
    }
    if (!reading.data) {
        return;
    }
    GenerationData& data = *reading.data;
    for (const std::string* text :
         {&data.prompt, &data.negativePrompt, &data.scheduler, &data.model, &data.program,
          &data.promptTemplate, &data.modelHash}) {
        requireText(*text);
    }
    require(data.loras.size() <= 100, "lists are bounded");
    require(!data.steps || (*data.steps >= 1 && *data.steps <= 1'000'000), "counts are in range");
    require(!data.widthPx || (*data.widthPx >= 1 && *data.widthPx <= 1'000'000),
            "sizes are in range");
    data.dialect = MetadataDialect::Limn;
    const Result<GenerationData> again = readLimnJson(writeLimnJson(data));
    require(again.has_value() && *again == data, "what was read survives being written");
}

inline void checkRewriting(const limn::PictureReader& reader) {
    using namespace limn;
    const std::string packet = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";
    const PictureInfo& info = reader.info();
    const auto changed = replaceXmp(reader.fileBytes(), info.format, packet, "fuzz");
    require(changed.has_value(), "a small packet fits");
    const auto again = PictureReader::fromBytes(*changed, "fuzz");
    require(again.has_value(), "a changed file is whole");
    require(again->info().xmp == packet, "the new packet is in it");
    require(again->info().texts.size() == info.texts.size() &&
                again->info().widthPx() == info.widthPx() &&
                again->info().exif.orientation == info.exif.orientation,
            "the rest stays");
}

inline void checkPicture(std::span<const std::uint8_t> bytes) {
    using namespace limn;
    constexpr std::int64_t kMostPixels = 128 * 128;
    const auto reader = PictureReader::fromBytes({bytes.begin(), bytes.end()}, "fuzz");
    if (!reader) {
        requireSentence(reader.error().message);
        return;
    }
    const PictureInfo& info = reader->info();
    require(info.widthPx() > 0 && info.heightPx() > 0 && info.widthPx() <= kMaxPictureSidePx,
            "sizes are in range");
    require(info.texts.size() <= kMaxPictureTexts, "lists are bounded");
    for (const PictureText& text : info.texts) {
        requireText(text.key);
        requireText(text.value);
    }
    for (const std::string& problem : info.problems) {
        requireSentence(problem);
    }
    checkGeneration(info);
    checkRewriting(*reader);
    if (std::int64_t{info.widthPx()} * info.heightPx() <= kMostPixels) {
        const auto image = reader->decode();
        require(image.isDone() ? image.value().widthPx == info.widthPx() &&
                                     image.value().heightPx == info.heightPx()
                               : image.isFailed(),
                "the picture has the size that it claims");
    }
}
