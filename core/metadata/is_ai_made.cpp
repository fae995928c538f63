// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/is_ai_made.h"

#include "core/io/xmp.h"
#include "core/metadata/read_generation.h"

#include <string>
#include <string_view>

namespace limn {
namespace {

/// The term at the end of IPTC's address, which is written with http, with https, or alone.
std::string_view termOf(std::string_view sourceType) {
    const auto begin = sourceType.find_last_of("/:");
    return begin == std::string_view::npos ? sourceType : sourceType.substr(begin + 1);
}

bool isMadeByModel(std::string_view sourceType) {
    const auto term = termOf(sourceType);
    return term == termOf(kSourceTrainedAlgorithmicMedia) ||
           term == termOf(kSourceCompositeWithTrainedAlgorithmicMedia);
}

/// Parsing XML costs much: only where one of the words stands somewhere.
bool xmpSaysIt(const std::string& packet) {
    if (packet.find("rainedAlgorithmicMedia") == std::string::npos) {
        return false;
    }
    const auto fields = readXmp(packet);
    return fields && fields->digitalSourceType && isMadeByModel(*fields->digitalSourceType);
}

}  // namespace

bool isAiMade(const PictureInfo& info) {
    return xmpSaysIt(info.xmp) || readGeneration(info).data.has_value();
}

}  // namespace limn
