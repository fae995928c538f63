// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/read_generation.h"

#include "core/io/xmp.h"
#include "core/metadata/a1111_text.h"
#include "core/metadata/comfy_graph.h"
#include "core/metadata/json_dialects.h"
#include "core/metadata/json_fields.h"
#include "core/metadata/limn_json.h"

#include <algorithm>

namespace limn {

namespace {

using Json = nlohmann::json;
using MaybeData = std::optional<GenerationData>;

Json jsonOf(const std::string* text) {
    return text == nullptr ? Json() : parseForeignJson(*text);
}

bool looksLikeJson(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && text[begin] == '{';
}

MaybeData readOwn(const PictureInfo& info, const XmpFields& xmp,
                  std::vector<std::string>& problems) {
    const std::string* text = info.text(kLimnTextKey);
    if (text == nullptr && xmp.limnGeneration) {
        text = &*xmp.limnGeneration;
    }
    if (text == nullptr) {
        return std::nullopt;
    }
    Result<GenerationData> data = readLimnJson(*text);
    if (!data) {
        problems.push_back(data.error().message);
        return std::nullopt;
    }
    return *std::move(data);
}

MaybeData readInvoke(const PictureInfo& info) {
    if (MaybeData data = readInvokeMetadata(jsonOf(info.text("invokeai_metadata")))) {
        return data;
    }
    if (MaybeData data = readInvokeSdMetadata(jsonOf(info.text("sd-metadata")))) {
        return data;
    }
    const std::string* dream = info.text("Dream");
    return dream == nullptr ? std::nullopt : readInvokeDream(*dream);
}

/// "prompt" may be the graph itself or text that holds one.
MaybeData readComfyField(const Json& json) {
    const Json* prompt = fieldOf(json, {"prompt"});
    if (prompt == nullptr) {
        return readComfyGraph(json);
    }
    return prompt->is_string()
               ? readComfyGraph(parseForeignJson(prompt->get_ref<const std::string&>()))
               : readComfyGraph(*prompt);
}

/// One JSON object under a name that several programs use.
MaybeData readSharedJson(const std::string& text) {
    const Json json = parseForeignJson(text);
    if (MaybeData data = readSwarm(json)) {
        return data;
    }
    if (MaybeData data = readFooocus(json)) {
        return data;
    }
    if (const std::string comment = textOf(json, {"Comment"}); !comment.empty()) {
        return readNovelAi(parseForeignJson(comment), textOf(json, {"Source"}));
    }
    if (MaybeData data = readNovelAi(json, "")) {
        return data;
    }
    return readComfyField(json);
}

/// "parameters" in a PNG, UserComment in JPEG and WebP.
MaybeData readParameters(const PictureInfo& info, const XmpFields& xmp) {
    const std::string* text = info.text("parameters");
    if (text == nullptr && !info.exif.userComment.empty()) {
        text = &info.exif.userComment;
    }
    if (text == nullptr && xmp.sdcppParameters) {
        text = &*xmp.sdcppParameters;
    }
    if (text == nullptr) {
        return std::nullopt;
    }
    MaybeData data = looksLikeJson(*text) ? readSharedJson(*text) : readA1111Text(*text);
    const bool isFooocus = info.text("fooocus_scheme") != nullptr ||
                           info.exif.makerNote == "a1111" ||
                           (data && data->program.starts_with("Fooocus"));
    if (data && data->dialect == MetadataDialect::A1111 && isFooocus) {
        data->dialect = MetadataDialect::Fooocus;
    }
    return data;
}

MaybeData readComment(const PictureInfo& info) {
    const std::string* comment = info.text("Comment");
    if (comment == nullptr || !looksLikeJson(*comment)) {
        return std::nullopt;
    }
    const std::string* source = info.text("Source");
    const Json json = parseForeignJson(*comment);
    if (MaybeData data = readNovelAi(json, source == nullptr ? "" : *source)) {
        return data;
    }
    return readFooocus(json);
}

/// In WebP and JPEG the graph stands in EXIF tags, behind its name: "prompt:{...}".
MaybeData readComfy(const PictureInfo& info) {
    if (MaybeData data = readComfyGraph(jsonOf(info.text("prompt")))) {
        return data;
    }
    for (const std::string* tag :
         {&info.exif.model, &info.exif.make, &info.exif.imageDescription}) {
        const std::size_t brace = tag->find('{');
        const bool isPrompt = tag->starts_with("prompt:") || tag->starts_with("Prompt:");
        if (isPrompt && brace != std::string::npos) {
            if (MaybeData data =
                    readComfyGraph(parseForeignJson(std::string_view(*tag).substr(brace)))) {
                return data;
            }
        }
    }
    return std::nullopt;
}

/// A picture that says nothing but the words.
MaybeData readBarePrompt(const PictureInfo& info) {
    const std::string* text = info.text("parameters");
    if (text == nullptr || text->empty() || looksLikeJson(*text)) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::A1111;
    data.prompt = *text;
    return data;
}

/// Only where it holds something of interest: parsing XML costs more than all the rest.
XmpFields xmpOf(const PictureInfo& info, std::vector<std::string>& problems) {
    const bool mayHold = info.xmp.find("urn:limn:xmp") != std::string::npos ||
                         info.xmp.find("stable-diffusion.cpp/ns") != std::string::npos;
    if (!mayHold) {
        return {};
    }
    const Result<XmpFields> fields = readXmp(info.xmp);
    if (!fields) {
        problems.push_back(fields.error().message);
        return {};
    }
    return *fields;
}

}  // namespace

GenerationReading readGeneration(const PictureInfo& info) {
    GenerationReading reading;
    const XmpFields xmp = xmpOf(info, reading.problems);
    reading.data = readOwn(info, xmp, reading.problems);
    const auto orElse = [&](auto read) {
        if (!reading.data) {
            reading.data = read();
        }
    };
    orElse([&] { return readInvoke(info); });
    orElse([&] { return readParameters(info, xmp); });
    orElse([&] { return readComment(info); });
    orElse([&] { return readComfy(info); });
    orElse([&] { return readBarePrompt(info); });
    return reading;
}

}  // namespace limn
