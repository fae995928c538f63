// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace limn::vision {

/// A face that looks at us, by the sides of a square around it, as shares of the picture's sides.
struct Face {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

/// Faces of a twentieth of the picture or more, upright and seen from the front, from left to right. Only what three
/// detectors (OpenCV's Haar cascades, Debian's opencv-data) find at the same place counts: one alone takes coins for faces.
/// Nothing: the detectors are not installed. Any thread; cancelled between two sizes of face.
Outcome<std::optional<std::vector<Face>>> findFaces(const Image& picture, std::stop_token stop);

}  // namespace limn::vision
