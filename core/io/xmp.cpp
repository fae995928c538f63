// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/xmp.h"

#include "core/base/display_text.h"
#include "core/io/QuietErrorStream.h"
#include "core/io/xml_guard.h"

#include <exempi/xmp.h>
#include <exempi/xmpconsts.h>

#include <exception>
#include <memory>

namespace limn {

namespace {

constexpr const char* kIptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
constexpr const char* kIptcCore = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
constexpr const char* kLimn = "urn:limn:xmp:1.0/";
constexpr const char* kSdcpp = "https://github.com/leejet/stable-diffusion.cpp/ns/1.0/";
constexpr const char* kDefaultLanguage = "x-default";

struct XmpDelete {
    void operator()(_Xmp* xmp) const { xmp_free(xmp); }
    void operator()(_XmpString* text) const { xmp_string_free(text); }
};
using XmpHandle = std::unique_ptr<_Xmp, XmpDelete>;
using XmpText = std::unique_ptr<_XmpString, XmpDelete>;

struct Property {
    const char* schema;
    const char* name;
    std::optional<std::string> XmpFields::*field;
    bool isLocalised;
};

const Property kProperties[] = {
    {kIptcExtension, "DigitalSourceType", &XmpFields::digitalSourceType, false},
    {NS_XAP, "CreatorTool", &XmpFields::creatorTool, false},
    {NS_DC, "description", &XmpFields::description, true},
    {kIptcCore, "AltTextAccessibility", &XmpFields::altText, true},
    {kIptcCore, "ExtDescrAccessibility", &XmpFields::extendedDescription, true},
    {kLimn, "Generation", &XmpFields::limnGeneration, false},
    {kLimn, "Words", &XmpFields::limnWords, false},
    {kSdcpp, "parameters", &XmpFields::sdcppParameters, false},
};

/// The toolkit's tables are made once and live as long as the program: other threads may be reading.
bool isToolkitReady() {
    static const bool ready = [] {
        const XmpText prefix(xmp_string_new());
        return xmp_init() && xmp_register_namespace(kIptcExtension, "Iptc4xmpExt", prefix.get()) &&
               xmp_register_namespace(kIptcCore, "Iptc4xmpCore", prefix.get()) &&
               xmp_register_namespace(kLimn, "limn", prefix.get()) &&
               xmp_register_namespace(kSdcpp, "sdcpp", prefix.get());
    }();
    return ready;
}

Error damaged(const std::string& why) {
    return {ErrorCode::FileDamaged, "The picture's XMP cannot be read: " + why + ".", {}};
}

Error failed(const char* what) {
    return {ErrorCode::Internal,
            std::string("The picture's XMP cannot be written: ") + what + " was not taken.",
            "Exempi error " + std::to_string(xmp_get_error())};
}

Result<XmpHandle> parse(std::string_view packet) {
    if (!isToolkitReady()) {
        return Error{ErrorCode::Internal, "The XMP library cannot be started.", {}};
    }
    if (packet.empty()) {
        return XmpHandle(xmp_new_empty());
    }
    if (packet.size() > kMaxXmpBytes) {
        return damaged("it has " + std::to_string(packet.size()) + " bytes, but at most " +
                       std::to_string(kMaxXmpBytes) + " are read");
    }
    if (const std::optional<std::string> danger = dangerInXml(packet)) {
        return damaged(*danger);
    }
    XmpHandle xmp(xmp_new_empty());
    if (!xmp || !xmp_parse(xmp.get(), packet.data(), packet.size())) {
        return damaged("it is no well-formed XMP");
    }
    return xmp;
}

std::string textOf(const XmpText& text) {
    const char* start = xmp_string_cstr(text.get());
    return start == nullptr ? std::string() : std::string(start);
}

std::optional<std::string> readProperty(_Xmp* xmp, const Property& property) {
    const XmpText text(xmp_string_new());
    std::uint32_t options = 0;
    const bool isThere =
        property.isLocalised
            ? xmp_get_localized_text(xmp, property.schema, property.name, "", kDefaultLanguage,
                                     nullptr, text.get(), &options)
            : xmp_get_property(xmp, property.schema, property.name, text.get(), &options);
    if (!isThere || !XMP_IS_PROP_SIMPLE(options)) {
        return std::nullopt;
    }
    return textOf(text);
}

std::optional<std::vector<std::string>> readKeywords(_Xmp* xmp) {
    std::vector<std::string> keywords;
    const XmpText text(xmp_string_new());
    for (int index = 1; keywords.size() < kMaxXmpKeywords; ++index) {
        if (!xmp_get_array_item(xmp, NS_DC, "subject", index, text.get(), nullptr)) {
            break;
        }
        keywords.push_back(textOf(text));
    }
    return keywords.empty() ? std::nullopt : std::optional(std::move(keywords));
}

/// The toolkit's own function takes two languages for two copies of one text and changes both.
/// Here a translation stays, and only real copies of the former text follow the change. (Of exactly
/// two languages it makes copies already when it reads a packet; that cannot be helped.)
Status writeLocalised(_Xmp* xmp, const Property& property, const std::string& text) {
    constexpr int kMostLanguages = 100;
    const std::string name = property.name;
    const XmpText item(xmp_string_new());
    std::uint32_t options = 0;
    if (xmp_get_property(xmp, property.schema, property.name, item.get(), &options) &&
        !XMP_IS_ARRAY_ALTTEXT(options)) {
        xmp_delete_property(xmp, property.schema, property.name);
    }
    const std::string path = name + "[?xml:lang=\"x-default\"]";
    if (!xmp_get_property(xmp, property.schema, path.c_str(), item.get(), nullptr)) {
        const bool isSet = xmp_set_localized_text(xmp, property.schema, property.name, "",
                                                  kDefaultLanguage, text.c_str(), 0);
        return isSet ? Status(Unit{}) : failed(property.name);
    }
    const std::string former = textOf(item);
    for (int i = 1; i <= kMostLanguages; ++i) {
        const std::string copy = name + "[" + std::to_string(i) + "]";
        if (!xmp_get_property(xmp, property.schema, copy.c_str(), item.get(), nullptr)) {
            break;
        }
        if (textOf(item) == former &&
            !xmp_set_property(xmp, property.schema, copy.c_str(), text.c_str(), 0)) {
            return failed(property.name);
        }
    }
    return Unit{};
}

Status writeProperty(_Xmp* xmp, const Property& property, const std::string& value) {
    const std::string text = textForXml(value);
    if (text.empty()) {
        xmp_delete_property(xmp, property.schema, property.name);
        return Unit{};
    }
    if (property.isLocalised) {
        return writeLocalised(xmp, property, text);
    }
    xmp_delete_property(xmp, property.schema, property.name);  // it may be of another shape
    if (!xmp_set_property(xmp, property.schema, property.name, text.c_str(), 0)) {
        return failed(property.name);
    }
    return Unit{};
}

Status writeKeywords(_Xmp* xmp, const std::vector<std::string>& keywords) {
    xmp_delete_property(xmp, NS_DC, "subject");
    for (const std::string& keyword : keywords) {
        const std::string text = textForXml(keyword);
        if (!text.empty() && !xmp_append_array_item(xmp, NS_DC, "subject", XMP_PROP_VALUE_IS_ARRAY,
                                                    text.c_str(), 0)) {
            return failed("dc:subject");
        }
    }
    return Unit{};
}

Result<std::string> change(std::string_view packet, const XmpFields& changes) {
    Result<XmpHandle> xmp = parse(packet);
    if (!xmp) {
        return xmp.error();
    }
    for (const Property& property : kProperties) {
        if (const std::optional<std::string>& value = changes.*property.field) {
            if (Status written = writeProperty(xmp->get(), property, *value); !written) {
                return written.error();
            }
        }
    }
    if (changes.keywords) {
        if (Status written = writeKeywords(xmp->get(), *changes.keywords); !written) {
            return written.error();
        }
    }
    const XmpText text(xmp_string_new());
    // Read-only packets carry no padding: nobody may write into a picture in place.
    if (!xmp_serialize_and_format(xmp->get(), text.get(),
                                  XMP_SERIAL_READONLYPACKET | XMP_SERIAL_USECOMPACTFORMAT, 0, "\n",
                                  " ", 0)) {
        return failed("the packet");
    }
    return std::string(xmp_string_cstr(text.get()), xmp_string_len(text.get()));
}

Error thrown(const std::exception& exception) {
    return {ErrorCode::Internal, "The XMP library failed on the picture's XMP.", exception.what()};
}

}  // namespace

Result<XmpFields> readXmp(std::string_view packet) {
    const QuietErrorStream quiet;
    try {
        XmpFields fields;
        const Result<XmpHandle> xmp = parse(packet);
        if (!xmp) {
            return xmp.error();
        }
        for (const Property& property : kProperties) {
            fields.*property.field = readProperty(xmp->get(), property);
        }
        fields.keywords = readKeywords(xmp->get());
        return fields;
    } catch (const std::exception& exception) {
        return thrown(exception);
    }
}

Result<std::string> changeXmp(std::string_view packet, const XmpFields& changes) {
    const QuietErrorStream quiet;
    try {
        return change(packet, changes);
    } catch (const std::exception& exception) {
        return thrown(exception);
    }
}

}  // namespace limn
