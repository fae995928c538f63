// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/vision/TextReader.h"

#include <opencv2/core.hpp>

#include <vector>

namespace limn::vision {

/// QR, Data Matrix, Aztec and PDF417 codes, and the bar codes of shops and parcels, in any direction, by ZXing-C++
/// (github.com/zxing-cpp/zxing-cpp); at most 20. Kinds that texture is easily taken for (ITF, Codabar, DataBar) are left
/// out. `grey` 8 bits. What a code says is data, also where it is an address: it is returned, never opened. Not to be
/// interrupted: some tenths of a second for a large picture.
std::vector<TextLine> readCodes(const cv::Mat& grey);

}  // namespace limn::vision
