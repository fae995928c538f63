// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/inspect_path.h"

#include "core/base/RegularFile.h"
#include "core/io/PictureReader.h"
#include "core/io/xmp.h"
#include "core/metadata/read_generation.h"
#include "inference/checkpoint/inspect.h"

#include <array>
#include <span>
#include <system_error>

namespace limn::cli {
namespace {

constexpr std::size_t kSignatureBytes = 16;

/// By the first bytes; a folder and a file that is shorter are none.
Result<bool> looksLikePicture(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return false;
    }
    const auto file = RegularFile::open(path);
    if (!file) {
        return file.error();
    }
    std::array<std::uint8_t, kSignatureBytes> head{};
    if (file->sizeBytes() < head.size() ||
        !file->readAt(0, std::as_writable_bytes(std::span(head)))) {
        return false;
    }
    return pictureFormatOf(head).has_value();
}

const char* contractName(PictureFormat format) {
    switch (format) {
    case PictureFormat::Png:
        return "png";
    case PictureFormat::Jpeg:
        return "jpeg";
    case PictureFormat::Webp:
        break;
    }
    return "webp";
}

/// What the picture says besides how it was made.
void addPictureMetadata(const PictureInfo& info, InspectReport& report) {
    const auto add = [&](const char* key, const std::optional<std::string>& value) {
        if (value && !value->empty()) {
            report.metadata[key] = *value;
        }
    };
    const Result<XmpFields> xmp = readXmp(info.xmp);
    if (!xmp) {
        report.problems.push_back(xmp.error().message);
    } else {
        add("digital_source_type", xmp->digitalSourceType);
        add("creator_tool", xmp->creatorTool);
        add("description", xmp->description);
        add("alt_text", xmp->altText);
        add("extended_description", xmp->extendedDescription);
        std::string keywords;
        for (const std::string& keyword : xmp->keywords.value_or(std::vector<std::string>())) {
            keywords += (keywords.empty() ? "" : ", ") + keyword;
        }
        add("keywords", keywords);
    }
    if (info.hasContentCredentials) {
        report.metadata["content_credentials"] = "present; Limn does not check them";
    }
}

constexpr std::int64_t kMostCheckedPixels =
    64'000'000;  // more could take longer than an answer may

/// The pixels too: a container that is whole says nothing about what lies in it.
Status requireWholePixels(const PictureReader& reader, const std::filesystem::path& path,
                          const std::stop_token& stop) {
    const PictureInfo& info = reader.info();
    if (std::int64_t{info.widthPx()} * info.heightPx() > kMostCheckedPixels) {
        return Unit{};
    }
    const Outcome<Image> pixels = reader.decode(stop);
    if (pixels.isCancelled()) {
        return Error{
            ErrorCode::Internal, "Reading the picture '" + path.string() + "' was stopped.", {}};
    }
    return pixels.isFailed() ? Status(pixels.error()) : Status(Unit{});
}

Result<InspectReport> inspectPicture(const std::filesystem::path& path,
                                     const std::stop_token& stop) {
    auto reader = PictureReader::open(path);
    if (!reader) {
        return std::move(reader).error();
    }
    if (const Status whole = requireWholePixels(*reader, path, stop); !whole) {
        return whole.error();
    }
    const PictureInfo& info = reader->info();
    InspectReport report;
    report.path = path;
    report.kind = "picture";
    report.format = contractName(info.format);
    report.problems = info.problems;
    GenerationReading reading = readGeneration(info);
    report.problems.insert(report.problems.end(), reading.problems.begin(), reading.problems.end());
    report.picture =
        InspectReport::Picture{info.widthPx(), info.heightPx(), std::move(reading.data)};
    addPictureMetadata(info, report);
    return report;
}

Result<InspectReport> inspectModelPath(const std::filesystem::path& path,
                                       const std::stop_token& stop,
                                       const checkpoint::KeyCheck& checkKeys) {
    auto model = checkpoint::inspectModel(path, stop, checkKeys);
    if (!model) {
        return std::move(model).error();
    }
    InspectReport report;
    report.path = path;
    report.kind = checkpoint::modelKindName(model->kind);
    report.format = std::move(model->format);
    report.architecture = std::move(model->architecture);
    report.family = std::move(model->family);
    report.parameters = model->parameters;
    report.dtypes = std::move(model->dtypes);
    report.tensors = model->tensors;
    report.metadata = std::move(model->metadata);
    report.problems = std::move(model->problems);
    report.missing = std::move(model->missing);
    report.unexpected = std::move(model->unexpected);
    if (checkKeys) {
        report.wrongShapes = std::move(model->wrongShapes);
    }
    report.canRun = model->canRun;
    return report;
}

}  // namespace

std::string InspectReport::kindPhrase() const {
    if (kind == "lora") {
        return "a LoRA";
    }
    if (kind == "autoencoder") {
        return "an autoencoder";
    }
    if (kind == "unknown") {
        return "of a kind that Limn does not know";
    }
    return "a " + (kind == "text-encoder" ? std::string("text encoder") : kind);
}

Result<InspectReport> inspectPath(const std::filesystem::path& path, const std::stop_token& stop,
                                  const checkpoint::KeyCheck& checkKeys) {
    const auto isPicture = looksLikePicture(path);
    if (!isPicture) {
        return isPicture.error();
    }
    return *isPicture ? inspectPicture(path, stop) : inspectModelPath(path, stop, checkKeys);
}

}  // namespace limn::cli
