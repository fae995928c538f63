// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/told_words.h"

#include "core/description/alt_text.h"
#include "core/description/cannot_tell.h"
#include "core/description/text_question.h"
#include "core/io/PictureReader.h"
#include "core/metadata/is_ai_made.h"
#include "core/vision/PictureFacts.h"
#include "core/vision/TextReader.h"

#include <utility>

namespace limn::cli {
namespace {

std::string colourTags(const vision::PictureFacts& facts) {
    std::string tags;
    for (const auto& colour : facts.colours) {
        tags += (tags.empty() ? "" : ", ") + std::string(vision::englishName(colour.colour));
    }
    return tags;
}

/// Empty: nothing was read; that is no failure.
Outcome<std::string> writingOf(const Image& picture, const std::stop_token& stop) {
    const auto read = vision::readText(picture, {}, stop);
    if (read.isCancelled()) {
        return Cancelled{};
    }
    return read.isDone() && !read.value().lines.empty() ? " " + writingInWords(read.value(), {})
                                                        : std::string();
}

}  // namespace

Outcome<ToldPicture> openPicture(const std::filesystem::path& file, const std::stop_token& stop) {
    const auto reader = PictureReader::open(file);
    if (!reader) {
        return reader.error();
    }
    auto picture = reader->decode(stop);
    if (!picture.isDone()) {
        return picture.isCancelled() ? Outcome<ToldPicture>(Cancelled{}) : picture.error();
    }
    return ToldPicture{std::move(picture).value(), isAiMade(reader->info()),
                       reader->info().exif.orientation};
}

Outcome<std::string> makeTellable(Description& said, const std::string& task, const ToldPicture& of,
                                  const std::stop_token& stop) {
    std::string added;
    if (cannotTell(said)) {
        const auto measured = vision::measureFacts(of.picture, stop);
        if (!measured.isDone()) {
            return measured.isCancelled() ? Outcome<std::string>(Cancelled{}) : measured.error();
        }
        said.confidence = 0;  // of words that the model did not find
        const bool isSilent = said.strangeness.value_or(0) > 1;
        added = (isSilent ? std::string(kCannotTell) : std::string()) +
                " What can be measured: " + vision::describeFacts(measured.value());
        if (task == "detailed" || task == "answer") {
            auto writing = writingOf(of.picture, stop);
            if (!writing.isDone()) {
                return writing;
            }
            added += writing.value();
        }
        said.text = task == "tags"  ? colourTags(measured.value())
                    : task == "alt" ? vision::describeFactsBriefly(measured.value())
                                    : (isSilent ? std::string() : said.text) + added;
    }
    if (task == "alt") {
        said.text = altFrom(said.text, of.isAiMade);
    }
    return added;
}

}  // namespace limn::cli
