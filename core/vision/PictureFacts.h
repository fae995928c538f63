// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/base/Speech.h"
#include "core/vision/face_finder.h"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace limn::vision {

/// The colours that facts speak of; the words are the reader's affair.
enum class ColourName { Black = 1, Grey, White, Red, Orange, Brown, Yellow, Green, Turquoise, Blue, Purple, Pink };

/// "black", "grey", …; Speech knows them.
const char* englishName(ColourName colour);

struct ColourShare {
    ColourName colour = ColourName::Grey;
    double share = 0;  ///< of the area, 0 ... 1
};

enum class PictureKind { Empty = 1, TextPage, Screenshot, Drawing, Photograph };

enum class PictureShape { Portrait = 1, Landscape, Square };

/// What can be measured of any picture, without a model. All of it is true of every picture; nothing is guessed about
/// what it shows. Lightness is OKLab's L (Ottosson 2020), 0 ... 1.
struct PictureFacts {
    int widthPx = 0;
    int heightPx = 0;
    PictureKind kind = PictureKind::Drawing;
    PictureShape shape =
        PictureShape::Square;          ///< as it is shown; within a fiftieth it is a square
    std::vector<ColourShare> colours;  ///< of a tenth of the area or more, the largest first
    std::vector<ColourShare> allColours;  ///< every one that is there, the largest first
    ColourName above = ColourName::Grey;  ///< most of the upper third
    ColourName below = ColourName::Grey;  ///< most of the lower third
    double lightness = 0;                 ///< mean
    double contrast = 0;                  ///< standard deviation of the lightness
    /// Strength of the strongest edges, however few there are: below 0.012 even they are blurred.
    double sharpness = 0;
    double noise = 0;      ///< standard deviation that grain adds, in 255ths (Immerkaer 1996)
    double blockiness = 0; ///< step at the borders of 8 by 8 blocks over the step elsewhere, less 1
    double banding = 0;    ///< share of the area where what should change evenly climbs in stairs
    double clippedLight = 0;  ///< share of pure white
    double clippedDark = 0;   ///< share of pure black
    /// Of photographs; nothing where nobody looked: other kinds of picture, or no detectors at hand.
    std::optional<std::vector<Face>> faces;
    bool isBlurred = false;  ///< of photographs and pages of writing
    bool isNoisy = false;
    bool isBlocky = false;
    bool isBanded = false;

    /// Share of the area of the colour with this English name; 0 for unknown names.
    double shareOf(std::string_view colour) const;
};

/// Looks at no more than 1024 by 1024 pixels of it. Cancelled between its parts.
Outcome<PictureFacts> measureFacts(const Image& picture, std::stop_token stop);

/// Sentences: "A photograph, 512 × 512. Mostly blue above and green below, rather bright. Slightly blurred."
std::string describeFacts(const PictureFacts& facts, const Speech& said = {});
/// For somebody who cannot see it, in about 100 letters: "A photograph with two faces. Mostly blue, rather bright."
std::string describeFactsBriefly(const PictureFacts& facts, const Speech& said = {});

}  // namespace limn::vision
