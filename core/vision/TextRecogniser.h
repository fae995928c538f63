// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/vision/text_layout.h"

#include <opencv2/core.hpp>

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tesseract {
class ResultIterator;
class TessBaseAPI;
}  // namespace tesseract

namespace limn::vision {

/// Tesseract with its languages loaded. One thread at a time; reads on that thread alone.
class TextRecogniser {
public:
    enum class Layout {
        Page = 1,
        Rows,  ///< one block, its lines from edge to edge, whatever gaps they have
        Scattered,
    };

    /// Those of `wanted` that are installed. Fails if none is.
    static Result<TextRecogniser> open(const std::vector<std::string>& wanted);
    TextRecogniser(TextRecogniser&&) noexcept;
    TextRecogniser& operator=(TextRecogniser&&) noexcept;
    ~TextRecogniser();

    /// "eng+ind"
    const std::string& languages() const { return m_languages; }
    /// Every language whose data is installed.
    std::vector<std::string> installed() const;

    struct Page {
        std::vector<RecognisedLine> lines;
        bool isCut = false;  ///< time ran out: these are the lines that were read until then
    };
    /// 8 bits grey, dark writing on light ground. nullopt after a stop.
    std::optional<Page> read(const cv::Mat& grey, Layout layout, double seconds, const std::stop_token& stop);

private:
    explicit TextRecogniser(std::unique_ptr<tesseract::TessBaseAPI> api);
    static RecognisedLine lineAt(const tesseract::ResultIterator& at);

    std::unique_ptr<tesseract::TessBaseAPI> m_api;
    std::string m_languages;
};

}  // namespace limn::vision
