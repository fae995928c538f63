// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

// IPTC's terms for how a picture came to be (newscodes/digitalsourcetype).
inline constexpr const char* kSourceTrainedAlgorithmicMedia =
    "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
inline constexpr const char* kSourceCompositeWithTrainedAlgorithmicMedia =
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

/// The XMP properties that Limn knows. In what was read, nullopt means "not there"; in a change it
/// means "leave as it is", and an empty value takes the property away. Texts are valid UTF-8.
struct XmpFields {
    std::optional<std::string> digitalSourceType;  ///< Iptc4xmpExt:DigitalSourceType, a URI
    std::optional<std::string> creatorTool;        ///< xmp:CreatorTool
    std::optional<std::string> description;        ///< dc:description, x-default
    std::optional<std::string> altText;            ///< Iptc4xmpCore:AltTextAccessibility, x-default
    std::optional<std::string>
        extendedDescription;  ///< Iptc4xmpCore:ExtDescrAccessibility, x-default
    std::optional<std::vector<std::string>> keywords;  ///< dc:subject
    std::optional<std::string> limnGeneration;   ///< Limn's own JSON, where no text chunk exists
    std::optional<std::string> limnWords;  ///< Limn's own JSON: which of the words here are its own
    std::optional<std::string> sdcppParameters;  ///< stable-diffusion.cpp's text in WebP
};

inline constexpr std::size_t kMaxXmpBytes = std::size_t{4} << 20U;
inline constexpr std::size_t kMaxXmpKeywords = 1000;

/// What a packet of any origin says. Texts that declare entities, nest deeper than 64 or are larger
/// than kMaxXmpBytes are not given to the XML parser: FileDamaged, as for what is no XMP. An empty
/// packet has no fields. Any thread.
Result<XmpFields> readXmp(std::string_view packet);

/// The packet with these changes; everything else in it stays. An empty packet gives a new one. Any
/// thread.
Result<std::string> changeXmp(std::string_view packet, const XmpFields& changes);

}  // namespace limn
