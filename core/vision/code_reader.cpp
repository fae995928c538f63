// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/code_reader.h"

#include "core/vision/text_preparation.h"

#define ZX_USE_UTF8 1  // texts are UTF-8
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <cmath>

namespace limn::vision {
namespace {

constexpr int kMostCodes = 20;
constexpr double kMostPixels = 8e6;       // more are looked at smaller
constexpr std::size_t kMostBytes = 4096;  // the largest code holds less

ZXing::DecodeHints hints() {
    using ZXing::BarcodeFormat;
    return ZXing::DecodeHints()
        .setFormats(BarcodeFormat::QRCode | BarcodeFormat::MicroQRCode | BarcodeFormat::DataMatrix |
                    BarcodeFormat::Aztec | BarcodeFormat::PDF417 | BarcodeFormat::EAN8 |
                    BarcodeFormat::EAN13 | BarcodeFormat::UPCA | BarcodeFormat::UPCE |
                    BarcodeFormat::Code39 | BarcodeFormat::Code93 | BarcodeFormat::Code128)
        .setTryHarder(true)
        .setTryRotate(true)
        .setMaxNumberOfSymbols(kMostCodes);
}

std::string kindName(ZXing::BarcodeFormat format) {
    using ZXing::BarcodeFormat;
    switch (format) {
    case BarcodeFormat::QRCode:
    case BarcodeFormat::MicroQRCode:
        return "QR code";
    case BarcodeFormat::DataMatrix:
        return "Data Matrix code";
    case BarcodeFormat::Aztec:
        return "Aztec code";
    case BarcodeFormat::PDF417:
        return "PDF417 code";
    default:
        return "bar code";
    }
}

/// In one line: control letters of a code stand for nothing that can be read.
std::string inOneLine(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
    return text;
}

TextLine lineOf(const ZXing::Result& code, double scale, cv::Size size) {
    const auto& corners = code.position();
    const auto [left, right] =
        std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
    const auto [top, bottom] =
        std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
    const auto placed = [scale](int value, int most) {
        return std::clamp(static_cast<int>(std::lround(value * scale)), 0, most);
    };
    TextLine line;
    line.text = inOneLine(code.text());
    line.code = kindName(code.format());
    line.xPx = placed(left, size.width - 1);
    line.yPx = placed(top, size.height - 1);
    line.widthPx = std::max(1, placed(right + 1, size.width) - line.xPx);
    line.heightPx = std::max(1, placed(bottom + 1, size.height) - line.yPx);
    line.confidence = 1;  // its check digits agree
    line.words.push_back({line.text, line.xPx, line.yPx, line.widthPx, line.heightPx});
    return line;
}

}  // namespace

std::vector<TextLine> readCodes(const cv::Mat& grey) {
    const double scale = std::max(1.0, std::sqrt(static_cast<double>(grey.total()) / kMostPixels));
    const cv::Mat looked = scale > 1 ? scaledBy(grey, 1 / scale) : grey;
    const ZXing::ImageView view(looked.data, looked.cols, looked.rows, ZXing::ImageFormat::Lum,
                                static_cast<int>(looked.step));
    std::vector<TextLine> lines;
    for (const auto& code : ZXing::ReadBarcodes(view, hints())) {
        if (code.isValid() && !code.text().empty() && code.text().size() <= kMostBytes) {
            lines.push_back(lineOf(code, scale, grey.size()));
        }
    }
    return lines;
}

}  // namespace limn::vision
